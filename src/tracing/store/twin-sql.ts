/**
 * The statements that find out which spans tell of the same call of a model, so that one of them counts. They run in the
 * transaction of a write, after its spans and traces are in; each may run again and changes nothing then.
 *
 * An observer sees a call once: spans of one observer are calls of their own, however alike; spans of two pair one to
 * one, nearest in time first. What an instrumentation made counts before what the proxy saw, since it has the place in the
 * application's trace, and takes over the proxy's numbers, which are the provider's own. A span never pairs with one of
 * another experiment.
 */
import { proxyObserver, retrievalObserver } from '../call-identity.ts';
import { COUNTED_TYPES, HAS_TOKENS, sumsOfIds } from './span-sums-sql.ts';
import { summedColumns } from './trace-rows.ts';

/** How far apart in time two spans with the same id of an answer may be: ids of test servers repeat. */
const SAME_ID_NS = 900_000_000_000;
/** How far the clocks of an application and of the proxy may differ where time is all that tells calls apart. */
const CLOCKS_MS = 5000;
/** Candidates that are looked at in one write; what is left pairs when its trace is written again. */
const MOST_PAIRS = 2000;

const PROXY = `'${proxyObserver}'`;
const RETRIEVAL = `'${retrievalObserver}'`;
const IS_INSTRUMENTED = (span: string): string =>
  `(${span}.observer > ${PROXY} AND ${span}.observer <> ${RETRIEVAL})`;

const keyOf = (span: string): string => `${span}.trace_id || '/' || ${span}.span_id`;
/** Of a reference `trace id/span id`; the span id is empty where the trace's own sums have the call. */
const traceOf = (reference: string): string => `substr(${reference}, 1, instr(${reference}, '/') - 1)`;
const spanOf = (reference: string): string => `substr(${reference}, instr(${reference}, '/') + 1)`;
const start = (span: string): string => `CAST(${span}.start_ns AS INTEGER)`;
const end = (span: string): string => `CAST(coalesce(${span}.end_ns, ${span}.start_ns) AS INTEGER)`;
/** Counts as `call-identity.ts` writes them where no words were told. */
const TOKEN_DIGEST = (span: string): string =>
  `'tokens:' || ${span}.input_tokens || ':' || ${span}.output_tokens`;

/** Calls in the traces of ?1, a JSON array of ids, that count so far. */
const FRESH = `fresh AS MATERIALIZED (
  SELECT s.trace_id, s.span_id, s.observer, s.response_id, s.call_digest, s.provider, s.model, s.status, s.start_ns,
    s.end_ns, s.input_tokens, s.output_tokens, s.total_tokens, s.cache_read_tokens, s.cache_write_tokens,
    s.usage_estimated, t.experiment_id
  FROM json_each(?1) AS id CROSS JOIN traces AS t ON t.trace_id = id.value CROSS JOIN spans AS s ON s.trace_id = t.trace_id
  WHERE s.observer IS NOT NULL AND s.duplicate_of IS NULL
)`;

/** One that counts, within the experiment of `f`. */
const COUNTS_BESIDE = (span: string): string => `${span}.duplicate_of IS NULL AND EXISTS (
  SELECT 1 FROM traces AS beside WHERE beside.trace_id = ${span}.trace_id AND beside.experiment_id = f.experiment_id)`;

/** The main one has no twin of this observer yet. */
const isFree = (main: string, observer: string): string => `NOT EXISTS (
  SELECT 1 FROM spans AS twin WHERE twin.duplicate_of = ${keyOf(main)} AND twin.observer = ${observer})`;

/** Marks the twins of the pairs that were taken. */
const MARK_TAKEN = `marked AS MATERIALIZED (
  SELECT ${traceOf('o.twin')} AS trace_id, ${spanOf('o.twin')} AS span_id, o.main
  FROM walk CROSS JOIN ordered AS o ON o.n = walk.n WHERE walk.taken
)
UPDATE spans SET duplicate_of = marked.main FROM marked
WHERE spans.trace_id = marked.trace_id AND spans.span_id = marked.span_id`;

