/**
 * Traces in D1 (the index) and a content store (what they said). Content is written first: should the index fail, an
 * object nobody points at is left, and retention sweeps it; the other order would leave spans without content.
 */
import { readIndexPace } from './index-pace.ts';
import type { Span, Trace, TraceInfo } from '../trace.ts';
import { openPiece, type SealedPiece, type SpanContent } from './content-piece.ts';
import { proxyObserver } from '../call-identity.ts';
import type { ContentStore } from './content-store.ts';
import { searchTracesInD1 } from './search-traces-in-d1.ts';
import { assessmentsOf } from './assessment-rows.ts';
import { storable } from './storable.ts';
import * as aliasing from './trace-aliases.ts';
import { toSpan, toTraceInfo, type SpanRow, type TraceRow } from './trace-rows.ts';
import { experimentsWithTraces } from './trace-search-sql.ts';
import * as links from './trace-links.ts';
import { linksOf } from './trace-links.ts';
import type { TagReference, TraceStore } from './trace-store.ts';
import * as sql from './trace-write-sql.ts';
import { freeTwins } from './twin-sql.ts';
import { createUnpricedNotes, listUnpriced } from './unpriced-models-in-d1.ts';
import { linkStatements, writeInfos, writeTraces } from './write-traces-in-d1.ts';

/** What a trace's row carries along from other tables. */
const ALONG = `${assessmentsOf('t')} AS assessments, ${linksOf('t')} AS links`;

/** The traces that ids mean, in their order. ?1: JSON array of trace ids, ?2: the only experiment that is meant, or null. */
const MEANT = `json_each(?1) AS id CROSS JOIN traces AS t ON t.trace_id = ${aliasing.keptId('id.value', '?2')}
  AND (?2 IS NULL OR t.experiment_id = ?2)`;

/** Traces without spans, in the order of the ids. Parameters as of {@link MEANT}. */
const selectInfos = `SELECT t.*, ${ALONG} FROM ${MEANT} ORDER BY id.key`;

/** The experiments of traces. Parameters as of {@link MEANT}. */
const selectExperiment = `SELECT t.experiment_id FROM ${MEANT}`;

/**
 * Spans, each trace's in the order they began, and below those that an instrumentation made the same call as the proxy
 * saw it, whose own trace is another. Parameters as of {@link MEANT}.
 */
const selectSpans = `
WITH meant (trace_id, place) AS MATERIALIZED (SELECT t.trace_id, min(id.key) FROM ${MEANT} GROUP BY t.trace_id)
SELECT * FROM (
  SELECT s.*, NULL AS shown_in, meant.place FROM meant CROSS JOIN spans AS s ON s.trace_id = meant.trace_id
  UNION ALL
  SELECT d.*, s.trace_id, meant.place FROM meant CROSS JOIN spans AS s ON s.trace_id = meant.trace_id
  CROSS JOIN spans AS d ON d.duplicate_of = s.trace_id || '/' || s.span_id
  WHERE d.observer = '${proxyObserver}' AND d.trace_id <> s.trace_id AND s.duplicate_of IS NULL
) AS s ORDER BY place, length(s.start_ns), s.start_ns, s.parent_span_id IS NOT NULL, s.span_id`;

/** What the store needs. */
export interface D1TraceStoreOptions {
  database: D1Database;
  content: ContentStore;
  /** Unix milliseconds. */
  now: () => number;
}

/** Creates the trace store on D1. */
export function createD1TraceStore(options: D1TraceStoreOptions): TraceStore {
  const { database } = options;
  const writing = { ...options, known: aliasing.createKnownAliases() };
  return {
    write: (traces) => writeTraces(writing, traces),
    writeInfos: (infos) => writeInfos(writing, infos),
    async link(wanted, within) {
      if (wanted.length > 0) await database.batch(linkStatements(options, wanted, within));
    },
    get: async (traceId, within) => (await getMany(options, [traceId], within))[0] ?? null,
    getMany: (traceIds, within) => getMany(options, traceIds, within),
    getInfo: async (traceId, within) => (await getInfos(database, [traceId], within))[0] ?? null,
    getInfos: (traceIds, within) => getInfos(database, traceIds, within),
    getExperimentId: (traceId, within) =>
      database
        .prepare(selectExperiment)
        .bind(JSON.stringify([traceId]), within)
        .first<string>('experiment_id'),
    search: (query) => searchTracesInD1(database, query),
    delete: (traceIds, within) => deleteMeant(database, traceIds, within),
    setTag: (reference, value) => changeTag(options, reference, value),
    deleteTag: (reference) => changeTag(options, reference, null),
    async expire(experimentId, beforeMs, batchSize) {
      const ids = await findOldest(database, { experimentId, beforeMs, batchSize });
      return { deletedTraces: await deleteTraces(database, ids), more: ids.length === batchSize };
    },
    async expireEarlyTags(beforeMs) {
      const deleted = await database
        .prepare('DELETE FROM early_tags WHERE set_at_ms < ?1 RETURNING key')
        .bind(beforeMs)
        .all();
      return deleted.results.length;
    },
    async expireEarlyLinks(beforeMs, batchSize) {
      const deleted = await database.prepare(links.expireEarlyLinks).bind(beforeMs, batchSize).all();
      return deleted.results.length;
    },
    async listExperimentIds() {
      const known = await database.prepare(experimentsWithTraces).all<{ id: string }>();
      return known.results.map((row) => row.id);
    },
    noteUnpriced: createUnpricedNotes(options),
    listUnpriced: (within) => listUnpriced(database, within),
    async sizeBytes() {
      const probe = await database.prepare('SELECT 1').run();
      return probe.meta.size_after;
    },
    readPace: (nowMs) => readIndexPace(database, nowMs),
  };
}

