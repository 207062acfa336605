/** Waiting that ends with its caller. */

/**
 * Waits. Leaves neither a timer nor a listener behind, however it ends.
 *
 * @throws the signal's reason when it is aborted first
 */
export async function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const leave = (): void => {
      clearTimeout(timer);
      reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', leave);
      resolve();
    }, durationMs);
    signal.addEventListener('abort', leave, { once: true });
  });
}
