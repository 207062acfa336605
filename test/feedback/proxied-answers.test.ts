/** Tokens on proxied answers: on every recorded one, readable for pages, good for that trace, never in the way. */
import { describe, expect, it } from 'vitest';
import { createFeedbackTokens } from '../../src/feedback/feedback-token.ts';
import { chunked, createProxy, post } from '../helpers/proxy.ts';

const tokens = createFeedbackTokens({
  signingKeys: { current: 'the signing key of the tests', previous: null },
  lifetimeMs: 60_000,
  now: Date.now,
});
const issueFeedbackToken = (call: { traceId: string; experiment: string | null }) => tokens.issue(call);
const body = { model: 'gpt-4o', messages: [{ role: 'user', content: 'Hi' }] };
const path = '/openai/v1/chat/completions';
/** A page of another origin needs a Weir key. */
const keys = { 'x-weir-key': 'weir_valid', authorization: 'Bearer sk-of-the-page' };

describe('a proxied answer', () => {
  it.each([
    ['plain', () => Response.json({ ok: true }), 200],
    ['streamed', () => chunked(['data: {}\n\n', 'data: [DONE]\n\n']), 200],
    ['refused by the provider', () => Response.json({ error: 'no' }, { status: 429 }), 429],
    ['failed', () => Promise.reject(new Error('connection refused')), 502],
  ])('%s carries a token for its trace', async (_, upstream, status) => {
    const proxy = createProxy({ upstream, services: { issueFeedbackToken } });
    const response = await proxy.call(
      path,
      post(body, { 'x-weir-experiment': 'support bot ü', origin: 'https://app.example', ...keys }),
    );
    await response.text();
    await proxy.settled();
    expect(response.status).toBe(status);
    const [traceId, token] = ['x-weir-trace-id', 'x-weir-feedback-token'].map(
      (name) => response.headers.get(name) ?? '',
    );
    expect(await tokens.verify(token ?? '', traceId ?? '')).toMatchObject({
      ok: true,
      grant: { experiment: 'support bot ü' },
    });
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('access-control-expose-headers')).toContain('x-weir-feedback-token');
    expect(
      JSON.stringify(proxy.exchanges.map((exchange) => ({ ...exchange, request: null, response: null }))),
    ).not.toContain(token);
  });

  it('that is not recorded carries none', async () => {
    const proxy = createProxy({ upstream: () => Response.json({}), services: { issueFeedbackToken } });
    const response = await proxy.call(path, post(body, { 'x-weir-capture': 'off' }));
    expect(response.headers.has('x-weir-feedback-token')).toBe(false);
  });

  it('has its token made while the provider thinks, not after', async () => {
    const order: string[] = [];
    const proxy = createProxy({
      upstream: () => {
        order.push('upstream');
        return Response.json({});
      },
      services: {
        issueFeedbackToken: async () => {
          order.push('token');
          return 'token';
        },
      },
    });
    await (await proxy.call(path, post(body))).text();
    expect(order).toEqual(['token', 'upstream']);
  });

  it('goes without where the deployment has no signing key', async () => {
    const proxy = createProxy({
      upstream: () => Response.json({}),
      services: { issueFeedbackToken: async () => null },
    });
    const response = await proxy.call(path, post(body));
    expect(response.headers.has('x-weir-trace-id')).toBe(true);
    expect(response.headers.has('x-weir-feedback-token')).toBe(false);
  });

  it('never sends a token on to the provider', async () => {
    const proxy = createProxy({ upstream: () => Response.json({}), services: { issueFeedbackToken } });
    const response = await proxy.call(path, post(body, { 'x-weir-feedback-token': 'wf1.a.b.c' }));
    expect(response.status).toBe(400);
    expect(proxy.received).toEqual([]);
  });

  it('answers the preflight of a page', async () => {
    const proxy = createProxy({ upstream: () => Response.json({}) });
    const response = await proxy.call(path, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://app.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,x-weir-session',
      },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-headers')).toBe('content-type,x-weir-session');
    expect(proxy.received).toEqual([]);
  });
});
