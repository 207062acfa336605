/**
 * Rate limits by the platform's own counters (Workers rate limiting bindings): shared by the isolates of a location, no
 * round trip, no memory of ours. They bound a flood, not a total; how much a trace may hold is bounded by the store.
 */
import type { Log } from '../../core/log.ts';
import type { FeedbackRateLimits } from '../rate-limits.ts';

/** The bindings, named in wrangler.toml with their limits. */
export interface PlatformRateLimitsOptions {
  byToken: RateLimit;
  byTrace: RateLimit;
  byAddress: RateLimit;
  log: Log;
}

/** Makes the limits. A counter that fails lets everything pass: a vote is worth more than the limit. */
export function createPlatformRateLimits(options: PlatformRateLimitsOptions): FeedbackRateLimits {
  const ask = async (counter: RateLimit, key: string): Promise<boolean> => {
    try {
      return (await counter.limit({ key })).success;
    } catch (cause) {
      options.log.error('rate-limit-failed', cause);
      return true;
    }
  };
  return {
    token: (token) => ask(options.byToken, token),
    trace: (traceKey) => ask(options.byTrace, traceKey),
    address: (address) => ask(options.byAddress, address),
  };
}
