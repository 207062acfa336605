/**
 * How much is under way in this isolate: calls whose exchange is not yet safe. The local front door asks before it stops,
 * so that nothing accepted is lost at shutdown (F75).
 */

/** Counts what is under way. */
export interface Activity {
  /**
   * Counts the promise until it settles; returns it.
   *
   * @param experimentId of the key that the call was made with, when that is bound to one
   */
  track<Result>(promise: Promise<Result>, experimentId?: string | null): Promise<Result>;
  /**
   * Promises not yet settled.
   *
   * @param experimentId only those of this experiment; null or absent is all
   */
  count(experimentId?: string | null): number;
}

/** A counter that starts at zero. */
export function createActivity(): Activity {
  let all = 0;
  const byExperiment = new Map<string, number>();
  const add = (experimentId: string | null, change: 1 | -1): void => {
    all += change;
    if (experimentId === null) return;
    const count = (byExperiment.get(experimentId) ?? 0) + change;
    if (count === 0) byExperiment.delete(experimentId);
    else byExperiment.set(experimentId, count);
  };
  return {
    track(promise, experimentId = null) {
      add(experimentId, 1);
      const settle = (): void => add(experimentId, -1);
      promise.then(settle, settle);
      return promise;
    },
    count: (experimentId = null) => (experimentId === null ? all : (byExperiment.get(experimentId) ?? 0)),
  };
}
