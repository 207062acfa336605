/** Does one piece of scoring work: the trace, its filter, the scorer, the verdicts on the trace, and what became of it. */
import { describeCause } from '../../core/log.ts';
import { renewing } from '../../core/renewing.ts';
import { readFilter } from '../../tracing/filter/read-filter.ts';
import type { AssessmentStore } from '../../tracing/store/assessment-store.ts';
import { isComplete } from '../../tracing/is-complete.ts';
import type { TraceStore } from '../../tracing/store/trace-store.ts';
import type { Trace } from '../../tracing/trace.ts';
import { createAssessment } from '../../tracing/assessments/create-assessment.ts';
import { isJudgeTrace } from '../models/call-proxy.ts';
import { runnableOf } from '../registry/scorer-access.ts';
import { runScorer, type RunScorerServices } from '../run-scorer.ts';
import type { Verdict } from '../scorer.ts';
import type { RunnableScorer } from '../serialized-scorer.ts';
import type { ScorerStore } from '../store/scorer-store.ts';
import type { TaskStore } from '../store/task-store.ts';
import { subjectOfTrace } from '../subject-of-trace.ts';
import { toAssessment } from '../verdict-assessment.ts';
import { expectationsOf } from './expectations-of.ts';
import type { SampledScorers } from './sampled-scorers.ts';
import type { ScoringTask } from './task.ts';
import { whyNotJudged } from './why-not-judged.ts';

/** What scoring needs. */
export interface ScoreTaskServices extends RunScorerServices {
  tasks: TaskStore;
  traces: TraceStore;
  assessments: AssessmentStore;
  scorers: ScorerStore;
  sampled: SampledScorers;
  /** Unix milliseconds. */
  now: () => number;
}

/** How it ended: done for good, or to be tried again. */
export type TaskOutcome = { ended: true } | { ended: false; delayMs: number };

/** So long a task waits for somebody who is gone. Renewed while it is worked on, which a slow judge's few places may make long. */
const LEASE_MS = 15 * 60_000;
/** Two hours in all: what takes longer never ends. */
const MOST_RENEWALS = 24;
/** Attempts in all before a judge that cannot be reached is given up, the pauses between them growing. */
const MOST_ATTEMPTS = 6;
const FIRST_PAUSE_MS = 10_000;
/** A limit that is reached is waited for, up to this age of the work. */
const LIMIT_PAUSE_MS = 10 * 60_000;
const MOST_WAIT_MS = 26 * 3_600_000;
/** A trace that a client stated before it sent all spans is waited for, up to this age of the work. */
const SPANS_PAUSE_MS = 10_000;
const SPANS_WAIT_MS = 30_000;
/** Turns of a session that a judge reads. */
const MOST_TURNS = 100;
/** Values of one source on one trace that are kept over each other. */
const MOST_ASSESSMENTS = 1000;

/**
 * Does a task, if it is due and nobody else does.
 *
 * @throws whatever a store throws: the task stays and is done again after its lease
 */
export async function scoreTask({
  services,
  input,
}: {
  services: ScoreTaskServices;
  input: { taskId: string };
}): Promise<TaskOutcome> {
  const atMs = services.now();
  const task = await services.tasks.claim(input.taskId, { atMs, untilMs: atMs + LEASE_MS });
  if (task === null) return { ended: true };
  const renew = () => services.tasks.renew(task, services.now() + LEASE_MS);
  const renewal = { everyMs: LEASE_MS / 3, most: MOST_RENEWALS, renew };
  return renewing(renewal, () => doTask(task, services));
}

async function doTask(task: ScoringTask, services: ScoreTaskServices): Promise<TaskOutcome> {
  const work = await prepare(task, services);
  if ('skip' in work) {
    await services.tasks.finish(task, { state: 'skipped', reason: work.skip, atMs: services.now() });
    return { ended: true };
  }
  if ('delayMs' in work) return postpone(task, work, services);
  const verdicts = await runScorer({
    services,
    input: {
      scorer: work.scorer,
      name: task.scorerName,
      subject: work.subject,
      filedIn: task.judgesFiledIn,
    },
  });
  const wait = pauseFor(task, verdicts, services.now());
  if (wait !== null) return postpone(task, wait, services);
  await keep(task, { traceId: work.onTraceId, verdicts }, services);
  return { ended: true };
}

