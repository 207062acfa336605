/** Feedback counted in D1, along the index of assessments by experiment and name. */
import { asArray, asNumber, asString, parseJson } from '../../core/json.ts';
import {
  mostFeedbackRows,
  type FeedbackGroup,
  type FeedbackStatsQuery,
  type FeedbackStatsStore,
  type FeedbackSums,
} from './feedback-stats-store.ts';
import { centreOf, numberColumns, sampleSums, toSample, type SampleRow } from './sample-sql.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;
/** The first Monday of Unix time: weeks begin on Mondays. */
const FIRST_MONDAY_MS = 4 * DAY_MS;

const bucket = (sizeMs: number, offsetMs = 0): string =>
  `CAST((t.request_time_ms - ${offsetMs}) / ${sizeMs} * ${sizeMs} + ${offsetMs} AS TEXT)`;
const GROUP_SQL: Record<FeedbackGroup, string> = {
  none: 'NULL',
  hour: bucket(HOUR_MS),
  day: bucket(DAY_MS),
  week: bucket(WEEK_MS, FIRST_MONDAY_MS),
  prompt: 'link.target',
  model: 't.model',
};

/** Traces as they are grouped: one of several prompts is in several groups. */
function tracesOf(group: FeedbackGroup): string {
  const links = ` LEFT JOIN trace_links AS link ON link.trace_id = t.trace_id AND link.kind = 'prompt'`;
  return `traces AS t${group === 'prompt' ? links : ''}`;
}

/** ?1: experiment ids as JSON or null, ?2: from, ?3: to. */
const IN_RANGE = `(?1 IS NULL OR t.experiment_id IN (SELECT value FROM json_each(?1)))
  AND (?2 IS NULL OR t.request_time_ms >= ?2) AND (?3 IS NULL OR t.request_time_ms < ?3)`;
const BY_PEOPLE = `a.kind = 'feedback' AND a.source_type = 'HUMAN' AND a.valid = 1`;

interface SumsRow extends SampleRow {
  grp: string | null;
  name: string;
  pieces: number;
  without_value: number;
  number_count: number;
  given: string;
}

/** Creates the store on D1. */
export function createD1FeedbackStatsStore({ database }: { database: D1Database }): FeedbackStatsStore {
  return {
    async sums(query) {
      const { results } = await database
        .prepare(sumsSql(query.groupBy))
        .bind(...rangeOf(query), query.name, mostFeedbackRows + 1)
        .all<SumsRow>();
      return results.map(toSums);
    },
    async responses(query) {
      const { results } = await database
        .prepare(
          `SELECT ${GROUP_SQL[query.groupBy]} AS grp, count(*) AS traces, sum(EXISTS (
             SELECT 1 FROM assessments AS a WHERE ${BY_PEOPLE} AND (?4 IS NULL OR a.name = ?4) AND a.trace_id IN (
               SELECT t.trace_id UNION ALL SELECT d.trace_id FROM traces AS d WHERE d.duplicate_of = t.trace_id)
             )) AS answered
           FROM ${tracesOf(query.groupBy)} WHERE ${IN_RANGE} AND t.duplicate_of IS NULL GROUP BY grp ORDER BY grp DESC LIMIT ?5`,
        )
        .bind(...rangeOf(query), query.name, mostFeedbackRows + 1)
        .all<{ grp: string | null; traces: number; answered: number }>();
      return results.map((row) => ({ group: row.grp, traces: row.traces, tracesWithFeedback: row.answered }));
    },
  };
}

/** The pieces once; from them the sums, and the most frequent values. */
function sumsSql(groupBy: FeedbackGroup): string {
  return `WITH pieces AS (
      SELECT ${GROUP_SQL[groupBy]} AS grp, a.name AS name, a.value_key AS value_key, ${numberColumns('a')},
        a.error IS NULL AND a.value <> 'null' AS has_value
      FROM ${tracesOf(groupBy)} JOIN assessments AS a ON a.trace_id = t.trace_id
      WHERE ${IN_RANGE} AND ${BY_PEOPLE} AND (?4 IS NULL OR a.name = ?4)),
    centred AS (SELECT *, ${centreOf('grp, name')} AS centre FROM pieces),
    by_value AS (SELECT grp, name, value_key, count(*) AS count FROM pieces WHERE has_value GROUP BY grp, name, value_key)
    SELECT grp, name, sum(has_value) AS pieces, sum(NOT has_value) AS without_value, ${sampleSums},
      total(number IS NOT NULL AND NOT is_word) AS number_count,
      (SELECT json_group_array(json_array(top.value_key, top.count)) FROM (
        SELECT v.value_key, v.count FROM by_value AS v WHERE v.grp IS centred.grp AND v.name = centred.name
        ORDER BY v.count DESC, v.value_key LIMIT 10) AS top) AS given
    FROM centred GROUP BY grp, name ORDER BY grp DESC, name LIMIT ?5`;
}

function rangeOf(query: FeedbackStatsQuery): (string | number | null)[] {
  const ids = query.experimentIds === null ? null : JSON.stringify(query.experimentIds);
  return [ids, query.fromMs, query.toMs];
}

function toSums(row: SumsRow): FeedbackSums {
  return {
    group: row.grp,
    name: row.name,
    count: row.pieces,
    withoutValue: row.without_value,
    sample: toSample(row),
    numberCount: row.number_count,
    values: asArray(parseJson(row.given)).map((entry) => {
      const [value, count] = asArray(entry);
      return { value: asString(value) ?? '', count: asNumber(count) ?? 0 };
    }),
  };
}
