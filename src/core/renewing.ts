/**
 * Keeps a lease while its holder is at work: a lease is as long as a dead holder may keep others waiting, and work may take longer.
 * The timer is the holder's own, so it ends with it; and it ends after a while, for work that never does.
 */

/** How to renew. */
export interface Renewal {
  /** Milliseconds between two renewals: a part of the lease, so that one that fails does not lose it. */
  everyMs: number;
  /** Renewals at most. */
  most: number;
  /** Renews. One that fails is tried again the next time. */
  renew: () => Promise<unknown>;
}

/** Does the work, and renews meanwhile; resolves and rejects with the work. */
export async function renewing<Result>(
  { everyMs, most, renew }: Renewal,
  work: () => Promise<Result>,
): Promise<Result> {
  let renewals = 0;
  const timer = setInterval(() => {
    if (renewals++ < most) void renew().catch(() => undefined);
    else clearInterval(timer);
  }, everyMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
