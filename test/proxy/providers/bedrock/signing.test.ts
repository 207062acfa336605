import { describe, expect, it, vi } from 'vitest';
import { createProxy, post, type Received } from '../../../helpers/proxy.ts';
import { checkSignature, type SignatureCheck } from '../../../sdk/upstream/verify-signature.ts';

// Much work for a busy machine; nothing here waits.
vi.setConfig({ testTimeout: 60_000 });

const stored = {
  AWS_ACCESS_KEY_ID: 'AKIASTOREDBYWEIR0001',
  AWS_SECRET_ACCESS_KEY: 'stored+secret/0123456789abcdefghijklmnop',
  AWS_REGION: 'us-east-1',
};
const BODY = { messages: [{ role: 'user', content: [{ text: 'Grüße, 東京' }] }] };
const CONVERSE = '/bedrock/model/us.anthropic.claude-sonnet-4-20250514-v1%3A0/converse';
const HOST = 'https://bedrock-runtime.us-east-1.amazonaws.com';

/** What an AWS SDK sends with dummy credentials. */
const signedBy = (accessKeyId: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20261125/us-east-1/bedrock/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`,
  'x-amz-date': '20261125T000000Z',
  'x-amz-content-sha256': '0'.repeat(64),
  'x-amz-security-token': 'callers-token',
});

const answering = (
  secrets: Record<string, string> = stored,
  variables: Record<string, string> = {},
  answer = () => Response.json({}),
) => createProxy({ upstream: answer, secrets, variables });

/** Checks a signature apart from the code that made it; `host` is set by fetch itself. */
function check({ url, method, headers, body }: Received): SignatureCheck | null {
  const { host, pathname, search } = new URL(url);
  const bytes = Buffer.from(body);
  return checkSignature(
    {
      method,
      path: pathname,
      query: search,
      headers: { ...Object.fromEntries(headers), host },
      body: bytes,
      text: body,
      json: {},
    },
    stored.AWS_SECRET_ACCESS_KEY,
  );
}

describe('a Weir key reaches us from an AWS SDK', () => {
  it.each([
    [
      'as x-weir-key beside a dummy signature',
      CONVERSE,
      { ...signedBy('AKIADUMMY'), 'x-weir-key': 'weir_valid' },
    ],
    ['as the access key id', CONVERSE, signedBy('weir_valid')],
    ['in the path', `/k/weir_valid${CONVERSE}`, signedBy('AKIADUMMY')],
    ['as a bearer key', CONVERSE, { authorization: 'Bearer weir_valid' }],
  ])('%s, and the call is signed anew', async (_, path, headers) => {
    const proxy = answering(stored, { WEIR_PROXY_AUTH: 'key' });
    expect((await proxy.call(path, post(BODY, headers))).status).toBe(200);
    const received = proxy.received[0]!;
    expect(received.url).toBe(`${HOST}${CONVERSE.replace('/bedrock', '')}`);
    expect(check(received)).toEqual({
      accessKeyId: stored.AWS_ACCESS_KEY_ID,
      region: 'us-east-1',
      service: 'bedrock',
      signedHeaders: ['host', 'x-amz-date'],
      valid: true,
    });
    expect(JSON.stringify([...received.headers])).not.toMatch(/weir_valid|callers-token|AKIADUMMY|0{64}/);
  });

  it('and an unknown one is refused in words that the SDK throws', async () => {
    const proxy = answering(stored, { WEIR_PROXY_AUTH: 'key' });
    const response = await proxy.call(CONVERSE, post(BODY, signedBy('weir_nobody')));
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({
      __type: 'UnrecognizedClientException',
      message: 'This Weir key is unknown or revoked.',
    });
    expect(proxy.received).toEqual([]);
  });
});

describe('the signature', () => {
  it('covers the session token, the query and every path as it is sent', async () => {
    const proxy = answering({ ...stored, AWS_SESSION_TOKEN: 'session/token+1' });
    const arn = encodeURIComponent(
      'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-lite-v1:0',
    );
    const paths = [
      `/bedrock/model/${arn}/converse-stream`,
      '/bedrock/model/us.amazon.nova-lite-v1:0/invoke',
      '/bedrock/async-invoke?maxResults=2&sortOrder=Descending&statusEquals=In%20Progress',
    ];
    for (const path of paths) await proxy.call(path, post(BODY, { 'x-weir-key': 'weir_valid' }));
    for (const received of proxy.received) {
      expect(check(received)).toMatchObject({
        valid: true,
        signedHeaders: ['host', 'x-amz-date', 'x-amz-security-token'],
      });
      expect(received.headers.get('x-amz-security-token')).toBe('session/token+1');
    }
    expect(proxy.received[2]?.url).toContain('statusEquals=In%20Progress');
  });

  it('is for a call without a body too', async () => {
    const proxy = answering();
    await proxy.call('/bedrock/async-invoke', { headers: { 'x-weir-key': 'weir_valid' } });
    expect(check(proxy.received[0]!)).toMatchObject({ valid: true });
  });

  it('is for the region in the host; a host without one stands in for AWS_REGION', async () => {
    const rows = {
      bedrock: { baseUrl: 'http://127.0.0.1:9' },
      'bedrock-eu': { like: 'bedrock', baseUrl: 'https://bedrock-runtime.eu-central-1.amazonaws.com' },
      'bedrock-fips': {
        like: 'bedrock',
        baseUrl: 'https://bedrock-runtime-fips.us-gov-west-1.amazonaws.com',
      },
      'bedrock-vpc': {
        like: 'bedrock',
        baseUrl: 'https://vpce-1-a.bedrock-runtime.ap-south-1.vpce.amazonaws.com',
      },
    };
    const proxy = answering(
      { ...stored, AWS_REGION: 'ca-central-1' },
      { WEIR_PROVIDERS: JSON.stringify(rows) },
    );
    for (const name of Object.keys(rows)) {
      const response = await proxy.call(`/${name}/model/m/converse`, post(BODY, signedBy('weir_valid')));
      expect(response.status).toBe(200);
    }
    expect(proxy.received.map((received) => check(received))).toMatchObject([
      { region: 'ca-central-1', valid: true },
      { region: 'eu-central-1', valid: true },
      { region: 'us-gov-west-1', valid: true },
      { region: 'ap-south-1', valid: true },
    ]);
  });

  it('leaves the other headers of the SDK in place and the body as it came', async () => {
    const proxy = answering();
    await proxy.call(
      CONVERSE,
      post(BODY, {
        ...signedBy('weir_valid'),
        'amz-sdk-request': 'attempt=1; max=3',
        'x-amz-user-agent': 'aws-sdk-js/3',
        'x-amzn-bedrock-trace': 'ENABLED',
      }),
    );
    expect(proxy.received[0]?.headers.get('amz-sdk-request')).toBe('attempt=1; max=3');
    expect(check(proxy.received[0]!)?.signedHeaders).toEqual(['host', 'x-amz-date', 'x-amz-user-agent']);
    expect(proxy.received[0]?.headers.get('x-amzn-bedrock-trace')).toBe('ENABLED');
    expect(proxy.received[0]?.body).toBe(JSON.stringify(BODY));
  });

  it('is made for calls to its OpenAI path too, over the body with the usage that is asked for', async () => {
    const proxy = answering();
    const body = { model: 'openai.gpt-oss-20b-1:0', messages: [], stream: true };
    await proxy.call(
      '/bedrock/openai/v1/chat/completions',
      post(body, { authorization: 'Bearer weir_valid' }),
    );
    expect(proxy.received[0]?.body).toContain('include_usage');
    expect(check(proxy.received[0]!)).toMatchObject({ valid: true });
  });
});

describe('credentials of others', () => {
  it('an API key of the caller’s passes untouched, with a Weir key or without', async () => {
    const proxy = answering();
    const own = { authorization: 'Bearer bedrock-api-key-own' };
    await proxy.call(CONVERSE, post(BODY, { ...own, 'x-weir-key': 'weir_valid' }));
    await proxy.call(CONVERSE, post(BODY, own));
    for (const { headers } of proxy.received) {
      expect(headers.get('authorization')).toBe('Bearer bedrock-api-key-own');
      expect(headers.has('x-amz-date')).toBe(false);
    }
  });

  it('a stored API key is used before signing', async () => {
    const proxy = answering({ ...stored, AWS_BEARER_TOKEN_BEDROCK: 'bedrock-api-key-stored' });
    await proxy.call(CONVERSE, post(BODY, signedBy('weir_valid')));
    expect(proxy.received[0]?.headers.get('authorization')).toBe('Bearer bedrock-api-key-stored');
  });

  it('stored credentials sign nothing for a caller without a Weir key, open or not', async () => {
    const proxy = answering();
    await proxy.call(CONVERSE, post(BODY));
    expect(proxy.received[0]?.headers.has('authorization')).toBe(false);
    const refused = await proxy.call(CONVERSE, post(BODY, signedBy('AKIACALLERSOWN')));
    expect(refused.status).toBe(401);
    expect(await refused.json()).toMatchObject({
      __type: 'UnrecognizedClientException',
      message: expect.stringContaining('x-weir-key'),
    });
    expect(proxy.received).toHaveLength(1);
  });

  it('what is missing is named', async () => {
    const proxy = answering({ AWS_ACCESS_KEY_ID: 'AKIA' });
    const refused = await proxy.call(CONVERSE, post(BODY, signedBy('weir_valid')));
    expect(refused.status).toBe(401);
    expect(await refused.text()).toContain(
      'set AWS_BEARER_TOKEN_BEDROCK, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
    );
  });

  it('F86 a signature, ours or the caller’s, is not stored, even where AWS quotes it', async () => {
    const secrets = { ...stored, AWS_SESSION_TOKEN: 'session-token-of-the-deployment' };
    const quoting = () =>
      Response.json(
        {
          message: `The Canonical String should have been x-amz-security-token:${secrets.AWS_SESSION_TOKEN}`,
        },
        { status: 403 },
      );
    const proxy = answering(secrets, {}, quoting);
    await (await proxy.call(CONVERSE, post(BODY, signedBy('weir_valid')))).text();
    await proxy.settled();
    const kept = JSON.stringify(proxy.exchanges, (_, value: unknown) =>
      value instanceof Uint8Array ? new TextDecoder().decode(value) : value,
    );
    expect(proxy.exchanges).toHaveLength(1);
    expect(kept).toContain('Canonical String');
    expect(kept).not.toMatch(/session-token-of|callers-token|AWS4-HMAC|AKIASTORED|weir_valid|stored\+secret/);
  });
});

describe('the body', () => {
  it('is held to be signed up to a limit', async () => {
    const proxy = answering();
    const large = new Uint8Array(33 * 1024 * 1024);
    const init = {
      method: 'POST',
      body: large,
      headers: { 'x-weir-key': 'weir_valid', 'content-type': 'application/json' },
    };
    const refused = await proxy.call(CONVERSE, init);
    expect(refused.status).toBe(413);
    expect(await refused.json()).toMatchObject({ __type: 'ValidationException' });
    expect(proxy.received).toEqual([]);
  });

  it('F63 of 25 MB passes', async () => {
    const proxy = answering();
    const text = 'x'.repeat(25_000_000);
    const init = {
      method: 'POST',
      body: text,
      headers: { 'x-weir-key': 'weir_valid', 'content-type': 'text/plain' },
    };
    expect((await proxy.call(CONVERSE, init)).status).toBe(200);
    expect(check(proxy.received[0]!)).toMatchObject({ valid: true });
  });
});
