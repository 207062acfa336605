/**
 * Checks alerts by the clock and delivers what they have to say: once when one begins to fire, once when it is over. The
 * message stands in the store until its webhook took it; each has an id, so that a receiver can tell a second delivery.
 */
import { describeCause, type Log } from '../../core/log.ts';
import { parseJson } from '../../core/json.ts';
import type { QualityStore } from '../../tracing/store/quality-store.ts';
import type { AlertStore } from '../store/alert-store.ts';
import { hashOf } from '../verdict-assessment.ts';
import { callWebhook, type WebhookServices } from '../webhook.ts';
import type { Alert, AlertMetric, AlertState } from './alert.ts';

/** What checking needs. */
export interface CheckAlertsServices {
  alerts: AlertStore;
  quality: QualityStore;
  webhooks: WebhookServices;
  log: Log;
  /** Unix milliseconds. */
  now: () => number;
}

const DELIVERY_TIMEOUT_MS = 10_000;
const FIRST_PAUSE_MS = 60_000;
/** Ten attempts with doubled pauses bridge most of a day. */
const MOST_ATTEMPTS = 10;

/** One tick of the clock. */
export async function checkAlerts({ services }: { services: CheckAlertsServices }): Promise<void> {
  for (const alert of await services.alerts.list(null)) {
    try {
      await checkAlert(alert, services);
      await deliver(alert.alertId, services);
    } catch (cause) {
      services.log.error('alert-not-checked', cause, { alert: alert.alertId });
    }
  }
}

interface Seen {
  value: number | null;
  count: number;
}

async function checkAlert(alert: Alert, services: CheckAlertsServices): Promise<void> {
  const { rule } = alert;
  const atMs = services.now();
  const current = await measure(alert, { fromMs: atMs - rule.windowMs, toMs: atMs }, services.quality);
  const { state, detail } = await judge(alert, { current, atMs }, services.quality);
  // Too little to go by is no news, and does not end what is firing.
  const to = state === 'unknown' && alert.state === 'firing' ? 'firing' : state;
  const isNews = (to === 'firing') !== (alert.state === 'firing');
  const message = isNews ? await messageOf(alert, { state: to, detail, current, atMs }) : null;
  await services.alerts.note(alert.alertId, { from: alert.state, to, detail, message, atMs });
}

async function judge(
  { experimentId, rule }: Alert,
  { current: { value, count }, atMs }: { current: Seen; atMs: number },
  quality: QualityStore,
): Promise<{ state: AlertState; detail: string }> {
  const { condition, minimumCount, windowMs } = rule;
  if (value === null || count < minimumCount)
    return { state: 'unknown', detail: `${count} of at least ${minimumCount} in the window.` };
  const shown = round(value);
  if ('threshold' in condition) {
    const fires = condition.kind === 'below' ? value < condition.threshold : value > condition.threshold;
    return { state: fires ? 'firing' : 'ok', detail: `${shown}; the threshold is ${condition.threshold}.` };
  }
  const toMs = atMs - windowMs;
  const range = { fromMs: toMs - condition.baselineMs, toMs };
  const before = await measure({ experimentId, rule }, range, quality);
  if (before.value === null || before.value === 0 || before.count < minimumCount)
    return { state: 'unknown', detail: `${before.count} of at least ${minimumCount} in the baseline.` };
  const change = (value - before.value) / Math.abs(before.value);
  const fires = condition.kind === 'drop' ? change <= -condition.share : change >= condition.share;
  const detail = `${shown}, ${round(change * 100)}% from ${round(before.value)} before.`;
  return { state: fires ? 'firing' : 'ok', detail };
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}

async function measure(
  { experimentId, rule: { metric } }: Pick<Alert, 'experimentId' | 'rule'>,
  { fromMs, toMs }: { fromMs: number; toMs: number },
  quality: QualityStore,
): Promise<Seen> {
  const query = {
    experimentId,
    fromMs,
    toMs,
    bucketMs: Number.MAX_SAFE_INTEGER,
    group: { by: 'none' as const },
  };
  if (metric.of === 'score' || metric.of === 'scorer_errors') {
    const [point] = await quality.verdicts({ ...query, name: metric.name });
    if (point === undefined) return { value: null, count: 0 };
    if (metric.of === 'score')
      return { value: point.count === 0 ? null : point.sum / point.count, count: point.count };
    const count = point.count + point.errors;
    return { value: count === 0 ? null : point.errors / count, count };
  }
  const [point] = await quality.calls(query);
  return valueOfCalls(metric.of, point);
}

function valueOfCalls(
  of: Exclude<AlertMetric['of'], 'score' | 'scorer_errors'>,
  point: Awaited<ReturnType<QualityStore['calls']>>[number] | undefined,
): Seen {
  const count = point?.calls ?? 0;
  switch (of) {
    case 'calls':
      return { value: count, count: Number.MAX_SAFE_INTEGER };
    case 'error_rate':
      return { value: point === undefined ? null : point.errors / count, count };
    case 'latency_ms':
      return { value: point?.meanLatencyMs ?? null, count };
    default:
      return { value: point?.costUsd ?? null, count };
  }
}

async function messageOf(
  alert: Alert,
  { state, detail, current, atMs }: { state: AlertState; detail: string; current: Seen; atMs: number },
): Promise<string> {
  return JSON.stringify({
    id: await hashOf('alert', alert.alertId, state, atMs),
    type: state === 'firing' ? 'alert.firing' : 'alert.resolved',
    alert_id: alert.alertId,
    name: alert.name,
    experiment_id: alert.experimentId,
    value: current.value,
    detail,
    rule: alert.rule,
    time: new Date(atMs).toISOString(),
  });
}

async function deliver(alertId: string, { alerts, webhooks, now, log }: CheckAlertsServices): Promise<void> {
  const atMs = now();
  const claim = { atMs, untilMs: atMs + 2 * DELIVERY_TIMEOUT_MS };
  const alert = await alerts.claimUndelivered(alertId, claim);
  if (alert === null || alert.undelivered === null) return;
  try {
    const body = parseJson(alert.undelivered) ?? null;
    await callWebhook({
      services: webhooks,
      input: { url: alert.webhookUrl, body, timeoutMs: DELIVERY_TIMEOUT_MS, answer: 'ignored' },
    });
    await alerts.delivered(alertId, alert.undelivered);
  } catch (cause) {
    const isLast = alert.attempts >= MOST_ATTEMPTS;
    const nextAttemptAtMs = isLast ? null : atMs + FIRST_PAUSE_MS * 2 ** (alert.attempts - 1);
    log.error('alert-not-delivered', cause, { alert: alertId, attempts: alert.attempts });
    await alerts.notDelivered(alertId, { nextAttemptAtMs, error: describeCause(cause) });
  }
}
