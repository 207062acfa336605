/** Alerts in the registry's D1 database. */
import type { Alert, AlertState } from '../monitoring/alert.ts';
import type { AlertStore } from './alert-store.ts';
import { statementsOf, type Statements } from './statements.ts';

interface AlertRow {
  alert_id: string;
  experiment_id: string;
  name: string;
  rule: string;
  webhook_url: string;
  state: AlertState;
  detail: string | null;
  checked_at_ms: number | null;
  undelivered: string | null;
  attempts: number;
  next_attempt_at_ms: number | null;
  last_error: string | null;
  created_at_ms: number;
}

/** Creates the store on D1. */
export function createD1AlertStore({ database }: { database: D1Database }): AlertStore {
  const statements = statementsOf(database);
  return { ...alertsIn(statements), ...messagesIn(statements) };
}

type Messages = Pick<AlertStore, 'claimUndelivered' | 'delivered' | 'notDelivered'>;

function alertsIn({ run, all }: Statements): Omit<AlertStore, keyof Messages> {
  const alerts = async (sql: string, ...values: unknown[]): Promise<Alert[]> =>
    (await all<AlertRow>(sql, ...values)).map(toAlert);
  return {
    create: async (one) =>
      (await run(
        `INSERT INTO quality_alerts (alert_id, experiment_id, name, rule, webhook_url, state, attempts, created_at_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, 'unknown', 0, ?6) ON CONFLICT DO NOTHING`,
        one.alertId,
        one.experimentId,
        one.name,
        JSON.stringify(one.rule),
        one.webhookUrl,
        one.createdAtMs,
      )) > 0,
    get: async (id) => (await alerts('SELECT * FROM quality_alerts WHERE alert_id = ?1', id))[0] ?? null,
    list: (experimentId) =>
      alerts(
        'SELECT * FROM quality_alerts WHERE ?1 IS NULL OR experiment_id = ?1 ORDER BY name',
        experimentId,
      ),
    delete: async (id) => (await run('DELETE FROM quality_alerts WHERE alert_id = ?1', id)) > 0,
    async note(id, { from, to, detail, message, atMs }) {
      await run(
        `UPDATE quality_alerts SET state = ?3, detail = ?4, checked_at_ms = ?6,
           undelivered = COALESCE(?5, undelivered),
           attempts = CASE WHEN ?5 IS NULL THEN attempts ELSE 0 END,
           next_attempt_at_ms = CASE WHEN ?5 IS NULL THEN next_attempt_at_ms ELSE ?6 END
         WHERE alert_id = ?1 AND state = ?2`,
        id,
        from,
        to,
        detail,
        message,
        atMs,
      );
    },
  };
}

function messagesIn({ run, all }: Statements): Messages {
  return {
    async claimUndelivered(id, { atMs, untilMs }) {
      const [claimed] = await all<AlertRow>(
        `UPDATE quality_alerts SET next_attempt_at_ms = ?3, attempts = attempts + 1
         WHERE alert_id = ?1 AND undelivered IS NOT NULL AND next_attempt_at_ms <= ?2 RETURNING *`,
        id,
        atMs,
        untilMs,
      );
      return claimed === undefined ? null : toAlert(claimed);
    },
    async delivered(id, message) {
      // A newer message may have taken its place meanwhile: that one is still to go.
      await run(
        `UPDATE quality_alerts SET undelivered = NULL, last_error = NULL, next_attempt_at_ms = NULL
         WHERE alert_id = ?1 AND undelivered = ?2`,
        id,
        message,
      );
    },
    async notDelivered(id, { nextAttemptAtMs, error }) {
      await run(
        `UPDATE quality_alerts SET next_attempt_at_ms = ?2, last_error = ?3,
           undelivered = CASE WHEN ?2 IS NULL THEN NULL ELSE undelivered END WHERE alert_id = ?1`,
        id,
        nextAttemptAtMs,
        error,
      );
    },
  };
}

function toAlert(row: AlertRow): Alert {
  return {
    alertId: row.alert_id,
    experimentId: row.experiment_id,
    name: row.name,
    // What this store wrote is what its type says.
    rule: JSON.parse(row.rule) as Alert['rule'],
    webhookUrl: row.webhook_url,
    state: row.state,
    detail: row.detail,
    checkedAtMs: row.checked_at_ms,
    undelivered: row.undelivered,
    attempts: row.attempts,
    nextAttemptAtMs: row.next_attempt_at_ms,
    lastError: row.last_error,
    createdAtMs: row.created_at_ms,
  };
}
