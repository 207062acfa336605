/** Whatever a provider answers, browsers take it for no page, program or cookie of Weir's own origin. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passedHeaders } from '../../src/proxy/answer-headers.ts';
import { forwardForIdentity } from '../../src/proxy/forward-for-identity.ts';
import { chunked, createProxy, post, type Upstream } from '../helpers/proxy.ts';

const CHAT = '/openai/v1/chat/completions';

/** Everything a provider might try. */
const hostile: [string, string][] = [
  ['content-type', 'text/html'],
  ['set-cookie', 'weir_session=AAAA; Path=/; HttpOnly'],
  ['set-cookie', 'WEIR_review=x'],
  ['set-cookie', ' =weir_session=BBBB'],
  ['set-cookie', '__Host-weir_session=CCCC; Secure; Path=/'],
  ['set-cookie', '__Http-weir_session=DDDD; Secure; Path=/'],
  ['set-cookie', '__Host-Http-weir_session=EEEE; Secure; Path=/'],
  ['set-cookie', 'a=1, weir_session=FFFF; Path=/'],
  ['set-cookie', '__cf_bm=kept; Path=/; Expires=Wed, 09 Dec 2026 10:00:00 GMT'],
  ['x-weir-trace-id', 'tr-ffffffffffffffffffffffffffffffff'],
  ['x-weir-feedback-token', 'forged'],
  ['X-Weir-Anything', 'forged'],
  ['service-worker-allowed', '/'],
  ['clear-site-data', '"*"'],
  ['strict-transport-security', 'max-age=1; includeSubDomains'],
  ['alt-svc', 'h3=":444"'],
  ['nel', '{"report_to":"x","max_age":1}'],
  ['report-to', '{"group":"x"}'],
  ['access-control-allow-origin', 'https://evil.example'],
  ['Access-Control-Allow-Credentials', 'true'],
  ['accept-ch', 'Sec-CH-UA-Model'],
  ['set-login', 'logged-in'],
  ['secure-session-registration', '(ES256);path="/x"'],
  ['use-as-dictionary', 'match="/*"'],
  ['expect-ct', 'max-age=1'],
  ['refresh', '0;url=https://evil.example'],
];
const PAGE = '<script>alert(1)</script>';
const page =
  (status: number): Upstream =>
  () =>
    new Response(status === 204 ? null : PAGE, { status, headers: new Headers(hostile) });

function expectHarmless({ headers }: Response): void {
  expect(headers.get('content-security-policy')).toMatch(/(?:^|, )sandbox$/);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.getSetCookie()).toEqual(headers.getSetCookie().filter((cookie) => !/weir_/i.test(cookie)));
  expect([...headers].filter(([, value]) => /forged|ffffffff/.test(value))).toEqual([]);
  for (const name of [
    'service-worker-allowed',
    'clear-site-data',
    'strict-transport-security',
    'alt-svc',
    'nel',
    'access-control-allow-credentials',
    'accept-ch',
    'set-login',
    'secure-session-registration',
    'use-as-dictionary',
    'expect-ct',
    'refresh',
  ])
    expect(headers.get(name)).toBeNull();
}

describe('an answer of a provider, to a browser', () => {
  it.each([
    ['recorded', {}],
    ['not recorded', { 'x-weir-capture': 'off' }],
    ['recorded without bodies', { 'x-weir-capture': 'metadata' }],
    ['of an upgrade that is refused', { upgrade: 'websocket' }],
  ])('F201 %s, is no page and sets no cookie of ours', async (_, headers) => {
    for (const status of [200, 204, 302, 400, 500]) {
      const proxy = createProxy({ upstream: page(status) });
      const isSocket = 'upgrade' in headers;
      const answer = await proxy.call(CHAT, isSocket ? { headers } : post({ stream: true }, headers));
      expectHarmless(answer);
      expect(answer.headers.getSetCookie()).toEqual([
        '__cf_bm=kept; Path=/; Expires=Wed, 09 Dec 2026 10:00:00 GMT',
      ]);
      expect(await answer.text()).toBe(status === 204 ? '' : PAGE);
      await proxy.settled();
    }
  });

  it('F201 keeps what the provider says against being a page, and ours beside it', async () => {
    const headers = { 'content-security-policy': "default-src 'none'; sandbox allow-scripts" };
    const proxy = createProxy({ upstream: () => chunked(['{}'], headers) });
    const answer = await proxy.call(CHAT, post({}));
    expect(answer.headers.get('content-security-policy')).toBe(
      "default-src 'none'; sandbox allow-scripts, sandbox",
    );
  });

  it('F201 nor is an answer of our own on its path: a failure, a refusal, the demo, a preflight', async () => {
    const failing = createProxy({
      upstream: () => {
        throw new Error('connect ECONNREFUSED');
      },
    });
    const locked = createProxy({ upstream: page(200), variables: { WEIR_PROXY_AUTH: 'key' } });
    const answers = [
      await failing.call(CHAT, post({})),
      await failing.call('/nowhere/v1/<script>'),
      await locked.call(CHAT, post({})),
      await failing.call(CHAT, { method: 'OPTIONS', headers: { 'access-control-request-method': 'POST' } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([502, 404, 401, 204]);
    for (const answer of answers) expectHarmless(answer);
  });

  it('F202 is never run: requests for scripts, styles and service workers are refused', async () => {
    const asking = [
      { 'service-worker': 'script' },
      { 'sec-fetch-dest': 'serviceworker' },
      { 'sec-fetch-dest': 'Script' },
      { 'sec-fetch-dest': 'sharedworker' },
      { 'sec-fetch-dest': 'style' },
    ];
    const identity = { kind: 'open', keyId: null, scopes: ['proxy'], experimentId: null } as const;
    for (const headers of asking) {
      const proxy = createProxy({ upstream: page(200) });
      expect((await proxy.call('/openai/v1/files/1/content', { headers })).status).toBe(403);
      const url = 'https://weir.example/api/v1/proxy/openai/v1/files/1/content';
      const request = new Request(url, { headers });
      expect(() => forwardForIdentity({ request, owner: proxy.owner, identity }, proxy.services)).toThrow(
        'no script',
      );
      expect(proxy.received).toEqual([]);
    }
    const proxy = createProxy({ upstream: page(200) });
    for (const destination of ['empty', 'image', 'document', 'audio'])
      expect((await proxy.call('/openai/v1/x', { headers: { 'sec-fetch-dest': destination } })).status).toBe(
        200,
      );
  });

  it('F201 loses our cookies and headers however they are spelled, and nothing else', () => {
    const spelled = (text: string) =>
      fc
        .array(fc.boolean(), { minLength: text.length, maxLength: text.length })
        .map((upper) =>
          [...text].map((letter, index) => (upper[index] ? letter.toUpperCase() : letter)).join(''),
        );
    const lead = fc.constantFrom('', ' ', '=', ' = ', '\t', '__Host-', '__Secure-', '=__Host-');
    const name = fc.stringMatching(/^[a-z_]{0,10}$/);
    fc.assert(
      fc.property(lead, spelled('weir_'), name, name, (before, ours, rest, other) => {
        const given = new Headers({ [`x-${ours.replace('_', '-')}${rest.replaceAll('_', 'a')}`]: 'v' });
        given.append('set-cookie', `${before}${ours}${rest}=v`);
        given.append('set-cookie', `a${other}=weir_; Path=/`);
        const passed = passedHeaders(given);
        expect([...passed]).toEqual([['set-cookie', `a${other}=weir_; Path=/`]]);
      }),
    );
  });
});
