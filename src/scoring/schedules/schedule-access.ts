/** What can be done with schedules: create, get, list, change, delete, back-fill, ask for runs. */
import type { Scope } from '../../access/scopes.ts';
import { AppError, invalidParameter } from '../../core/app-error.ts';
import { randomHex } from '../../core/ids.ts';
import type { OutboundRules } from '../../core/outbound-url.ts';
import { getDataset, type DatasetServices } from '../../datasets/dataset-access.ts';
import { readFilter } from '../../tracing/filter/read-filter.ts';
import { chooseScorers } from '../evaluation/choose-scorers.ts';
import type { JudgeModels } from '../models/judge-models.ts';
import { requireScorerCalls } from '../provider-calls.ts';
import { findScorer } from '../registry/find-scorer.ts';
import { runnableOf } from '../registry/scorer-access.ts';
import type { EvaluationStore } from '../store/evaluation-store.ts';
import type { ScheduleStore } from '../store/schedule-store.ts';
import type { ScorerStore } from '../store/scorer-store.ts';
import type { TaskStore } from '../store/task-store.ts';
import { nextRunAtMs } from './next-run.ts';
import type { RunProgress } from './schedule-json.ts';
import type { Schedule, ScheduleRun, ScheduleSource } from './schedule.ts';

/** What the verbs need. */
export interface ScheduleServices extends DatasetServices {
  schedules: ScheduleStore;
  scorers: ScorerStore;
  models: JudgeModels;
  tasks: TaskStore;
  evaluations: EvaluationStore;
  /** What may be called. */
  outbound: OutboundRules;
  /** Unix milliseconds. */
  now: () => number;
}

/** Which schedule, and what the caller may see. */
export interface ScheduleReference {
  scheduleId: string;
  /** The only experiment the caller may see; null is all. */
  within: string | null;
}

/** Who asks for runs, or for more of them. */
interface Caller {
  /** The only experiment the caller may see; null is all. */
  within: string | null;
  /** What the caller may do. */
  scopes: readonly Scope[];
}

const MOST_SCORERS = 50;

/**
 * Creates a schedule. It takes what comes from now on; what came before is for a back-fill.
 *
 * @throws AppError INVALID_PARAMETER_VALUE, RESOURCE_DOES_NOT_EXIST, RESOURCE_ALREADY_EXISTS; PERMISSION_DENIED when its
 *   scorers ask a model, without the scope `proxy`
 */
export async function createSchedule({
  services,
  input,
}: {
  services: ScheduleServices;
  input: Pick<Schedule, 'experimentId' | 'name' | 'cron' | 'source' | 'scorers'> & Caller;
}): Promise<Schedule> {
  const { experimentId, name, cron, source, scorers, within, scopes } = input;
  const createdAtMs = services.now();
  if (scorers.length === 0 || scorers.length > MOST_SCORERS)
    throw invalidParameter('scorers', `1 to ${MOST_SCORERS} names of scorers`);
  await chooseScorers(services, { experimentId, wanted: scorers, scopes });
  await checkSource(services, { source, scorers, experimentId, within });
  const schedule: Schedule = {
    scheduleId: `sch-${randomHex(16)}`,
    experimentId,
    name,
    cron,
    source,
    scorers,
    paused: false,
    within,
    scoredUntilMs: createdAtMs,
    nextRunAtMs: nextRunAtMs(cron, createdAtMs),
    createdAtMs,
  };
  if (await services.schedules.create(schedule)) return schedule;
  throw new AppError('RESOURCE_ALREADY_EXISTS', `There is a schedule "${name}" in this experiment.`);
}

async function checkSource(
  services: ScheduleServices,
  input: { source: ScheduleSource; scorers: string[]; experimentId: string; within: string | null },
): Promise<void> {
  const { source, scorers, experimentId, within } = input;
  if (source.kind === 'dataset') {
    await getDataset({ services, input: { nameOrId: source.nameOrId, within } });
    return;
  }
  if (source.filter !== null) readFilter(source.filter);
  // The work on a trace names a registered version, so that it is done once.
  for (const name of scorers) {
    if ((await services.scorers.get({ experimentId, name }, null)) === null)
      throw invalidParameter('scorers', `registered scorers; "${name.slice(0, 100)}" is not registered`);
  }
}

/**
 * The schedule.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST
 */
