/** Coding agents as they call: their sessions, probes, keys and base URLs. */
import { describe, expect, it } from 'vitest';
import { isPlaceholderKey } from '../../src/proxy/placeholder-key.ts';
import { buildTrace } from '../../src/tracing/build-trace.ts';
import { createProxy, post } from '../helpers/proxy.ts';

const THREAD = '019a9544-7ab1-73c1-837e-1fa681f4462b';
const OTHER = '019a9544-7ab1-73c1-837e-000000000000';

/** One call, what was recorded of it, and what the provider got. */
async function traced(
  path: string,
  init: RequestInit,
  options: Parameters<typeof createProxy>[0] = { upstream: () => Response.json({}) },
) {
  const proxy = createProxy(options);
  const response = await proxy.call(path, init);
  await response.text();
  await proxy.settled();
  const [exchange] = proxy.exchanges;
  const context = { experimentId: '0', providers: proxy.services.providers, priceOverrides: {} };
  const info = exchange === undefined ? null : (await buildTrace(exchange, context)).trace.info;
  return { response, info, sent: proxy.received[0] ?? null };
}

describe('the session of a coding agent', () => {
  it.each([
    ['Codex', { 'session-id': OTHER, 'thread-id': THREAD }],
    ['Codex without a thread', { 'session-id': THREAD }],
    ['Codex of 2025', { conversation_id: THREAD, session_id: THREAD }],
    ['older Codex', { session_id: THREAD }],
    ['Claude Code', { 'x-claude-code-session-id': THREAD }],
    ['opencode', { 'x-session-affinity': THREAD }],
  ])('F119 %s tells it in headers, which go on to the provider', async (_, headers) => {
    const { info, sent } = await traced('/openai/v1/responses', post({ model: 'm', input: 'Hi' }, headers));
    expect(info?.session).toBe(THREAD);
    for (const [name, value] of Object.entries(headers)) expect(sent?.headers.get(name)).toBe(value);
  });

  it('F119 Codex and opencode tell it as the key of the prompt cache', async () => {
    for (const key of [THREAD, 'ses_49b7a83c5ffe7Zx2bQmT1kLp0a']) {
      const { info } = await traced(
        '/openai/v1/responses',
        post({ model: 'm', input: 'Hi', prompt_cache_key: key }),
      );
      expect(info?.session).toBe(key);
    }
  });

  it('a key of the prompt cache that calls of a kind share is no session', async () => {
    const body = { model: 'm', input: 'Hi', prompt_cache_key: 'support-bot-v2' };
    expect((await traced('/openai/v1/responses', post(body))).info?.session).toBeNull();
  });

  it('what the caller tells Weir itself counts more', async () => {
    const headers = { 'session-id': OTHER, 'x-weir-session': 'mine' };
    const { info } = await traced('/openai/v1/responses', post({ model: 'm', input: 'Hi' }, headers));
    expect(info?.session).toBe('mine');
  });

  it('Claude Code packs it into the user id', async () => {
    for (const user_id of [
      JSON.stringify({ device_id: 'd', account_uuid: 'a', session_id: THREAD }),
      `user_0f1e_account_${OTHER}_session_${THREAD}`,
    ]) {
      const { info } = await traced(
        '/anthropic/v1/messages',
        post({ model: 'c', metadata: { user_id }, messages: [] }),
      );
      expect(info?.session).toBe(THREAD);
    }
  });
});

describe('a probe', () => {
  it.each([
    ['HEAD', '/anthropic'],
    ['HEAD', '/anthropic/'],
    ['HEAD', '/k/weir_valid/anthropic/'],
    ['HEAD', '/openai/v1/models'],
    ['GET', '/anthropic'],
    ['GET', '/ollama/'],
    ['GET', '/openai/v1/'],
    ['GET', '/google/v1beta'],
  ])('F121 of an agent that starts goes to the provider and makes no trace: %s %s', async (method, path) => {
    const secrets = { ANTHROPIC_API_KEY: 'sk-ant-stored' };
    const { info, sent, response } = await traced(
      path,
      { method },
      { secrets, upstream: () => new Response('up') },
    );
    expect(info).toBeNull();
    expect(sent?.method).toBe(method);
    expect(response.headers.has('x-weir-trace-id')).toBe(false);
  });

  it('is none when it asks for something', async () => {
    expect((await traced('/openai/v1/models', { method: 'GET' })).info).not.toBeNull();
    expect((await traced('/anthropic/', post({}))).info).not.toBeNull();
  });
});

