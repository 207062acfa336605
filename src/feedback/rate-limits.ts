/** How often feedback may be given: per token, per trace and per address. A sender with a key of yours has no address limit. */
import { AppError } from '../core/app-error.ts';

/** The counters. Each says whether one more is allowed, and counts it. */
export interface FeedbackRateLimits {
  token(token: string): Promise<boolean>;
  trace(traceKey: string): Promise<boolean>;
  address(address: string): Promise<boolean>;
}

/** Who gives feedback, as far as the limits go; null has no limit. */
export interface LimitedSender {
  /** The token's signature part is enough: it tells tokens apart and opens nothing. */
  token: string | null;
  /** The trace within its experiment: nobody uses up the limit of another's trace. */
  traceKey: string;
  /** Null also when nothing trustworthy tells it: the limits by token and by trace hold then. */
  address: string | null;
}

/**
 * Counts one submission.
 *
 * @throws AppError RESOURCE_EXHAUSTED
 */
export async function spendRateLimit(limits: FeedbackRateLimits, sender: LimitedSender): Promise<void> {
  const allowed = await Promise.all([
    sender.token === null ? true : limits.token(sender.token),
    limits.trace(sender.traceKey),
    sender.address === null ? true : limits.address(sender.address),
  ]);
  const scope = ['with this token', 'on this trace', 'from this address'][allowed.indexOf(false)];
  if (scope !== undefined) {
    throw new AppError('RESOURCE_EXHAUSTED', `Too much feedback ${scope}. Try again in a minute.`);
  }
}
