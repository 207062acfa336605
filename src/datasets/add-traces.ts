/** Makes records of traces that somebody picked. */
import { AppError, invalidParameter } from '../core/app-error.ts';
import { getTrace } from '../tracing/get-trace.ts';
import type { AssessmentStore } from '../tracing/store/assessment-store.ts';
import type { TraceStore } from '../tracing/store/trace-store.ts';
import type { DatasetReference } from './dataset-access.ts';
import type { NewRecord } from './dataset.ts';
import { mergeRecords, type MergeRecordsServices, type MergeResult } from './merge-records.ts';
import { traceToRecord } from './trace-to-record.ts';

const MOST_TRACES = 100;

/** What adding traces needs. */
export interface AddTracesServices extends MergeRecordsServices {
  traces: TraceStore;
  assessments: Pick<AssessmentStore, 'listByTrace'>;
}

/**
 * Adds the traces, merged by their inputs.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST for a trace or dataset the caller may not see; INVALID_PARAMETER_VALUE for a
 *   trace without content
 */
export async function addTraces({
  services,
  input,
}: {
  services: AddTracesServices;
  input: DatasetReference & { traceIds: string[] };
}): Promise<MergeResult> {
  const traceIds = [...new Set(input.traceIds)];
  if (traceIds.length === 0 || traceIds.length > MOST_TRACES) {
    throw invalidParameter('trace_ids', `1 to ${MOST_TRACES} ids of traces`);
  }
  const records: NewRecord[] = [];
  const said = await services.assessments.listByTrace(traceIds, input.within);
  for (const traceId of traceIds) {
    const trace = await getTrace({ services, input: { traceId, within: input.within } });
    const record = traceToRecord(trace, said.get(traceId) ?? []);
    if (record === null) {
      throw new AppError(
        'INVALID_PARAMETER_VALUE',
        `The content of trace "${traceId}" was not kept or has expired.`,
        {
          details: { field: 'trace_ids', expected: 'traces with content' },
        },
      );
    }
    records.push(record);
  }
  return mergeRecords({ services, input: { ...input, records, by: null } });
}
