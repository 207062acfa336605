/**
 * The statements that change the index of traces. A write takes all rows of a batch as one JSON parameter, so a hundred
 * traces are a handful of statements; D1 runs them as one transaction.
 */
import { redactedKey } from '../trace.ts';
import { sumsOfIds } from './span-sums-sql.ts';
import { keptId, waitsAs, WAITED_FOR } from './trace-aliases.ts';
import { spanColumns, statedTraceColumns, summedColumns } from './trace-rows.ts';

/** Traces of the ids in ?1, a JSON array. */
const IN_IDS = 'trace_id IN (SELECT value FROM json_each(?1))';

/**
 * Rows of ?1, a JSON array of arrays. MATERIALIZED, because `json_each` writes a row's text anew for every column that is
 * taken from it.
 */
const ROWS = '(row) AS MATERIALIZED (SELECT value FROM json_each(?1))';

/** Adds spans, ?1: JSON array of arrays in the order of `spanColumns`. Spans that are there stay as they are. */
export const insertSpans = `
WITH stated ${ROWS}
INSERT INTO spans (${spanColumns.join(', ')})
SELECT ${spanColumns.map((_, index) => `row ->> ${index}`).join(', ')} FROM stated
WHERE true ON CONFLICT DO NOTHING`;

const summed = [...summedColumns.tokens, ...summedColumns.costs, ...summedColumns.marks];
const stated = statedTraceColumns.filter((column) => !summed.some((name) => name === column));

/** `row ->> n` for a stated column. */
function statedValue(column: (typeof statedTraceColumns)[number]): string {
  return `stated.row ->> ${statedTraceColumns.indexOf(column)}`;
}

/** Columns a client may state of a whole trace; those it stated are bits of `info_finalized`, the first from 2 up. */
const FACTS = [
  'end_time_ms',
  'name',
  'provider',
  'model',
  'session',
  'user',
  'request_id',
  'status',
  'first_token_ms',
  'request_preview',
  'response_preview',
] as const;

/** What the client stated of the whole trace outranks what spans tell. */
function isFinal(column: (typeof FACTS)[number]): string {
  return `traces.info_finalized & ${2 ** (FACTS.indexOf(column) + 1)}`;
}

/** Root facts outrank others; within the same rank the first that is not null stays. */
function firstOfRoot(column: (typeof FACTS)[number]): string {
  // A client may state a trace without its name.
  const known = column === 'name' ? `nullif(traces.name, '')` : `traces.${column}`;
  return `${column} = CASE WHEN ${isFinal(column)} THEN traces.${column}
    WHEN excluded.has_root > traces.has_root THEN coalesce(excluded.${column}, traces.${column})
    ELSE coalesce(${known}, excluded.${column}) END`;
}

/** A sum over spans replaces what is there but for a final statement; what was only stated is a root fact like others. */
function summedOrStated(column: string, flag: string): string {
  return `${column} = CASE WHEN traces.${flag} = 2 THEN traces.${column}
    WHEN excluded.${flag} = 1 THEN excluded.${column}
    WHEN excluded.has_root > traces.has_root THEN coalesce(excluded.${column}, traces.${column})
    ELSE coalesce(traces.${column}, excluded.${column}) END`;
}

/** A mark is a sum over spans once there are any. */
function summedMark(column: string): string {
  return `${column} = iif(excluded.span_count > 0, excluded.${column}, traces.${column})`;
}

/** Keeps the keys that are there, in their order, and adds new ones. */
function addedKeys(column: string): string {
  return `json_patch(json_patch(traces.${column}, excluded.${column}), traces.${column})`;
}

/** What a new row gets. */
function insertedValue(column: (typeof statedTraceColumns)[number]): string {
  if (column === 'tags') return tagsWithEarly();
  if (column === 'metadata') return withMasked(statedValue(column), 'CAST(sums.redacted AS TEXT)');
  return statedValue(column);
}

/** Metadata with how much was masked in all spans that are there; without the key where that is nothing. */
function withMasked(metadata: string, masked: string): string {
  return `json_patch(${metadata}, json_object('${redactedKey}', ${masked}))`;
}

/** A trace of one model whose writer states another that none of its spans names: all of it is the stated one's. */
const isStatedAlone = `json_array_length(shares.model_shares) = 1 AND (${namesNone('model')} OR ${namesNone('provider')})`;