/** Both tables in one call of the database, however many traces. */
async function getMany(
  { database, content }: D1TraceStoreOptions,
  traceIds: string[],
  within: string | null,
): Promise<Trace[]> {
  if (traceIds.length === 0) return [];
  const ids = JSON.stringify([...new Set(traceIds)]);
  // A batch answers in the order of its statements.
  const [traces, spans] = (await database.batch([
    database.prepare(selectInfos).bind(ids, within),
    database.prepare(selectSpans).bind(ids, within),
  ])) as [D1Result<TraceRow>, D1Result<SpanRow>];
  const read = await readSpans(content, spans.results);
  const byTrace = Map.groupBy(read, (span) => span.traceId);
  return eachOnce(traces.results).map((row) => ({
    info: toTraceInfo(row),
    spans: byTrace.get(row.trace_id) ?? [],
  }));
}

/** Reads each piece once, however many spans it holds. */
async function readSpans(content: ContentStore, rows: SpanRow[]): Promise<Span[]> {
  const pieces = new Map<string, Promise<Map<string, SpanContent> | null>>();
  for (const row of rows) {
    const place = placeOf(row);
    if (!pieces.has(place)) pieces.set(place, readPiece(content, row));
  }
  return Promise.all(
    rows.map(async (row) => {
      const piece = await pieces.get(placeOf(row));
      return toSpan(row, piece?.get(row.span_id) ?? lostContent());
    }),
  );
}

function placeOf(row: SpanRow): string {
  return `${row.content_object} ${row.content_offset}`;
}

async function readPiece(content: ContentStore, row: SpanRow): Promise<Map<string, SpanContent> | null> {
  const range = { offset: row.content_offset, length: row.content_length };
  const bytes = await content.read(row.content_object, range);
  if (bytes === null) return null;
  const piece: SealedPiece = { bytes, key: row.content_key };
  return openPiece(row.trace_id, piece);
}

/** What a span says of itself when retention has swept its content before its row. */
function lostContent(): SpanContent {
  return { attributes: { 'weir.content': 'expired' }, events: [], statusMessage: '' };
}

async function getInfos(
  database: D1Database,
  traceIds: string[],
  within: string | null,
): Promise<TraceInfo[]> {
  if (traceIds.length === 0) return [];
  const ids = JSON.stringify([...new Set(traceIds)]);
  const { results } = await database.prepare(selectInfos).bind(ids, within).all<TraceRow>();
  return eachOnce(results).map(toTraceInfo);
}

/** A trace may have been asked for under its own id and its caller's. */
function eachOnce(rows: TraceRow[]): TraceRow[] {
  return [...new Map(rows.map((row) => [row.trace_id, row])).values()];
}

/** Null removes the tag. */
async function changeTag(
  { database, now }: D1TraceStoreOptions,
  { traceId, key: named, within }: TagReference,
  stated: string | null,
): Promise<void> {
  const [key, value] = [storable(named), storable(stated)];
  await database.batch([
    database.prepare(sql.removeTagEntry).bind(traceId, key, within),
    database.prepare(sql.patchTag).bind(traceId, key, within, value),
    database.prepare(sql.addTagEntry).bind(traceId, key, within),
    value === null
      ? database.prepare(sql.deleteEarlyTag).bind(traceId, key, within)
      : database.prepare(sql.insertEarlyTag).bind(traceId, key, within, value, now()),
  ]);
}

async function findOldest(
  database: D1Database,
  { experimentId, beforeMs, batchSize }: { experimentId: string; beforeMs: number; batchSize: number },
): Promise<string[]> {
  const oldest = await database
    .prepare(sql.oldestTraces)
    .bind(experimentId, beforeMs, batchSize)
    .all<{ trace_id: string }>();
  return oldest.results.map((row) => row.trace_id);
}

/** Deletes what the ids mean within an experiment, or in all; also what waits for traces that have not come. */
async function deleteMeant(database: D1Database, traceIds: string[], within: string | null): Promise<number> {
  if (within === null || traceIds.length === 0) return deleteTraces(database, traceIds);
  const { results } = await database
    .prepare(aliasing.selectKeptIds)
    .bind(JSON.stringify(traceIds), within)
    .all<{ asked: string; kept: string }>();
  const ids = results
    .filter(({ kept }) => aliasing.withoutMark(kept) === kept)
    .map(({ asked, kept }) => ({ experimentId: within, callerTraceId: asked, traceId: kept }));
  const guard = database.prepare(aliasing.refuseForeign).bind(aliasing.toParameter(ids));
  try {
    return await deleteTraces(
      database,
      results.map(({ kept }) => kept),
      [guard],
    );
  } catch (cause) {
    // An id changed hands between the question and the deletion.
    if (!aliasing.isRefusedAsForeign(cause)) throw cause;
    return deleteMeant(database, traceIds, within);
  }
}

async function deleteTraces(
  database: D1Database,
  traceIds: string[],
  guard: D1PreparedStatement[] = [],
): Promise<number> {
  if (traceIds.length === 0) return 0;
  const ids = JSON.stringify(traceIds);
  const deletions = [
    ...freeTwins,
    sql.removeTagEntries,
    sql.removeWords,
    sql.deleteSpans,
    sql.deleteAssessments,
    links.deleteLinks,
    sql.deleteEarlyTags,
    aliasing.deleteAliases,
    sql.deleteTraces,
  ].map((statement) => database.prepare(statement).bind(ids));
  const results = await database.batch([...guard, ...deletions]);
  return results.at(-1)?.results.length ?? 0;
}
