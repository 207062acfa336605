/**
 * Checks alerts by the clock and delivers what they have to say: once when one begins to fire, once when it is over. The
 * message stands in the store until its webhook took it; each has an id, so that a receiver can tell a second delivery.
 */
import { mostConnections } from '../../core/connections.ts';
import { describeCause, type Log } from '../../core/log.ts';
import { parseJson } from '../../core/json.ts';
import type { AlertStore } from '../store/alert-store.ts';
import { hashOf } from '../verdict-assessment.ts';
import { callWebhook, type WebhookServices } from '../webhook.ts';
import type { Alert, AlertState } from './alert.ts';
import { judgeAlert } from './judge-alert.ts';
import { measureAlert, type MeasureAlertServices } from './measure-alert.ts';

/** What checking needs. */
export interface CheckAlertsServices extends MeasureAlertServices {
  alerts: AlertStore;
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
  const alerts = await services.alerts.list(null);
  await services.rollups.watch(alerts.map(({ experimentId }) => experimentId));
  for (const alert of alerts) {
    try {
      await checkAlert(alert, services);
    } catch (cause) {
      services.log.error('alert-not-checked', cause, { alert: alert.alertId });
    }
  }
  await deliverAll(alerts, services);
}

/** After all were looked at, and several at a time: a receiver that is away holds up neither the looks nor all others. */
async function deliverAll(alerts: readonly Alert[], services: CheckAlertsServices): Promise<void> {
  const waiting = alerts.map(({ alertId }) => alertId);
  const work = async (): Promise<void> => {
    for (let alertId = waiting.shift(); alertId !== undefined; alertId = waiting.shift()) {
      try {
        await deliver(alertId, services);
      } catch (cause) {
        services.log.error('alert-not-checked', cause, { alert: alertId });
      }
    }
  };
  await Promise.all(Array.from({ length: mostConnections }, work));
}

async function checkAlert(alert: Alert, services: CheckAlertsServices): Promise<void> {
  const atMs = services.now();
  const measured = await measureAlert({ services, input: { alert, atMs } });
  const { state, detail } = judgeAlert(alert.rule, measured);
  // Too little to go by is no news, and does not end what is firing.
  const to = state === 'unknown' && alert.state === 'firing' ? 'firing' : state;
  const isNews = (to === 'firing') !== (alert.state === 'firing');
  const { value } = measured.current;
  const message = isNews ? await messageOf(alert, { state: to, detail, value, atMs }) : null;
  await services.alerts.note(alert.alertId, { from: alert.state, to, detail, message, atMs });
}

async function messageOf(
  alert: Alert,
  { state, detail, value, atMs }: { state: AlertState; detail: string; value: number | null; atMs: number },
): Promise<string> {
  return JSON.stringify({
    id: await hashOf('alert', alert.alertId, state, atMs),
    type: state === 'firing' ? 'alert.firing' : 'alert.resolved',
    alert_id: alert.alertId,
    name: alert.name,
    experiment_id: alert.experimentId,
    value,
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
