/** The model of an alert: a number of the latest calls, and what makes it worth waking somebody. */

/** What is watched. */
export type AlertMetric =
  /** Mean of a scorer's verdicts, yes as 1: its pass rate. */
  | { of: 'score'; name: string }
  /** Share of a scorer's verdicts that failed. */
  | { of: 'scorer_errors'; name: string }
  | { of: 'error_rate' | 'latency_ms' }
  /** Totals: of the window against a threshold, per time against the time before. */
  | { of: 'cost_usd' | 'calls' };

/** When it fires. */
export type AlertCondition =
  | { kind: 'below' | 'above'; threshold: number }
  /** Against the time before the window, `baselineMs` long: by this share of it, up or down. */
  | { kind: 'drop' | 'rise'; share: number; baselineMs: number };

/** A rule. */
export interface AlertRule {
  metric: AlertMetric;
  condition: AlertCondition;
  /** The latest calls: this long, milliseconds. */
  windowMs: number;
  /** With fewer calls, or verdicts, nothing is said of a mean or a share, nor compared with a baseline. */
  minimumCount: number;
}

/** `unknown`: too little to go by. */
export type AlertState = 'ok' | 'firing' | 'unknown';

/** An alert. Times are Unix milliseconds. */
export interface Alert {
  alertId: string;
  experimentId: string;
  name: string;
  rule: AlertRule;
  webhookUrl: string;
  state: AlertState;
  /** What was last seen, for people. */
  detail: string | null;
  checkedAtMs: number | null;
  /** The message that is still to be delivered; null when none is. */
  undelivered: string | null;
  attempts: number;
  nextAttemptAtMs: number | null;
  lastError: string | null;
  createdAtMs: number;
}