describe('a placeholder where an SDK insists on a key', () => {
  const secrets = {
    OPENAI_API_KEY: 'sk-stored',
    ANTHROPIC_API_KEY: 'sk-ant-stored',
    GEMINI_API_KEY: 'AIza-stored',
  };
  const call = (path: string, headers: Record<string, string>) =>
    traced(path, post({}, headers), { secrets, upstream: () => Response.json({}) });

  it.each([
    'dummy',
    'none',
    'not-needed',
    'x',
    'sk-xxx',
    'placeholder',
    'EMPTY',
    'lm-studio',
    'ollama',
    'anything',
    'sk-xxxxxxxxxxxxxxxxxxxxxxxx',
    'sk-1234',
    'sk-no-key-required',
    'your-api-key-here',
    'SK-DUMMY-KEY-00000000',
  ])('F122 %s makes room for the stored key', async (placeholder) => {
    expect(isPlaceholderKey(placeholder)).toBe(true);
    for (const [path, own] of [
      ['/k/weir_valid/openai/v1/chat/completions', {}],
      ['/openai/v1/chat/completions', { 'x-weir-key': 'weir_valid' }],
    ] as const) {
      const { sent } = await call(path, { authorization: `Bearer ${placeholder}`, ...own });
      expect(sent?.headers.get('authorization')).toBe('Bearer sk-stored');
    }
    const anthropic = await call('/k/weir_valid/anthropic/v1/messages', { 'x-api-key': placeholder });
    expect(anthropic.sent?.headers.get('x-api-key')).toBe('sk-ant-stored');
    const google = await call('/k/weir_valid/google/v1beta/models/g:generateContent', {
      'x-goog-api-key': placeholder,
    });
    expect(google.sent?.headers.get('x-goog-api-key')).toBe('AIza-stored');
  });

  it.each([
    'sk-proj-4hT9aB2cD8eF7gH6iJ5kL4mN3oP2qR1s',
    'sk-ant-api03-9dK2xLq8mZ7vB4nC1sT6wY3rP5hJ0gF',
    'AIzaSyD9x7kQ2mN4vB6cT8wZ1rL3pH5jF0gS',
    'f3b1c9d7e5a2048697badc0123456789',
    'sk-ant-oat01-caller0key1of2the3owner',
  ])('F122 a key of the caller’s own passes: %s', async (own) => {
    expect(isPlaceholderKey(own)).toBe(false);
    const { sent } = await call('/k/weir_valid/openai/v1/chat/completions', {
      authorization: `Bearer ${own}`,
    });
    expect(sent?.headers.get('authorization')).toBe(`Bearer ${own}`);
  });

  it('passes where no key is stored, or no Weir key admits the call', async () => {
    const headers = { authorization: 'Bearer dummy' };
    const unstored = await traced('/k/weir_valid/vllm/v1/chat/completions', post({}, headers));
    expect(unstored.sent?.headers.get('authorization')).toBe('Bearer dummy');
    const open = await call('/openai/v1/chat/completions', headers);
    expect(open.sent?.headers.get('authorization')).toBe('Bearer dummy');
  });
});

describe('a base URL and a client that both name a version', () => {
  it.each([
    [
      '/google/v1beta/v1/models/g:generateContent',
      'https://generativelanguage.googleapis.com/v1beta/models/g:generateContent',
    ],
    [
      '/google/v1beta/v1beta/models/g:generateContent',
      'https://generativelanguage.googleapis.com/v1beta/models/g:generateContent',
    ],
    [
      '/google/v1/v1beta/models/g:generateContent',
      'https://generativelanguage.googleapis.com/v1beta/models/g:generateContent',
    ],
    [
      '/google/v1beta/openai/v1/chat/completions',
      'https://generativelanguage.googleapis.com/v1beta/openai/chat/completions',
    ],
    [
      '/google/v1/openai/chat/completions',
      'https://generativelanguage.googleapis.com/v1beta/openai/chat/completions',
    ],
    ['/openai/v1/v1/v1/responses', 'https://api.openai.com/v1/responses'],
    ['/groq/openai/v1/v1/chat/completions', 'https://api.groq.com/openai/v1/chat/completions'],
    ['/openrouter/api/v1/v1/chat/completions', 'https://openrouter.ai/api/v1/chat/completions'],
    ['/anthropic/v1/v1/messages', 'https://api.anthropic.com/v1/messages'],
    ['/cohere/v2/v1/chat', 'https://api.cohere.com/v1/chat'],
    ['/cohere/v2/v2/chat', 'https://api.cohere.com/v2/chat'],
    [
      '/cohere/v2/compatibility/v1/chat/completions',
      'https://api.cohere.com/compatibility/v1/chat/completions',
    ],
    ['/ollama/v1/api/chat', 'http://127.0.0.1:11434/api/chat'],
    ['/ollama/api/v1/chat/completions', 'http://127.0.0.1:11434/v1/chat/completions'],
    ['/ollama/api/api/chat', 'http://127.0.0.1:11434/api/chat'],
    ['/openai//v1//chat/completions', 'https://api.openai.com/v1/chat/completions'],
    ['//openai/v1/chat/completions', 'https://api.openai.com/v1/chat/completions'],
    ['/k/weir_valid//openai/v1/chat/completions', 'https://api.openai.com/v1/chat/completions'],
    ['/anthropic//v1/messages', 'https://api.anthropic.com/v1/messages'],
  ])('F123 %s', async (path, url) => {
    const headers = { authorization: 'Bearer sk-proj-4hT9aB2cD8eF7gH6iJ5kL4mN3oP2qR1s' };
    const { sent } = await traced(path, post({}, headers));
    expect(sent?.url).toBe(url);
  });
});

describe('an upgrade', () => {
  it.each([200, 302, 403, 426, 503])(
    'F124 that is answered with %i is a failed call, and the answer passes',
    async (status) => {
      const body = '{"detail":"no sockets here"}';
      const upstream = () =>
        new Response(body, { status, headers: { 'content-type': 'application/json', 'x-own': '1' } });
      const proxy = createProxy({ upstream });
      const response = await proxy.call('/openai/v1/realtime?model=m', { headers: { upgrade: 'websocket' } });
      expect([response.status, response.headers.get('x-own'), await response.text()]).toEqual([
        status,
        '1',
        body,
      ]);
      await proxy.settled();
      const [exchange] = proxy.exchanges;
      if (exchange === undefined) throw new Error('nothing recorded');
      const context = { experimentId: '0', providers: proxy.services.providers, priceOverrides: {} };
      const { info } = (await buildTrace(exchange, context)).trace;
      expect(info).toMatchObject({ state: 'ERROR', status });
    },
  );
});
