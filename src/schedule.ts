/** What runs by the clock: retention, and bringing back exchanges and feedback whose pointer never reached the queue. */
import { expireAudit } from './audit/expire-audit.ts';
import { sweepArtifacts } from './artifacts/sweep-artifacts.ts';
import { sweepEvaluations } from './scoring/evaluation/sweep-evaluations.ts';
import { sweepTasks } from './scoring/online/sweep-tasks.ts';
import { checkAlerts } from './scoring/monitoring/check-alerts.ts';
import { runSchedules } from './scoring/schedules/run-schedules.ts';
import type { Services } from './services.ts';
import { sweepSpool } from './tracing/ingest/sweep-spool.ts';
import { runRetention } from './tracing/retention.ts';

/** An exchange that waited this long was not merely slow. */
const SWEEP_AFTER_MS = 600_000;

/** The cron expression by which the local engine tells that it has just started: nothing is under way then. */
const startExpression = 'start';

/** The cron expression of every minute: what should not wait longer. */
const minuteExpression = '* * * * *';

/** Runs everything that is due. One task that fails does not stop the others. */
export async function runSchedule(services: Services, expression: string): Promise<void> {
  const tasks = [
    ...everyMinute(services, expression),
    ...(expression === minuteExpression ? [] : sometimes(services, expression)),
  ];
  for (const outcome of await Promise.allSettled(tasks)) {
    if (outcome.status === 'rejected') services.log.error('schedule-failed', outcome.reason);
  }
}

function everyMinute(services: Services, expression: string): Promise<unknown>[] {
  const afterStart = expression === startExpression;
  services.refusals.flush();
  return [
    sweepTasks({ services, input: { afterStart } }),
    sweepEvaluations({ services, input: { afterStart } }),
    runSchedules({ services }),
    checkAlerts({ services }),
  ];
}

function sometimes(services: Services, expression: string): Promise<unknown>[] {
  const { log } = services;
  const now = (): number => services.now();
  const beforeMs = expression === startExpression ? now() + 1 : now() - SWEEP_AFTER_MS;
  return [
    sweepSpool({ services, input: { beforeMs, afterStart: expression === startExpression } }),
    services.inbox.sweep(beforeMs),
    runRetention({
      services: {
        traces: services.traces,
        assessments: services.assessments,
        content: services.content,
        retentionDaysByExperiment: () => readRetention(services),
        log,
        now,
      },
      input: { defaultDays: services.settings.retentionDays },
    }),
    sweepArtifacts({ services }),
    expireAudit({ services, input: { days: services.settings.auditDays } }),
  ];
}

async function readRetention({ experiments }: Services): Promise<Map<string, number>> {
  const days = new Map<string, number>();
  for (const { experimentId, retentionDays } of await experiments.list()) {
    if (retentionDays !== null) days.set(experimentId, retentionDays);
  }
  return days;
}