function namesNone(column: 'model' | 'provider'): string {
  const own = `NOT EXISTS (SELECT 1 FROM spans AS s WHERE s.trace_id = stated.row ->> 0 AND s.${column} IS ${statedValue(column)})`;
  return column === 'model' ? own : `${statedValue(column)} IS NOT NULL AND ${own}`;
}

const updateFirstOfRoot = FACTS.filter((column) => column !== 'end_time_ms')
  .map(firstOfRoot)
  .join(',\n  ');

/**
 * Adds or completes traces, ?1: JSON array of arrays in the order of `statedTraceColumns`, and then the id as the caller
 * gave it. Runs after the spans, whose tokens and costs it sums.
 */
export const upsertTraces = `
WITH RECURSIVE
stated ${ROWS},
ids (trace_id) AS (SELECT DISTINCT row ->> 0 FROM stated),
${sumsOfIds}
INSERT INTO traces (${stated.join(', ')}, span_count, size_bytes, tokens_summed, costs_summed, ${summed.join(', ')}, model_shares)
SELECT ${stated.map(insertedValue).join(', ')},
  coalesce(sums.span_count, 0), coalesce(sums.size_bytes, 0),
  coalesce(sums.tokens_summed, 0), coalesce(sums.costs_summed, 0),
  ${summedColumns.tokens.map((column) => `iif(sums.tokens_summed, sums.${column}, ${statedValue(column)})`).join(', ')},
  ${summedColumns.costs.map((column) => `iif(sums.costs_summed, sums.${column}, ${statedValue(column)})`).join(', ')},
  ${summedColumns.marks.map((column) => `iif(sums.span_count, sums.${column}, ${statedValue(column)})`).join(', ')},
  iif(${isStatedAlone}, NULL, shares.model_shares)
FROM stated LEFT JOIN sums ON sums.trace_id = stated.row ->> 0 LEFT JOIN shares ON shares.trace_id = stated.row ->> 0
WHERE true ON CONFLICT (trace_id) DO UPDATE SET
  request_time_ms = iif(traces.info_finalized, traces.request_time_ms, min(traces.request_time_ms, excluded.request_time_ms)),
  end_time_ms = CASE WHEN ${isFinal('end_time_ms')} THEN traces.end_time_ms
    ELSE max(coalesce(traces.end_time_ms, excluded.end_time_ms), coalesce(excluded.end_time_ms, traces.end_time_ms)) END,
  state = CASE
    WHEN traces.info_finalized AND traces.state NOT IN ('IN_PROGRESS', 'STATE_UNSPECIFIED') THEN traces.state
    WHEN excluded.state IN ('IN_PROGRESS', 'STATE_UNSPECIFIED') THEN
      iif(traces.state = 'STATE_UNSPECIFIED', excluded.state, traces.state)
    WHEN traces.state IN ('IN_PROGRESS', 'STATE_UNSPECIFIED') OR excluded.has_root > traces.has_root THEN excluded.state
    WHEN traces.has_root = 0 AND excluded.state = 'ERROR' THEN 'ERROR'
    ELSE traces.state END,
  ${updateFirstOfRoot},
  metadata = ${withMasked(addedKeys('metadata'), `excluded.metadata ->> '$."${redactedKey}"'`)},
  tags = ${addedKeys('tags')},
  span_count = excluded.span_count,
  size_bytes = excluded.size_bytes,
  ${summedColumns.tokens.map((column) => summedOrStated(column, 'tokens_summed')).join(',\n  ')},
  ${summedColumns.costs.map((column) => summedOrStated(column, 'costs_summed')).join(',\n  ')},
  estimated_tokens = CASE WHEN traces.tokens_summed = 2 THEN traces.estimated_tokens
    WHEN excluded.span_count > 0 THEN excluded.estimated_tokens ELSE traces.estimated_tokens END,
  ${summedMark('estimated_cost_usd')},
  ${summedMark('unpriced_spans')},
  model_shares = excluded.model_shares,
  tokens_summed = iif(traces.tokens_summed = 2, 2, excluded.tokens_summed),
  costs_summed = iif(traces.costs_summed = 2, 2, excluded.costs_summed),
  has_root = max(traces.has_root, excluded.has_root)`;

