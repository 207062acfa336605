/** Proxied calls in the index of traces, added up by the database: the order of arrival is the key, so a range is read alone. */
import type { CallMeasures } from '../calls/call-counters.ts';
import {
  bucketBounds,
  measures,
  type CallNumbers,
  type CallSeries,
  type Distribution,
  type MeasuredSeries,
} from '../calls/call-measures.ts';
import { proxyObserver } from '../call-identity.ts';

const DAY_MS = 86_400_000;

/** Callers choose these texts. */
const MOST_CHARACTERS = 100;

const text = (value: string): string => `substr(coalesce(${value}, ''), 1, ${MOST_CHARACTERS})`;
const attribute = (key: string): string => `s.attributes ->> '$."${key}"'`;

const LABELS: Record<keyof CallSeries, string> = {
  experimentId: 't.experiment_id',
  provider: text('s.provider'),
  // What was asked for, under the name of that; what answered where nothing was asked for by name.
  model: text(`coalesce(${attribute('gen_ai.request.model')}, s.model)`),
  operation: text(attribute('gen_ai.operation.name')),
  status: text(attribute('http.response.status_code')),
  errorType: text(attribute('error.type')),
};

const VALUES: Record<(typeof measures)[number], string> = {
  duration: '(CAST(s.end_ns AS INTEGER) - CAST(s.start_ns AS INTEGER)) / 1e9',
  firstToken: `CAST(${attribute('weir.time_to_first_token_ms')} AS REAL) / 1000`,
  inputTokens: 's.input_tokens',
  outputTokens: 's.output_tokens',
};

const columnsOf = (values: Record<string, string>): string =>
  Object.entries(values)
    .map(([name, value]) => `${value} AS "${name}"`)
    .join(', ');

const distributionOf = (measure: (typeof measures)[number]): string => {
  const buckets = bucketBounds[measure].map((bound) => `coalesce(sum("${measure}" <= ${bound}), 0)`);
  return `json_array(count("${measure}"), total("${measure}"), json_array(${buckets.join(', ')})) AS "${measure}"`;
};

const labelNames = Object.keys(LABELS)
  .map((name) => `"${name}"`)
  .join(', ');

const MEASURE = `SELECT ${labelNames}, count(*) AS calls, count(cost) AS "pricedCalls", total(cost) AS "costUsd", ${measures.map(distributionOf).join(', ')}
FROM (
  SELECT ${columnsOf(LABELS)}, ${columnsOf(VALUES)}, s.total_cost_usd AS cost
  FROM traces AS t CROSS JOIN spans AS s ON s.trace_id = t.trace_id
  WHERE t.trace_row > ?1 AND t.trace_row <= ?2 AND s.observer = '${proxyObserver}'
) GROUP BY ${labelNames}`;

type Row = CallSeries & { calls: number; pricedCalls: number; costUsd: number } & Record<
    (typeof measures)[number],
    string
  >;

/** Creates them on D1. */
export function createD1CallMeasures({ database }: { database: D1Database }): CallMeasures {
  const firstNumber = async (sql: string, values: number[]): Promise<number> => {
    const row = await database
      .prepare(sql)
      .bind(...values)
      .first<{ found: number | null }>();
    return row?.found ?? 0;
  };
  return {
    lastRow: () => firstNumber('SELECT max(trace_row) AS found FROM traces', []),
    beganBefore: async (row, beforeMs) =>
      (await firstNumber(
        'SELECT count(*) AS found FROM traces WHERE trace_row = ?1 AND request_time_ms < ?2',
        [row, beforeMs],
      )) === 1,
    settledRow: ({ fromRow, toRow }, beforeMs) =>
      firstNumber(
        `SELECT coalesce(min(trace_row) - 1, ?2) AS found FROM traces
         WHERE trace_row > ?1 AND trace_row <= ?2 AND request_time_ms BETWEEN ?3 AND ?4`,
        [fromRow, toRow, beforeMs, beforeMs + DAY_MS],
      ),
    async measure({ fromRow, toRow }) {
      if (toRow <= fromRow) return [];
      const { results } = await database.prepare(MEASURE).bind(fromRow, toRow).all<Row>();
      return results.map(toMeasured);
    },
  };
}

function toMeasured(row: Row): MeasuredSeries {
  const { experimentId, provider, model, operation, status, errorType } = row;
  const numbers: CallNumbers = {
    calls: row.calls,
    pricedCalls: row.pricedCalls,
    costUsd: row.costUsd,
    duration: toDistribution(row.duration),
    firstToken: toDistribution(row.firstToken),
    inputTokens: toDistribution(row.inputTokens),
    outputTokens: toDistribution(row.outputTokens),
  };
  return { series: { experimentId, provider, model, operation, status, errorType }, numbers };
}

/** As the statement above writes it. */
function toDistribution(json: string): Distribution {
  const [count, sum, buckets] = JSON.parse(json) as [number, number, number[]];
  return { count, sum, buckets };
}
