/**
 * A trace store that notes what is to be scored, whichever way a trace came: proxied, over OTLP, or stated by a client.
 * The note is made after the trace is written and before whoever wrote it is told, so a trace that is acknowledged and
 * sampled is scored, whatever happens to the queue.
 */
import type { Log } from '../../core/log.ts';
import type { Trace, TraceInfo } from '../../tracing/trace.ts';
import type { TraceStore } from '../../tracing/store/trace-store.ts';
import { evaluationTag } from '../evaluation/predict.ts';
import { isJudgeTrace } from '../models/call-proxy.ts';
import { isSampled } from '../sample.ts';
import type { TaskStore } from '../store/task-store.ts';
import { hashOf } from '../verdict-assessment.ts';
import type { OnlineScorer, SampledScorers } from './sampled-scorers.ts';
import { toMessages, type ScoreQueue } from './score-queue.ts';
import type { NewTask } from './task.ts';

/** What noting needs. */
export interface NoteServices {
  sampled: SampledScorers;
  tasks: TaskStore;
  scoreQueue: ScoreQueue;
  /** A session without a new trace for this long is judged. */
  sessionQuietMs: number;
  log: Log;
  /** Unix milliseconds. */
  now: () => number;
}

/** Metadata key of traces that an evaluation made (TraceMetadataKey.SOURCE_RUN). */
const SOURCE_RUN = 'mlflow.sourceRun';

/** The store, noting. */
export function noteTraces(store: TraceStore, services: NoteServices): TraceStore {
  return {
    ...store,
    async write(traces) {
      await store.write(traces);
      await noteForScoring(
        traces.filter(hasRoot).map(({ info }) => info),
        services,
      );
    },
    async writeInfos(infos) {
      await store.writeInfos(infos);
      await noteForScoring(
        infos.filter(({ state }) => state === 'OK' || state === 'ERROR'),
        services,
      );
    },
  };
}

/** Spans come in pieces: the root is the last to end. A proxied call is whole, and may have its root elsewhere. */
function hasRoot({ info, spans }: Trace): boolean {
  return info.source === 'proxy' || spans.some(({ parentSpanId }) => parentSpanId === null);
}

/**
 * Notes what of these traces is to be scored, and says so to the queue: one write and one message for all of them, another
 * for sessions, which wait. Deciding asks no store. A failure of the queue costs nothing but time: the sweep finds what was
 * noted.
 */
async function noteForScoring(infos: readonly TraceInfo[], services: NoteServices): Promise<void> {
  const tasks: NewTask[] = [];
  for (const info of infos) {
    if (isJudgeTrace(info) || isOfEvaluation(info)) continue;
    for (const scorer of await services.sampled.of(info.experimentId)) {
      const task = await taskFor(info, scorer, services);
      if (task !== null) tasks.push(task);
    }
  }
  if (tasks.length === 0) return;
  const due = new Set(await services.tasks.add(tasks, services.now()));
  const fresh = tasks.filter(({ taskId }) => due.has(taskId));
  const idsWhere = (isSession: boolean) =>
    fresh.filter(({ session }) => (session !== null) === isSession).map(({ taskId }) => taskId);
  try {
    await services.scoreQueue.send(toMessages(idsWhere(false)));
    await services.scoreQueue.send(toMessages(idsWhere(true)), services.sessionQuietMs / 1000 + 1);
  } catch (cause) {
    services.log.error('scores-not-queued', cause, { tasks: fresh.length });
  }
}

/** Its run judges it. */
function isOfEvaluation({ metadata, tags }: TraceInfo): boolean {
  return metadata[SOURCE_RUN] !== undefined || tags[evaluationTag] !== undefined;
}

/** The work of a scorer on a trace; null when the trace is not in its sample. */
async function taskFor(
  info: TraceInfo,
  scorer: OnlineScorer,
  { now, sessionQuietMs }: NoteServices,
): Promise<NewTask | null> {
  const session = scorer.isSessionLevel ? info.session : null;
  if (scorer.isSessionLevel && session === null) return null;
  if (!(await isSampled(session ?? info.traceId, scorer.scorerId, scorer.sampleRate))) return null;
  return {
    taskId: await taskIdOf(scorer, session ?? info.traceId),
    scorerId: scorer.scorerId,
    scorerName: scorer.name,
    scorerVersion: scorer.version,
    experimentId: info.experimentId,
    traceId: info.traceId,
    session,
    jobId: null,
    dueAtMs: session === null ? now() : now() + sessionQuietMs,
  };
}

/** The same scorer version on the same subject is the same work. */
export function taskIdOf(
  scorer: Pick<OnlineScorer, 'scorerId' | 'version' | 'experimentId'>,
  subject: string,
): Promise<string> {
  return hashOf('task', scorer.scorerId, scorer.version, scorer.experimentId, subject);
}
