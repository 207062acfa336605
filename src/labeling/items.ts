/** The traces of a session: added by hand, by a filter or from a dataset; listed, removed, settled. */
import { AppError, invalidParameter } from '../core/app-error.ts';
import { limits } from '../core/limits.ts';
import { listRecords } from '../datasets/list-records.ts';
import { sourceTraceId } from '../datasets/dataset.ts';
import type { DatasetStore } from '../datasets/store/dataset-store.ts';
import { searchTraces } from '../tracing/search-traces.ts';
import type { TraceStore } from '../tracing/store/trace-store.ts';
import { callerTraceIdKey } from '../tracing/trace.ts';
import { MOST_ITEMS, toReviewer, type ItemStatus, type LabelingItem } from './labeling-session.ts';
import { getSession, type SessionReference, type SessionServices } from './sessions.ts';

/** What the verbs on items need. */
export interface ItemServices extends SessionServices {
  traces: TraceStore;
  datasets: DatasetStore;
}

/** Where new items come from. */
export type ItemSource =
  | { traceIds: string[] }
  /** The newest traces of the session's experiment that match, in MLflow's grammar. */
  | { filter: string; most: number }
  /** The traces that records of a dataset came from, of the session's experiment. */
  | { dataset: string };

const MAX_ID_CHARACTERS = 200;
/** Pages of a search or a dataset that are looked through: bounds a filter that matches next to nothing. */
const MOST_PAGES = 20;
const TRACES_AT_ONCE = 500;

/**
 * Adds traces; those that are there already stay as they are.
 *
 * @returns how many were new, and how many of those found did not fit the session any more
 * @throws AppError RESOURCE_DOES_NOT_EXIST for a session, dataset or trace that the caller may not see, and for traces of
 *   another experiment; INVALID_PARAMETER_VALUE
 */
export async function addItems({
  services,
  input,
}: {
  services: ItemServices;
  input: SessionReference & { source: ItemSource };
}): Promise<{ added: number; traceIds: string[]; leftOut: number; more: boolean }> {
  const { sessionId, within, source } = input;
  const { experimentId } = await getSession({ services, input });
  const { traceIds, more } = await findTraces(services, { source, experimentId, within });
  const options = { atMs: services.now(), mostItems: MOST_ITEMS };
  const before = await services.labeling.getItems(sessionId, traceIds);
  const { added } = await services.labeling.addItems(sessionId, traceIds, options);
  return { added, traceIds, leftOut: Math.max(0, traceIds.length - before.length - added), more };
}

/**
 * Items of a session.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST
 */
export async function listItems({
  services,
  input,
}: {
  services: SessionServices;
  input: SessionReference & {
    status?: ItemStatus;
    order: 'arrival' | 'newest';
    offset: number;
    pageSize: number;
  };
}): Promise<{ items: LabelingItem[]; nextOffset: number | null }> {
  const { sessionId, offset, pageSize, order, status } = input;
  await getSession({ services, input });
  const page = { order, offset, pageSize: pageSize + 1, ...(status === undefined ? {} : { status }) };
  const found = await services.labeling.listItems(sessionId, page);
  const hasMore = found.length > pageSize;
  return { items: found.slice(0, pageSize), nextOffset: hasMore ? offset + pageSize : null };
}

/**
 * Removes items; ids that name none are no mistake. What reviewers said stays on the traces.
 *
 * @returns how many there were
 * @throws AppError RESOURCE_DOES_NOT_EXIST, INVALID_PARAMETER_VALUE
 */
export async function removeItems({
  services,
  input,
}: {
  services: SessionServices;
  input: SessionReference & { traceIds: string[] };
}): Promise<number> {
  await getSession({ services, input });
  return services.labeling.removeItems(input.sessionId, checkIds(input.traceIds));
}

/**
 * Sets how far an item is as a whole. Back to `PENDING`, its reviewers are asked again.
 *
 * @param input.by who completes or declines it; with `PENDING` nobody
 * @throws AppError RESOURCE_DOES_NOT_EXIST, INVALID_PARAMETER_VALUE
 */
