/** `GET /metrics`: what Prometheus scrapes. The stores are asked at most every few seconds, however often it is called. */
import { createRoute, z } from '@hono/zod-openapi';
import type { AuthenticateServices } from '../../access/authenticate.ts';
import { expositionType, renderExposition, type Family } from '../../core/exposition.ts';
import type { Activity } from '../../core/activity.ts';
import type { Log } from '../../core/log.ts';
import { createSharedAnswer } from '../../core/shared-answer.ts';
import { authenticated } from '../../http/authenticate.ts';
import { checkHealth, type CheckHealthServices } from '../../http/check-health.ts';
import type { Health } from '../../http/health-json.ts';
import { commonErrors, newApi, secured, type Api } from '../../http/open-api.ts';
import { callFamilies } from './call-families.ts';
import { countCalls, type CallCounts, type CountCallsServices } from './count-calls.ts';
import { gauge, healthFamilies } from './health-families.ts';

/** What the route needs. */
export type MetricsServices = CountCallsServices &
  CheckHealthServices &
  AuthenticateServices & {
    activity: Activity;
    /** What judges have cost since midnight UTC, USD. */
    judgeSpentUsd(): Promise<number>;
    log: Log;
  };

const KEPT_MS = 10_000;
const PATIENCE_MS = 5_000;

const route = createRoute({
  method: 'get',
  path: '/metrics',
  operationId: 'getMetrics',
  tags: ['Health'],
  summary: 'Metrics, as Prometheus reads them',
  description:
    'Calls by provider, model and status with tokens, cost and durations; the state of stores, queues and judges. ' +
    'A key that is bound to an experiment gets the calls of that alone.',
  ...secured('read'),
  responses: {
    200: { description: 'The metrics.', content: { 'text/plain': { schema: z.string() } } },
    ...commonErrors,
  },
});

interface Measured {
  /** Null: they could not be read. */
  calls: CallCounts | null;
  health: Health;
  judgeSpentUsd: number | null;
  atMs: number;
}

/** The route. Create it once per isolate: it remembers the last answer for a moment. */
export function createMetricsRoutes(services: MetricsServices): Api {
  const api = newApi();
  const last = createSharedAnswer({
    read: () => measure(services),
    keptMs: KEPT_MS,
    patienceMs: PATIENCE_MS,
    now: services.now,
  });
  api.use('/metrics', authenticated(services));
  api.openapi(route, async (context) => {
    const within = context.get('identity').experimentId;
    const families = familiesFor(within, await last.get(), services.activity);
    const headers = { 'content-type': expositionType, 'cache-control': 'no-store' };
    return context.text(renderExposition(families), 200, headers);
  });
  return api;
}

/** Reads everything at once. Never rejects: what cannot be read is what is to be seen. */
async function measure(services: MetricsServices): Promise<Measured> {
  const [calls, health, judgeSpentUsd] = await Promise.all([
    countCalls({ services }).catch((cause: unknown) => {
      services.log.error('calls-not-counted', cause);
      return null;
    }),
    checkHealth(services),
    services.judgeSpentUsd().catch(() => null),
  ]);
  return { calls, health, judgeSpentUsd, atMs: services.now() };
}

/** @param within the only experiment the caller may see; null is all */
function familiesFor(
  within: string | null,
  { calls, health, judgeSpentUsd, atMs }: Measured,
  activity: Activity,
): Family[] {
  const all = calls?.series ?? [];
  const series = within === null ? all : all.filter((one) => one.series.experimentId === within);
  const ofCalls = [
    ...callFamilies(series),
    gauge(
      'weir_open_calls',
      'Calls whose exchange is not yet safe, in the isolate that answers.',
      activity.count(within),
    ),
    gauge(
      'weir_calls_readable',
      '1 when the calls above could be read, 0 otherwise.',
      calls === null ? 0 : 1,
    ),
  ];
  if (within !== null) return ofCalls;
  return [
    ...ofCalls,
    gauge(
      'weir_calls_behind_traces',
      'Traces that are not counted yet, while the totals catch up with what was stored before.',
      calls?.behindTraces ?? null,
    ),
    ...healthFamilies(health, atMs),
    gauge('weir_judge_spent_usd', 'What judges have cost since midnight UTC.', judgeSpentUsd),
  ];
}
