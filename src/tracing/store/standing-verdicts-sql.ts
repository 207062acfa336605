/**
 * The verdicts of judges and code as they stand, in SQL. A trace has one standing judgement per name: the newest, so that
 * one that was scored by two versions of a scorer, or in two runs, counts once. Where a person corrected a verdict, the
 * correction is the value that stands; the verdict itself is still the judge's, and what agreement is measured with.
 */

/** Verdicts of one work are told apart by span and chunk; works by who judged, which version, and in which run. */
const JUDGEMENT = `json_array(a.source_type, a.source_id, a.metadata ->> '$."weir.scorer"',
    a.metadata ->> '$."mlflow.assessment.sourceRunId"')`;

/** Sources whose feedback is a verdict. */
export const judges = `('LLM_JUDGE', 'CODE')`;

/** Corrections of corrections are followed so far. */
const MOST_CORRECTIONS = 100;

/**
 * SQL of the id of the valid assessment by which people corrected this one, directly or by correcting each other; NULL when
 * nobody did.
 */
export function correctionOf(row: string): string {
  return `(WITH RECURSIVE chain (id, step) AS (
      SELECT ${row}.assessment_id, 0
      UNION ALL SELECT next.assessment_id, chain.step + 1 FROM chain JOIN assessments AS next
        ON next.trace_id = ${row}.trace_id AND next.overrides = chain.id
      WHERE next.kind = 'feedback' AND next.source_type = 'HUMAN' AND chain.step < ${MOST_CORRECTIONS})
    SELECT last.assessment_id FROM chain JOIN assessments AS last
      ON last.trace_id = ${row}.trace_id AND last.assessment_id = chain.id
    WHERE chain.step > 0 AND last.valid = 1 ORDER BY chain.step DESC LIMIT 1)`;
}

/**
 * CTEs that end with `standing`: `trace_id`, `name`, `source_type`, `version` (`scorer/version`, or NULL), `request_time_ms`, `value`
 * (JSON), `numeric_value`, `error` and `is_corrected` of each verdict that stands.
 *
 * @param traces a CTE with `trace_id` and `call_id`: traces that tell of the same call are one
 * @param where a further condition on the verdict `a`
 * @param apart `version`: each version of a scorer stands for itself
 */
export function standingVerdicts({
  traces,
  where = 'true',
  apart = 'name',
}: {
  traces: string;
  where?: string;
  apart?: 'name' | 'version';
}): string {
  const told = apart === 'version' ? 'call_id, name, version' : 'call_id, name';
  return `verdicts AS (
    SELECT a.trace_id, scope.call_id, a.name, a.span_id, a.metadata ->> '$.chunk_index' AS chunk, a.source_type, a.request_time_ms,
      a.create_time_ms,
      a.assessment_id, a.metadata ->> '$."weir.scorer"' AS version, ${JUDGEMENT} AS judgement,
      c.assessment_id IS NOT NULL AS is_corrected,
      CASE WHEN c.assessment_id IS NULL THEN a.value ELSE c.value END AS value,
      CASE WHEN c.assessment_id IS NULL THEN a.numeric_value ELSE c.numeric_value END AS numeric_value,
      CASE WHEN c.assessment_id IS NULL THEN a.error ELSE c.error END AS error
    FROM ${traces} AS scope CROSS JOIN assessments AS a ON a.trace_id = scope.trace_id
    LEFT JOIN assessments AS c ON a.valid = 0 AND c.trace_id = a.trace_id AND c.assessment_id = ${correctionOf('a')}
    WHERE a.kind = 'feedback' AND a.source_type IN ${judges} AND (a.valid = 1 OR c.assessment_id IS NOT NULL)
      AND (${where})
  ), placed AS (
    SELECT *, first_value(judgement) OVER (PARTITION BY ${told} ORDER BY create_time_ms DESC, assessment_id DESC) AS newest,
      row_number() OVER (PARTITION BY ${told}, judgement, span_id, chunk
        ORDER BY create_time_ms DESC, assessment_id DESC) AS place
    FROM verdicts
  ), standing AS (SELECT * FROM placed WHERE judgement = newest AND place = 1)`;
}
