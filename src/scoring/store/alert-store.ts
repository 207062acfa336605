/** The port to where alerts are kept. */
import type { Alert, AlertState } from '../monitoring/alert.ts';

/** Storage of alerts. */
export interface AlertStore {
  /** False when the experiment has one of that name. */
  create(alert: Alert): Promise<boolean>;
  get(alertId: string): Promise<Alert | null>;
  /** By name; null is all experiments. */
  list(experimentId: string | null): Promise<Alert[]>;
  delete(alertId: string): Promise<boolean>;
  /**
   * Notes what was seen. A message is kept only with a change of state, so that two who look at once send one.
   *
   * @param seen.from the state it was in
   * @param seen.message null: the state has not changed, or the change is not worth a message
   */
  note(
    alertId: string,
    seen: { from: AlertState; to: AlertState; detail: string; message: string | null; atMs: number },
  ): Promise<void>;
  /** Alerts with a message that is due; each is put off at once, so that nobody else sends it meanwhile. */
  claimUndelivered(alertId: string, claim: { atMs: number; untilMs: number }): Promise<Alert | null>;
  delivered(alertId: string, message: string): Promise<void>;
  notDelivered(alertId: string, failure: { nextAttemptAtMs: number | null; error: string }): Promise<void>;
}
