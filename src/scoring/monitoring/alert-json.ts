/** Alerts as our REST surface writes them. Schema and mapping side by side. */
import { z } from '@hono/zod-openapi';
import type { Alert, AlertCondition, AlertMetric, AlertRule } from './alert.ts';

const seconds = (example: number) => z.number().int().min(60).max(2_592_000).openapi({ example });
const scorer = z.string().min(1).max(250).openapi({ example: 'safety' });

const metricSchema = z.union(
  [
    z.strictObject({ of: z.enum(['score', 'scorer_errors']), scorer }),
    z.strictObject({ of: z.enum(['error_rate', 'latency_ms', 'cost_usd', 'calls']) }),
  ],
  {
    error:
      'expected {of: score or scorer_errors, scorer}, or {of: error_rate, latency_ms, cost_usd or calls}',
  },
);
const conditionSchema = z.union(
  [
    z.strictObject({ kind: z.enum(['below', 'above']), threshold: z.number() }),
    z.strictObject({
      kind: z.enum(['drop', 'rise']),
      share: z.number().positive().openapi({
        example: 0.2,
        description:
          'Of the baseline. Calls and costs are compared per time, so the two may differ in length.',
      }),
      baseline_seconds: seconds(604_800),
    }),
  ],
  { error: 'expected {kind: below or above, threshold}, or {kind: drop or rise, share, baseline_seconds}' },
);

/** What is watched, and where it is told. */
export const newAlertSchema = z
  .strictObject({
    experiment: z.string().min(1).max(500).default('0').openapi({ description: 'Name or id.' }),
    name: z.string().min(1).max(250).openapi({ example: 'safety falls' }),
    metric: metricSchema,
    condition: conditionSchema,
    window_seconds: seconds(3600),
    minimum_count: z.number().int().min(1).max(1_000_000).default(20).openapi({
      description:
        'With fewer calls or verdicts nothing is said of a mean or a share, nor compared with a baseline.',
    }),
    webhook_url: z.string().max(2000).openapi({ example: 'https://hooks.example/quality' }),
  })
  .openapi('NewAlert');

/** An alert. */
export const alertSchema = z
  .object({
    alert_id: z.string(),
    experiment_id: z.string(),
    name: z.string(),
    metric: metricSchema,
    condition: conditionSchema,
    window_seconds: z.number().int(),
    minimum_count: z.number().int(),
    webhook_url: z.string(),
    state: z.enum(['ok', 'firing', 'unknown']),
    detail: z.string().nullable(),
    last_check: z.string().nullable(),
    undelivered: z.boolean().openapi({ description: 'A message waits for its webhook.' }),
    last_error: z.string().nullable(),
    creation_time: z.string(),
  })
  .openapi('Alert');

/** The rule that was sent. */
export function toRule(sent: z.infer<typeof newAlertSchema>): AlertRule {
  const { metric, condition } = sent;
  return {
    metric: 'scorer' in metric ? { of: metric.of, name: metric.scorer } : { of: metric.of },
    condition:
      'threshold' in condition
        ? condition
        : { kind: condition.kind, share: condition.share, baselineMs: condition.baseline_seconds * 1000 },
    windowMs: sent.window_seconds * 1000,
    minimumCount: sent.minimum_count,
  };
}

function metricJson(metric: AlertMetric): z.infer<typeof metricSchema> {
  return 'name' in metric ? { of: metric.of, scorer: metric.name } : { of: metric.of };
}

function conditionJson(condition: AlertCondition): z.infer<typeof conditionSchema> {
  if ('threshold' in condition) return condition;
  const { kind, share, baselineMs } = condition;
  return { kind, share, baseline_seconds: baselineMs / 1000 };
}

/** Renders an alert. */
export function toAlertJson(alert: Alert): z.infer<typeof alertSchema> {
  const { rule } = alert;
  return {
    alert_id: alert.alertId,
    experiment_id: alert.experimentId,
    name: alert.name,
    metric: metricJson(rule.metric),
    condition: conditionJson(rule.condition),
    window_seconds: rule.windowMs / 1000,
    minimum_count: rule.minimumCount,
    webhook_url: alert.webhookUrl,
    state: alert.state,
    detail: alert.detail,
    last_check: alert.checkedAtMs === null ? null : new Date(alert.checkedAtMs).toISOString(),
    undelivered: alert.undelivered !== null,
    last_error: alert.lastError,
    creation_time: new Date(alert.createdAtMs).toISOString(),
  };
}
