import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import { limits } from '../../../src/core/limits.ts';
import type { Log } from '../../../src/core/log.ts';
import { createPlaces } from '../../../src/core/places.ts';
import type { Exchange } from '../../../src/proxy/exchange.ts';
import { consumeBatch, type ConsumeServices } from '../../../src/tracing/ingest/consume.ts';
import { listDeadLetters, replayDeadLetters } from '../../../src/tracing/ingest/dead-letters.ts';
import { encodeExchange } from '../../../src/tracing/ingest/exchange-codec.ts';
import type { Delivery, IngestMessage } from '../../../src/tracing/ingest/ports.ts';
import { createQueueRecorder } from '../../../src/tracing/ingest/queue-recorder.ts';
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

/** A store that refuses what the test says, as D1 does when it is down or a row is bad. */
function storeRefusing(refuses: (traces: Trace[]) => boolean, message = 'D1_ERROR: down') {
  const written: string[] = [];
  const store = {
    async write(traces: Trace[]) {
      if (refuses(traces)) throw new Error(message);
      written.push(...traces.map(({ info }) => info.traceId));
    },
    noteUnpriced: async () => undefined,
  } as unknown as TraceStore;
  return { store, written };
}

function services(store: TraceStore, overrides: Partial<ConsumeServices> = {}): ConsumeServices {
  return {
    store,
    spool,
    build: async (given: Exchange) => ({
      trace: { info: { traceId: given.traceId }, spans: [] } as unknown as Trace,
      unpriced: null,
      readBytes: 0,
    }),
    onRecorded: () => undefined,
    log: silent,
    sliceBytes: limits.consumedSliceBytes,
    slices: createPlaces({ width: 2, now: Date.now, sleep }),
    ...overrides,
  };
}

function deliver(body: unknown, attempts = 1) {
  const outcome: { acked: boolean; retriedAfter: number | null } = { acked: false, retriedAfter: null };
  const delivery: Delivery = {
    id: crypto.randomUUID(),
    attempts,
    body,
    ack: () => {
      outcome.acked = true;
    },
    retry: (delaySeconds) => {
      outcome.retriedAfter = delaySeconds;
    },
  };
  return { delivery, outcome };
}

beforeEach(async () => {
  const left = await env.CONTENT.list();
  if (left.objects.length > 0) await env.CONTENT.delete(left.objects.map(({ key }) => key));
});

describe('consumeBatch', () => {
  it('stores a batch and acknowledges it afterwards', async () => {
    const { store, written } = storeRefusing(() => false);
    const exchanges = [exchange(), exchange()];
    const messages = exchanges.map((given) => deliver(encodeExchange(given).buffer));
    await consumeBatch(
      messages.map(({ delivery }) => delivery),
      services(store),
    );
    expect(written).toEqual(exchanges.map(({ traceId }) => traceId));
    expect(messages.every(({ outcome }) => outcome.acked)).toBe(true);
  });

  it('F73 retries everything, later and later, while the store is down', async () => {
    const { store } = storeRefusing(() => true);
    const pauses: (number | null)[] = [];
    for (const attempts of [1, 2, 5, 20]) {
      const { delivery, outcome } = deliver(encodeExchange(exchange()).buffer, attempts);
      await consumeBatch([delivery], services(store));
      expect(outcome.acked).toBe(false);
      pauses.push(outcome.retriedAfter);
    }
    for (const [index, longest] of [2, 4, 32, 900].entries()) {
      expect(pauses[index]).toBeGreaterThanOrEqual(longest / 2);
      expect(pauses[index]).toBeLessThanOrEqual(longest);
    }
  });

  it('lets one bad trace hold up no other', async () => {
    const bad = exchange();
    const { store, written } = storeRefusing(
      (traces) => traces.some(({ info }) => info.traceId === bad.traceId),
      'D1_ERROR: string or blob too big: SQLITE_TOOBIG',
    );
    const good = exchange();
    const messages = [bad, good].map((given) => deliver(encodeExchange(given).buffer));
    await consumeBatch(
      messages.map(({ delivery }) => delivery),
      services(store),
    );
    expect(written).toEqual([good.traceId]);
    expect(messages.map(({ outcome }) => outcome.acked)).toEqual([false, true]);
    expect(messages[0]?.outcome.retriedAfter).toBe(2);
  });

  it('F74 sets poison aside with its reason, and replays it by command', async () => {
    const { store } = storeRefusing(() => false);
    const poison = deliver(new TextEncoder().encode('not an exchange').buffer);
    await consumeBatch([poison.delivery], services(store));
    expect(poison.outcome.acked).toBe(true);
    const letters = await listDeadLetters(spool);
    expect(letters.map(({ reason }) => reason)).toEqual([expect.stringContaining('not readable')]);

    const sent: IngestMessage[] = [];
    const queue = { send: async (message: IngestMessage) => void sent.push(message) };
    expect(await replayDeadLetters({ queue, spool })).toBe(1);
    expect(sent).toEqual([{ kind: 'spooled', key: letters[0]?.key, byteLength: letters[0]?.byteLength }]);
  });

  it('sets aside what was never storable, and a replay that succeeds removes it', async () => {
    const given = exchange();
    const down = storeRefusing(() => true);
    const last = deliver(encodeExchange(given).buffer, 24);
    await consumeBatch([last.delivery], services(down.store));
    const [letter] = await listDeadLetters(spool);
    expect(letter?.reason).toContain('after 24 attempts');

    const up = storeRefusing(() => false);
    const replayed = deliver({ spooled: letter?.key });
    await consumeBatch([replayed.delivery], services(up.store));
    expect(up.written).toEqual([given.traceId]);
    expect(await listDeadLetters(spool)).toEqual([]);
  });

  it('sets aside an exchange no trace can be made of', async () => {
    const { store } = storeRefusing(() => false);
    const failing = services(store, { build: async () => Promise.reject(new Error('defect')) });
    const third = deliver(encodeExchange(exchange()).buffer, 3);
    await consumeBatch([third.delivery], failing);
    expect((await listDeadLetters(spool))[0]?.reason).toContain('not buildable: Error: defect');
  });

  it('acknowledges a pointer whose exchange was consumed before', async () => {
    const { store, written } = storeRefusing(() => false);
    const late = deliver({ spooled: 'waiting/gone' });
    await consumeBatch([late.delivery], services(store));
    expect(late.outcome.acked).toBe(true);
    expect(written).toEqual([]);
  });
});

