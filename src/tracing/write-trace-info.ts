/** Takes what a client says of a whole trace when it has ended (MLflow's StartTraceV3). */
import {
  createAssessments,
  type AssessmentServices,
  type NewAssessment,
} from './assessments/create-assessment.ts';
import { noSuchExperiment } from '../experiments/get-experiment.ts';
import { noSuchTrace } from './get-trace.ts';
import type { TraceStore } from './store/trace-store.ts';
import type { TraceInfo } from './trace.ts';

/** Metadata key that says a trace was stated as a whole (TraceMetadataKey.TRACE_INFO_FINALIZED). */
const FINALIZED_KEY = 'mlflow.trace.infoFinalized';

/** What is stated, and what the caller may see. */
export interface WriteTraceInfoInput {
  /** Null members overwrite nothing; an empty name neither. Counts and sizes are those of the spans. */
  info: Omit<TraceInfo, 'assessments' | 'spanCount' | 'sizeBytes'>;
  /** Said in the same breath. Give ids, so that a repeated call changes nothing. */
  assessments?: Omit<NewAssessment, 'traceId'>[];
  /** The only experiment the caller may see; null is all. */
  within: string | null;
}

/**
 * Writes the facts. They outrank what spans tell, whichever comes first, and may be stated again. Where the id is that of
 * another experiment's trace, they are those of a trace of the experiment stated, under an id of its own.
 *
 * @returns the trace as it is then
 * @throws AppError RESOURCE_DOES_NOT_EXIST when the experiment stated is one the caller may not see;
 *   INVALID_PARAMETER_VALUE for an assessment that is none
 */
export async function writeTraceInfo({
  services,
  input,
}: {
  services: AssessmentServices & { traces: TraceStore };
  input: WriteTraceInfoInput;
}): Promise<TraceInfo> {
  const { info, within, assessments = [] } = input;
  const { traceId, experimentId } = info;
  if (within !== null && experimentId !== within) throw noSuchExperiment(experimentId);
  const metadata = { ...info.metadata, [FINALIZED_KEY]: 'true' };
  await services.traces.writeInfos([{ ...info, metadata, assessments: [], spanCount: 0, sizeBytes: 0 }]);
  const said = assessments.map((assessment) => ({ ...assessment, traceId }));
  await createAssessments({ services, input: { assessments: said, within: experimentId } });
  const written = await services.traces.getInfo(traceId, experimentId);
  // Deleted in the moment between: there is nothing left to tell of.
  if (written === null) throw noSuchTrace(traceId);
  return written;
}