/**
 * Takes candidate pairs, best first, each span and each place beside a main one once: tables after `pairs (main, twin,
 * observer, quality, distance)`.
 */
const WALK = `ordered AS MATERIALIZED (
  SELECT *, main || ' ' || observer AS slot, row_number() OVER (ORDER BY quality, distance, main, twin) AS n
  FROM (SELECT DISTINCT * FROM pairs) ORDER BY n LIMIT ${MOST_PAIRS}
),
walk (n, used, taken) AS (
  SELECT 0, '|', 0
  UNION ALL
  SELECT o.n,
    iif(instr(w.used, '|' || o.twin || '|') OR instr(w.used, '|' || o.slot || '|'), w.used,
      w.used || o.twin || '|' || o.slot || '|'),
    NOT (instr(w.used, '|' || o.twin || '|') OR instr(w.used, '|' || o.slot || '|'))
  FROM walk AS w CROSS JOIN ordered AS o ON o.n = w.n + 1
)`;

/** Whichever of two began first, and of two that began together the one with the smaller key. */
const IS_FIRST = (one: string, other: string): string =>
  `(length(${one}.start_ns), ${one}.start_ns, ${keyOf(one)}) < (length(${other}.start_ns), ${other}.start_ns, ${keyOf(other)})`;

/** Two instrumentations that know the same answer: the one that began first counts. ?1: JSON array of trace ids. */
const pairInstrumentations = `
WITH RECURSIVE ${FRESH},
both AS (
  SELECT iif(${IS_FIRST('f', 'o')}, ${keyOf('f')}, ${keyOf('o')}) AS main,
    iif(${IS_FIRST('f', 'o')}, ${keyOf('o')}, ${keyOf('f')}) AS twin,
    iif(${IS_FIRST('f', 'o')}, o.observer, f.observer) AS observer,
    0 AS quality, abs(${start('f')} - ${start('o')}) AS distance
  FROM fresh AS f CROSS JOIN spans AS o ON o.response_id = f.response_id AND o.observer > ${PROXY}
  WHERE ${IS_INSTRUMENTED('f')} AND ${IS_INSTRUMENTED('o')} AND o.observer <> f.observer AND ${COUNTS_BESIDE('o')}
    AND abs(${start('f')} - ${start('o')}) <= ${SAME_ID_NS}
),
pairs AS (
  SELECT * FROM both WHERE NOT EXISTS (
    SELECT 1 FROM spans AS twin WHERE twin.duplicate_of = both.main AND twin.observer = both.observer)
),
${WALK},
${MARK_TAKEN}`;

/** Twins of twins are twins of the one that counts. ?1: JSON array of trace ids. */
const flattenTwins = `
WITH up AS MATERIALIZED (
  SELECT g.trace_id, g.span_id, d.duplicate_of AS main
  FROM json_each(?1) AS id CROSS JOIN spans AS s ON s.trace_id = id.value
  CROSS JOIN spans AS d ON d.duplicate_of = ${keyOf('s')} CROSS JOIN spans AS g ON g.duplicate_of = ${keyOf('d')}
  WHERE s.observer IS NOT NULL
  UNION ALL
  SELECT d.trace_id, d.span_id, s.duplicate_of
  FROM json_each(?1) AS id CROSS JOIN spans AS s ON s.trace_id = id.value
  CROSS JOIN spans AS d ON d.duplicate_of = ${keyOf('s')}
  WHERE s.duplicate_of IS NOT NULL
)
UPDATE spans SET duplicate_of = up.main FROM up
WHERE spans.trace_id = up.trace_id AND spans.span_id = up.span_id`;

/** Whether a count that two know is the same; an instrumentation may leave cached input out. */
const SAME_TOKENS = `(i.output_tokens IS NULL OR p.output_tokens IS NULL OR p.usage_estimated OR i.output_tokens = p.output_tokens)
  AND (i.input_tokens IS NULL OR p.input_tokens IS NULL OR p.usage_estimated OR i.input_tokens IN (p.input_tokens,
    p.input_tokens - coalesce(p.cache_read_tokens, 0) - coalesce(p.cache_write_tokens, 0)))`;