/** A fact as the row states it; a name is stated when it is not empty. */
function statedFact(column: (typeof FACTS)[number]): string {
  return column === 'name' ? `nullif(${statedValue(column)}, '')` : statedValue(column);
}

/** The bits of what the row states, and the one that says it was stated at all. */
const statedBits = [
  '1',
  ...FACTS.map((column, index) => `iif(${statedFact(column)} IS NULL, 0, ${2 ** (index + 1)})`),
].join(' | ');

function finalOrKept(column: string, flag: string): string {
  return `${column} = iif(excluded.${flag} = 2, excluded.${column}, traces.${column})`;
}

/** Whether the row states any of the columns: 2 when it does. */
function statesAny(columns: readonly (typeof statedTraceColumns)[number][]): string {
  return `iif(coalesce(${columns.map(statedValue).join(', ')}) IS NULL, 0, 2)`;
}

/**
 * States traces as a whole, ?1: as for {@link upsertTraces}. What is stated outranks what spans told or will tell; the last
 * statement outranks those before it, and null overwrites nothing.
 */
export const upsertFinalTraces = `
WITH stated ${ROWS}
INSERT INTO traces (${statedTraceColumns.join(', ')}, span_count, size_bytes, tokens_summed, costs_summed, info_finalized)
SELECT ${statedTraceColumns.map((column) => (column === 'tags' ? tagsWithEarly() : statedValue(column))).join(', ')},
  0, 0, ${statesAny(summedColumns.tokens)}, ${statesAny(summedColumns.costs)},
  ${statedBits}
FROM stated WHERE true ON CONFLICT (trace_id) DO UPDATE SET
  request_time_ms = excluded.request_time_ms,
  state = iif(excluded.state IN ('IN_PROGRESS', 'STATE_UNSPECIFIED') AND traces.has_root = 1, traces.state, excluded.state),
  ${FACTS.map((column) => `${column} = coalesce(${column === 'name' ? `nullif(excluded.name, '')` : `excluded.${column}`}, traces.${column})`).join(',\n  ')},
  metadata = json_patch(traces.metadata, excluded.metadata),
  tags = json_patch(traces.tags, excluded.tags),
  ${summedColumns.tokens.map((column) => finalOrKept(column, 'tokens_summed')).join(',\n  ')},
  ${summedColumns.costs.map((column) => finalOrKept(column, 'costs_summed')).join(',\n  ')},
  ${finalOrKept('estimated_tokens', 'tokens_summed')},
  estimated_cost_usd = coalesce(excluded.estimated_cost_usd, traces.estimated_cost_usd),
  unpriced_spans = coalesce(nullif(excluded.unpriced_spans, 0), traces.unpriced_spans),
  tokens_summed = max(traces.tokens_summed, excluded.tokens_summed),
  costs_summed = max(traces.costs_summed, excluded.costs_summed),
  info_finalized = traces.info_finalized | excluded.info_finalized`;

/** Tags set before the trace came outrank what its writer states: somebody set them on purpose. */
function tagsWithEarly(): string {
  const row = {
    id: statedValue('trace_id'),
    callerId: `stated.row ->> ${statedTraceColumns.length}`,
    experimentId: statedValue('experiment_id'),
  };
  return `json_patch(${statedValue('tags')}, coalesce((
    SELECT json_group_object(early.key, early.value ORDER BY early.set_at_ms) FROM early_tags AS early
    WHERE ${waitsAs('early.trace_id', row)}), '{}'))`;
}

const tagEntries = `SELECT tag.key, tag.value, t.experiment_id, t.request_time_ms, t.trace_row
FROM json_each(?1) AS id CROSS JOIN traces AS t ON t.trace_id = id.value CROSS JOIN json_each(t.tags) AS tag`;
const tagColumns = 'key, value, experiment_id, request_time_ms, trace_row';

