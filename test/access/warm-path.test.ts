/** How often a proxied call asks the registry: not at all where its key and prompt are known, once in a while beside it. */
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createKey } from '../../src/access/create-key.ts';
import { createApp } from '../../src/app.ts';
import { limits } from '../../src/core/limits.ts';
import { readSettings } from '../../src/core/settings.ts';
import { createServices } from '../../src/services.ts';

/** The database, counting what is asked of it. */
function counting(database: D1Database) {
  let queries = 0;
  const watch = <Target extends object>(target: Target): Target =>
    new Proxy(target, {
      get(inner, property) {
        const member: unknown = Reflect.get(inner, property);
        if (typeof member !== 'function') return member;
        return (...parameters: unknown[]) => {
          if (['first', 'all', 'run', 'raw', 'batch', 'exec'].includes(String(property))) queries++;
          const result: unknown = Reflect.apply(member, inner, parameters);
          const isMade = ['prepare', 'bind', 'withSession'].includes(String(property));
          return isMade ? watch(result as object) : result;
        };
      },
    });
  return { database: watch(database), queries: () => queries };
}

/** Isolates of one place, which share its cache. */
function place() {
  const read = readSettings({
    WEIR_ADMIN_KEY: `the admin key of ${crypto.randomUUID()}`,
    WEIR_DEMO: 'on',
    WEIR_PROXY_AUTH: 'key',
  });
  if (!read.ok) throw new Error(JSON.stringify(read.mistakes));
  const { settings } = read;
  return () => {
    const { database, queries } = counting(env.REGISTRY);
    const services = createServices({ ...env, REGISTRY: database }, settings);
    services.proxy.recorder = { record: async () => undefined };
    const app = createApp(services);
    return {
      services,
      queries,
      async call(headers: Record<string, string>): Promise<number> {
        const context = createExecutionContext();
        const request = new Request('https://weir.example/demo/v1/chat/completions', {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: '{"model":"demo","messages":[{"role":"user","content":"Hello"}]}',
        });
        const answer = await app.fetch(request, env, context);
        await answer.text();
        await waitOnExecutionContext(context);
        return answer.status;
      },
    };
  };
}

afterEach(() => void vi.useRealTimers());

describe('a call with a known key', () => {
  it('F236 asks the registry nothing, and all isolates of a place ask it once a period', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    const isolate = place();
    const [one, two] = [isolate(), isolate()];
    const input = { name: 'warm', scopes: ['proxy' as const], experimentId: null };
    const { key } = await createKey({
      services: one.services,
      input: { owner: null, expiresAtMs: null, ...input },
    });
    const headers = { 'x-weir-key': key };
    expect(await one.call(headers)).toBe(200);
    const all = () => one.queries() + two.queries();
    const cold = all();
    for (let times = 0; times < 10; times++) {
      expect(await one.call(headers)).toBe(200);
      expect(await two.call(headers)).toBe(200);
    }
    expect(all() - cold).toBe(0);
    for (let period = 1; period <= 3; period++) {
      vi.setSystemTime(Date.now() + limits.keyCacheMs + 1000);
      const before = all();
      for (let times = 0; times < 5; times++) {
        for (const each of [one, two]) {
          await each.call(headers);
          // What goes on beside a call has a moment to end.
          await new Promise((resolve) => setTimeout(resolve, 30));
        }
      }
      expect(all() - before).toBe(1);
    }
  });
});
