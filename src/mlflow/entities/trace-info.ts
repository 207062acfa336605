/** TraceInfoV3 as MLflow's proto writes it, and the older TraceInfo of API 2.0 (mlflow/protos/service.proto). */
import type { JsonObject } from '../../core/json.ts';
import { toMlflowMetadata, toMlflowTags } from '../../tracing/mlflow-metadata.ts';
import type { TraceInfo, TraceState } from '../../tracing/trace.ts';
import { renderTags } from '../message-fields.ts';
import { renderAssessment } from './assessment.ts';
import { renderDuration, renderTimestamp } from './time.ts';

/** A trace without its spans. */
export function renderTraceInfo(info: TraceInfo): JsonObject {
  return {
    trace_id: info.traceId,
    ...(info.requestId === null ? {} : { client_request_id: info.requestId }),
    trace_location: {
      type: 'MLFLOW_EXPERIMENT',
      mlflow_experiment: { experiment_id: info.experimentId },
    },
    ...(info.requestPreview === null ? {} : { request_preview: info.requestPreview }),
    ...(info.responsePreview === null ? {} : { response_preview: info.responsePreview }),
    request_time: renderTimestamp(info.requestTimeMs),
    ...(info.endTimeMs === null
      ? {}
      : { execution_duration: renderDuration(info.endTimeMs - info.requestTimeMs) }),
    state: info.state,
    trace_metadata: toMlflowMetadata(info),
    tags: toMlflowTags(info),
    assessments: info.assessments.map(renderAssessment),
  };
}

/** The same in API 2.0, for clients before MLflow 3. */
export function renderTraceInfoV2(info: TraceInfo): JsonObject {
  return {
    request_id: info.traceId,
    experiment_id: info.experimentId,
    timestamp_ms: info.requestTimeMs,
    ...(info.endTimeMs === null ? {} : { execution_time_ms: info.endTimeMs - info.requestTimeMs }),
    status: statusOf(info.state),
    request_metadata: renderTags({
      ...toMlflowMetadata(info),
      ...(info.requestPreview === null ? {} : { 'mlflow.traceInputs': info.requestPreview }),
      ...(info.responsePreview === null ? {} : { 'mlflow.traceOutputs': info.responsePreview }),
    }),
    tags: renderTags(toMlflowTags(info)),
  };
}

function statusOf(state: TraceState): string {
  return state === 'STATE_UNSPECIFIED' ? 'TRACE_STATUS_UNSPECIFIED' : state;
}
