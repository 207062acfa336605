/**
 * Which trace an id means, and to whom. The first experiment that writes a trace under an id owns it. What another
 * experiment writes under the same id becomes a trace of its own, under an id of its own: `trace_aliases` says which. So an
 * id that a caller chose, or learned, never leads into another experiment.
 *
 * What is said of a trace before it has come waits under its id when nobody in particular says it, and joins whoever
 * writes the trace first. What is said within an experiment waits under an id that only that experiment has, and joins
 * the trace that this experiment writes.
 */
import { invalidParameter } from '../../core/app-error.ts';
import { newTraceId } from '../../core/ids.ts';
import type { Span, Trace, TraceInfo } from '../trace.ts';
import { callerTraceIdKey } from '../trace.ts';

/** Begins the id under which something waits for a trace of one experiment; a private-use character, which no trace's id has. */
const MARK = '\u{e001}';
const SQL_MARK = `char(${MARK.codePointAt(0)})`;

/**
 * SQL of the id that what is said of a trace is kept under. Within an experiment that is its alias, or the trace itself
 * where the experiment owns it, or an id to wait under.
 *
 * @param id SQL of the id as the caller gave it
 * @param within SQL of the only experiment that is meant; null is whichever owns the id
 */
export function keptId(id: string, within: string): string {
  return `coalesce(
    (SELECT alias.trace_id FROM trace_aliases AS alias WHERE alias.experiment_id = ${within} AND alias.caller_trace_id = (${id})),
    iif(${within} IS NULL OR EXISTS (SELECT 1 FROM traces AS own WHERE own.trace_id = (${id}) AND own.experiment_id = ${within}),
      ${id}, ${waitingId(id, within)}))`;
}

/** SQL of the id under which something waits for a trace of an experiment. */
function waitingId(id: string, experimentId: string): string {
  return `${SQL_MARK} || (${experimentId}) || '/' || (${id})`;
}

/** The id as its caller gave it, of one that {@link keptId} made. */
export function withoutMark(kept: string): string {
  return kept.startsWith(MARK) ? kept.slice(kept.indexOf('/') + 1) : kept;
}

/** Ids as they are kept, by those asked for, as `asked` and `kept`. ?1: JSON array of ids, ?2: experiment id, or null. */
export const selectKeptIds = `SELECT id.value AS asked, ${keptId('id.value', '?2')} AS kept FROM json_each(?1) AS id`;

/** A trace that is written: the experiment, its id as the caller gave it, and the id it is written under. */
export interface WrittenId {
  experimentId: string;
  callerTraceId: string;
  traceId: string;
}

/** Written ids as a parameter of the statements below: JSON array of arrays. */
export function toParameter(ids: readonly WrittenId[]): string {
  return JSON.stringify(
    ids.map(({ experimentId, callerTraceId, traceId }) => [experimentId, callerTraceId, traceId]),
  );
}

const WRITTEN = `SELECT value ->> 0 AS experiment_id, value ->> 1 AS caller_trace_id, value ->> 2 AS trace_id FROM json_each(?1)`;

/**
 * Refuses the transaction when an id leads elsewhere than to a trace of its experiment. It adds nothing, or a row without
 * an id, at which the database gives up all. ?1: {@link toParameter}.
 */
export const refuseForeign = `
INSERT INTO trace_aliases (experiment_id, caller_trace_id, trace_id)
SELECT w.experiment_id, w.caller_trace_id, NULL FROM (${WRITTEN}) AS w
WHERE w.trace_id <> coalesce((SELECT alias.trace_id FROM trace_aliases AS alias
    WHERE alias.experiment_id = w.experiment_id AND alias.caller_trace_id = w.caller_trace_id), w.caller_trace_id)
  OR EXISTS (SELECT 1 FROM traces AS t WHERE t.trace_id = w.trace_id AND t.experiment_id <> w.experiment_id)`;

/** True for the failure of a transaction that {@link refuseForeign} refused. */
export function isRefusedAsForeign(cause: unknown): boolean {
  return (
    cause instanceof Error && cause.message.includes('NOT NULL constraint failed: trace_aliases.trace_id')
  );
}

/**
 * Gives an id of its own to each trace whose id another experiment owns: the one that has it, else the first of those that
 * are written. ?1: {@link toParameter}, each with a new id.
 */
export const insertAliases = `
WITH w AS (SELECT id.key AS place, id.value ->> 0 AS experiment_id, id.value ->> 1 AS caller_trace_id,
  id.value ->> 2 AS trace_id FROM json_each(?1) AS id)
INSERT INTO trace_aliases (experiment_id, caller_trace_id, trace_id)
SELECT w.experiment_id, w.caller_trace_id, w.trace_id FROM w
WHERE w.experiment_id <> coalesce(
  (SELECT t.experiment_id FROM traces AS t WHERE t.trace_id = w.caller_trace_id),
  (SELECT first.experiment_id FROM w AS first WHERE first.caller_trace_id = w.caller_trace_id ORDER BY first.place LIMIT 1))
ON CONFLICT DO NOTHING`;

/** The aliases of what is written. ?1: {@link toParameter}. */
export const selectAliases = `
SELECT alias.experiment_id, alias.caller_trace_id, alias.trace_id FROM (${WRITTEN}) AS w
CROSS JOIN trace_aliases AS alias ON alias.experiment_id = w.experiment_id AND alias.caller_trace_id = w.caller_trace_id`;

