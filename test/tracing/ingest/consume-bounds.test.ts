import { gzipSync } from 'node:zlib';
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import { randomHex } from '../../../src/core/ids.ts';
import { limits } from '../../../src/core/limits.ts';
import type { Log } from '../../../src/core/log.ts';
import { createPlaces } from '../../../src/core/places.ts';
import type { Exchange } from '../../../src/proxy/exchange.ts';
import { createProviderTable } from '../../../src/proxy/providers/table.ts';
import { buildTrace } from '../../../src/tracing/build-trace.ts';
import { consumeBatch, type ConsumeServices } from '../../../src/tracing/ingest/consume.ts';
import {
  listDeadLetters,
  replayDeadLetters,
  takeDeadLetters,
} from '../../../src/tracing/ingest/dead-letters.ts';
import { encodeExchange } from '../../../src/tracing/ingest/exchange-codec.ts';
import type { Delivery, IngestMessage } from '../../../src/tracing/ingest/ports.ts';
import { createR2Spool } from '../../../src/tracing/ingest/spool-store.ts';
import { createD1SweepLedger } from '../../../src/tracing/ingest/sweep-ledger-store.ts';
import { sweepSpool } from '../../../src/tracing/ingest/sweep-spool.ts';
import type { TraceStore } from '../../../src/tracing/store/trace-store.ts';
import type { Trace } from '../../../src/tracing/trace.ts';
import { capturedBody, exchange } from '../../helpers/exchanges.ts';

const sleep = (durationMs: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, durationMs));
const silent: Log = { info: () => undefined, error: () => undefined };
const spool = createR2Spool(env.CONTENT);
const HOUR_MS = 3_600_000;

/** Consuming, with a count of the bytes between the reading of an exchange and the end of its write. */
function countedServices(write: () => Promise<void> = () => sleep(5)) {
  const inWork = new Map<string, number>();
  const count = { writes: 0, builds: 0, mostBytes: 0, mostTraces: 0 };
  const store = {
    async write(traces: Trace[]) {
      count.writes++;
      await write();
      for (const { info } of traces) inWork.delete(info.traceId);
    },
    noteUnpriced: async () => undefined,
  } as unknown as TraceStore;
  const services: ConsumeServices = {
    store,
    spool,
    async build(given: Exchange) {
      count.builds++;
      const { request, response, traceId } = given;
      inWork.set(traceId, request.bytes.byteLength + response.bytes.byteLength);
      count.mostBytes = Math.max(
        count.mostBytes,
        [...inWork.values()].reduce((sum, bytes) => sum + bytes, 0),
      );
      count.mostTraces = Math.max(count.mostTraces, inWork.size);
      await sleep(1);
      return { trace: { info: { traceId }, spans: [] } as unknown as Trace, unpriced: null, readBytes: 0 };
    },
    onRecorded: () => undefined,
    log: silent,
    sliceBytes: limits.consumedSliceBytes,
    slices: createPlaces({ width: 2, now: Date.now, sleep }),
  };
  return { services, count };
}

function deliver(body: unknown, attempts = 1) {
  const outcome = { acked: 0, retried: 0 };
  const delivery: Delivery = {
    id: crypto.randomUUID(),
    attempts,
    body,
    ack: () => void outcome.acked++,
    retry: () => void outcome.retried++,
  };
  return { delivery, outcome };
}

const sized = (bytes: number): Uint8Array<ArrayBuffer> =>
  encodeExchange(exchange({ response: capturedBody(new Uint8Array(bytes)) }));

async function spooled(bytes: number) {
  const encoded = sized(bytes);
  const key = `waiting/${crypto.randomUUID()}`;
  await spool.put(key, encoded);
  return { spooled: key, bytes: encoded.byteLength };
}

beforeEach(async () => {
  for (let left = await env.CONTENT.list(); left.objects.length > 0; left = await env.CONTENT.list())
    await env.CONTENT.delete(left.objects.map(({ key }) => key));
});

describe('what the consumer has in work', () => {
  it('F249 is bounded in bytes, whatever a batch holds, and however many batches come', async () => {
    const { services, count } = countedServices();
    const batches = await Promise.all([
      ...Array.from({ length: 3 }, async () =>
        Array.from({ length: 100 }, () => deliver(sized(115_000).buffer)),
      ),
      Promise.all(Array.from({ length: 10 }, async () => deliver(await spooled(670_000)))),
      // Of an older deployment: their size is not said.
      Promise.all(
        Array.from({ length: 10 }, async () => deliver({ spooled: (await spooled(670_000)).spooled })),
      ),
    ]);
    await Promise.all(
      batches.map((batch) =>
        consumeBatch(
          batch.map(({ delivery }) => delivery),
          services,
        ),
      ),
    );
    expect(batches.flat().every(({ outcome }) => outcome.acked === 1 && outcome.retried === 0)).toBe(true);
    expect(count.builds).toBe(320);
    expect(count.mostBytes).toBeLessThanOrEqual(2 * limits.consumedSliceBytes);
    expect(count.mostBytes).toBeGreaterThan(limits.consumedSliceBytes / 2);
  });

  it('F249 of small exchanges is a whole batch in one write; one beyond the bound is alone', async () => {
    const small = countedServices();
    await consumeBatch(
      Array.from({ length: 100 }, () => deliver(sized(5000).buffer).delivery),
      small.services,
    );
    expect(small.count).toMatchObject({ writes: 1, mostTraces: 100 });
    const large = countedServices();
    const deliveries = [deliver(await spooled(1_900_000)), deliver(await spooled(1_900_000))];
    await consumeBatch(
      deliveries.map(({ delivery }) => delivery),
      large.services,
    );
    expect(large.count).toMatchObject({ writes: 2, mostTraces: 1 });
  });
});

