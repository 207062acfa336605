/** Patience with a store: one that neither answers nor fails is one that is away. */

/**
 * What the promise resolves with, when it does so in time.
 *
 * @param patienceMs milliseconds
 * @throws Error when it takes longer; what it does afterwards is nobody's business
 */
export async function inTime<Result>(promise: Promise<Result>, patienceMs: number): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${patienceMs} ms`)), patienceMs);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
