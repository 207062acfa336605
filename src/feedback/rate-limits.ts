/** How often feedback may be given: per token, per trace and per address. A sender with a key of yours has no address limit. */
import { AppError } from '../core/app-error.ts';

/** The counters. Each says whether one more is allowed, and counts it. */
export interface FeedbackRateLimits {
  token(token: string): Promise<boolean>;
  trace(traceId: string): Promise<boolean>;
  address(address: string): Promise<boolean>;
}

/** Who gives feedback, as far as the limits go; null has no limit. */
export interface LimitedSender {
  /** The token's signature part is enough: it tells tokens apart and opens nothing. */
  token: string | null;
  traceId: string;
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
    limits.trace(sender.traceId),
    sender.address === null ? true : limits.address(sender.address),
  ]);
  const scope = ['with this token', 'on this trace', 'from this address'][allowed.indexOf(false)];
  if (scope !== undefined) {
    throw new AppError('RESOURCE_EXHAUSTED', `Too much feedback ${scope}. Try again in a minute.`);
  }
}

/**
 * The address that is counted. Of IPv6 the network, because one household or server has as many addresses as it likes.
 *
 * @param header `cf-connecting-ip`, set by the platform; null on a machine of one's own
 */
export function countedAddress(header: string | null): string {
  if (header === null || !header.includes(':')) return header ?? 'local';
  const [head = '', tail] = header.split('::');
  const groups = head.split(':');
  if (tail !== undefined) while (groups.length < 4) groups.push('0');
  return `${groups.slice(0, 4).join(':')}::/64`;
}
