/**
 * The limit on refused credentials by address, by the platform's own counter (Workers rate limiting binding): shared by the
 * isolates of a location, no round trip, no memory of ours.
 */
import type { Log } from '../../core/log.ts';

/** Makes the limit. A counter that fails slows nobody. */
export function createPlatformRefusalLimit(options: { counter: RateLimit; log: Log }) {
  return async (address: string): Promise<boolean> => {
    try {
      return (await options.counter.limit({ key: address })).success;
    } catch (cause) {
      options.log.error('rate-limit-failed', cause);
      return true;
    }
  };
}