describe('the queue recorder', () => {
  const recorder = (queue: { send(message: IngestMessage): Promise<void> }, spoolAll = false) =>
    createQueueRecorder({
      queue,
      spool,
      spoolAll,
      log: silent,
      now: () => 1_790_000_000_000,
      sleep: async () => undefined,
    });

  it('sends small exchanges as they are and large ones by way of the spool', async () => {
    const sent: IngestMessage[] = [];
    const { record } = recorder({ send: async (message) => void sent.push(message) });
    await record(exchange());
    const large = exchange({ response: capturedBody(new Uint8Array(500_000)) });
    await record(large);
    expect(sent.map(({ kind }) => kind)).toEqual(['exchange', 'spooled']);

    const { store, written } = storeRefusing(() => false);
    const pointer = sent[1];
    const { delivery } = deliver({ spooled: pointer?.kind === 'spooled' ? pointer.key : '' });
    await consumeBatch([delivery], services(store));
    expect(written).toEqual([large.traceId]);
    expect((await spool.list('waiting/', null)).items).toEqual([]);
  });

  it('F74 spools what the queue refuses, and the sweep brings it back', async () => {
    const { record } = recorder({ send: async () => Promise.reject(new Error('queue is full')) });
    await record(exchange());
    await record(exchange());
    const sent: IngestMessage[] = [];
    const queue = { send: async (message: IngestMessage) => void sent.push(message) };
    const sweeps = createD1SweepLedger({ database: env.REGISTRY });
    const sweepServices = { queue, spool, sweeps, log: silent, now: Date.now };
    const sweep = (beforeMs: number) =>
      sweepSpool({ services: sweepServices, input: { beforeMs, afterStart: false } });
    expect(await sweep(Date.now() + 60_000)).toBe(2);
    expect(sent.every(({ kind }) => kind === 'spooled')).toBe(true);
    expect(await sweep(0)).toBe(0);
    // Their pointers are on the queue now.
    expect(await sweep(Date.now() + 60_000)).toBe(0);
  });

  it('F75 spools everything first where the queue does not survive a restart', async () => {
    const sent: IngestMessage[] = [];
    await recorder({ send: async (message) => void sent.push(message) }, true).record(exchange());
    expect(sent.map(({ kind }) => kind)).toEqual(['spooled']);
    expect((await spool.list('waiting/', null)).items).toHaveLength(1);
  });
});
