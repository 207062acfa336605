/**
 * Brings spooled exchanges back whose pointer never reached the queue: after a refusing queue, a crash, a restart. Storing
 * is idempotent, so an exchange that is sent twice changes nothing. How often each was sent is counted before it is sent,
 * where a crash of its reader does not undo it: what comes back again and again is set aside with its reason.
 */
import type { Log } from '../../core/log.ts';
import { setAsideSpooled } from './dead-letters.ts';
import type { IngestQueue, Spool, SpooledItem, SweepLedger } from './ports.ts';

/** What a sweep needs. */
export interface SweepServices {
  queue: IngestQueue;
  spool: Spool;
  sweeps: SweepLedger;
  log: Log;
  /** Unix milliseconds. */
  now: () => number;
}

/** What is swept. */
export interface SweepInput {
  /** Only what was stored before this moment, Unix milliseconds. */
  beforeMs: number;
  /** The engine has just begun, and nothing is on its way: also what was sent a moment ago. */
  afterStart: boolean;
}

/** Sweeps before an exchange is set aside: with the pauses below more than a day, so an outage is waited for. */
const MOST_SWEEPS = 8;
/** After a sweep its pointer is on the queue, whose consumer tries for hours: the next one waits, twice as long each time. */
const FIRST_PAUSE_MS = 30 * 60_000;
const LONGEST_PAUSE_MS = 6 * 3_600_000;
const KEPT_MS = 30 * 86_400_000;

/**
 * Sends again what waits.
 *
 * @returns how many were sent
 * @throws what the stores and the queue throw; the next sweep goes on
 */
export async function sweepSpool({
  services,
  input,
}: {
  services: SweepServices;
  input: SweepInput;
}): Promise<number> {
  const { spool, sweeps, now } = services;
  let sent = 0;
  let cursor: string | null = null;
  do {
    const page = await spool.list('waiting/', cursor);
    const old = page.items.filter(({ storedAtMs }) => storedAtMs < input.beforeMs);
    sent += await sendAgain(old, input, services);
    // The oldest come first.
    cursor = old.length < page.items.length ? null : page.cursor;
  } while (cursor !== null);
  await sweeps.expire(now() - KEPT_MS);
  return sent;
}

async function sendAgain(
  items: readonly SpooledItem[],
  { afterStart }: SweepInput,
  { queue, spool, sweeps, log, now }: SweepServices,
): Promise<number> {
  if (items.length === 0) return 0;
  const before = await sweeps.find(items.map(({ key }) => key));
  const due = items.filter(({ key }) => {
    const swept = before.get(key);
    return swept === undefined || afterStart || swept.sweptAtMs + pauseMs(swept.sweeps) <= now();
  });
  const isHopeless = ({ key }: SpooledItem): boolean => (before.get(key)?.sweeps ?? 0) >= MOST_SWEEPS;
  for (const { key } of due.filter(isHopeless)) {
    const reason = `sent back ${MOST_SWEEPS} times and never stored: whatever read it did not live to say why`;
    await setAsideSpooled(key, reason, spool);
    log.error('message-set-aside', reason, { message: key });
  }
  const again = due.filter((item) => !isHopeless(item));
  await sweeps.note(
    again.map(({ key }) => key),
    now(),
  );
  for (const { key, byteLength } of again) await queue.send({ kind: 'spooled', key, byteLength });
  return again.length;
}

function pauseMs(sweeps: number): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (sweeps - 1));
}