/** Names of models differ by a date or the name of who serves it. */
const SAME_MODEL = `(i.model IS NULL OR p.model IS NULL OR instr(lower(i.model), lower(p.model))
  OR instr(lower(p.model), lower(i.model)))`;

/**
 * Whether an instrumented call `i` without an id looks like the proxied call `p`: the same was asked of the same model, or
 * the same was counted where one side knows no words, while it lasted. A call that failed is none that went well.
 */
const LOOK_ALIKE = `i.response_id IS NULL
  AND (i.call_digest = p.call_digest OR i.call_digest = ${TOKEN_DIGEST('p')}
    OR (p.call_digest IS NULL AND p.output_tokens IS NOT NULL AND i.output_tokens IS NOT NULL))
  AND ${SAME_TOKENS} AND ${SAME_MODEL}
  AND ${start('p')} >= ${start('i')} - ${CLOCKS_MS}000000 AND ${end('p')} <= ${end('i')} + ${CLOCKS_MS}000000
  AND (p.status <> 'ERROR' OR i.status = 'ERROR' OR p.output_tokens IS NOT NULL)`;

const PAIR = (quality: number): string => `${keyOf('i')} AS main, ${keyOf('p')} AS twin, ${PROXY} AS observer,
  ${quality} AS quality, abs(${start('i')} - ${start('p')}) AS distance`;

/** A proxied call and the instrumented one that made it. ?1: JSON array of trace ids. */
const pairProxied = `
WITH RECURSIVE ${FRESH},
pairs AS (
  SELECT ${PAIR(0)} FROM fresh AS f CROSS JOIN spans AS i ON i.response_id = f.response_id AND i.observer > ${PROXY}
  CROSS JOIN fresh AS p ON p.trace_id = f.trace_id AND p.span_id = f.span_id
  WHERE f.observer = ${PROXY} AND ${IS_INSTRUMENTED('i')} AND ${COUNTS_BESIDE('i')} AND ${isFree('i', PROXY)}
  UNION ALL
  SELECT ${PAIR(0)} FROM fresh AS f CROSS JOIN spans AS p ON p.response_id = f.response_id AND p.observer = ${PROXY}
    AND p.start_ns BETWEEN CAST(${start('f')} - ${SAME_ID_NS} AS TEXT) AND CAST(${start('f')} + ${SAME_ID_NS} AS TEXT)
  CROSS JOIN fresh AS i ON i.trace_id = f.trace_id AND i.span_id = f.span_id
  WHERE ${IS_INSTRUMENTED('f')} AND ${COUNTS_BESIDE('p')} AND ${isFree('i', PROXY)}
  UNION ALL
  SELECT ${PAIR(1)} FROM fresh AS f CROSS JOIN spans AS i ON i.response_id IS NULL
    AND i.call_digest IN (f.call_digest, ${TOKEN_DIGEST('f')})
  CROSS JOIN fresh AS p ON p.trace_id = f.trace_id AND p.span_id = f.span_id
  WHERE f.observer = ${PROXY} AND ${IS_INSTRUMENTED('i')} AND ${LOOK_ALIKE} AND ${COUNTS_BESIDE('i')} AND ${isFree('i', PROXY)}
  UNION ALL
  SELECT ${PAIR(1)} FROM fresh AS f
  CROSS JOIN traces AS t INDEXED BY traces_by_time ON t.experiment_id = f.experiment_id
    AND t.request_time_ms BETWEEN ${start('f')} / 1000000 - ${CLOCKS_MS} AND ${end('f')} / 1000000 + ${CLOCKS_MS}
  CROSS JOIN spans AS p ON p.trace_id = t.trace_id
  CROSS JOIN fresh AS i ON i.trace_id = f.trace_id AND i.span_id = f.span_id
  WHERE ${IS_INSTRUMENTED('f')} AND f.response_id IS NULL AND f.call_digest IS NOT NULL
    AND (t.source = 'proxy' OR t.trace_id = f.trace_id) AND p.observer = ${PROXY} AND p.duplicate_of IS NULL
    AND ${LOOK_ALIKE} AND ${isFree('i', PROXY)}
),
${WALK},
${MARK_TAKEN}`;