export async function getSchedule({
  services,
  input,
}: {
  services: Pick<ScheduleServices, 'schedules'>;
  input: ScheduleReference;
}): Promise<Schedule> {
  const { scheduleId, within } = input;
  const found = await services.schedules.get(scheduleId);
  if (found === null || (within !== null && found.experimentId !== within))
    throw new AppError('RESOURCE_DOES_NOT_EXIST', `There is no schedule "${scheduleId.slice(0, 100)}".`);
  return found;
}

/**
 * Pauses, goes on, or changes the time. A schedule that goes on takes what came meanwhile.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST, INVALID_PARAMETER_VALUE; PERMISSION_DENIED when it runs on and its scorers ask a
 *   model, without the scope `proxy`
 */
export async function changeSchedule({
  services,
  input,
}: {
  services: Pick<ScheduleServices, 'schedules' | 'scorers' | 'now'>;
  input: ScheduleReference & Caller & { cron: string | null; paused: boolean | null };
}): Promise<Schedule> {
  const schedule = await getSchedule({ services, input });
  const { cron, paused, scopes } = input;
  if (cron !== null || paused === false) await requireRuns(schedule, scopes, services);
  const next = nextRunAtMs(cron ?? schedule.cron, services.now());
  await services.schedules.update(schedule.scheduleId, {
    ...(cron === null ? {} : { cron }),
    ...(paused === null ? {} : { paused }),
    nextRunAtMs: next,
  });
  return getSchedule({ services, input });
}

/** Lets callers through who may have the scorers of the schedule run, as they are registered now. */
async function requireRuns(
  { experimentId, scorers }: Schedule,
  scopes: readonly Scope[],
  services: Pick<ScheduleServices, 'scorers'>,
): Promise<void> {
  for (const name of scorers) {
    const scorer = await findScorer(services.scorers, experimentId, name);
    if (scorer !== null) requireScorerCalls(scopes, name, runnableOf(scorer));
  }
}

/**
 * Deletes a schedule. Work that it asked for is still done.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST
 */
export async function deleteSchedule({
  services,
  input,
}: {
  services: Pick<ScheduleServices, 'schedules'>;
  input: ScheduleReference;
}): Promise<void> {
  const { scheduleId } = await getSchedule({ services, input });
  await services.schedules.delete(scheduleId);
}

/**
 * Runs it over a time of the caller's choice. What was scored before is not scored again.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST, INVALID_PARAMETER_VALUE; PERMISSION_DENIED when its scorers ask a model, without
 *   the scope `proxy`
 */
export async function backfillSchedule({
  services,
  input,
}: {
  services: Pick<ScheduleServices, 'schedules' | 'scorers' | 'now'>;
  input: ScheduleReference & Caller & { fromMs: number; toMs: number };
}): Promise<ScheduleRun> {
  const { fromMs, toMs, scopes } = input;
  const schedule = await getSchedule({ services, input });
  const { scheduleId } = schedule;
  const judgesFiledIn = input.within ?? schedule.within;
  await requireRuns(schedule, scopes, services);
  if (fromMs >= toMs) throw invalidParameter('from', 'a time before "to"');
  const runId = `sr-${randomHex(16)}`;
  const run = newRun({ scheduleId, runId, fromMs, toMs, judgesFiledIn, atMs: services.now() });
  await services.schedules.addRun(run);
  return run;
}

/** A run that is about to find its traces. */
export function newRun(
  facts: Pick<ScheduleRun, 'scheduleId' | 'runId' | 'fromMs' | 'toMs' | 'judgesFiledIn'> & { atMs: number },
): ScheduleRun {
  const { atMs, ...asked } = facts;
  return {
    ...asked,
    state: 'collecting',
    pageToken: null,
    found: 0,
    added: 0,
    evaluationId: null,
    error: null,
    createdAtMs: atMs,
    updatedAtMs: atMs,
  };
}

/** Runs of a schedule with their progress, newest first. */
export async function listScheduleRuns({
  services,
  input,
}: {
  services: Pick<ScheduleServices, 'schedules' | 'tasks' | 'evaluations'>;
  input: { scheduleId: string; limit: number };
}): Promise<RunProgress[]> {
  const runs = await services.schedules.listRuns(input.scheduleId, input.limit);
  return Promise.all(
    runs.map(async (run) => {
      if (run.evaluationId !== null) {
        const { done, failed, pending } = await services.evaluations.countRows(run.evaluationId);
        return { run, done, failed, pending };
      }
      const { scored, skipped, failed, pending } = await services.tasks.countByJob(run.runId);
      return { run, done: scored + skipped, failed, pending };
    }),
  );
}
