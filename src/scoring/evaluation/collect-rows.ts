/** The rows of an evaluation: as they were sent, of a dataset, or traces found by a filter. Taken once, when it begins. */
import { invalidParameter } from '../../core/app-error.ts';
import { limits } from '../../core/limits.ts';
import { asObject } from '../../core/json.ts';
import { plainJson } from '../../core/python-json.ts';
import { listRecords } from '../../datasets/list-records.ts';
import { getDataset, type DatasetServices } from '../../datasets/dataset-access.ts';
import type { Dataset } from '../../datasets/dataset.ts';
import { searchTraces } from '../../tracing/search-traces.ts';
import type { TraceStore } from '../../tracing/store/trace-store.ts';
import { callerTraceIdKey } from '../../tracing/trace.ts';
import { isJudgeTrace } from '../models/call-proxy.ts';
import type { NewRow, RowContent, RowSource } from './evaluation.ts';
import { keyOfInputs } from './row-key.ts';

/** Rows, and what they are from. */
export interface CollectedRows {
  rows: NewRow[];
  description: string;
  dataset: Dataset | null;
}

const PAGE = 500;
/** Larger rows belong behind a trace. */
const ROW_CHARACTERS = 400_000;

/**
 * Collects the rows.
 *
 * @throws AppError INVALID_PARAMETER_VALUE for no rows, too many, or one too large; RESOURCE_DOES_NOT_EXIST
 */
export async function collectRows({
  services,
  input,
}: {
  services: DatasetServices & { traces: TraceStore };
  input: { source: RowSource; experimentId: string; within: string | null };
}): Promise<CollectedRows> {
  const collected = await collect(services, input);
  const { rows } = collected;
  if (rows.length === 0)
    throw invalidParameter('rows', `at least one row; there is none in ${collected.description}`);
  if (rows.length > limits.evaluationRows)
    throw invalidParameter('rows', `at most ${limits.evaluationRows} rows`);
  const large = rows.find(({ content }) => JSON.stringify(content).length > ROW_CHARACTERS);
  if (large !== undefined)
    throw invalidParameter(`rows.${large.rowNumber - 1}`, `at most ${ROW_CHARACTERS} characters`);
  return collected;
}

async function collect(
  services: DatasetServices & { traces: TraceStore },
  { source, experimentId, within }: { source: RowSource; experimentId: string; within: string | null },
): Promise<CollectedRows> {
  switch (source.kind) {
    case 'rows': {
      const { rows: given } = source;
      const traceIds = await findTraces(given, { traces: services.traces, experimentId, within });
      const rows = await Promise.all(
        given.map(({ inputs, outputs, expectations }, index) =>
          toRow({ inputs, outputs, expectations }, traceIds[index] ?? null, index),
        ),
      );
      return { rows, description: 'the rows sent', dataset: null };
    }
    case 'dataset':
      return ofDataset(services, source.nameOrId, within);
    default:
      return ofTraces(services, source, { experimentId, within });
  }
}

/**
 * The traces that rows name, by the ids they are kept under: those of the experiment. A caller who sees no other names no
 * other; what is elsewhere is to them as what is nowhere.
 */
async function findTraces(
  rows: readonly { traceId: string | null }[],
  { traces, experimentId, within }: { traces: TraceStore; experimentId: string; within: string | null },
): Promise<(string | null)[]> {
  const kept = new Map<string, string>();
  const wanted = [...new Set(rows.flatMap(({ traceId }) => (traceId === null ? [] : [traceId])))];
  for (let start = 0; start < wanted.length; start += PAGE) {
    const infos = await traces.getInfos(wanted.slice(start, start + PAGE), experimentId);
    for (const { traceId, metadata } of infos) {
      kept.set(traceId, traceId);
      kept.set(metadata[callerTraceIdKey] ?? traceId, traceId);
    }
  }
  return rows.map(({ traceId }, index) => {
    if (traceId === null) return null;
    const own = kept.get(traceId);
    if (own === undefined && within !== null)
      throw invalidParameter(`rows.${index}.trace_id`, 'a trace of the experiment');
    return own ?? traceId;
  });
}

async function toRow(content: RowContent, traceId: string | null, index: number): Promise<NewRow> {
  const rowKey = traceId ?? (await keyOfInputs(content.inputs));
  return { rowNumber: index + 1, rowKey, content, traceId };
}

/** Known by its inputs as the dataset keeps them, judged by numbers one can reckon with. */
async function toPlainRow(content: RowContent, index: number): Promise<NewRow> {
  const { inputs, outputs, expectations } = content;
  const row = await toRow(content, null, index);
  return {
    ...row,
    content: {
      inputs: plainJson(inputs),
      outputs: plainJson(outputs),
      expectations: asObject(plainJson(expectations)),
    },
  };
}

async function ofDataset(
  services: DatasetServices,
  nameOrId: string,
  within: string | null,
): Promise<CollectedRows> {
  const dataset = await getDataset({ services, input: { nameOrId, within } });
  const rows: NewRow[] = [];
  let pageToken: string | null = null;
  do {
    const input = { nameOrId: dataset.datasetId, within, pageSize: PAGE, pageToken };
    const page: Awaited<ReturnType<typeof listRecords>> = await listRecords({ services, input });
    for (const { inputs, outputs, expectations } of page.records)
      rows.push(await toPlainRow({ inputs, outputs, expectations }, rows.length));
    pageToken = page.nextPageToken;
  } while (pageToken !== null && rows.length <= limits.evaluationRows);
  return { rows, description: `the dataset "${dataset.name}"`, dataset };
}

/** Traces keep their content: a row names its trace. */
async function ofTraces(
  services: { traces: TraceStore },
  source: Extract<RowSource, { kind: 'traces' }>,
  { experimentId, within }: { experimentId: string; within: string | null },
): Promise<CollectedRows> {
  const rows: NewRow[] = [];
  let pageToken: string | null = null;
  do {
    const query = {
      experimentIds: [experimentId],
      pageSize: Math.min(PAGE, source.most),
      ...(source.filter === null ? {} : { filter: source.filter }),
      ...(source.fromMs === null ? {} : { fromMs: source.fromMs }),
      ...(source.toMs === null ? {} : { toMs: source.toMs }),
      ...(pageToken === null ? {} : { pageToken }),
    };
    const page: Awaited<ReturnType<typeof searchTraces>> = await searchTraces({
      services,
      input: { query, within },
    });
    for (const info of page.traces) {
      if (isJudgeTrace(info) || rows.length >= source.most) continue;
      rows.push(await toRow({ inputs: null, outputs: null, expectations: {} }, info.traceId, rows.length));
    }
    pageToken = page.nextPageToken;
  } while (pageToken !== null && rows.length < source.most);
  return {
    rows,
    description: source.filter === null ? 'traces' : `traces where ${source.filter}`,
    dataset: null,
  };
}