/**
 * An instrumented call whose answer the proxy saw, which by its looks was taken for a span without an id of the same
 * call: Logfire writes one when a stream begins and one when it ends. ?1: JSON array of trace ids.
 */
const joinLateIds = `
WITH ${FRESH},
late AS MATERIALIZED (
  SELECT f.trace_id, f.span_id, p.duplicate_of AS main
  FROM fresh AS f CROSS JOIN spans AS p ON p.response_id = f.response_id AND p.observer = ${PROXY}
    AND p.start_ns BETWEEN CAST(${start('f')} - ${SAME_ID_NS} AS TEXT) AND CAST(${start('f')} + ${SAME_ID_NS} AS TEXT)
  CROSS JOIN spans AS m ON m.trace_id = ${traceOf('p.duplicate_of')} AND m.span_id = ${spanOf('p.duplicate_of')}
  CROSS JOIN traces AS t ON t.trace_id = m.trace_id
  WHERE ${IS_INSTRUMENTED('f')} AND m.response_id IS NULL AND t.experiment_id = f.experiment_id AND ${isFree('f', PROXY)}
)
UPDATE spans SET duplicate_of = late.main FROM late
WHERE spans.trace_id = late.trace_id AND spans.span_id = late.span_id`;

/**
 * An answer that was retrieved: its usage is that of the call that made it, or of the first retrieval that tells it. ?1:
 * JSON array of trace ids.
 */
const markRetrievals = `
WITH ${FRESH},
retrieved AS MATERIALIZED (
  SELECT DISTINCT r.trace_id, r.span_id, r.response_id, r.provider, r.start_ns, f.experiment_id
  FROM fresh AS f CROSS JOIN spans AS r ON r.response_id = f.response_id AND r.observer = ${RETRIEVAL}
  WHERE ${HAS_TOKENS('r')} AND ${COUNTS_BESIDE('r')}
),
found AS MATERIALIZED (
  SELECT f.trace_id, f.span_id, (
    SELECT coalesce(o.duplicate_of, ${keyOf('o')}) FROM spans AS o CROSS JOIN traces AS t ON t.trace_id = o.trace_id
    WHERE o.response_id = f.response_id AND o.observer IS NOT NULL AND t.experiment_id = f.experiment_id
      AND ${HAS_TOKENS('o')} AND (o.provider = f.provider OR ${IS_INSTRUMENTED('o')})
      AND (o.observer <> ${RETRIEVAL} OR (o.duplicate_of IS NULL AND ${IS_FIRST('o', 'f')}))
    ORDER BY o.observer = ${RETRIEVAL}, o.start_ns, ${keyOf('o')} LIMIT 1) AS main
  FROM retrieved AS f
)
UPDATE spans SET duplicate_of = found.main FROM found
WHERE found.main IS NOT NULL AND spans.trace_id = found.trace_id AND spans.span_id = found.span_id`;

/**
 * A proxied call below an instrumented one that tells tokens and cost itself: the trace's sums have it already. ?1: JSON
 * array of trace ids.
 */
const markCovered = `
WITH RECURSIVE climb (trace_id, span_id, ancestor_id) AS (
  SELECT s.trace_id, s.span_id, s.parent_span_id FROM json_each(?1) AS id CROSS JOIN spans AS s ON s.trace_id = id.value
  WHERE s.observer = ${PROXY} AND s.duplicate_of IS NULL AND s.parent_span_id IS NOT NULL
  UNION
  SELECT climb.trace_id, climb.span_id, a.parent_span_id
  FROM climb CROSS JOIN spans AS a ON a.trace_id = climb.trace_id AND a.span_id = climb.ancestor_id
  WHERE a.parent_span_id IS NOT NULL
),
covered AS MATERIALIZED (
  SELECT climb.trace_id, climb.span_id, max(a.total_cost_usd IS NOT NULL) AS priced
  FROM climb CROSS JOIN spans AS a ON a.trace_id = climb.trace_id AND a.span_id = climb.ancestor_id
  WHERE a.type IN ${COUNTED_TYPES} AND a.duplicate_of IS NULL AND ${IS_INSTRUMENTED('a')} AND ${HAS_TOKENS('a')}
  GROUP BY climb.trace_id, climb.span_id
)
UPDATE spans SET duplicate_of = covered.trace_id || '/' FROM covered
WHERE spans.trace_id = covered.trace_id AND spans.span_id = covered.span_id
  AND (spans.total_cost_usd IS NULL OR covered.priced)`;

