/** Calls of a prompt version counted in D1, along the index of links by experiment and target. */
import { percentileOf, rankedBy } from './percentile-sql.ts';
import { centreOf, numberColumns, sampleSums, toSample, type SampleRow } from './sample-sql.ts';
import { judges, standingVerdicts } from './standing-verdicts-sql.ts';
import { toPromptTarget } from './trace-links.ts';
import type {
  PromptAssessments,
  PromptCalls,
  PromptStatsQuery,
  PromptStatsStore,
} from './prompt-stats-store.ts';

interface CallsRow {
  alias: string | null;
  arm: string | null;
  calls: number;
  errors: number;
  total_cost_usd: number | null;
  priced_calls: number;
  input_tokens: number | null;
  output_tokens: number | null;
  average_ms: number | null;
  p50_ms: number | null;
  p95_ms: number | null;
  p99_ms: number | null;
}

interface AssessmentsRow extends SampleRow {
  alias: string | null;
  arm: string | null;
  name: string;
  source_type: string;
  count: number;
}

/** ?1: `name/version`, ?2: experiment ids as JSON, which lead the index, ?3: from or null, ?4: to or null. */
const CALLED = `called AS MATERIALIZED (
  SELECT t.trace_id, coalesce(t.duplicate_of, t.trace_id) AS call_id, t.state, t.total_cost_usd, t.input_tokens, t.output_tokens,
    t.end_time_ms - t.request_time_ms AS duration_ms,
    t.metadata ->> '$."weir.prompt.alias"' AS alias, t.metadata ->> '$."weir.prompt.arm"' AS arm
  FROM trace_links AS l JOIN traces AS t ON t.trace_id = l.trace_id
  WHERE l.experiment_id IN (SELECT value FROM json_each(?2))
    AND l.kind = 'prompt' AND l.target = ?1
    AND l.request_time_ms >= coalesce(?3, 0) AND l.request_time_ms < coalesce(?4, 9e15)
    -- A trace that has the link from a call the proxy saw as well is told by that call.
    AND NOT EXISTS (
      SELECT 1 FROM traces AS d JOIN trace_links AS own ON own.trace_id = d.trace_id
      WHERE d.duplicate_of = t.trace_id AND own.kind = 'prompt' AND own.target = l.target))`;

const CALLS_SQL = `WITH ${CALLED},
  ranks AS (
    SELECT alias, arm, ${percentileOf('0.5')} AS p50_ms, ${percentileOf('0.95')} AS p95_ms,
      ${percentileOf('0.99')} AS p99_ms
    FROM (${rankedBy(['alias', 'arm'], { value: 'duration_ms', from: 'called' })}) GROUP BY alias, arm
  ),
  sums AS (
    SELECT alias, arm, count(*) AS calls, sum(state = 'ERROR') AS errors, sum(total_cost_usd) AS total_cost_usd,
      count(total_cost_usd) AS priced_calls, sum(input_tokens) AS input_tokens, sum(output_tokens) AS output_tokens,
      avg(duration_ms) AS average_ms
    FROM called GROUP BY alias, arm
  )
  SELECT sums.*, p50_ms, p95_ms, p99_ms
  FROM sums LEFT JOIN ranks ON ranks.alias IS sums.alias AND ranks.arm IS sums.arm
  ORDER BY calls DESC, sums.alias, sums.arm`;

const ASSESSMENTS_SQL = `WITH ${CALLED}, ${standingVerdicts({ traces: 'called' })},
  counted AS (
    SELECT trace_id, name, source_type, value, numeric_value FROM standing WHERE error IS NULL AND value <> 'null'
    UNION ALL SELECT a.trace_id, a.name, a.source_type, a.value, a.numeric_value
    FROM called AS c CROSS JOIN assessments AS a ON a.trace_id = c.trace_id
    WHERE a.kind = 'feedback' AND a.valid = 1 AND a.source_type NOT IN ${judges}
      AND a.error IS NULL AND a.value <> 'null'),
  pieces AS (SELECT c.alias, c.arm, a.name, a.source_type, ${numberColumns('a')}
    FROM counted AS a JOIN called AS c ON c.trace_id = a.trace_id),
  centred AS (SELECT *, ${centreOf('alias, arm, name, source_type')} AS centre FROM pieces)
  SELECT alias, arm, name, source_type, count(*) AS count, ${sampleSums}
  FROM centred GROUP BY alias, arm, name, source_type ORDER BY name, source_type, alias, arm`;

/** Creates the store on D1. */
export function createD1PromptStatsStore({ database }: { database: D1Database }): PromptStatsStore {
  const rows = async <Row>(sql: string, query: PromptStatsQuery): Promise<Row[]> => {
    const { results } = await database
      .prepare(sql)
      .bind(
        toPromptTarget({ name: query.name, version: String(query.version) }),
        JSON.stringify(query.experimentIds),
        query.fromMs,
        query.toMs,
      )
      .all<Row>();
    return results;
  };
  return {
    calls: async (query) => (await rows<CallsRow>(CALLS_SQL, query)).map(toCalls),
    assessments: async (query) => (await rows<AssessmentsRow>(ASSESSMENTS_SQL, query)).map(toAssessments),
  };
}

function toCalls(row: CallsRow): PromptCalls {
  return {
    alias: row.alias,
    arm: row.arm,
    calls: row.calls,
    errors: row.errors,
    totalCostUsd: row.total_cost_usd,
    pricedCalls: row.priced_calls,
    inputTokens: row.input_tokens,
    outputTokens: row.output_tokens,
    averageDurationMs: row.average_ms,
    p50DurationMs: row.p50_ms,
    p95DurationMs: row.p95_ms,
    p99DurationMs: row.p99_ms,
  };
}

function toAssessments(row: AssessmentsRow): PromptAssessments {
  return {
    alias: row.alias,
    arm: row.arm,
    name: row.name,
    sourceType: row.source_type,
    count: row.count,
    sample: toSample(row),
  };
}
