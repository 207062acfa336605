/** When a cron expression is due next, by a library that knows all of them. */
import { Cron } from 'croner';
import { invalidParameter } from '../../core/app-error.ts';

/**
 * The next time after `afterMs`, Unix milliseconds.
 *
 * @throws AppError INVALID_PARAMETER_VALUE for text that is no cron expression, or one that is never due
 */
export function nextRunAtMs(cron: string, afterMs: number): number {
  let next: Date | null;
  try {
    next = new Cron(cron, { timezone: 'UTC', mode: '5-part' }).nextRun(new Date(afterMs));
  } catch {
    next = null;
  }
  if (next === null) throw invalidParameter('cron', 'a cron expression of five fields, such as 0 6 * * 1-5');
  return next.getTime();
}