/** Takes traces out of the tag index. ?1: JSON array of trace ids. Runs before the traces change. */
export const removeTagEntries = `DELETE FROM trace_tags WHERE (${tagColumns}) IN (${tagEntries})`;
/** Puts them back. Runs after the traces changed. */
export const addTagEntries = `INSERT INTO trace_tags (${tagColumns}) ${tagEntries} WHERE true ON CONFLICT DO NOTHING`;
/** The trace whose tag changes. ?1: trace id, ?3: the only experiment that is meant, or null. */
const TAGGED = keptId('?1', '?3');
const tagEntry = `SELECT tag.key, tag.value, t.experiment_id, t.request_time_ms, t.trace_row
FROM traces AS t CROSS JOIN json_each(t.tags) AS tag WHERE t.trace_id = ${TAGGED} AND tag.key = ?2`;
/** Takes one tag, ?2, of {@link TAGGED} out of the index. */
export const removeTagEntry = `DELETE FROM trace_tags WHERE (${tagColumns}) IN (${tagEntry})`;
/** Puts it back. */
export const addTagEntry = `INSERT INTO trace_tags (${tagColumns}) ${tagEntry}`;

const HAS_WORDS = '(request_preview IS NOT NULL OR response_preview IS NOT NULL)';

/** Takes traces out of the word index. ?1: JSON array of trace ids. Runs before the traces change. */
export const removeWords = `
DELETE FROM trace_text WHERE rowid IN (SELECT trace_row FROM traces WHERE ${IN_IDS} AND ${HAS_WORDS})`;
/** Puts them back, with the marks of experiment and hour that `text-query.ts` asks for. */
export const addWords = `
INSERT INTO trace_text (rowid, words)
SELECT trace_row, coalesce(request_preview, '') || ' ' || coalesce(response_preview, '')
  || ' ' || char(57344) || 'e' || experiment_id || ' ' || char(57344) || 'h' || (request_time_ms / 3600000)
FROM traces WHERE ${IN_IDS} AND ${HAS_WORDS} ORDER BY trace_row`;

/** Forgets early tags, with traces that are deleted. ?1: JSON array of trace ids. */
export const deleteEarlyTags = `DELETE FROM early_tags WHERE ${IN_IDS}`;
/**
 * Lets assessments be found by what their traces say, now that these are there. ?1: `toParameter` of `trace-aliases.ts`.
 * One that waited for the trace and is there already under its id stays where it waited, until it is too old.
 */
export const joinAssessments = `
UPDATE OR IGNORE assessments SET trace_id = t.trace_id, experiment_id = t.experiment_id, request_time_ms = t.request_time_ms
FROM (${WAITED_FOR}) AS t
WHERE assessments.trace_id IN (t.trace_id, t.waiting) AND (assessments.experiment_id IS NOT t.experiment_id
  OR assessments.request_time_ms IS NOT t.request_time_ms)`;
/** Deletes assessments. ?1: JSON array of trace ids. */
export const deleteAssessments = `DELETE FROM assessments WHERE ${IN_IDS}`;
/** Deletes spans. ?1: JSON array of trace ids. */
export const deleteSpans = `DELETE FROM spans WHERE ${IN_IDS}`;
/** Deletes traces and returns a row for each. ?1: JSON array of trace ids. */
export const deleteTraces = `DELETE FROM traces WHERE ${IN_IDS} RETURNING trace_id`;

/** Sets a tag of {@link TAGGED}, if it is there. ?2: key, ?4: value; a null value removes it. */
export const patchTag = `UPDATE traces SET tags = json_patch(tags, json_object(?2, ?4)) WHERE trace_id = ${TAGGED}`;
/** Keeps a tag whose trace, {@link TAGGED}, has not come. ?2: key, ?4: value, ?5: Unix ms. */
export const insertEarlyTag = `
INSERT INTO early_tags (trace_id, key, value, set_at_ms)
SELECT ${TAGGED}, ?2, ?4, ?5 WHERE NOT EXISTS (SELECT 1 FROM traces WHERE trace_id = ${TAGGED})
ON CONFLICT DO UPDATE SET value = excluded.value, set_at_ms = excluded.set_at_ms`;
/** Removes an early tag of {@link TAGGED}. ?2: key. */
export const deleteEarlyTag = `DELETE FROM early_tags WHERE trace_id = ${TAGGED} AND key = ?2`;

/** Ids of an experiment's oldest traces. ?1: experiment id, ?2: Unix ms, exclusive, ?3: at most so many. */
export const oldestTraces = `
SELECT trace_id FROM traces INDEXED BY traces_by_time
WHERE experiment_id = ?1 AND request_time_ms < ?2 ORDER BY request_time_ms LIMIT ?3`;
