/** What the path to the provider and back never does: wait, count, price, or turn a body into text. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { limits } from '../../src/core/limits.ts';
import { Watchdog } from '../../src/proxy/watchdog.ts';
import { chunked, createProxy, post, settingsOf } from '../helpers/proxy.ts';

const CHAT = '/openai/v1/chat/completions';

const sources = import.meta.glob<string>('../../src/**/*.ts', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** Every specifier imported by a file of ours, and by what it imports, the demo model left out. */
function importedFrom(path: string, seen = new Set<string>()): Set<string> {
  const text = sources[path] ?? '';
  for (const [, specifier = ''] of text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)) {
    const target = specifier.startsWith('.')
      ? `../..${new URL(specifier, `https://x/${path.slice('../../'.length)}`).pathname}`
      : specifier;
    if (seen.has(target) || target.includes('/demo/')) continue;
    seen.add(target);
    importedFrom(target, seen);
  }
  return seen;
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('the path', () => {
  it('F46 knows neither tokenizer nor price list', () => {
    const onPath = importedFrom('../../src/proxy/forward.ts');
    expect(onPath).toContain('../../src/proxy/tap-stream.ts');
    expect([...onPath].filter((target) => /tokenx|genai-prices|\/tracing\//.test(target))).toEqual([]);
    const byConsumer = importedFrom('../../src/tracing/build-trace.ts');
    expect(byConsumer).toContain('tokenx');
    expect(byConsumer).toContain('@pydantic/genai-prices');
  });

  it('F58 hands the first chunk on while there is no second', async () => {
    let pulls = 0;
    const second = Promise.withResolvers<string>();
    const body = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          const text = pulls++ === 0 ? 'data: first\n\n' : await second.promise;
          controller.enqueue(new TextEncoder().encode(text));
          if (pulls === 2) controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    const proxy = createProxy({
      upstream: () => new Response(body, { headers: { 'content-type': 'text/event-stream' } }),
    });
    const reader = (await proxy.call(CHAT, post({ stream: true }))).body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('data: first\n\n');
    second.resolve('data: second\n\n');
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('data: second\n\n');
    expect((await reader?.read())?.done).toBe(true);
    await proxy.settled();
  });

  it('F64 never turns a large body into text or JSON', async () => {
    const image = 'A'.repeat(limits.editableRequestBytes + 1000);
    const body = `{"model":"m","messages":[{"image":"${image}"}]}`;
    const proxy = createProxy({ upstream: ({ body: received }) => new Response(received) });
    let characters = 0;
    const { parse, stringify } = JSON;
    vi.spyOn(JSON, 'parse').mockImplementation((text: string) => {
      characters += text.length;
      return parse(text) as unknown;
    });
    vi.spyOn(JSON, 'stringify').mockImplementation((value: unknown) => {
      const text = stringify(value);
      characters += text?.length ?? 0;
      return text;
    });
    const response = await proxy.call(CHAT, post(body));
    expect((await response.text()).trim().length).toBe(body.length);
    await proxy.settled();
    expect(characters).toBeLessThan(10_000);
    expect(proxy.exchanges[0]?.request.byteLength).toBe(body.length);
  });

  it('F62 announces no length for a stream from which it takes a chunk', async () => {
    const usage = 'data: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":3}}\n\n';
    const events = `data: {"choices":[{"delta":{"content":"Hi"}}]}\n\n${usage}data: [DONE]\n\n`;
    const headers = { 'content-type': 'text/event-stream', 'content-length': String(events.length) };
    const proxy = createProxy({ upstream: () => chunked([events], headers) });
    const response = await proxy.call(CHAT, post({ model: 'm', stream: true }));
    expect(response.headers.get('content-length')).toBeNull();
    expect(await response.text()).toBe(events.replace(usage, ''));
    const asked = await proxy.call(CHAT, post({ stream: true, stream_options: { include_usage: true } }));
    expect(asked.headers.get('content-length')).toBe(String(events.length));
    expect(await asked.text()).toBe(events);
  });

  it('F62 sends an edited request with the length it has then', async () => {
    const proxy = createProxy({ upstream: () => Response.json({}) });
    await (await proxy.call(CHAT, post({ model: 'm', stream: true, litellm_trace_id: 'x' }))).text();
    expect(proxy.received[0]?.headers.get('content-length')).toBeNull();
    expect(proxy.received[0]?.body).toContain('include_usage');
  });
});

describe('patience', () => {
  const watch = (firstByteTimeoutMs: number, idleTimeoutMs: number) => {
    vi.useFakeTimers();
    let expired = false;
    const onExpire = () => {
      expired = true;
    };
    const watchdog = new Watchdog({ firstByteTimeoutMs, idleTimeoutMs, now: Date.now, onExpire });
    return { watchdog, isExpired: () => expired };
  };

  it('F57 outlasts reasoning of several minutes by default', () => {
    const { firstByteTimeoutMs, idleTimeoutMs } = settingsOf();
    const { watchdog, isExpired } = watch(firstByteTimeoutMs, idleTimeoutMs);
    vi.advanceTimersByTime(300_000);
    watchdog.touch();
    vi.advanceTimersByTime(300_000);
    expect(isExpired()).toBe(false);
    vi.advanceTimersByTime(300_001);
    expect(isExpired()).toBe(true);
  });

  it('F59 for silence is not that for the first byte, whichever is longer', () => {
    const short = watch(600_000, 30_000);
    vi.advanceTimersByTime(500_000);
    expect(short.isExpired()).toBe(false);
    short.watchdog.touch();
    vi.advanceTimersByTime(60_001);
    expect(short.isExpired()).toBe(true);

    const long = watch(30_000, 600_000);
    vi.advanceTimersByTime(29_000);
    long.watchdog.touch();
    vi.advanceTimersByTime(590_000);
    expect(long.isExpired()).toBe(false);
    long.watchdog.stop();
    vi.advanceTimersByTime(600_000);
    expect(long.isExpired()).toBe(false);
  });

  it('F59 never ends a stream that is alive', () => {
    const { watchdog, isExpired } = watch(10_000, 10_000);
    for (let minute = 0; minute < 600; minute++) {
      vi.advanceTimersByTime(9000);
      watchdog.touch();
    }
    expect(isExpired()).toBe(false);
  });
});
