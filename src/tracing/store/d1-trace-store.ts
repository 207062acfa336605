/**
 * Traces in D1 (the index) and a content store (what they said). Content is written first: should the index fail, an
 * object nobody points at is left, and retention sweeps it; the other order would leave spans without content.
 */
import { readIndexPace } from './index-pace.ts';
import { toRowChunks } from '../../core/row-chunks.ts';
import type { Span, Trace, TraceInfo } from '../trace.ts';
import { encodeContent, openPiece, sealPiece, type SealedPiece, type SpanContent } from './content-piece.ts';
import { proxyObserver } from '../call-identity.ts';
import type { ContentStore } from './content-store.ts';
import { searchTracesInD1 } from './search-traces-in-d1.ts';
import { assessmentsOf } from './assessment-rows.ts';
import { storable } from './storable.ts';
import {
  toSpan,
  toSpanValues,
  toTraceInfo,
  toTraceValues,
  type SpanRow,
  type TraceRow,
} from './trace-rows.ts';
import { experimentsWithTraces } from './trace-search-sql.ts';
import * as links from './trace-links.ts';
import { linksOf } from './trace-links.ts';
import type { TraceLink, TraceStore } from './trace-store.ts';
import * as sql from './trace-write-sql.ts';
import { freeTwins, joinTwins } from './twin-sql.ts';

/** A model that stays unpriced is noted again after this long, not at every call. */
const UNPRICED_NOTE_INTERVAL_MS = 3_600_000;
/** Models an isolate remembers. */
const MAX_NOTED = 1000;

/** Metadata key of the run that was active when the trace was made (TraceMetadataKey.SOURCE_RUN). */
const SOURCE_RUN = 'mlflow.sourceRun';

/** What a trace's row carries along from other tables. */
const ALONG = `${assessmentsOf('t')} AS assessments, ${linksOf('t')} AS links`;

/** Traces without spans, in the order of the ids. ?1: JSON array of trace ids. */
const selectInfos = `
SELECT t.*, ${ALONG} FROM json_each(?1) AS id CROSS JOIN traces AS t ON t.trace_id = id.value ORDER BY id.key`;

/**
 * Spans, each trace's in the order they began, and below those that an instrumentation made the same call as the proxy
 * saw it, whose own trace is another. ?1: JSON array of trace ids.
 */
