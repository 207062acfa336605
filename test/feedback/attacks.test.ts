/** Attacks on `/feedback`, each refused with a clear answer and nothing kept. */
import * as fc from 'fast-check';
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { newTraceId } from '../../src/core/ids.ts';
import { readSettings } from '../../src/core/settings.ts';
import { createFeedbackTokens } from '../../src/feedback/feedback-token.ts';
import {
  feedbackApp,
  lifetimeMs,
  posting,
  signingKeys,
  type FeedbackAppOptions,
} from '../helpers/feedback-app.ts';
import { assessments, bearing, keyFor, logged } from '../helpers/management-app.ts';

let time = Date.now();
const harness = feedbackApp({
  now: () => time,
  feedbackOrigins: ['https://app.example', 'https://*.pages.example'],
});
const post = posting(harness.app);
const header = (token: string) => ({ 'x-weir-feedback-token': token });
/** Of a trace that has not come: tokens of these tests are of the default experiment. */
const held = async (traceId: string) => (await assessments.listByTrace([traceId], '0')).get(traceId) ?? [];

describe('tokens', () => {
  it('F88, F91: forged, foreign and cut ones open nothing', async () => {
    const [traceId, other] = [newTraceId(), newTraceId()];
    const real = await harness.token(traceId);
    const foreignKey = createFeedbackTokens({
      signingKeys: { current: 'another key of 16', previous: null },
      lifetimeMs,
      now: () => time,
    });
    const [version = '', expiry = '', experiment = '', signature = ''] = real.split('.');
    const later = (Number.parseInt(expiry, 36) + 3600).toString(36);
    const forged = [
      await foreignKey.issue({ traceId, experiment: null }),
      await harness.token(other),
      await harness.token(traceId, 'a').then((token) => token.replace(/\.YQ\./, '.Yg.')),
      [version, later, experiment, signature].join('.'),
      [version, expiry, experiment, signature.slice(0, -1)].join('.'),
      [version, expiry, experiment, `${signature.slice(0, -2)}AA`].join('.'),
      `${real}x`,
      'wf1..',
      'x'.repeat(2999),
      '\u{1f600}',
    ];
    for (const token of forged) {
      const answer = await post({ trace_id: traceId, value: 1, token });
      expect(answer, token).toMatchObject({ status: 403, body: { error_code: 'PERMISSION_DENIED' } });
      expect(JSON.stringify(answer.body)).not.toContain(token.slice(0, 20));
    }
    expect(await held(traceId)).toEqual([]);
    const read = await harness.app.request(`/feedback/${traceId}`, {
      headers: header(await harness.token(other)),
    });
    expect(read.status).toBe(403);
  });

  it('end', async () => {
    const traceId = newTraceId();
    const token = await harness.token(traceId);
    expect((await post({ trace_id: traceId, value: 1, token })).status).toBe(200);
    time += lifetimeMs;
    expect(await post({ trace_id: traceId, value: 2, token })).toMatchObject({
      status: 401,
      body: { message: 'This feedback token has expired.', details: { reason: 'expired' } },
    });
    time -= lifetimeMs;
    expect(await held(traceId)).toHaveLength(1);
  });

  it('open feedback on one trace and nothing else', async () => {
    const token = await harness.token(newTraceId());
    const { managementApp } = await import('../helpers/management-app.ts');
    for (const path of ['/api/v1/traces', '/api/v1/keys', '/api/v1/datasets', '/api/v1/feedback/stats']) {
      expect((await managementApp().request(path, { headers: bearing(token) })).status).toBe(401);
    }
  });

  it('replayed, change nothing beyond what they already could', async () => {
    const traceId = newTraceId();
    const body = {
      trace_id: traceId,
      token: await harness.token(traceId),
      value: false,
      submission_id: 'replayed-1',
    };
    for (let round = 0; round < 5; round++) await post(body);
    expect(await held(traceId)).toHaveLength(1);
  });

  it('are not needed to tell that there is no key: a caller without anything is refused', async () => {
    expect(await post({ trace_id: newTraceId(), value: 1 })).toMatchObject({ status: 401 });
    const key = bearing(await keyFor(['read', 'write', 'proxy']));
    expect(await post({ trace_id: newTraceId(), value: 1 }, key)).toMatchObject({ status: 403 });
  });

  it('a deployment without a signing key says what is missing', async () => {
    const bare = posting(feedbackApp({ withTokens: false }).app);
    expect(await bare({ trace_id: newTraceId(), value: 1, token: 'wf1.a.b.c' })).toMatchObject({
      status: 503,
      body: { message: expect.stringContaining('wrangler secret put WEIR_SIGNING_KEY') },
    });
  });

  it('verify only what was issued, for any trace and experiment', async () => {
    const tokens = createFeedbackTokens({ signingKeys, lifetimeMs, now: () => time });
    const text = fc
      .array(fc.integer({ min: 0, max: 0x2ffff }), { maxLength: 60 })
      .map((points) => String.fromCodePoint(...points).toWellFormed());
    await fc.assert(
      fc.asyncProperty(text, text, async (traceId, experiment) => {
        const token = await tokens.issue({ traceId, experiment });
        expect(await tokens.verify(token, traceId)).toMatchObject({
          ok: true,
          grant: { experiment: experiment === '' ? null : experiment },
        });
        expect((await tokens.verify(token, `${traceId}x`)).ok).toBe(false);
      }),
    );
  });
});

