/** Whether a trace was made by an evaluation, of Weir's or of MLflow's client: its run judges it, nothing else does. */
import type { TraceInfo } from '../../tracing/trace.ts';
import { evaluationTag } from './predict.ts';

/** Metadata key of traces that a run made (mlflow/tracing/constant.py, TraceMetadataKey.SOURCE_RUN). */
const SOURCE_RUN = 'mlflow.sourceRun';

/** True for a trace that a run made. What is known of a trace grows: ask again before acting on a no. */
export function isOfEvaluation({ metadata, tags }: Pick<TraceInfo, 'metadata' | 'tags'>): boolean {
  return metadata[SOURCE_RUN] !== undefined || tags[evaluationTag] !== undefined;
}
