/**
 * Writes traces: each under the id its experiment has for it, whoever else uses the same (`trace-aliases.ts`). The index
 * decides in the transaction that writes: it refuses what would lead into another experiment, then the aliases are looked
 * up or made and all is written again. A write that nobody contests asks for nothing more.
 */
import { toRowChunks } from '../../core/row-chunks.ts';
import type { Trace, TraceInfo } from '../trace.ts';
import { encodeContent, sealPiece } from './content-piece.ts';
import type { ContentStore } from './content-store.ts';
import { storable } from './storable.ts';
import * as aliasing from './trace-aliases.ts';
import * as links from './trace-links.ts';
import { toSpanValues, toTraceValues } from './trace-rows.ts';
import type { TraceLink } from './trace-store.ts';
import * as sql from './trace-write-sql.ts';
import { joinTwins } from './twin-sql.ts';

/** What writing needs. */
export interface WriteOptions {
  database: D1Database;
  content: ContentStore;
  known: aliasing.KnownAliases;
  /** Unix milliseconds. */
  now: () => number;
}

/** Metadata key of the run that was active when the trace was made (TraceMetadataKey.SOURCE_RUN). */
const SOURCE_RUN = 'mlflow.sourceRun';
/** How often a write is tried that others cross: each time another experiment must have taken, or given up, an id between. */
const MOST_TRIES = 5;

/** Writes traces with their spans; returns them as they are kept. */
export function writeTraces(options: WriteOptions, traces: Trace[]): Promise<Trace[]> {
  return underOwnIds(
    options,
    traces.map(({ info }) => info),
    async (aliases, ids) => {
      const kept = traces.map((trace) => aliasing.underAlias(trace, aliases));
      await writeSpans(options, kept, { callerIds: traces.map(({ info }) => info.traceId), ids });
      return kept;
    },
  );
}

/** States traces as a whole; returns the statements as they are kept. */
export function writeInfos(options: WriteOptions, infos: TraceInfo[]): Promise<TraceInfo[]> {
  return underOwnIds(options, infos, async (aliases, ids) => {
    const kept = infos.map((info) => aliasing.infoUnderAlias(info, aliases));
    await writeStatements(options, kept, { callerIds: infos.map(({ traceId }) => traceId), ids });
    return kept;
  });
}

/** The statements that add links; what they name is kept under the ids that `within` has for it. */
export function linkStatements(
  { database, now }: Pick<WriteOptions, 'database' | 'now'>,
  wanted: TraceLink[],
  within: string | null,
): D1PreparedStatement[] {
  const rows = wanted.map(({ traceId, to }) => {
    const target = to.kind === 'run' ? to.runId : links.toPromptTarget(to.prompt);
    return JSON.stringify([traceId, to.kind, storable(target)]);
  });
  return toRowChunks(rows).map((chunk) => database.prepare(links.insertLinks).bind(chunk, now(), within));
}

/**
 * Runs a write until nobody contests its ids.
 *
 * @param write gets the aliases known so far, and the ids that follow from them
 */
async function underOwnIds<Kept>(
  { database, known }: Pick<WriteOptions, 'database' | 'known'>,
  infos: readonly TraceInfo[],
  write: (aliases: aliasing.Aliases, ids: aliasing.WrittenId[]) => Promise<Kept[]>,
): Promise<Kept[]> {
  if (infos.length === 0) return [];
  aliasing.checkTraceIds(infos);
  for (let tries = 1; ; tries++) {
    const ids = aliasing.writtenIds(infos, known.aliases);
    try {
      // Of two experiments in one write only one can own the id, so there is no use in trying at first.
      if (tries > 1 || !aliasing.isMixed(ids)) return await write(known.aliases, ids);
    } catch (cause) {
      if (!aliasing.isRefusedAsForeign(cause) || tries === MOST_TRIES) throw cause;
    }
    known.learn(ids, await makeAliases(database, ids));
  }
}