/** Work that is put off, and why. */
interface Wait {
  delayMs: number;
  reason: string;
}

async function postpone(
  { taskId }: ScoringTask,
  { delayMs, reason }: Wait,
  { tasks, now }: ScoreTaskServices,
): Promise<TaskOutcome> {
  const atMs = now();
  await tasks.postpone(taskId, { dueAtMs: atMs + delayMs, reason, atMs });
  return { ended: false, delayMs };
}

type Work =
  | { skip: string }
  | Wait
  | { scorer: RunnableScorer; subject: ReturnType<typeof subjectOfTrace>; onTraceId: string };

async function prepare(task: ScoringTask, services: ScoreTaskServices): Promise<Work> {
  const found = await findScorer(task, services);
  if (found === null) return { skip: 'The scorer, or this version of it, was deleted.' };
  let scorer: RunnableScorer;
  try {
    scorer = runnableOf(found);
  } catch (cause) {
    return { skip: `The scorer cannot run: ${describeCause(cause)}` };
  }
  if (task.jobId === null && found.filter !== null) {
    const matches = await matchesFilter(task, found.filter, services);
    if (!matches) return { skip: `The trace does not match the filter: ${found.filter}` };
  }
  return task.session === null ? onTrace(task, scorer, services) : onSession(task, scorer, services);
}

async function findScorer(
  task: ScoringTask,
  { scorers, sampled }: ScoreTaskServices,
): Promise<{ serialized: string; filter: string | null } | null> {
  const byDefault = await sampled.defaultOf(task.experimentId);
  if (byDefault?.scorerId === task.scorerId) return byDefault;
  const registered = await scorers.getById(task.scorerId, task.scorerVersion);
  if (registered === null) return null;
  const [sampling] = await scorers.listSampling([task.scorerId]);
  return { serialized: registered.serialized, filter: sampling?.filter ?? null };
}

async function matchesFilter(
  task: ScoringTask,
  filter: string,
  { traces }: ScoreTaskServices,
): Promise<boolean> {
  const isTrace = {
    field: { of: 'trace', name: 'request_id' },
    test: { operator: '=', value: task.traceId },
  } as const;
  const query = { experimentIds: [task.experimentId], pageSize: 1 };
  let pageToken: string | null = null;
  // A page may be empty and still name the next one.
  for (let page = 0; page < 100; page++) {
    const found = await traces.search({
      ...query,
      filter: [isTrace, ...readFilter(filter)],
      ...(pageToken === null ? {} : { pageToken }),
    });
    if (found.traces.length > 0) return true;
    if (found.nextPageToken === null) return false;
    pageToken = found.nextPageToken;
  }
  return false;
}

async function onTrace(
  task: ScoringTask,
  scorer: RunnableScorer,
  { traces, now }: ScoreTaskServices,
): Promise<Work> {
  const trace = await traces.get(task.traceId, task.experimentId);
  if (trace === null) return { skip: 'The trace was deleted.' };
  // Who made the trace, and what else tells its calls, may have come after its spans came and the work was noted.
  const whyNot = whyNotJudged(trace.info);
  if (whyNot !== null && (task.jobId === null || isJudgeTrace(trace.info))) return { skip: whyNot };
  if (!isComplete(trace) && now() - task.createdAtMs < SPANS_WAIT_MS)
    return { delayMs: SPANS_PAUSE_MS, reason: 'Spans of the trace are still on their way.' };
  const subject = subjectOfTrace(trace, { expectations: expectationsOf(trace.info.assessments) });
  return { scorer, subject, onTraceId: task.traceId };
}

