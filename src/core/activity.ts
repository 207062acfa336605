/**
 * How much is under way in this isolate: calls whose exchange is not yet safe. The local front door asks before it stops,
 * so that nothing accepted is lost at shutdown (F75).
 */

/** Counts what is under way. */
export interface Activity {
  /** Counts the promise until it settles; returns it. */
  track<Result>(promise: Promise<Result>): Promise<Result>;
  /** Promises not yet settled. */
  count(): number;
}

/** A counter that starts at zero. */
export function createActivity(): Activity {
  let count = 0;
  const settle = (): void => {
    count--;
  };
  return {
    track(promise) {
      count++;
      promise.then(settle, settle);
      return promise;
    },
    count: () => count,
  };
}
