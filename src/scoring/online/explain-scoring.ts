/** Why a trace was scored, or was not: one line per scorer of its experiment (F102). */
import { noSuchTrace } from '../../tracing/get-trace.ts';
import type { TraceStore } from '../../tracing/store/trace-store.ts';
import { sampleNumber } from '../sample.ts';
import type { TaskStore } from '../store/task-store.ts';
import type { OnlineScorer, SampledScorers } from './sampled-scorers.ts';
import type { TaskState } from './task.ts';
import { whyNotJudged } from './why-not-judged.ts';

/** What became of a scorer and a trace. */
export interface ScoringFact {
  scorerName: string;
  scorerVersion: number;
  state: TaskState | 'not_sampled';
  reason: string | null;
  attempts: number;
  /** Unix milliseconds; null when there was nothing to do. */
  dueAtMs: number | null;
  updatedAtMs: number | null;
}

/**
 * The facts, by scorer.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST
 */
export async function explainScoring({
  services,
  input,
}: {
  services: { traces: Pick<TraceStore, 'getInfo'>; tasks: TaskStore; sampled: SampledScorers };
  input: { traceId: string; within: string | null };
}): Promise<ScoringFact[]> {
  const info = await services.traces.getInfo(input.traceId, input.within);
  if (info === null) throw noSuchTrace(input.traceId);
  const { traceId } = info;
  const noted = await services.tasks.listByTrace(traceId);
  // The id may have been another experiment's before; what became of that trace is theirs to know.
  const tasks = noted.filter(({ experimentId }) => experimentId === info.experimentId);
  const facts: ScoringFact[] = tasks.map((task) => ({
    scorerName: task.scorerName,
    scorerVersion: task.scorerVersion,
    state: task.state,
    reason: task.reason,
    attempts: task.attempts,
    dueAtMs: task.dueAtMs,
    updatedAtMs: task.updatedAtMs,
  }));
  const done = new Set(tasks.map(({ scorerId, scorerVersion }) => `${scorerId} ${scorerVersion}`));
  for (const scorer of await services.sampled.of(info.experimentId)) {
    if (done.has(`${scorer.scorerId} ${scorer.version}`)) continue;
    const reason = whyNotJudged(info) ?? (await whyNot(traceId, info.session, scorer));
    facts.push({
      scorerName: scorer.name,
      scorerVersion: scorer.version,
      state: 'not_sampled',
      reason,
      attempts: 0,
      dueAtMs: null,
      updatedAtMs: null,
    });
  }
  return facts;
}

async function whyNot(traceId: string, session: string | null, scorer: OnlineScorer): Promise<string> {
  if (scorer.isSessionLevel && session === null) return 'The trace belongs to no session.';
  const subject = scorer.isSessionLevel ? (session ?? traceId) : traceId;
  const number = await sampleNumber(subject, scorer.scorerId);
  if (number >= scorer.sampleRate)
    return `Its number, ${number.toFixed(4)}, is not below the rate ${scorer.sampleRate}.`;
  return scorer.isSessionLevel
    ? 'The session is judged on a later trace.'
    : 'It was stored before the scorer judged traces as they come, or by an evaluation.';
}
