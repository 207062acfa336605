/**
 * Calls to elsewhere that one invocation has under way. The platform opens six connections per invocation and lets further
 * ones wait unseen (developers.cloudflare.com/workers/platform/limits/#simultaneous-open-connections), so a clock that was
 * started for such a call runs out before the call has begun. Whatever makes many calls makes them through here, and starts
 * its clock inside. Those who wait are of the same invocation, so they may wait on each other's promises.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

/** One of the platform's six is left to stores and queues. */
export const mostConnections = 5;

interface Invocation {
  open: number;
  /** First come, first served. */
  waiting: (() => void)[];
}

const current = new AsyncLocalStorage<Invocation>();

/** Runs one invocation: a batch of messages, a tick of the clock, a step of a workflow. Returns what it returns. */
export function runInvocation<Result>(run: () => Result): Result {
  return current.run({ open: 0, waiting: [] }, run);
}

/**
 * Makes a call once the invocation has a connection for it; resolves and rejects with the call. Not to be nested: whoever
 * has a connection must not wait for another. Outside of {@link runInvocation} nothing is counted.
 */
export async function withConnection<Result>(call: () => Promise<Result>): Promise<Result> {
  const invocation = current.getStore();
  if (invocation === undefined) return call();
  if (invocation.open < mostConnections) invocation.open++;
  else await new Promise<void>((resolve) => invocation.waiting.push(resolve));
  try {
    return await call();
  } finally {
    const next = invocation.waiting.shift();
    if (next === undefined) invocation.open--;
    else next();
  }
}
