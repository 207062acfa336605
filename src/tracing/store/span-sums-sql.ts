/**
 * What the spans of traces add up to. A span below another counted span that carries the same measure is not added:
 * wrappers of SDKs report what the call inside them used (Vercel AI's generateText and doGenerate). What has no price is
 * counted the other way round, at the innermost span: a wrapper that names no model has none, while the call inside it
 * has. A span whose call counts elsewhere (`duplicate_of`) is left out.
 */
import { modelSpanTypes, redactedKey } from '../trace.ts';
import { estimatedTokensOf, sharesOfMeasured } from './model-shares-sql.ts';
import { summedColumns } from './trace-rows.ts';

/** Types of spans whose usage and cost count; others (agents, chains) repeat what their children used. */
export const COUNTED_TYPES = `(${modelSpanTypes.map((type) => `'${type}'`).join(', ')})`;
/** Whether a span, by its alias, tells tokens. */
export const HAS_TOKENS = (span: string): string =>
  `(${span}.input_tokens IS NOT NULL OR ${span}.output_tokens IS NOT NULL OR ${span}.total_tokens IS NOT NULL)`;
const HAS_COST = (span: string): string => `(${span}.total_cost_usd IS NOT NULL)`;
const HAS_ESTIMATE = (span: string): string => `(${span}.estimated_cost_usd IS NOT NULL)`;
const IS_UNPRICED = (span: string): string => `(${span}.unpriced IS NOT NULL)`;

/** Left out of its own trace's sums. A trace whose calls all count elsewhere tells what they were all the same. */
const LEFT_OUT = (span: string): string => `(${span}.duplicate_of IS NOT NULL AND (
  substr(${span}.duplicate_of, 1, length(${span}.trace_id) + 1) = ${span}.trace_id || '/'
  OR NOT EXISTS (SELECT 1 FROM traces AS own WHERE own.trace_id = ${span}.trace_id AND own.duplicate_of IS NOT NULL)))`;
const COUNTED = `s.type IN ${COUNTED_TYPES} AND NOT ${LEFT_OUT('s')}`;

function sumWhere(column: string, flag: string): string {
  return `sum(CASE WHEN ${flag} THEN ${column} END) AS ${column}`;
}

/** How much was masked in a span, as it says itself. */
function maskedIn(span: string): string {
  return `CAST(${span}.attributes ->> '$."${redactedKey}"' AS INTEGER)`;
}

/**
 * Tables of a recursive WITH after one of trace ids, `ids (trace_id)`; `sums` has a row for each trace, `shares` one for
 * each with a call that counts.
 */
export const sumsOfIds = `climb (trace_id, span_id, ancestor_id) AS (
  SELECT s.trace_id, s.span_id, s.parent_span_id FROM ids CROSS JOIN spans AS s ON s.trace_id = ids.trace_id
  WHERE s.type IN ${COUNTED_TYPES} AND s.parent_span_id IS NOT NULL AND NOT ${LEFT_OUT('s')}
    AND (${HAS_TOKENS('s')} OR ${HAS_COST('s')} OR ${HAS_ESTIMATE('s')} OR ${IS_UNPRICED('s')})
  UNION
  SELECT climb.trace_id, climb.span_id, a.parent_span_id
  FROM climb CROSS JOIN spans AS a ON a.trace_id = climb.trace_id AND a.span_id = climb.ancestor_id
  WHERE a.parent_span_id IS NOT NULL
),
hidden AS (
  SELECT climb.trace_id, climb.span_id, max(${HAS_TOKENS('a')}) AS tokens, max(${HAS_COST('a')}) AS costs,
    max(${HAS_ESTIMATE('a')}) AS estimates
  FROM climb CROSS JOIN spans AS a ON a.trace_id = climb.trace_id AND a.span_id = climb.ancestor_id
  WHERE a.type IN ${COUNTED_TYPES} AND NOT ${LEFT_OUT('a')}
  GROUP BY climb.trace_id, climb.span_id
),
wrappers AS (SELECT DISTINCT trace_id, ancestor_id AS span_id FROM climb),
measured AS (
  SELECT s.*,
    ${COUNTED} AND ${HAS_TOKENS('s')} AND coalesce(hidden.tokens, 0) = 0 AS counts_tokens,
    ${COUNTED} AND ${HAS_COST('s')} AND coalesce(hidden.costs, 0) = 0 AS counts_costs,
    ${COUNTED} AND ${HAS_ESTIMATE('s')} AND coalesce(max(hidden.costs, hidden.estimates), 0) = 0
      AS counts_estimate,
    ${COUNTED} AND ${IS_UNPRICED('s')} AND coalesce(hidden.costs, 0) = 0 AND wrappers.span_id IS NULL
      AS counts_unpriced
  FROM ids CROSS JOIN spans AS s ON s.trace_id = ids.trace_id
  LEFT JOIN hidden ON hidden.trace_id = s.trace_id AND hidden.span_id = s.span_id
  LEFT JOIN wrappers ON wrappers.trace_id = s.trace_id AND wrappers.span_id = s.span_id
),
sums AS (
  SELECT trace_id, count(*) AS span_count, sum(${maskedIn('measured')}) AS redacted, sum(size_bytes) AS size_bytes,
    max(counts_tokens) AS tokens_summed, max(counts_costs) AS costs_summed,
    ${summedColumns.tokens.map((column) => sumWhere(column, 'counts_tokens')).join(', ')},
    ${summedColumns.costs.map((column) => sumWhere(column, 'counts_costs')).join(', ')},
    sum(${estimatedTokensOf}) AS estimated_tokens,
    ${sumWhere('estimated_cost_usd', 'counts_estimate')}, sum(counts_unpriced) AS unpriced_spans
  FROM measured GROUP BY trace_id
),
shares AS (${sharesOfMeasured})`;
