/** Why a trace is not judged as it comes, whatever the scorers say. What is known of a trace grows: ask right before. */
import type { TraceInfo } from '../../tracing/trace.ts';
import { isOfEvaluation } from '../evaluation/is-of-evaluation.ts';
import { isJudgeTrace } from '../models/call-proxy.ts';

/** The reason to tell; null when the trace is judged like any other. */
export function whyNotJudged(info: TraceInfo): string | null {
  if (isJudgeTrace(info)) return 'A trace of a judge is not judged.';
  if (isOfEvaluation(info)) return 'The trace was made by a run, which judges it itself.';
  return info.duplicateOf === null ? null : `Its calls count in trace ${info.duplicateOf} instead.`;
}
