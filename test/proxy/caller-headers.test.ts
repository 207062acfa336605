import { describe, expect, it } from 'vitest';
import { readCallerHeaders } from '../../src/proxy/caller-headers.ts';

const read = (headers: Record<string, string>) => readCallerHeaders(new Headers(headers));
const namesOf = (headers: Headers) => [...headers.keys()];

describe('readCallerHeaders', () => {
  it('reads our headers and sends none of them on', () => {
    const { context, upstream } = read({
      authorization: 'Bearer sk-own',
      'content-type': 'application/json',
      'x-weir-experiment': 'search',
      'x-weir-session': 's-1',
      'x-weir-user': 'ada',
      'x-weir-tags': '{"team":"core","retry":2}',
      'x-weir-tag-feature': 'chat',
      'x-weir-capture': 'metadata',
      'x-weir-request-id': 'r-1',
      'x-weir-stream-usage': 'untouched',
    });
    expect(context).toMatchObject({
      experiment: 'search',
      session: 's-1',
      user: 'ada',
      tags: { team: 'core', retry: '2', feature: 'chat' },
      capture: 'metadata',
      requestId: 'r-1',
      streamUsage: 'untouched',
    });
    expect(namesOf(upstream)).toEqual(['authorization', 'content-type']);
  });

  it.each([
    ['x-weir-capture', 'everything', 'metadata'],
    ['x-weir-stream-usage', 'yes', 'untouched'],
    ['x-weir-tags', '["a"]', 'JSON object'],
    ['x-weir-tags', '{"a":{"b":1}}', 'strings, numbers or booleans'],
    ['x-weir-session', ' ', 'not empty'],
    ['x-weir-sesion', 'typo', 'x-weir-session'],
    ['x-weir-user', 'x'.repeat(9000), 'bytes'],
  ])('refuses %s: %s by name', (name, value, expected) => {
    expect(() => read({ [name]: value })).toThrowError(new RegExp(`${name}.*${expected}`));
  });

  it('drops hop-by-hop headers, the ones Connection names, and what a platform adds about the caller', () => {
    const { upstream } = read({
      connection: 'keep-alive, x-private',
      'x-private': '1',
      'keep-alive': 'timeout=5',
      te: 'trailers',
      'cf-connecting-ip': '10.0.0.1',
      'x-forwarded-for': '10.0.0.1',
      'anthropic-beta': 'context-1m-2025-08-07',
    });
    expect(namesOf(upstream)).toEqual(['anthropic-beta']);
  });

  it('keeps foreign cookies and drops our own', () => {
    expect(read({ cookie: 'weir_session=secret; a=1' }).upstream.get('cookie')).toBe('a=1');
    expect(read({ cookie: 'weir_session=secret' }).upstream.has('cookie')).toBe(false);
  });

  it('reads UTF-8 values', () => {
    expect(read({ 'x-weir-user': 'Zoë 🙂' }).context.user).toBe('Zoë 🙂');
  });
});

describe('aliases of other products', () => {
  it.each([
    [
      'Helicone',
      {
        'helicone-auth': 'Bearer weir_k',
        'helicone-user-id': 'u',
        'helicone-session-id': 's',
        'helicone-property-Plan': 'pro',
      },
      'helicone-id',
    ],
    [
      'Portkey',
      { 'x-portkey-api-key': 'weir_k', 'x-portkey-metadata': '{"_user":"u","session_id":"s","plan":"pro"}' },
      'x-portkey-trace-id',
    ],
    [
      'Cloudflare',
      {
        'cf-aig-authorization': 'Bearer weir_k',
        'cf-aig-metadata': '{"user":"u","session_id":"s","plan":"pro"}',
      },
      'cf-aig-log-id',
    ],
    [
      'LiteLLM',
      {
        'x-litellm-api-key': 'weir_k',
        'x-litellm-end-user-id': 'u',
        'x-litellm-session-id': 's',
        'x-litellm-spend-logs-metadata': '{"plan":"pro"}',
      },
      'x-litellm-call-id',
    ],
    [
      'Bifrost',
      { 'x-bf-vk': 'weir_k', 'x-bf-dim-user': 'u', 'x-bf-session-id': 's', 'x-bf-dim-plan': 'pro' },
      undefined,
    ],
  ])('understands %s', (_, headers, answer) => {
    const { context, upstream } = read(headers);
    expect(context).toMatchObject({ key: 'weir_k', user: 'u', session: 's', tags: { plan: 'pro' } });
    expect(context.dialectAnswers).toEqual(answer === undefined ? [] : [answer]);
    expect(namesOf(upstream)).toEqual([]);
  });

  it('omits request and response separately, as Helicone does', () => {
    expect(read({ 'helicone-omit-response': 'true' }).context.capture).toBe('request');
    expect(read({ 'helicone-omit-request': 'true' }).context.capture).toBe('response');
    expect(read({ 'helicone-omit-request': 'true', 'helicone-omit-response': 'true' }).context.capture).toBe(
      'metadata',
    );
    expect(read({ 'cf-aig-collect-log': 'false' }).context.capture).toBe('off');
  });

  it('drops and names what it does not understand', () => {
    const { context, upstream } = read({
      'helicone-cache-enabled': 'true',
      'x-portkey-config': '{}',
      'x-bt-use-cache': 'auto',
    });
    expect(context.notUnderstood.sort()).toEqual([
      'helicone-cache-enabled',
      'x-bt-use-cache',
      'x-portkey-config',
    ]);
    expect(namesOf(upstream)).toEqual([]);
  });

  it('lets ours win', () => {
    expect(read({ 'helicone-user-id': 'theirs', 'x-weir-user': 'ours' }).context.user).toBe('ours');
  });

  it('joins the trace of traceparent and ignores an invalid one', () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    expect(read({ traceparent }).context.traceParent).toEqual({
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'b7ad6b7169203331',
    });
    for (const invalid of [
      'x',
      '00-00000000000000000000000000000000-b7ad6b7169203331-01',
      `ff${traceparent.slice(2)}`,
    ]) {
      expect(read({ traceparent: invalid }).context.traceParent).toBeNull();
    }
  });

  it('reads baggage', () => {
    const { context } = read({ baggage: 'user.id=ada,session.id=s%201;ttl=5, plan=pro' });
    expect(context).toMatchObject({ user: 'ada', session: 's 1', tags: { plan: 'pro' } });
  });

  it('takes names that every object has for names like any other', () => {
    const { context, upstream } = read({
      constructor: 'c',
      baggage: '__proto__=x,toString=y,user.id=u',
      'x-portkey-metadata': '{"__proto__":"a","hasOwnProperty":"b","team":"core"}',
    });
    expect(context).toMatchObject({ user: 'u', tags: { team: 'core' } });
    expect(upstream.get('constructor')).toBe('c');
  });
});