describe('origins', () => {
  const from = async (origin: string, method = 'POST') => {
    const traceId = newTraceId();
    const init = {
      method,
      headers: { origin, ...(method === 'OPTIONS' ? { 'access-control-request-method': 'POST' } : {}) },
      ...(method === 'POST'
        ? { body: JSON.stringify({ trace_id: traceId, value: 1, token: await harness.token(traceId) }) }
        : {}),
    };
    return harness.app.request('https://weir.example/feedback', init);
  };

  it.each(['https://app.example', 'https://one.pages.example', 'https://weir.example'])(
    'answers pages of %s',
    async (origin) => {
      for (const method of ['OPTIONS', 'POST']) {
        const response = await from(origin, method);
        expect(response.status).toBe(method === 'POST' ? 200 : 204);
        expect(response.headers.get('access-control-allow-origin')).toBe(origin);
        expect(response.headers.get('vary')).toContain('origin');
        expect(response.headers.has('access-control-allow-credentials')).toBe(false);
      }
    },
  );

  it.each([
    'https://evil.example',
    'https://app.example.evil.example',
    'https://evilpages.example',
    'http://app.example',
    'https://app.example:8443',
    'null',
    'http://localhost:3000',
  ])('refuses pages of %s', async (origin) => {
    for (const method of ['OPTIONS', 'POST']) {
      const response = await from(origin, method);
      expect(response.status).toBe(403);
      expect(response.headers.has('access-control-allow-origin')).toBe(false);
    }
  });

  it('lets pages read why they were refused', async () => {
    const response = await harness.app.request('https://weir.example/feedback', {
      method: 'POST',
      headers: { origin: 'https://app.example' },
      body: '{',
    });
    expect(response.status).toBe(400);
    expect(response.headers.get('access-control-allow-origin')).toBe('https://app.example');
  });

  it.each([
    [
      'https://app.example, HTTPS://*.example.com:8443 ,*',
      ['https://app.example', 'https://*.example.com:8443', '*'],
    ],
    ['chrome-extension://abcdefgh,http://[::1]:3000', ['chrome-extension://abcdefgh', 'http://[::1]:3000']],
    ['', []],
  ])('are listed as %j', (text, origins) => {
    const read = readSettings({ WEIR_FEEDBACK_ORIGINS: text });
    expect(read).toMatchObject({ ok: true, settings: { feedbackOrigins: origins } });
  });

  it.each(['app.example', 'https://app.example/path', 'https://*', 'https://a.*.example', 'null', '.*'])(
    'a list with %j is a mistake of the configuration',
    (text) => {
      expect(readSettings({ WEIR_FEEDBACK_ORIGINS: text })).toMatchObject({
        ok: false,
        mistakes: [{ variable: 'WEIR_FEEDBACK_ORIGINS' }],
      });
    },
  );

  it('on one’s own machine, answers pages of loopback', async () => {
    const local = feedbackApp({ local: true, adminKey: null });
    const response = await local.app.request('http://127.0.0.1:8787/feedback', {
      method: 'OPTIONS',
      headers: { origin: 'http://localhost:3000', 'access-control-request-method': 'POST' },
    });
    expect(response.status).toBe(204);
  });
});

