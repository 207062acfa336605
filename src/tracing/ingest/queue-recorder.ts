/**
 * The recorder of the proxy's port: an exchange goes to the queue; what is too large for a message, or what the queue
 * refuses, goes to the spool, from where the sweep brings it back. What is accepted is not lost (F73–F75).
 */
import { randomHex } from '../../core/ids.ts';
import { limits } from '../../core/limits.ts';
import type { Log } from '../../core/log.ts';
import type { Exchange } from '../../proxy/exchange.ts';
import type { Recorder } from '../../proxy/recorder.ts';
import { encodeExchange } from './exchange-codec.ts';
import type { IngestMessage, IngestQueue, Spool } from './ports.ts';

/** What the recorder needs. */
export interface QueueRecorderOptions {
  queue: IngestQueue;
  spool: Spool;
  /** Spool everything first: for queues that do not survive a restart. */
  spoolAll: boolean;
  log: Log;
  now(): number;
  /** Waits; milliseconds. */
  sleep(durationMs: number): Promise<void>;
}

/** Pauses between attempts when queue and spool both refuse, milliseconds. */
const PAUSES_MS = [250, 1000, 4000, 15_000];

/** Makes the recorder. */
export function createQueueRecorder(options: QueueRecorderOptions): Recorder {
  return {
    async record(exchange) {
      const bytes = encodeExchange(exchange);
      for (const pauseMs of [0, ...PAUSES_MS]) {
        if (pauseMs > 0) await options.sleep(pauseMs);
        if (await accept(bytes, exchange, options)) return;
      }
      options.log.error('exchange-lost', 'queue and spool both refused', { traceId: exchange.traceId });
    },
  };
}

/** True when queue or spool have it. */
async function accept(
  bytes: Uint8Array<ArrayBuffer>,
  exchange: Exchange,
  options: QueueRecorderOptions,
): Promise<boolean> {
  if (!options.spoolAll && bytes.byteLength <= limits.queueMessageBytes) {
    if (await trySend({ kind: 'exchange', bytes }, options)) return true;
  }
  const key = `waiting/${String(options.now()).padStart(15, '0')}-${exchange.traceId}-${exchange.spanId}-${randomHex(4)}`;
  try {
    await options.spool.put(key, bytes);
  } catch (cause) {
    options.log.error('spool-refused', cause, { traceId: exchange.traceId });
    if (!options.spoolAll) return false;
    return trySend({ kind: 'exchange', bytes }, options);
  }
  // In the spool it is safe: if the queue refuses the pointer, the sweep finds it.
  await trySend({ kind: 'spooled', key, byteLength: bytes.byteLength }, options);
  return true;
}

async function trySend(message: IngestMessage, options: QueueRecorderOptions): Promise<boolean> {
  try {
    await options.queue.send(message);
    return true;
  } catch (cause) {
    options.log.error('queue-refused', cause);
    return false;
  }
}