describe('what was compressed', () => {
  /** An answer that takes some kilobytes in the queue, and some megabytes once it is read. */
  const compressed = (text: string) => {
    const answer = gzipSync(
      JSON.stringify({ model: 'm', choices: [{ message: { role: 'assistant', content: text } }] }),
    );
    const response = { ...capturedBody(new Uint8Array(answer)), contentEncoding: 'gzip' };
    return encodeExchange(exchange({ traceId: `tr-${randomHex(16)}`, response }));
  };

  async function consumed(text: string, count: number) {
    const { services } = countedServices();
    const writes: number[] = [];
    const providers = createProviderTable({ providersJson: '{}', demo: true, variables: {} });
    services.build = (given) => buildTrace(given, { experimentId: '0', providers, priceOverrides: {} });
    services.store = {
      write: async (traces: Trace[]) => void writes.push(JSON.stringify(traces).length),
      noteUnpriced: async () => undefined,
    } as unknown as TraceStore;
    const batch = Array.from({ length: count }, () => deliver(compressed(text).buffer));
    await consumeBatch(
      batch.map(({ delivery }) => delivery),
      services,
    );
    expect(batch.every(({ outcome }) => outcome.acked === 1 && outcome.retried === 0)).toBe(true);
    return writes;
  }

  it('F312 counts by what it takes once it is read', async () => {
    const writes = await consumed('A'.repeat(1_000_000), 20);
    expect(writes.length).toBeGreaterThan(5);
    // What is read at last may come on top.
    expect(Math.max(...writes)).toBeLessThan(2 * (limits.consumedSliceBytes + 1_100_000));
  });

  it('F312 and is small goes in one write all the same', async () => {
    expect(await consumed('A few words. '.repeat(100), 100)).toHaveLength(1);
  });
});

describe('a store that is away', () => {
  const batchOf = (attempts: number) =>
    Array.from({ length: 60 }, () => deliver(sized(115_000).buffer, attempts));

  it.each([1, 12])('F250 fails a batch once, not message by message, on attempt %i', async (attempts) => {
    const { services, count } = countedServices(async () => {
      throw new Error('D1_ERROR: Network connection lost.');
    });
    const batch = batchOf(attempts);
    await consumeBatch(
      batch.map(({ delivery }) => delivery),
      services,
    );
    expect(batch.every(({ outcome }) => outcome.retried === 1 && outcome.acked === 0)).toBe(true);
    expect(count.writes).toBeLessThanOrEqual(attempts === 1 ? 1 : 3);
    expect(count.builds).toBeLessThanOrEqual(14);
  });

  it('F250 makes no poison of exchanges whose experiment cannot be looked up', async () => {
    const { services } = countedServices();
    services.build = async () => Promise.reject(new Error('D1_ERROR: down'));
    const { delivery, outcome } = deliver(sized(100).buffer, 10);
    await consumeBatch([delivery], services);
    expect(outcome).toEqual({ acked: 0, retried: 1 });
    expect(await listDeadLetters(spool)).toEqual([]);
  });
});

describe('an exchange that breaks its reader', () => {
  it('F251 is set aside when the queue gives up, and is not swept back', async () => {
    const pointer = await spooled(1000);
    await takeDeadLetters([deliver(pointer).delivery], spool);
    const [letter] = await listDeadLetters(spool);
    expect(letter).toMatchObject({ reason: expect.stringContaining('gave up'), byteLength: pointer.bytes });
    expect((await spool.list('waiting/', null)).items).toEqual([]);
    // A second copy of the pointer finds it gone.
    await takeDeadLetters([deliver(pointer).delivery], spool);
    expect(await listDeadLetters(spool)).toHaveLength(1);
  });

  it.each([true, false])(
    'F251 is swept back so often and no more (after a start: %s)',
    async (afterStart) => {
      const { spooled: key } = await spooled(1000);
      const sent: IngestMessage[] = [];
      let atMs = Date.now();
      const services = {
        queue: { send: async (message: IngestMessage) => void sent.push(message) },
        spool,
        sweeps: createD1SweepLedger({ database: env.REGISTRY }),
        log: silent,
        now: () => atMs,
      };
      let ticks = 0;
      for (; (await listDeadLetters(spool)).length === 0; ticks++) {
        await sweepSpool({ services, input: { beforeMs: Number.MAX_SAFE_INTEGER, afterStart } });
        atMs += afterStart ? 1000 : HOUR_MS / 2;
        if (ticks > 200) throw new Error('swept for ever');
      }
      expect(sent).toHaveLength(8);
      // Where it is no start, an outage of a day is waited for.
      if (!afterStart) expect(ticks).toBeGreaterThan(40);
      const [letter] = await listDeadLetters(spool);
      expect(letter).toMatchObject({
        key: key.replace('waiting/', 'dead/'),
        reason: expect.stringContaining('8 times'),
      });
      expect(await sweepSpool({ services, input: { beforeMs: atMs, afterStart: true } })).toBe(0);

      // By command it is tried again, and what fails again stays in its one place.
      sent.length = 0;
      expect(await replayDeadLetters(services)).toBe(1);
      const [replayed] = sent;
      if (replayed?.kind !== 'spooled') throw new Error('expected a pointer');
      await takeDeadLetters([deliver({ spooled: replayed.key, bytes: replayed.byteLength }).delivery], spool);
      expect((await listDeadLetters(spool)).map((one) => one.key)).toEqual([letter?.key]);
      const { services: consume } = countedServices();
      await consumeBatch([deliver({ spooled: replayed.key }).delivery], consume);
      expect(await listDeadLetters(spool)).toEqual([]);
    },
  );
});