/** Forgets the aliases of traces. ?1: JSON array of trace ids. */
export const deleteAliases = 'DELETE FROM trace_aliases WHERE trace_id IN (SELECT value FROM json_each(?1))';

/** Tags that wait for the trace of a row whose experiment, caller's id and id these are: a condition on `early_tags`. */
export function waitsAs(column: string, row: { id: string; callerId: string; experimentId: string }): string {
  return `${column} IN ((${row.id}), ${waitingId(row.callerId, row.experimentId)})`;
}

/** Traces of ?1, {@link toParameter}, with the id `waiting` under which something waits for them. */
export const WAITED_FOR = `SELECT t.trace_id, t.experiment_id, t.request_time_ms,
  ${waitingId('w.caller_trace_id', 'w.experiment_id')} AS waiting
FROM (${WRITTEN}) AS w CROSS JOIN traces AS t ON t.trace_id = w.trace_id`;

/** Forgets early tags that joined their trace. ?1: {@link toParameter}. */
export const deleteJoinedTags = `
DELETE FROM early_tags WHERE trace_id IN (
  SELECT w.trace_id FROM (${WRITTEN}) AS w
  UNION SELECT ${waitingId('w.caller_trace_id', 'w.experiment_id')} FROM (${WRITTEN}) AS w)`;

/** Ids by experiment and caller's id. */
export type Aliases = ReadonlyMap<string, string>;

/** The aliases an isolate knows; what is wrong in it is refused by the write, and looked up anew. */
export interface KnownAliases {
  aliases: Aliases;
  /** Takes what stands in the database for these ids. */
  learn(ids: readonly WrittenId[], rows: readonly AliasRow[]): void;
}

/** A row of {@link selectAliases}. */
export interface AliasRow {
  experiment_id: string;
  caller_trace_id: string;
  trace_id: string;
}

const MAX_KNOWN = 1000;

const keyOf = (experimentId: string, callerTraceId: string): string => `${experimentId}/${callerTraceId}`;

/** Creates an empty cache. Keep one per isolate. */
export function createKnownAliases(): KnownAliases {
  const aliases = new Map<string, string>();
  return {
    aliases,
    learn(ids, rows) {
      if (aliases.size > MAX_KNOWN) aliases.clear();
      for (const { experimentId, callerTraceId } of ids) aliases.delete(keyOf(experimentId, callerTraceId));
      for (const row of rows) aliases.set(keyOf(row.experiment_id, row.caller_trace_id), row.trace_id);
    },
  };
}

/** The ids of what is written, each once. */
export function writtenIds(infos: readonly TraceInfo[], aliases: Aliases): WrittenId[] {
  const ids = new Map(
    infos.map(({ experimentId, traceId: callerTraceId }) => {
      const key = keyOf(experimentId, callerTraceId);
      return [key, { experimentId, callerTraceId, traceId: aliases.get(key) ?? callerTraceId }] as const;
    }),
  );
  return [...ids.values()];
}

/** The same ids, each with a new one. */
export function withNewIds(ids: readonly WrittenId[]): WrittenId[] {
  return ids.map((id) => ({ ...id, traceId: newTraceId() }));
}

/** True when two experiments write under one id. */
export function isMixed(ids: readonly WrittenId[]): boolean {
  const owners = new Map(ids.map(({ traceId, experimentId }) => [traceId, experimentId]));
  return ids.some(({ traceId, experimentId }) => owners.get(traceId) !== experimentId);
}

/**
 * Refuses an id that could be taken for one under which something waits.
 *
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export function checkTraceIds(infos: readonly TraceInfo[]): void {
  if (infos.some(({ traceId }) => traceId.startsWith(MARK)))
    throw invalidParameter('trace_id', 'the id of a trace');
}

/** The trace under the id it gets, telling the one its caller gave it; the same trace where it has no alias. */
export function underAlias(trace: Trace, aliases: Aliases): Trace {
  const info = infoUnderAlias(trace.info, aliases);
  if (info === trace.info) return trace;
  const known = new Set(trace.spans.map(({ spanId }) => spanId));
  const spans = trace.spans.map((span) => ({
    ...moved(span, info.traceId),
    // Where the trace is entered it leads to the caller's.
    ...(span.parentSpanId !== null && known.has(span.parentSpanId) ? {} : withLink(span, trace.info.traceId)),
  }));
  return { info, spans };
}

/** The same of what is known of a trace. */
export function infoUnderAlias(info: TraceInfo, aliases: Aliases): TraceInfo {
  const traceId = aliases.get(keyOf(info.experimentId, info.traceId));
  if (traceId === undefined) return info;
  return { ...info, traceId, metadata: { ...info.metadata, [callerTraceIdKey]: info.traceId } };
}

function moved(span: Span, traceId: string): Span {
  const names = 'mlflow.traceRequestId';
  const attributes = names in span.attributes ? { ...span.attributes, [names]: traceId } : span.attributes;
  return { ...span, traceId, attributes };
}

/** A span link, as OpenTelemetry has them between traces; to the parent, or else to the place the span would have had. */
function withLink(span: Span, traceId: string): Pick<Span, 'links'> {
  const link = {
    traceId,
    spanId: span.parentSpanId ?? span.spanId,
    attributes: { 'weir.link': 'caller_trace' },
  };
  return { links: [...(span.links ?? []), link] };
}