describe('what is sent', () => {
  const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;
  it.each([
    ['no JSON', '{"trace_id":'],
    ['JSON that is no object', '[1]'],
    ['an unknown member', '{"trace_id":"tr-1","value":1,"assessment_id":"a-1"}'],
    ['nothing', '{"trace_id":"tr-1"}'],
    ['null', '{"trace_id":"tr-1","value":null}'],
    ['a trace id with a line feed', '{"trace_id":"tr-1\\n","value":1}'],
    ['no trace id', '{"value":1}'],
    ['an endless value', JSON.stringify({ trace_id: 'tr-1', value: 'x'.repeat(9000) })],
    ['an endless rationale', JSON.stringify({ trace_id: 'tr-1', value: 1, rationale: 'x'.repeat(9000) })],
    ['a very deep value', `{"trace_id":"tr-1","value":${nested(20_000)}}`],
    ['a deep value among many', `{"trace_id":"tr-1","feedback":{"a":${nested(20_000)}}}`],
    ['a deep correction', `{"trace_id":"tr-1","expectation":{"a":${nested(20_000)}}}`],
    [
      'many names',
      JSON.stringify({
        trace_id: 'tr-1',
        feedback: Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`n${i}`, 1])),
      }),
    ],
    ['an empty name', '{"trace_id":"tr-1","name":"","value":1}'],
    ['a control character in a name', '{"trace_id":"tr-1","name":"a\\u0007","value":1}'],
    ['a number for a user', '{"trace_id":"tr-1","value":1,"user":7}'],
    ['a span id that is none', '{"trace_id":"tr-1","value":1,"span_id":"xyz"}'],
  ])('is refused when it is %s', async (_, body) => {
    const answer = await post(body, header(await harness.token('tr-1')));
    expect(answer).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } });
    expect(JSON.stringify(answer.body).length).toBeLessThan(1000);
  });

  it('is refused when it is too large, declared or not', async () => {
    const body = JSON.stringify({ trace_id: 'tr-1', value: 1, rationale: 'x'.repeat(70_000) });
    expect(await post(body)).toMatchObject({ status: 413 });
    const stream = new Response(body).body;
    const response = await harness.app.request('https://weir.example/feedback', {
      method: 'POST',
      body: stream,
    });
    expect(response.status).toBe(413);
  });

  it('is kept as it is when it is HTML: whoever shows it decides how', async () => {
    const traceId = newTraceId();
    const html = '<img src=x onerror="alert(1)"><script>alert(2)</script>';
    const token = await harness.token(traceId);
    const answer = await post({ trace_id: traceId, value: html, rationale: html, name: 'comment', token });
    expect(answer.headers.get('content-type')).toContain('application/json');
    expect(await held(traceId)).toMatchObject([{ value: html, rationale: html }]);
  });

  it('keeps prototypes out of it', async () => {
    const traceId = newTraceId();
    const token = await harness.token(traceId);
    const body = `{"trace_id":"${traceId}","token":"${token}","feedback":{"__proto__":{"a":1},"constructor":2}}`;
    expect((await post(body)).status).toBeLessThan(500);
    expect(({} as Record<string, unknown>)['a']).toBeUndefined();
  });

  it('never takes the server down, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json({ maxDepth: 4 }), fc.json({ maxDepth: 6 }), async (value, more) => {
        const body = `{"trace_id":"tr-x","value":${value},"feedback":${more}}`;
        const { status } = await post(body, header('wf1.x'));
        expect([400, 403, 429]).toContain(status);
      }),
      { numRuns: 40 },
    );
  });

  it('F86: secrets and tokens in it are not kept and not logged', async () => {
    const traceId = newTraceId();
    const token = await harness.token(traceId);
    const planted = 'sk-planted0123456789abcdef';
    await post({
      trace_id: traceId,
      token,
      value: `my key is ${planted}`,
      name: 'comment',
      rationale: `and the token ${token}`,
      user: planted,
      metadata: { key: planted, [planted]: 'x' },
      expectation: { expected: { deep: [planted, token] } },
    });
    await harness.deliver();
    const { results } = await env.TRACES.prepare('SELECT * FROM assessments').all();
    for (const secret of [planted, token]) {
      expect(JSON.stringify(results)).not.toContain(secret);
      expect(JSON.stringify(logged.map(String))).not.toContain(secret);
    }
    expect(await held(traceId)).toHaveLength(2);
  });
});

