/**
 * A trace store that notes what is to be scored, whichever way a trace came: proxied, over OTLP, or stated by a client.
 * The note is made after the trace is written and before whoever wrote it is told, so a trace that is acknowledged and
 * sampled is scored, whatever happens to the queue.
 */
import type { Log } from '../../core/log.ts';
import type { Trace, TraceInfo } from '../../tracing/trace.ts';
import type { TraceStore } from '../../tracing/store/trace-store.ts';
import { isOfEvaluation } from '../evaluation/is-of-evaluation.ts';
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

/**
 * So long a trace waits for what its client has still to state of it: MLflow's sends spans, and then by another request
 * the run that made them, which judges them itself. Work on it is due at once when the statement comes.
 */
const STATEMENT_WAIT_MS = 30_000;

/** A trace to be judged, and whether more of it is to be expected. */
interface Noted {
  info: TraceInfo;
  isWhole: boolean;
}

/** The store, noting. */
export function noteTraces(store: TraceStore, services: NoteServices): TraceStore {
  return {
    ...store,
    async write(traces) {
      const kept = await store.write(traces);
      await noteForScoring(
        kept.filter(hasRoot).map((trace) => ({ info: trace.info, isWhole: !isToBeStated(trace) })),
        services,
      );
      return kept;
    },
    async writeInfos(infos) {
      const kept = await store.writeInfos(infos);
      await noteForScoring(
        kept
          .filter(({ state }) => state === 'OK' || state === 'ERROR')
          .map((info) => ({ info, isWhole: true })),
        services,
      );
      return kept;
    },
  };
}

/** Spans come in pieces: the root is the last to end. A proxied call is whole, and may have its root elsewhere. */
function hasRoot({ info, spans }: Trace): boolean {
  return info.source === 'proxy' || spans.some(({ parentSpanId }) => parentSpanId === null);
}

/** Spans of MLflow's client, and calls that bear the context of a span elsewhere: their client states the trace later. */
function isToBeStated({ info, spans }: Trace): boolean {
  return info.source === 'client' || !spans.some(({ parentSpanId }) => parentSpanId === null);
}

/**
 * Notes what of these traces is to be scored, and says so to the queue: one write and one message for all of them, another
 * for those that wait. Deciding asks no store. A failure of the queue costs nothing but time: the sweep finds what was
 * noted.
 */
async function noteForScoring(noted: readonly Noted[], services: NoteServices): Promise<void> {
  const atMs = services.now();
  const tasks: NewTask[] = [];
  for (const one of noted) {
    if (isJudgeTrace(one.info) || isOfEvaluation(one.info)) continue;
    for (const scorer of await services.sampled.of(one.info.experimentId)) {
      const task = await taskFor(one, scorer, { atMs, sessionQuietMs: services.sessionQuietMs });
      if (task !== null) tasks.push(task);
    }
  }
  if (tasks.length === 0) return;
  const due = new Set(await services.tasks.add(tasks, atMs));
  const fresh = tasks.filter(({ taskId }) => due.has(taskId));
  try {
    for (const [waitMs, some] of Map.groupBy(fresh, ({ dueAtMs }) => dueAtMs - atMs)) {
      const messages = toMessages(some.map(({ taskId }) => taskId));
      await services.scoreQueue.send(messages, waitMs === 0 ? 0 : waitMs / 1000 + 1);
    }
  } catch (cause) {
    services.log.error('scores-not-queued', cause, { tasks: fresh.length });
  }
}

/** The work of a scorer on a trace; null when the trace is not in its sample. */
async function taskFor(
  { info, isWhole }: Noted,
  scorer: OnlineScorer,
  { atMs, sessionQuietMs }: { atMs: number; sessionQuietMs: number },
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
    dueAtMs: atMs + (session === null ? (isWhole ? 0 : STATEMENT_WAIT_MS) : sessionQuietMs),
    judgesFiledIn: scorer.sampledWithin,
  };
}

/** The same scorer version on the same subject is the same work. */
export function taskIdOf(
  scorer: Pick<OnlineScorer, 'scorerId' | 'version' | 'experimentId'>,
  subject: string,
): Promise<string> {
  return hashOf('task', scorer.scorerId, scorer.version, scorer.experimentId, subject);
}
