/**
 * A judge model under limits: so many questions at a time, so many a minute evenly spaced, so much money a day, and retries
 * with growing pauses for what passes. A limit that is reached is a failure with a reason, never a silent skip (F102, F104).
 */
import { withConnection } from '../../core/connections.ts';
import { createPlaces } from '../../core/places.ts';
import { JudgeFailure, type JudgeAnswer, type JudgeModel } from '../judge-model.ts';

/** Limits; null is none. */
export interface JudgeLimits {
  concurrent: number;
  /** Spread over the minute; a tenth of it may be asked at once. */
  perMinute: number | null;
  /** USD from midnight to midnight UTC. */
  usdPerDay: number | null;
  /** Attempts in all, time-outs included. */
  attempts: number;
}

/** What is spent where every isolate sees it. */
export interface SpendLedger {
  /** USD spent on judges on that day (`2026-10-15`), as far as it is known. */
  spentUsd(day: string): Promise<number>;
  add(day: string, costUsd: number): Promise<void>;
}

/** What limiting needs. */
export interface LimitedModelServices {
  ledger: SpendLedger;
  /** Unix milliseconds. */
  now: () => number;
  /** Waits, milliseconds. */
  sleep: (durationMs: number) => Promise<void>;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
const MINUTE_MS = 60_000;
/** The part of a minute's questions that need not wait for each other, when none was asked for a while. */
const BURST = 0.1;

/** The model under limits; its clock starts when its turn has come. One object per model and isolate, so that its questions share them. */
export function limitModel(
  model: JudgeModel,
  limits: JudgeLimits,
  services: LimitedModelServices,
): JudgeModel {
  const places = createPlaces({ ...services, width: limits.concurrent });
  const pace = createPace(limits.perMinute, services);
  return {
    ...model,
    ask: (prompt, question) =>
      places.take(async () => {
        for (let attempt = 1; ; attempt++) {
          await checkSpend(limits, services);
          await pace();
          try {
            const answer = await withConnection(() => model.ask(prompt, question));
            await noteSpend(answer, services);
            return answer;
          } catch (cause) {
            if (!mayRetry(cause, attempt, limits)) throw cause;
            await services.sleep(pauseMs(cause, attempt));
          }
        }
      }),
  };
}

async function checkSpend({ usdPerDay }: JudgeLimits, { ledger, now }: LimitedModelServices): Promise<void> {
  if (usdPerDay === null) return;
  if ((await ledger.spentUsd(dayOf(now()))) >= usdPerDay)
    throw new JudgeFailure('limited', `Judges have spent their ${usdPerDay} USD of today.`);
}

async function noteSpend({ costUsd }: JudgeAnswer, { ledger, now }: LimitedModelServices): Promise<void> {
  if (costUsd !== null && costUsd > 0) await ledger.add(dayOf(now()), costUsd);
}

export function dayOf(unixMs: number): string {
  return new Date(unixMs).toISOString().slice(0, 10);
}

/**
 * Makes a wait for one's turn. Questions are spread evenly: a provider that counts by the second refuses none, and judges
 * never take a machine whole that they share with the calls.
 */
function createPace(perMinute: number | null, { now, sleep }: LimitedModelServices): () => Promise<void> {
  if (perMinute === null) return async () => undefined;
  const spacingMs = MINUTE_MS / perMinute;
  const burstMs = Math.max(1, Math.floor(perMinute * BURST)) * spacingMs;
  // When all that was asked so far will have had its time (the generic cell rate algorithm of ITU-T I.371).
  let spentUntilMs = 0;
  return async () => {
    const atMs = now();
    spentUntilMs = Math.max(spentUntilMs, atMs) + spacingMs;
    const waitMs = spentUntilMs - atMs - burstMs;
    if (waitMs > 0) await sleep(waitMs);
  };
}

function mayRetry(cause: unknown, attempt: number, limits: JudgeLimits): cause is JudgeFailure {
  return cause instanceof JudgeFailure && cause.reason === 'unavailable' && attempt < limits.attempts;
}

function pauseMs(cause: JudgeFailure, attempt: number): number {
  return Math.min(LONGEST_PAUSE_MS, cause.retryAfterMs ?? FIRST_PAUSE_MS * 2 ** (attempt - 1));
}
