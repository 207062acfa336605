/**
 * Places that the invocations of an isolate share: so many may do something at a time, the others wait in line. Nobody is
 * handed a place. Whoever waits looks, by a timer of its own, whether it is first in line and a place is free, and takes it
 * itself; whoever has one keeps it by renewing its lease. So an invocation that is cancelled, waiting or at work, takes no
 * place with it: what it no longer renews is free again a little later.
 */
import { waitUntil } from './wait-until.ts';

/** What places need. */
export interface PlacesOptions {
  /** How many there are. */
  width: number;
  /** A place, or a place in line, that was not renewed for this long is free again, in milliseconds. */
  leaseMs?: number;
  /** Unix milliseconds. */
  now: () => number;
  /** Waits by a timer of the caller's own invocation, milliseconds. */
  sleep: (durationMs: number) => Promise<void>;
}

/** Places that are shared. Keep one object per isolate. */
export interface Places {
  /** Does the task once there is a place for it; resolves and rejects with it. */
  take<Result>(task: () => Promise<Result>): Promise<Result>;
}

/** Many times the longest pause below, so that a busy isolate drops nobody. */
const LEASE_MS = 5_000;
/** The first in line look this often; those behind them less, as many as they are. */
const SHORTEST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 250;

interface Claim {
  renewedAtMs: number;
}

/** Makes places, all free. */
export function createPlaces({ width, leaseMs = LEASE_MS, now, sleep }: PlacesOptions): Places {
  const taken = new Set<Claim>();
  const line = new Set<Claim>();
  const dropLapsed = (claims: Set<Claim>): void => {
    for (const claim of claims) if (claim.renewedAtMs + leaseMs <= now()) claims.delete(claim);
  };

  const stand = (claim: Claim): number => {
    claim.renewedAtMs = now();
    // Dropped by the others, it stands at the end again.
    line.add(claim);
    let ahead = 0;
    for (const other of line) {
      if (other === claim) break;
      ahead++;
    }
    return ahead;
  };

  const enter = async (claim: Claim): Promise<void> => {
    let ahead = 0;
    await waitUntil({
      isSo() {
        dropLapsed(taken);
        dropLapsed(line);
        ahead = stand(claim);
        if (ahead >= width - taken.size) return false;
        line.delete(claim);
        taken.add(claim);
        return true;
      },
      pauseMs: () => Math.min(LONGEST_PAUSE_MS, SHORTEST_PAUSE_MS * (1 + Math.floor(ahead / width))),
      atMostMs: null,
      now,
      sleep,
    });
  };

  return {
    async take(task) {
      const claim: Claim = { renewedAtMs: now() };
      let renewal: ReturnType<typeof setInterval> | undefined;
      try {
        await enter(claim);
        renewal = setInterval(() => {
          claim.renewedAtMs = now();
          taken.add(claim);
        }, leaseMs / 4);
        return await task();
      } finally {
        clearInterval(renewal);
        line.delete(claim);
        taken.delete(claim);
      }
    },
  };
}
