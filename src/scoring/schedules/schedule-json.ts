/** Schedules as our REST surface writes them. Schemas and mappings side by side. */
import { z } from '@hono/zod-openapi';
import type { Schedule, ScheduleRun } from './schedule.ts';

/** A run with how far its work is. */
export interface RunProgress {
  run: ScheduleRun;
  done: number;
  failed: number;
  pending: number;
}

/** A run of a schedule. */
export const runSchema = z
  .object({
    run_id: z.string(),
    from: z.string(),
    to: z.string(),
    state: z.enum(['collecting', 'running', 'finished', 'failed']),
    found: z.number().int().openapi({ description: 'Traces that matched.' }),
    added: z.number().int().openapi({ description: 'Work that had not been done before.' }),
    done: z.number().int(),
    failed: z.number().int(),
    pending: z.number().int(),
    evaluation_id: z.string().nullable(),
    error: z.string().nullable(),
    creation_time: z.string(),
    last_update_time: z.string(),
  })
  .openapi('ScheduleRun');

/** A schedule. */
export const scheduleSchema = z
  .object({
    schedule_id: z.string(),
    experiment_id: z.string(),
    name: z.string(),
    cron: z.string(),
    filter: z.string().nullable(),
    dataset: z.string().nullable(),
    scorers: z.array(z.string()),
    paused: z.boolean(),
    next_run: z.string().nullable().openapi({ description: 'Null while it is paused.' }),
    last_run: runSchema.nullable(),
    creation_time: z.string(),
  })
  .openapi('Schedule');

const iso = (ms: number): string => new Date(ms).toISOString();

/** Renders a run with its progress. */
export function toRunJson({ run, done, failed, pending }: RunProgress): z.infer<typeof runSchema> {
  return {
    run_id: run.runId,
    from: iso(run.fromMs),
    to: iso(run.toMs),
    state: run.state,
    found: run.found,
    added: run.added,
    done,
    failed,
    pending,
    evaluation_id: run.evaluationId,
    error: run.error,
    creation_time: iso(run.createdAtMs),
    last_update_time: iso(run.updatedAtMs),
  };
}

/** Renders a schedule with its last run. */
export function toScheduleJson(
  schedule: Schedule,
  last: RunProgress | undefined,
): z.infer<typeof scheduleSchema> {
  const { source } = schedule;
  return {
    schedule_id: schedule.scheduleId,
    experiment_id: schedule.experimentId,
    name: schedule.name,
    cron: schedule.cron,
    filter: source.kind === 'traces' ? source.filter : null,
    dataset: source.kind === 'dataset' ? source.nameOrId : null,
    scorers: schedule.scorers,
    paused: schedule.paused,
    next_run: schedule.paused ? null : iso(schedule.nextRunAtMs),
    last_run: last === undefined ? null : toRunJson(last),
    creation_time: iso(schedule.createdAtMs),
  };
}