describe('floods', () => {
  it('are stopped per token, per trace and per address, and others are served meanwhile', async () => {
    const send = async (traceId: string, address: string) =>
      post(
        { trace_id: traceId, value: 1, user: `u${Math.random()}`, token: await harness.token(traceId) },
        { 'cf-connecting-ip': address },
      );
    const flooded = newTraceId();
    const answers = await Promise.all(Array.from({ length: 150 }, () => send(flooded, '203.0.113.7')));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(10);
    expect(refused[0]).toMatchObject({ body: { error_code: 'RESOURCE_EXHAUSTED' } });
    expect(refused[0]?.headers.get('retry-after')).toBe('60');
    expect((await send(newTraceId(), '203.0.113.7')).status).toBe(200);
    expect((await send(newTraceId(), '203.0.113.8')).status).toBe(200);
  });

  it('F187 of guesses are stopped per address, apart from valid votes', async () => {
    const address = '2001:db8:1:2:3:4:5:6';
    const vote = async (from: string) => {
      const traceId = newTraceId();
      return post(
        { trace_id: traceId, value: 1, token: await harness.token(traceId) },
        { 'cf-connecting-ip': from },
      );
    };
    const guess = (suffix: number) =>
      post(
        { trace_id: newTraceId(), value: 1, token: `wf1.zzzzzz..${String(suffix).padStart(43, 'A')}` },
        { 'cf-connecting-ip': address },
      );
    const statuses = await Promise.all(
      Array.from({ length: 100 }, async (_, index) => (await guess(index)).status),
    );
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(50);
    expect(statuses.every((status) => status === 403 || status === 429)).toBe(true);
    // The same network, and another address of it.
    for (const from of [address, '2001:db8:1:2::1']) expect((await vote(from)).status).toBe(200);
  });

  it('F187 of valid votes do not stop those who guess from being told so, nor the other way round', async () => {
    const from = { 'cf-connecting-ip': '203.0.113.77' };
    const traceId = newTraceId();
    const token = await harness.token(traceId);
    for (let vote = 0; vote < 70; vote++) await post({ trace_id: traceId, value: vote, token }, from);
    const forged = await post({ trace_id: traceId, value: 1, token: `wf1.zzzzzz..${'A'.repeat(43)}` }, from);
    expect(forged.status).toBe(403);
  });

  it('F187 are counted by an address that is trustworthy, and by none where there is none', async () => {
    const counted: string[] = [];
    const rateLimits = {
      token: async () => true,
      trace: async () => true,
      address: async (address: string) => counted.push(address) > 0,
    };
    const madeUp = { 'cf-connecting-ip': '203.0.113.99', 'x-forwarded-for': '203.0.113.98, 203.0.113.97' };
    const vote = async (options: FeedbackAppOptions, headers: Record<string, string>) => {
      const app = feedbackApp({ ...options, rateLimits });
      const traceId = newTraceId();
      const token = await app.token(traceId);
      const { status } = await posting(app.app)({ trace_id: traceId, value: 1, token }, headers);
      expect(status).toBe(200);
      return counted.splice(0);
    };
    expect(await vote({ local: true }, madeUp)).toEqual([]);
    expect(await vote({ local: true, supervisorKey: 'of the front' }, madeUp)).toEqual(['unknown']);
    const connection = { ...madeUp, 'x-weir-connection': 'of-the-front 192.0.2.7' };
    expect(await vote({ local: true, supervisorKey: 'of-the-front' }, connection)).toEqual(['192.0.2.7']);
    expect(await vote({}, madeUp)).toEqual(['203.0.113.99']);
    expect(await vote({ addressHeader: 'x-forwarded-for' }, madeUp)).toEqual(['203.0.113.97']);
  });
});