/** The aliases of the ids; those that need one and have none get it. */
async function makeAliases(
  database: D1Database,
  ids: readonly aliasing.WrittenId[],
): Promise<aliasing.AliasRow[]> {
  const made = await database.batch([
    database.prepare(aliasing.insertAliases).bind(aliasing.toParameter(aliasing.withNewIds(ids))),
    database.prepare(aliasing.selectAliases).bind(aliasing.toParameter(ids)),
  ]);
  // Rows as the statement names them.
  return (made.at(-1)?.results ?? []) as aliasing.AliasRow[];
}

/** What a write knows of its ids: those of the caller, one for each trace, and all of them, each once. */
interface Ids {
  callerIds: readonly string[];
  ids: readonly aliasing.WrittenId[];
}

async function writeSpans(
  options: WriteOptions,
  traces: readonly Trace[],
  { callerIds, ids: written }: Ids,
): Promise<void> {
  const { database, content } = options;
  const spanRows = await storeContent(content, traces);
  const { ids, parameter } = toParameters(written);
  const rows = traces.map((trace, index) => toRow(trace, callerIds[index] ?? ''));
  await database.batch([
    database.prepare(aliasing.refuseForeign).bind(parameter),
    ...toRowChunks(spanRows).map((chunk) => database.prepare(sql.insertSpans).bind(chunk)),
    database.prepare(sql.removeTagEntries).bind(ids),
    database.prepare(sql.removeWords).bind(ids),
    ...toRowChunks(rows).map((chunk) => database.prepare(sql.upsertTraces).bind(chunk)),
    ...afterTraces(
      options,
      traces.map(({ info }) => info),
      { ids, parameter },
    ),
    ...(spanRows.length === 0 ? [] : joinTwins.map((statement) => database.prepare(statement).bind(ids))),
  ]);
}

async function writeStatements(
  options: WriteOptions,
  infos: readonly TraceInfo[],
  { callerIds, ids: written }: Ids,
): Promise<void> {
  const { database } = options;
  const { ids, parameter } = toParameters(written);
  const rows = infos.map((info, index) => toRow({ info, spans: [] }, callerIds[index] ?? ''));
  await database.batch([
    database.prepare(aliasing.refuseForeign).bind(parameter),
    database.prepare(sql.removeTagEntries).bind(ids),
    database.prepare(sql.removeWords).bind(ids),
    ...toRowChunks(rows).map((chunk) => database.prepare(sql.upsertFinalTraces).bind(chunk)),
    ...afterTraces(options, infos, { ids, parameter }),
  ]);
}

/** What follows the traces in the transaction: their indexes, and what waited for them. */
function afterTraces(
  options: WriteOptions,
  infos: readonly TraceInfo[],
  { ids, parameter }: { ids: string; parameter: string },
): D1PreparedStatement[] {
  const { database } = options;
  return [
    database.prepare(sql.addTagEntries).bind(ids),
    database.prepare(sql.addWords).bind(ids),
    database.prepare(sql.joinAssessments).bind(parameter),
    ...linkStatements(options, linksIn(infos), null),
    database.prepare(links.joinLinks).bind(parameter),
    database.prepare(aliasing.deleteJoinedTags).bind(parameter),
  ];
}

function toParameters(written: readonly aliasing.WrittenId[]): { ids: string; parameter: string } {
  const ids = JSON.stringify([...new Set(written.map(({ traceId }) => traceId))]);
  return { ids, parameter: aliasing.toParameter(written) };
}

/** The values of a trace, and the id its caller gave it. */
function toRow(trace: Trace, callerId: string): string {
  return JSON.stringify([...toTraceValues(trace), callerId]);
}

/** What traces say themselves that they are linked to. */
function linksIn(infos: readonly TraceInfo[]): TraceLink[] {
  return infos.flatMap(({ traceId, prompts, runIds, metadata }) => {
    const { [SOURCE_RUN]: sourceRun } = metadata;
    const runs = sourceRun === undefined ? runIds : [...runIds, sourceRun];
    return [
      ...prompts.map((prompt) => ({ traceId, to: { kind: 'prompt', prompt } }) as const),
      ...runs.map((runId) => ({ traceId, to: { kind: 'run', runId } }) as const),
    ];
  });
}

/** Writes the content of all spans as one object; returns the spans' rows as JSON arrays. */
async function storeContent(content: ContentStore, traces: readonly Trace[]): Promise<string[]> {
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