const selectSpans = `
SELECT * FROM (
  SELECT s.*, NULL AS shown_in, id.key AS place FROM json_each(?1) AS id CROSS JOIN spans AS s ON s.trace_id = id.value
  UNION ALL
  SELECT d.*, s.trace_id, id.key FROM json_each(?1) AS id CROSS JOIN spans AS s ON s.trace_id = id.value
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
  return {
    write: (traces) => writeTraces(options, traces),
    writeInfos: (infos) => writeInfos(options, infos),
    async link(wanted) {
      if (wanted.length > 0) await database.batch(linkStatements(options, wanted));
    },
    get: async (traceId) => (await getMany(options, [traceId]))[0] ?? null,
    getMany: (traceIds) => getMany(options, traceIds),
    getInfo: async (traceId) => (await getInfos(database, [traceId]))[0] ?? null,
    getInfos: (traceIds) => getInfos(database, traceIds),
    getExperimentId: (traceId) =>
      database
        .prepare('SELECT experiment_id FROM traces WHERE trace_id = ?1')
        .bind(traceId)
        .first<string>('experiment_id'),
    search: (query) => searchTracesInD1(database, query),
    delete: (traceIds) => deleteTraces(database, traceIds),
    setTag: (traceId, key, value) => changeTag(options, { traceId, key, value }),
    deleteTag: (traceId, key) => changeTag(options, { traceId, key, value: null }),
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
    listUnpriced: () => listUnpriced(database),
    async sizeBytes() {
      const probe = await database.prepare('SELECT 1').run();
      return probe.meta.size_after;
    },
    readPace: (nowMs) => readIndexPace(database, nowMs),
  };
}

async function writeTraces(options: D1TraceStoreOptions, traces: Trace[]): Promise<void> {
  const { database, content } = options;
  if (traces.length === 0) return;
  const spanRows = await storeContent(content, traces);
  const ids = JSON.stringify([...new Set(traces.map((trace) => trace.info.traceId))]);
  const traceRows = traces.map((trace) => JSON.stringify(toTraceValues(trace)));
  await database.batch([
    ...toRowChunks(spanRows).map((chunk) => database.prepare(sql.insertSpans).bind(chunk)),
    database.prepare(sql.removeTagEntries).bind(ids),
    database.prepare(sql.removeWords).bind(ids),
    ...toRowChunks(traceRows).map((chunk) => database.prepare(sql.upsertTraces).bind(chunk)),
    database.prepare(sql.addTagEntries).bind(ids),
    database.prepare(sql.addWords).bind(ids),
    database.prepare(sql.joinAssessments).bind(ids),
    ...linkStatements(options, linksIn(traces.map((trace) => trace.info))),
    database.prepare(links.joinLinks).bind(ids),
    database.prepare(sql.deleteEarlyTags).bind(ids),
    ...(spanRows.length === 0 ? [] : joinTwins.map((statement) => database.prepare(statement).bind(ids))),
  ]);
}

async function writeInfos(options: D1TraceStoreOptions, infos: TraceInfo[]): Promise<void> {
  const { database } = options;
  if (infos.length === 0) return;
  const ids = JSON.stringify([...new Set(infos.map((info) => info.traceId))]);
  const rows = infos.map((info) => JSON.stringify(toTraceValues({ info, spans: [] })));
  await database.batch([
    database.prepare(sql.removeTagEntries).bind(ids),
    database.prepare(sql.removeWords).bind(ids),
    ...toRowChunks(rows).map((chunk) => database.prepare(sql.upsertFinalTraces).bind(chunk)),
    database.prepare(sql.addTagEntries).bind(ids),
    database.prepare(sql.addWords).bind(ids),
    database.prepare(sql.joinAssessments).bind(ids),
    ...linkStatements(options, linksIn(infos)),
    database.prepare(links.joinLinks).bind(ids),
    database.prepare(sql.deleteEarlyTags).bind(ids),
  ]);
}

/** What traces say themselves that they are linked to. */
function linksIn(infos: TraceInfo[]): TraceLink[] {
  return infos.flatMap(({ traceId, prompts, runIds, metadata }) => {
    const { [SOURCE_RUN]: sourceRun } = metadata;
    const runs = sourceRun === undefined ? runIds : [...runIds, sourceRun];
    return [
      ...prompts.map((prompt) => ({ traceId, to: { kind: 'prompt', prompt } }) as const),
      ...runs.map((runId) => ({ traceId, to: { kind: 'run', runId } }) as const),
    ];
  });
}

function linkStatements({ database, now }: D1TraceStoreOptions, wanted: TraceLink[]): D1PreparedStatement[] {
  const rows = wanted.map(({ traceId, to }) => {
    const target = to.kind === 'run' ? to.runId : links.toPromptTarget(to.prompt);
    return JSON.stringify([traceId, to.kind, storable(target)]);
  });
  return toRowChunks(rows).map((chunk) => database.prepare(links.insertLinks).bind(chunk, now()));
}

/** Writes the content of all spans as one object; returns the spans' rows as JSON arrays. */
async function storeContent(content: ContentStore, traces: Trace[]): Promise<string[]> {
  const withSpans = traces.filter((trace) => trace.spans.length > 0);
  if (withSpans.length === 0) return [];
  const encoded = withSpans.map(
    (trace) => new Map(trace.spans.map((span) => [span.spanId, encodeContent(span)])),
  );
  const pieces = withSpans.map((trace, index) => sealPiece(trace.info.traceId, encoded[index] ?? new Map()));
  const { object, ranges } = await content.write(pieces.map((piece) => piece.bytes));
  return withSpans.flatMap((trace, index) => {
    const range = ranges[index] ?? { offset: 0, length: 0 };
    const key = pieces[index]?.key ?? '';
    return trace.spans.map((span) => {
      const sizeBytes = Buffer.byteLength(encoded[index]?.get(span.spanId) ?? '');
      return JSON.stringify(toSpanValues(span, { ...range, object, key, sizeBytes }, trace.info.source));
    });
  });
}

/** Both tables in one call of the database, however many traces. */
async function getMany({ database, content }: D1TraceStoreOptions, traceIds: string[]): Promise<Trace[]> {
  if (traceIds.length === 0) return [];
  const ids = JSON.stringify([...new Set(traceIds)]);
  // A batch answers in the order of its statements.
  const [traces, spans] = (await database.batch([
    database.prepare(selectInfos).bind(ids),
    database.prepare(selectSpans).bind(ids),
  ])) as [D1Result<TraceRow>, D1Result<SpanRow>];
  const read = await readSpans(content, spans.results);
  const byTrace = Map.groupBy(read, (span) => span.traceId);
  return traces.results.map((row) => ({ info: toTraceInfo(row), spans: byTrace.get(row.trace_id) ?? [] }));
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

async function getInfos(database: D1Database, traceIds: string[]): Promise<TraceInfo[]> {
  if (traceIds.length === 0) return [];
  const ids = JSON.stringify([...new Set(traceIds)]);
  const { results } = await database.prepare(selectInfos).bind(ids).all<TraceRow>();
  return results.map(toTraceInfo);
}

interface TagChange {
  traceId: string;
  key: string;
  /** Null removes the tag. */
  value: string | null;
}

async function changeTag({ database, now }: D1TraceStoreOptions, change: TagChange): Promise<void> {
  const { traceId } = change;
  const [ids, key, value] = [JSON.stringify([traceId]), storable(change.key), storable(change.value)];
  await database.batch([
    database.prepare(sql.removeTagEntry).bind(ids, key),
    database.prepare(sql.patchTag).bind(ids, key, value),
    database.prepare(sql.addTagEntry).bind(ids, key),
    value === null
      ? database.prepare(sql.deleteEarlyTag).bind(traceId, key)
      : database.prepare(sql.insertEarlyTag).bind(traceId, key, value, now()),
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

async function deleteTraces(database: D1Database, traceIds: string[]): Promise<number> {
  if (traceIds.length === 0) return 0;
  const ids = JSON.stringify(traceIds);
  const results = await database.batch(
    [
      ...freeTwins,
      sql.removeTagEntries,
      sql.removeWords,
      sql.deleteSpans,
      sql.deleteAssessments,
      links.deleteLinks,
      sql.deleteEarlyTags,
      sql.deleteTraces,
    ].map((statement) => database.prepare(statement).bind(ids)),
  );
  return results.at(-1)?.results.length ?? 0;
}

/** Notes models; what this isolate noted a moment ago needs no question to the database. */
function createUnpricedNotes({
  database,
  now,
}: D1TraceStoreOptions): (models: { provider: string; model: string }[]) => Promise<void> {
  const noted = new Map<string, number>();
  return async (models) => {
    const rows = models
      .map(({ provider, model }) => JSON.stringify([storable(provider), storable(model)]))
      .filter((row) => (noted.get(row) ?? 0) <= now());
    if (rows.length === 0) return;
    await insertUnpriced(database, { rows: `[${rows.join(',')}]`, nowMs: now() });
    if (noted.size > MAX_NOTED) noted.clear();
    for (const row of rows) noted.set(row, now() + UNPRICED_NOTE_INTERVAL_MS);
  };
}

async function insertUnpriced(
  database: D1Database,
  { rows, nowMs }: { rows: string; nowMs: number },
): Promise<void> {
  await database
    .prepare(
      `INSERT INTO unpriced_models (provider, model, first_seen_at_ms, last_seen_at_ms)
       SELECT DISTINCT value ->> 0, value ->> 1, ?2, ?2 FROM json_each(?1)
       WHERE true ON CONFLICT DO UPDATE SET last_seen_at_ms = excluded.last_seen_at_ms
       WHERE excluded.last_seen_at_ms - unpriced_models.last_seen_at_ms > ?3`,
    )
    .bind(rows, nowMs, UNPRICED_NOTE_INTERVAL_MS)
    .run();
}

async function listUnpriced(
  database: D1Database,
): Promise<{ provider: string; model: string; lastSeenAtMs: number }[]> {
  const noted = await database
    .prepare(
      'SELECT provider, model, last_seen_at_ms FROM unpriced_models ORDER BY last_seen_at_ms DESC, model',
    )
    .all<{ provider: string; model: string; last_seen_at_ms: number }>();
  return noted.results.map(({ provider, model, last_seen_at_ms: lastSeenAtMs }) => ({
    provider,
    model,
    lastSeenAtMs,
  }));
}