export async function setItemStatus({
  services,
  input,
}: {
  services: SessionServices;
  input: SessionReference & { traceId: string; status: ItemStatus; by: string | null };
}): Promise<LabelingItem> {
  const { sessionId, status } = input;
  const traceId = input.traceId.trim();
  if (status === 'PENDING' && input.by !== null) {
    throw invalidParameter('completed_by', 'nobody when an item is reopened');
  }
  if (status !== 'PENDING' && (input.by === null || input.by.trim() === '')) {
    throw invalidParameter('completed_by', `the name of who sets the status to ${status}`);
  }
  const by = input.by === null ? null : toReviewer(input.by, 'completed_by');
  await getSession({ services, input });
  const atMs = services.now();
  const item = await services.labeling.setItemStatus(sessionId, traceId, { status, by, atMs });
  if (item === null) {
    throw new AppError(
      'RESOURCE_DOES_NOT_EXIST',
      `Item '${traceId.slice(0, 100)}' is not attached to review queue '${sessionId}'.`,
    );
  }
  return item;
}

interface Finding {
  source: ItemSource;
  experimentId: string;
  within: string | null;
}

/** Traces that were found; `more`: there are others like them that were not looked at. */
interface Found {
  traceIds: string[];
  more: boolean;
}

async function findTraces(services: ItemServices, finding: Finding): Promise<Found> {
  const { source, experimentId, within } = finding;
  if ('traceIds' in source) {
    const wanted = checkIds(source.traceIds);
    const { kept, missing } = await keepThoseOf(services, experimentId, wanted);
    if (missing.length === 0) return { traceIds: kept, more: false };
    throw new AppError(
      'RESOURCE_DOES_NOT_EXIST',
      `Trace(s) ${missing.slice(0, 5).join(', ')} do not exist in experiment '${experimentId}'.`,
    );
  }
  if ('dataset' in source) return findInDataset(services, { ...finding, dataset: source.dataset });
  return findByFilter(services, { ...source, experimentId, within });
}

async function findByFilter(
  services: ItemServices,
  {
    filter,
    most,
    experimentId,
    within,
  }: { filter: string; most: number; experimentId: string; within: string | null },
): Promise<Found> {
  const wanted = Math.min(most, MOST_ITEMS);
  const found: string[] = [];
  let pageToken: string | null = null;
  for (let page = 0; page < MOST_PAGES && found.length < wanted; page++) {
    const query = {
      experimentIds: [experimentId],
      pageSize: Math.min(limits.pageSize, wanted - found.length),
      ...(filter.trim() === '' ? {} : { filter }),
      ...(pageToken === null ? {} : { pageToken }),
    };
    const result = await searchTraces({ services, input: { query, within } });
    found.push(...result.traces.map(({ traceId }) => traceId));
    pageToken = result.nextPageToken;
    if (pageToken === null) break;
  }
  return { traceIds: found, more: pageToken !== null };
}

async function findInDataset(
  services: ItemServices,
  { dataset, experimentId, within }: { dataset: string; experimentId: string; within: string | null },
): Promise<Found> {
  const found = new Set<string>();
  let pageToken: string | null = null;
  for (let page = 0; page < MOST_PAGES && found.size < MOST_ITEMS; page++) {
    const input = { nameOrId: dataset, within, pageSize: TRACES_AT_ONCE, pageToken };
    const result = await listRecords({ services, input });
    for (const record of result.records) {
      const traceId = sourceTraceId(record);
      if (traceId !== null) found.add(traceId);
    }
    pageToken = result.nextPageToken;
    if (pageToken === null) break;
  }
  const { kept: traceIds } = await keepThoseOf(services, experimentId, [...found]);
  return {
    traceIds: traceIds.slice(0, MOST_ITEMS),
    more: pageToken !== null || traceIds.length > MOST_ITEMS,
  };
}

/** The experiment's traces that the ids mean, by the ids they are kept under, and the ids that mean none. */
async function keepThoseOf(
  services: ItemServices,
  experimentId: string,
  traceIds: string[],
): Promise<{ kept: string[]; missing: string[] }> {
  const kept = new Set<string>();
  const known = new Set<string>();
  for (let start = 0; start < traceIds.length; start += TRACES_AT_ONCE) {
    const some = traceIds.slice(start, start + TRACES_AT_ONCE);
    for (const { traceId, metadata } of await services.traces.getInfos(some, experimentId)) {
      kept.add(traceId);
      known.add(traceId).add(metadata[callerTraceIdKey] ?? traceId);
    }
  }
  return { kept: [...kept], missing: traceIds.filter((traceId) => !known.has(traceId)) };
}

function checkIds(traceIds: string[]): string[] {
  const ids = [...new Set(traceIds.map((traceId) => traceId.trim()))];
  const areIds = ids.every((id) => id !== '' && id.length <= MAX_ID_CHARACTERS);
  if (ids.length > 0 && ids.length <= MOST_ITEMS && areIds) return ids;
  throw invalidParameter('trace_ids', `1 to ${MOST_ITEMS} ids of traces`);
}
