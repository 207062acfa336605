/**
 * Runs schedules that are due, and goes on with runs that have not ended. A run over traces notes work for each trace and
 * scorer; work that is noted already, by whoever, is not noted again, so neither a restart nor a missed hour scores twice.
 */
import { describeCause, type Log } from '../../core/log.ts';
import { searchTraces } from '../../tracing/search-traces.ts';
import type { TraceInfo } from '../../tracing/trace.ts';
import { startEvaluation, type StartEvaluationServices } from '../evaluation/start-evaluation.ts';
import { isJudgeTrace } from '../models/call-proxy.ts';
import { taskIdOf } from '../online/note-traces.ts';
import { toMessages, type ScoreQueue } from '../online/score-queue.ts';
import type { NewTask } from '../online/task.ts';
import { scopesOfSetUp } from '../provider-calls.ts';
import { runnableOf } from '../registry/scorer-access.ts';
import type { RegisteredScorer } from '../registered-scorer.ts';
import { isSessionLevel } from '../run-scorer.ts';
import { hashOf } from '../verdict-assessment.ts';
import { newRun, type ScheduleServices } from './schedule-access.ts';
import { nextRunAtMs } from './next-run.ts';
import type { Schedule, ScheduleRun } from './schedule.ts';

/** What running needs. */
export interface RunSchedulesServices extends ScheduleServices, StartEvaluationServices {
  scoreQueue: ScoreQueue;
  log: Log;
}

/** Traces may come this much later than they began: each run looks back as far. */
const OVERLAP_MS = 3_600_000;
const PAGE = 200;
/** One tick collects this long; the next goes on. */
const WORK_MS = 20_000;
const CONCURRENCY = 8;

/** One tick of the clock. */
export async function runSchedules({ services }: { services: RunSchedulesServices }): Promise<void> {
  const { schedules, now, log } = services;
  for (const schedule of await schedules.listDue(now())) {
    try {
      await beginRun(schedule, services);
    } catch (cause) {
      log.error('schedule-not-begun', cause, { schedule: schedule.scheduleId });
    }
  }
  const untilMs = now() + WORK_MS;
  for (const run of await schedules.listOpenRuns()) {
    try {
      await advanceRun(run, untilMs, services);
    } catch (cause) {
      log.error('schedule-run-failed', cause, { run: run.runId });
      await note(run, { state: 'failed', error: describeCause(cause) }, services);
    }
  }
}

async function beginRun(schedule: Schedule, { schedules, now }: RunSchedulesServices): Promise<void> {
  const { scheduleId, scoredUntilMs } = schedule;
  const atMs = now();
  const runId = `sr-${await hashOf(scheduleId, schedule.nextRunAtMs)}`;
  const fromMs = scoredUntilMs - OVERLAP_MS;
  const { within: judgesFiledIn } = schedule;
  const run = newRun({ scheduleId, runId, fromMs, toMs: atMs, judgesFiledIn, atMs });
  // However many times were missed, one run takes all that came.
  await schedules.begin(schedule, run, nextRunAtMs(schedule.cron, atMs));
}

async function advanceRun(run: ScheduleRun, untilMs: number, services: RunSchedulesServices): Promise<void> {
  const schedule = await services.schedules.get(run.scheduleId);
  if (schedule === null) {
    await note(run, { state: 'failed', error: 'The schedule was deleted.' }, services);
    return;
  }
  if (run.state === 'running') {
    await finishIfDone(run, services);
    return;
  }
  if (schedule.source.kind === 'dataset') await evaluateDataset(run, schedule, services);
  else await collectTraces(run, schedule, { untilMs, services });
}

async function finishIfDone(run: ScheduleRun, services: RunSchedulesServices): Promise<void> {
  if (run.evaluationId === null) {
    const { pending } = await services.tasks.countByJob(run.runId);
    if (pending === 0) await note(run, { state: 'finished' }, services);
    return;
  }
  const evaluation = await services.evaluations.get(run.evaluationId);
  if (evaluation?.state === 'finished') await note(run, { state: 'finished' }, services);
  else if (evaluation === null || evaluation.state === 'failed' || evaluation.state === 'cancelled')
    await note(
      run,
      { state: 'failed', error: `The evaluation is ${evaluation?.state ?? 'gone'}.` },
      services,
    );
}