const ADOPTED = [
  ...summedColumns.tokens,
  ...summedColumns.costs,
  'usage_estimated',
  'estimated_cost_usd',
  'unpriced',
] as const;

function adoptedValue(column: (typeof ADOPTED)[number]): string {
  if (summedColumns.tokens.some((name) => name === column) || column === 'usage_estimated')
    return `d.${column}`;
  // A price that only the twin knows stays.
  return `iif(d.total_cost_usd IS NULL AND m.total_cost_usd IS NOT NULL, m.${column}, d.${column})`;
}

/**
 * The one that counts takes over what the proxy counted, and what another tells that it does not know itself. ?1: JSON
 * array of trace ids.
 */
const adoptUsage = `
WITH twins AS (
  SELECT d.* FROM json_each(?1) AS id CROSS JOIN spans AS d ON d.trace_id = id.value WHERE d.duplicate_of IS NOT NULL
  UNION
  SELECT d.* FROM json_each(?1) AS id CROSS JOIN spans AS s ON s.trace_id = id.value
  CROSS JOIN spans AS d ON d.duplicate_of = ${keyOf('s')} WHERE s.observer IS NOT NULL
),
told AS MATERIALIZED (
  SELECT m.trace_id, m.span_id, ${ADOPTED.map((column) => `${adoptedValue(column)} AS ${column}`).join(', ')}
  FROM twins AS d CROSS JOIN spans AS m ON m.trace_id = ${traceOf('d.duplicate_of')} AND m.span_id = ${spanOf('d.duplicate_of')}
  WHERE d.observer <> ${RETRIEVAL} AND ${HAS_TOKENS('d')}
    AND ((d.observer = ${PROXY} AND d.usage_estimated = 0) OR NOT ${HAS_TOKENS('m')})
    AND (${ADOPTED.map((column) => `m.${column}`).join(', ')}) IS NOT (${ADOPTED.map(adoptedValue).join(', ')})
)
UPDATE spans SET ${ADOPTED.map((column) => `${column} = told.${column}`).join(', ')} FROM told
WHERE spans.trace_id = told.trace_id AND spans.span_id = told.span_id`;

/** Traces of ?1 that hold a twin or the main one of a twin, and those that hold their counterparts. */
const INVOLVED = `ids (trace_id) AS MATERIALIZED (
  SELECT s.trace_id FROM json_each(?1) AS id CROSS JOIN spans AS s ON s.trace_id = id.value WHERE s.duplicate_of IS NOT NULL
  UNION
  SELECT ${traceOf('s.duplicate_of')} FROM json_each(?1) AS id CROSS JOIN spans AS s ON s.trace_id = id.value
  WHERE s.duplicate_of IS NOT NULL
  UNION
  SELECT value FROM json_each(?1) AS id CROSS JOIN spans AS s ON s.trace_id = id.value
  CROSS JOIN spans AS d ON d.duplicate_of = ${keyOf('s')} WHERE s.observer IS NOT NULL
  UNION
  SELECT d.trace_id FROM json_each(?1) AS id CROSS JOIN spans AS s ON s.trace_id = id.value
  CROSS JOIN spans AS d ON d.duplicate_of = ${keyOf('s')} WHERE s.observer IS NOT NULL
)`;

/** A trace whose calls all count in others is a duplicate of the first of these. ?1: JSON array of trace ids. */
const markTraces = `
WITH ${INVOLVED},
told AS MATERIALIZED (
  SELECT s.trace_id, iif(count(*) = count(s.duplicate_of), min(${traceOf('s.duplicate_of')}), NULL) AS main
  FROM ids CROSS JOIN spans AS s ON s.trace_id = ids.trace_id
  WHERE s.observer IS NOT NULL AND (s.duplicate_of IS NULL OR ${traceOf('s.duplicate_of')} <> s.trace_id)
  GROUP BY s.trace_id
)
UPDATE traces SET duplicate_of = told.main FROM told
WHERE traces.trace_id = told.trace_id AND traces.duplicate_of IS NOT told.main`;

