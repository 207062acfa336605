/**
 * Decides whether an alert fires. Means and shares are compared as they are. Numbers of calls and costs are totals, which
 * grow with time: they are compared per time, and a threshold is for the length of the window. Pure.
 */
import type { AlertRule, AlertState } from './alert.ts';
import type { AlertMeasures, Measured } from './measure-alert.ts';

/** What is decided, and the reason for people. */
export interface AlertJudgement {
  state: AlertState;
  detail: string;
}

/** A cost of which more calls than this share have no price is not compared: what is missing may be the difference. */
const MOST_UNPRICED = 0.1;
const HOUR_MS = 3_600_000;

/** The judgement. */
export function judgeAlert(rule: AlertRule, measures: AlertMeasures): AlertJudgement {
  const { condition, minimumCount } = rule;
  const { current, before } = measures;
  const isTotal = rule.metric.of === 'calls' || rule.metric.of === 'cost_usd';
  // A total of few is a fact like any other; a mean of few is none.
  if (!isTotal && current.count < minimumCount) return tooFew(current, minimumCount, 'window');
  if (current.value === null)
    return unknown(current.unpriced > 0 ? noPrice(current) : 'Nothing was measured.');
  if ('threshold' in condition) {
    const { kind, threshold } = condition;
    const fires = kind === 'below' ? current.value < threshold : current.value > threshold;
    const detail = `${round(current.value)}; the threshold is ${threshold}.`;
    // Calls that are not seen or not priced can only add to a total that is above already.
    if (isTotal && kind === 'below' && fires) {
      if (current.coveredMs < rule.windowMs) return unknown(notCovered('window'));
      if (isUnpriced(current)) return unknown(`${detail} ${noPrice(current)}`);
    }
    return { state: fires ? 'firing' : 'ok', detail };
  }
  if (before === null) return unknown('Nothing was measured.');
  if (before.count < minimumCount || before.value === null) return tooFew(before, minimumCount, 'baseline');
  if (!isTotal) return compare(condition, { now: current.value, before: before.value });
  if (current.coveredMs < rule.windowMs) return unknown(notCovered('window'));
  if (before.coveredMs < Math.min(rule.windowMs, condition.baselineMs))
    return unknown(notCovered('baseline'));
  for (const one of [current, before]) if (isUnpriced(one)) return unknown(noPrice(one));
  const now = perHour(current.value, current.coveredMs);
  return compare(condition, { now, before: perHour(before.value, before.coveredMs) }, ' an hour');
}

/** Compares two values of the same measure; from nothing any rise is beyond every share. */
function compare(
  { kind, share }: { kind: 'drop' | 'rise'; share: number },
  { now, before }: { now: number; before: number },
  unit = '',
): AlertJudgement {
  const difference = now - before;
  const change = difference === 0 ? 0 : difference / Math.abs(before);
  const fires = kind === 'drop' ? change <= -share : change >= share;
  const words = Number.isFinite(change)
    ? `${round(change * 100)}% from ${round(before)}${unit} before`
    : `from ${round(before)} before`;
  return { state: fires ? 'firing' : 'ok', detail: `${round(now)}${unit}, ${words}.` };
}

function perHour(total: number, overMs: number): number {
  return (total * HOUR_MS) / overMs;
}

function isUnpriced({ unpriced, count }: Measured): boolean {
  return unpriced > count * MOST_UNPRICED;
}

function unknown(detail: string): AlertJudgement {
  return { state: 'unknown', detail };
}

function tooFew({ count }: Measured, least: number, where: string): AlertJudgement {
  return unknown(`${count} of at least ${least} in the ${where}.`);
}

function noPrice({ unpriced, count }: Measured): string {
  return `${unpriced} of ${count} calls have no known cost.`;
}

function notCovered(where: string): string {
  return `The ${where} begins before the experiment, or before what it keeps.`;
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