async function evaluateDataset(
  run: ScheduleRun,
  schedule: Schedule,
  services: RunSchedulesServices,
): Promise<void> {
  const { source, experimentId, name, scorers, within } = schedule;
  if (source.kind !== 'dataset') return;
  const { evaluationId } = await startEvaluation({
    services,
    input: {
      experimentId,
      name: `${name} ${new Date(run.createdAtMs).toISOString().slice(0, 16)}`,
      source,
      scorers,
      target: null,
      concurrency: CONCURRENCY,
      userId: 'schedule',
      within,
      judgesFiledIn: run.judgesFiledIn,
      scopes: scopesOfSetUp,
    },
  });
  await note(run, { state: 'running', evaluationId }, services);
}

async function collectTraces(
  run: ScheduleRun,
  schedule: Schedule,
  { untilMs, services }: { untilMs: number; services: RunSchedulesServices },
): Promise<void> {
  const { experimentId, source } = schedule;
  if (source.kind !== 'traces') return;
  const scorers = await scorersOf(schedule, services);
  let { pageToken, found, added } = run;
  do {
    const query = {
      experimentIds: [experimentId],
      fromMs: run.fromMs,
      toMs: run.toMs,
      pageSize: PAGE,
      ...(source.filter === null ? {} : { filter: source.filter }),
      ...(pageToken === null ? {} : { pageToken }),
    };
    const page: Awaited<ReturnType<typeof searchTraces>> = await searchTraces({
      services,
      input: { query, within: schedule.within },
    });
    const traces = page.traces.filter((info) => !isJudgeTrace(info) && info.state !== 'IN_PROGRESS');
    const tasks = await tasksOf(traces, scorers, { run, atMs: services.now() });
    const fresh = await services.tasks.add(tasks, services.now());
    await services.scoreQueue.send(toMessages(fresh));
    found += traces.length;
    added += fresh.length;
    pageToken = page.nextPageToken;
    const state = pageToken === null ? 'running' : 'collecting';
    await note({ ...run, pageToken, found, added }, { state }, services);
  } while (pageToken !== null && services.now() < untilMs);
}

async function scorersOf(schedule: Schedule, { scorers }: RunSchedulesServices): Promise<RegisteredScorer[]> {
  const found = await Promise.all(
    schedule.scorers.map((name) => scorers.get({ experimentId: schedule.experimentId, name }, null)),
  );
  const there = found.filter((scorer) => scorer !== null);
  if (there.length === 0) throw new Error('None of the scorers is registered any more.');
  return there;
}

async function tasksOf(
  traces: readonly TraceInfo[],
  scorers: readonly RegisteredScorer[],
  { run, atMs }: { run: ScheduleRun; atMs: number },
): Promise<NewTask[]> {
  const tasks: NewTask[] = [];
  for (const scorer of scorers) {
    const ofSessions = isSessionLevel(runnableOf(scorer));
    for (const info of traces) {
      const session = ofSessions ? info.session : null;
      if (ofSessions && session === null) continue;
      const taskId = await taskIdOf(scorer, session ?? info.traceId);
      if (tasks.some((task) => task.taskId === taskId)) continue;
      tasks.push({
        taskId,
        scorerId: scorer.scorerId,
        scorerName: scorer.name,
        scorerVersion: scorer.version,
        experimentId: info.experimentId,
        traceId: info.traceId,
        session,
        jobId: run.runId,
        dueAtMs: atMs,
        judgesFiledIn: run.judgesFiledIn,
      });
    }
  }
  return tasks;
}

async function note(
  run: ScheduleRun,
  changes: Partial<Pick<ScheduleRun, 'state' | 'evaluationId' | 'error'>>,
  { schedules, now }: Pick<RunSchedulesServices, 'schedules' | 'now'>,
): Promise<void> {
  await schedules.updateRun(run.runId, { ...run, ...changes, updatedAtMs: now() });
}