function sumOrKept(column: string, flag: string): string {
  return `iif(traces.${flag} <> 2 AND (traces.${flag} OR sums.${flag}), sums.${column}, traces.${column})`;
}

const RESUMMED = [
  ...summedColumns.tokens.map((column) => [column, sumOrKept(column, 'tokens_summed')] as const),
  ...summedColumns.costs.map((column) => [column, sumOrKept(column, 'costs_summed')] as const),
  ['estimated_tokens', sumOrKept('estimated_tokens', 'tokens_summed')] as const,
  ...(['estimated_cost_usd', 'unpriced_spans'] as const).map((column) => [column, `sums.${column}`] as const),
  ['model_shares', 'shares.model_shares'] as const,
  ['tokens_summed', 'iif(traces.tokens_summed = 2, 2, sums.tokens_summed)'] as const,
  ['costs_summed', 'iif(traces.costs_summed = 2, 2, sums.costs_summed)'] as const,
];

/** Sums those traces anew. ?1: JSON array of trace ids. */
const sumTraces = `
WITH RECURSIVE ${INVOLVED},
${sumsOfIds}
UPDATE traces SET ${RESUMMED.map(([column, value]) => `${column} = ${value}`).join(', ')}
FROM sums LEFT JOIN shares ON shares.trace_id = sums.trace_id WHERE traces.trace_id = sums.trace_id
  AND (${RESUMMED.map(([column]) => `traces.${column}`).join(', ')}) IS NOT (${RESUMMED.map(([, value]) => value).join(', ')})`;

/** Whom the proxied call was made for is known of the trace that counts, where it does not say. ?1: JSON array of ids. */
const inheritPeople = `
WITH ${INVOLVED},
told AS MATERIALIZED (
  SELECT d.duplicate_of AS main, min(d.session) AS session, min(d.user) AS user
  FROM ids CROSS JOIN traces AS d ON d.trace_id = ids.trace_id WHERE d.duplicate_of IS NOT NULL GROUP BY d.duplicate_of
)
UPDATE traces SET session = coalesce(traces.session, told.session), user = coalesce(traces.user, told.user) FROM told
WHERE traces.trace_id = told.main AND ((traces.session IS NULL AND told.session IS NOT NULL)
  OR (traces.user IS NULL AND told.user IS NOT NULL))`;

/** Likewise the prompts and runs it is linked to. ?1: JSON array of ids. */
const inheritLinks = `
WITH ${INVOLVED}
INSERT INTO trace_links (trace_id, kind, target, experiment_id, request_time_ms, linked_at_ms)
SELECT m.trace_id, link.kind, link.target, m.experiment_id, m.request_time_ms, link.linked_at_ms
FROM ids CROSS JOIN traces AS d ON d.trace_id = ids.trace_id CROSS JOIN traces AS m ON m.trace_id = d.duplicate_of
CROSS JOIN trace_links AS link ON link.trace_id = d.trace_id
WHERE true ON CONFLICT DO NOTHING`;

/** What a write runs after its spans and traces are in, in this order. ?1 of each: JSON array of the trace ids. */
export const joinTwins: readonly string[] = [
  pairInstrumentations,
  flattenTwins,
  pairProxied,
  joinLateIds,
  markRetrievals,
  markCovered,
  flattenTwins,
  adoptUsage,
  markTraces,
  sumTraces,
  inheritPeople,
  inheritLinks,
];

/** Before traces go: what counted there counts by itself again. ?1: JSON array of trace ids. */
export const freeTwins: readonly string[] = [
  `UPDATE spans SET duplicate_of = NULL WHERE duplicate_of IN (
    SELECT ${keyOf('s')} FROM json_each(?1) AS id CROSS JOIN spans AS s ON s.trace_id = id.value)`,
  `UPDATE traces SET duplicate_of = NULL WHERE duplicate_of IN (SELECT value FROM json_each(?1))`,
];
