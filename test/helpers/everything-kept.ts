/** Everything that is kept anywhere, as text to be searched: databases, objects, queues, the log, and what the API tells. */
import { env } from 'cloudflare:workers';
import { expect, vi } from 'vitest';
import { createApp } from '../../src/app.ts';
import type { WholePath } from './whole-path.ts';

/** Notes what goes to the console. */
export function listen(): string[] {
  const lines: string[] = [];
  for (const method of ['log', 'error', 'warn', 'info', 'debug'] as const) {
    vi.spyOn(console, method).mockImplementation((...parts: unknown[]) => void lines.push(parts.join(' ')));
  }
  return lines;
}

export const latin1 = new TextDecoder('latin1');
export const readable = (value: unknown): string =>
  JSON.stringify(value, (_, member: unknown) =>
    member instanceof ArrayBuffer || ArrayBuffer.isView(member) ? latin1.decode(member) : member,
  );

/** Everything both databases hold, the shadow tables of the text index too. */
export async function dumpDatabases(): Promise<string> {
  const dumps: string[] = [];
  for (const database of [env.REGISTRY, env.TRACES]) {
    const tables = await database
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
      .all<{ name: string }>();
    for (const { name } of tables.results) {
      if (name.startsWith('_cf') || name.startsWith('sqlite_') || name === 'd1_migrations') continue;
      const rows = await database
        .prepare(`SELECT * FROM "${name}"`)
        .all()
        .catch(() => ({ results: [] }));
      dumps.push(`${name}: ${readable(rows.results)}`);
    }
  }
  return dumps.join('\n');
}

/** Every object as it lies there. */
export async function dumpObjects(): Promise<string> {
  const dumps: string[] = [];
  for (const { key, customMetadata } of (await env.CONTENT.list()).objects) {
    const object = await env.CONTENT.get(key);
    dumps.push(`${key} ${JSON.stringify(customMetadata)} ${latin1.decode(await object?.arrayBuffer())}`);
  }
  return dumps.join('\n');
}

/** Everything that was kept, and what the API tells of it. */
export async function everythingKept(weir: WholePath, traceIds: string[]): Promise<Record<string, string>> {
  await weir.recorded();
  const queue = weir.waiting
    .map((body) => (body instanceof Uint8Array ? latin1.decode(body) : readable(body)))
    .join('\n');
  const spool = await dumpObjects();
  await weir.deliver();
  const app = createApp({ ...weir.services, settings: { ...weir.services.settings, local: true } });
  const pages = await app.request('/api/v1/traces?max_results=1000');
  const traces = await Promise.all(traceIds.map((traceId) => weir.services.traces.get(traceId, null)));
  return {
    queue,
    spool,
    databases: await dumpDatabases(),
    objects: await dumpObjects(),
    traces: readable(traces),
    api: await pages.text(),
  };
}

/** No place holds any of the values. */
export function expectNowhere(kept: Record<string, string>, values: string[]): void {
  for (const [place, text] of Object.entries(kept)) {
    for (const value of values) {
      const at = text.indexOf(value);
      const found = at < 0 ? null : text.slice(Math.max(0, at - 200), at + value.length + 20);
      expect([place, value, found]).toEqual([place, value, null]);
    }
  }
}
