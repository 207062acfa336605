/** What waits in the spool is known without listing it. */
import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { createR2Spool } from '../../../src/tracing/ingest/spool-store.ts';
import { watchSpool } from '../../../src/tracing/ingest/watch-spool.ts';

const bytes = new Uint8Array([1]);

it('F234 counts what was put and not yet taken away', async () => {
  const spool = watchSpool(createR2Spool(env.CONTENT));
  await spool.put('waiting/1', bytes);
  await spool.put('waiting/2', bytes);
  await spool.put('dead/1', bytes, 'why');
  expect(spool.countWaiting()).toBe(2);
  await spool.delete(['waiting/1', 'dead/1']);
  expect(spool.countWaiting()).toBe(1);
  await spool.get('waiting/2');
  expect(spool.countWaiting()).toBe(1);
});

it('F234 learns of what another run left when it is listed, and forgets what is gone', async () => {
  const before = createR2Spool(env.CONTENT);
  await before.put('waiting/left', bytes);
  const spool = watchSpool(before);
  expect(spool.countWaiting()).toBe(0);
  const { items } = await spool.list('waiting/', null);
  expect(spool.countWaiting()).toBe(items.length);
  await before.delete(['waiting/left']);
  expect(await spool.get('waiting/left')).toBeNull();
  expect(spool.countWaiting()).toBe(items.length - 1);
});

it('does not count what is taken away while the spool is listed', async () => {
  const inner = createR2Spool(env.CONTENT);
  const spool = watchSpool({
    ...inner,
    async list(prefix, cursor) {
      const page = await inner.list(prefix, cursor);
      await spool.delete(['waiting/meanwhile']);
      return page;
    },
  });
  await spool.put('waiting/meanwhile', bytes);
  const { items } = await spool.list('waiting/', null);
  expect(items.map(({ key }) => key)).toContain('waiting/meanwhile');
  expect(spool.countWaiting()).toBe(items.length - 1);
});
