/** Feedback counted in D1, along the index of assessments by experiment and name. */
import { asArray, asNumber, asString, parseJson } from '../../core/json.ts';
import type {
  FeedbackGroup,
  FeedbackStatsQuery,
  FeedbackStatsStore,
  FeedbackSums,
} from './feedback-stats-store.ts';

const MOST_ROWS = 1000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;
/** The first Monday of Unix time: weeks begin on Mondays. */
const FIRST_MONDAY_MS = 4 * DAY_MS;

const bucket = (sizeMs: number, offsetMs = 0): string =>
  `CAST((t.request_time_ms - ${offsetMs}) / ${sizeMs} * ${sizeMs} + ${offsetMs} AS TEXT)`;
const LINKED_PROMPT = `(CASE WHEN json_valid(t.tags ->> '$."mlflow.linkedPrompts"')
  THEN t.tags ->> '$."mlflow.linkedPrompts"' END)`;

const GROUP_SQL: Record<FeedbackGroup, string> = {
  none: 'NULL',
  hour: bucket(HOUR_MS),
  day: bucket(DAY_MS),
  week: bucket(WEEK_MS, FIRST_MONDAY_MS),
  prompt: `(${LINKED_PROMPT} ->> '$[0].name') || '/' || (${LINKED_PROMPT} ->> '$[0].version')`,
  model: 't.model',
};

/** ?1: experiment ids as JSON or null, ?2: from, ?3: to. */
const IN_RANGE = `(?1 IS NULL OR t.experiment_id IN (SELECT value FROM json_each(?1)))
  AND (?2 IS NULL OR t.request_time_ms >= ?2) AND (?3 IS NULL OR t.request_time_ms < ?3)`;
const BY_PEOPLE = `a.kind = 'feedback' AND a.source_type = 'HUMAN' AND a.valid = 1`;

interface SumsRow {
  grp: string | null;
  name: string;
  count: number;
  numeric_count: number;
  total: number | null;
  squares: number | null;
  number_count: number;
  given: string;
}

/** Creates the store on D1. */
export function createD1FeedbackStatsStore({ database }: { database: D1Database }): FeedbackStatsStore {
  return {
    async sums(query) {
      const { results } = await database
        .prepare(sumsSql(GROUP_SQL[query.groupBy]))
        .bind(...rangeOf(query), query.name, MOST_ROWS)
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
           FROM traces AS t WHERE ${IN_RANGE} AND t.duplicate_of IS NULL GROUP BY grp ORDER BY grp DESC LIMIT ?5`,
        )
        .bind(...rangeOf(query), query.name, MOST_ROWS)
        .all<{ grp: string | null; traces: number; answered: number }>();
      return results.map((row) => ({ group: row.grp, traces: row.traces, tracesWithFeedback: row.answered }));
    },
  };
}

/** One row per value first, so that the most frequent values come with the sums. */
function sumsSql(group: string): string {
  return `WITH by_value AS (
      SELECT ${group} AS grp, a.name AS name, a.value_key AS value_key, count(*) AS count,
        count(a.numeric_value) AS numeric_count, sum(a.numeric_value) AS total,
        sum(a.numeric_value * a.numeric_value) AS squares,
        sum(json_type(a.value) IN ('integer', 'real')) AS number_count
      FROM assessments AS a JOIN traces AS t ON t.trace_id = a.trace_id
      WHERE ${IN_RANGE} AND ${BY_PEOPLE} AND (?4 IS NULL OR a.name = ?4)
      GROUP BY grp, a.name, a.value_key)
    SELECT grp, name, sum(count) AS count, sum(numeric_count) AS numeric_count, sum(total) AS total,
      sum(squares) AS squares, sum(number_count) AS number_count,
      (SELECT json_group_array(json_array(top.value_key, top.count)) FROM (
        SELECT v.value_key, v.count FROM by_value AS v WHERE v.grp IS by_value.grp AND v.name = by_value.name
        ORDER BY v.count DESC, v.value_key LIMIT 10) AS top) AS given
    FROM by_value GROUP BY grp, name ORDER BY grp DESC, name LIMIT ?5`;
}

function rangeOf(query: FeedbackStatsQuery): (string | number | null)[] {
  const ids = query.experimentIds === null ? null : JSON.stringify(query.experimentIds);
  return [ids, query.fromMs, query.toMs];
}

function toSums(row: SumsRow): FeedbackSums {
  return {
    group: row.grp,
    name: row.name,
    count: row.count,
    numericCount: row.numeric_count,
    sum: row.total ?? 0,
    sumOfSquares: row.squares ?? 0,
    numberCount: row.number_count,
    values: asArray(parseJson(row.given)).map((entry) => {
      const [value, count] = asArray(entry);
      return { value: asString(value) ?? '', count: asNumber(count) ?? 0 };
    }),
  };
}