/** The traces of the session, oldest first; the verdict is the first one's, as MLflow has it. */
async function onSession(
  task: ScoringTask,
  scorer: RunnableScorer,
  { traces }: ScoreTaskServices,
): Promise<Work> {
  const page = await traces.search({
    experimentIds: [task.experimentId],
    session: task.session ?? '',
    pageSize: MOST_TURNS,
  });
  // A turn that two traces tell is said once, also where somebody asks for the verdict.
  const own = page.traces.filter(
    (info) =>
      whyNotJudged(info) === null ||
      (task.jobId !== null && !isJudgeTrace(info) && info.duplicateOf === null),
  );
  const [whyNot] = own.length > 0 ? [] : page.traces.map(whyNotJudged).filter((reason) => reason !== null);
  if (whyNot !== undefined) return { skip: whyNot };
  const ids = own.map(({ traceId }) => traceId);
  const session: Trace[] = [];
  for (const traceId of ids.toReversed()) {
    const trace = await traces.get(traceId, task.experimentId);
    if (trace !== null) session.push(trace);
  }
  const [first] = session;
  if (first === undefined) return { skip: 'The traces of the session were deleted.' };
  const expectations = expectationsOf(session.flatMap(({ info }) => info.assessments));
  const subject = subjectOfTrace(first, { expectations, session });
  return { scorer, subject, onTraceId: first.info.traceId };
}

/** How long to wait before another attempt; null when the verdicts stand. */
function pauseFor(task: ScoringTask, verdicts: readonly Verdict[], nowMs: number): Wait | null {
  const limited = verdicts.find(({ error }) => error?.code === 'JUDGE_LIMITED')?.error;
  if (limited && nowMs - task.createdAtMs < MOST_WAIT_MS)
    return { delayMs: LIMIT_PAUSE_MS, reason: limited.message };
  const unreached = verdicts.find(({ error }) => error?.code === 'JUDGE_UNAVAILABLE')?.error;
  if (unreached && task.attempts < MOST_ATTEMPTS)
    return { delayMs: FIRST_PAUSE_MS * 2 ** task.attempts, reason: unreached.message };
  return null;
}

/** Writes verdicts; ids are hashes, so writing them again changes nothing. What lacks its input is a skip, not a verdict. */
async function keep(
  task: ScoringTask,
  { traceId, verdicts }: { traceId: string; verdicts: readonly Verdict[] },
  services: ScoreTaskServices,
): Promise<void> {
  const spoken = verdicts.filter(({ error }) => error?.code !== 'MISSING_INPUT');
  const about = {
    traceId,
    key: [task.scorerId, task.scorerVersion, task.session === null ? null : task.traceId],
    metadata: metadataOf(task),
  };
  for (const verdict of spoken) {
    const assessment = await toAssessment(verdict, about);
    if (task.session === null)
      await createAssessment({ services, input: { assessment, within: task.experimentId } });
    else await overPrevious(assessment, task.experimentId, services);
  }
  const missing = verdicts.find(({ error }) => error?.code === 'MISSING_INPUT')?.error;
  const failed = spoken.find(({ error }) => error !== null)?.error;
  const state = spoken.length === 0 ? 'skipped' : failed ? 'failed' : 'scored';
  const reason = failed?.message ?? missing?.message ?? (state === 'skipped' ? 'Nothing to judge.' : null);
  await services.tasks.finish(task, { state, reason, atMs: services.now() });
}

/** A session that went on is judged again: the new verdict stands over the old one. */
async function overPrevious(
  assessment: Awaited<ReturnType<typeof toAssessment>>,
  within: string,
  { assessments, now }: ScoreTaskServices,
): Promise<void> {
  const atMs = now();
  await assessments.createOverPrevious(
    {
      assessmentId: assessment.assessmentId ?? '',
      traceId: assessment.traceId,
      spanId: assessment.spanId ?? null,
      name: assessment.name,
      kind: 'feedback',
      value: assessment.value,
      error: assessment.error ?? null,
      source: assessment.source,
      rationale: assessment.rationale ?? null,
      metadata: assessment.metadata ?? {},
      overrides: null,
      valid: true,
      createTimeMs: atMs,
      lastUpdateTimeMs: atMs,
    },
    { mostPerTrace: MOST_ASSESSMENTS, within },
  );
}

/** MLflow's key for sessions (AssessmentMetadataKey.ONLINE_SCORING_SESSION_ID), and ours for the scorer. */
function metadataOf(task: ScoringTask): Record<string, string> {
  return {
    'weir.scorer': `${task.scorerName}/${task.scorerVersion}`,
    ...(task.session === null
      ? {}
      : {
          'mlflow.assessment.onlineScoringSessionId': task.session,
          'mlflow.trace.session': task.session,
        }),
  };
}
