/**
 * What is measured of calls that passed through the proxy, by series: where they went, and how they ended. Pure sums, which
 * can be added up. Buckets are those of OpenTelemetry's conventions for generative AI
 * (https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-metrics/).
 */

/** What tells series apart. Empty is unknown, or none. */
const seriesLabels = ['experimentId', 'provider', 'model', 'operation', 'status', 'errorType'] as const;

/** Which calls a series counts. `status` is that of HTTP. */
export type CallSeries = Record<(typeof seriesLabels)[number], string>;

/** Upper bounds of the buckets: durations in seconds, tokens. */
export const bucketBounds = {
  duration: [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92],
  firstToken: [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
  inputTokens: [
    1, 4, 16, 64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216, 67_108_864,
  ],
  outputTokens: [
    1, 4, 16, 64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216, 67_108_864,
  ],
} as const;

/** What has a distribution. */
export type Measure = keyof typeof bucketBounds;

/** The names of what has a distribution. */
export const measures = [
  'duration',
  'firstToken',
  'inputTokens',
  'outputTokens',
] as const satisfies Measure[];

/** A distribution: how many were measured, their sum, and how many lay at or below each bound. */
export interface Distribution {
  count: number;
  sum: number;
  buckets: number[];
}

/** The numbers of a series. `costUsd` is that of the `pricedCalls`, whose cost is known. */
export interface CallNumbers extends Record<Measure, Distribution> {
  calls: number;
  pricedCalls: number;
  costUsd: number;
}

/** A series with its numbers. */
export interface MeasuredSeries {
  series: CallSeries;
  numbers: CallNumbers;
}

/** Both together. */
function addNumbers(one: CallNumbers, two: CallNumbers): CallNumbers {
  const both = (measure: Measure): Distribution => ({
    count: one[measure].count + two[measure].count,
    sum: one[measure].sum + two[measure].sum,
    buckets: bucketBounds[measure].map(
      (_, place) => (one[measure].buckets[place] ?? 0) + (two[measure].buckets[place] ?? 0),
    ),
  });
  return {
    calls: one.calls + two.calls,
    pricedCalls: one.pricedCalls + two.pricedCalls,
    costUsd: one.costUsd + two.costUsd,
    duration: both('duration'),
    firstToken: both('firstToken'),
    inputTokens: both('inputTokens'),
    outputTokens: both('outputTokens'),
  };
}

/** A series as one text. */
export function seriesKey(series: CallSeries): string {
  return JSON.stringify(seriesLabels.map((label) => series[label]));
}

/** The series of both lists, each once. */
export function addSeries(
  one: readonly MeasuredSeries[],
  two: readonly MeasuredSeries[],
): Map<string, MeasuredSeries> {
  const all = new Map(one.map((measured) => [seriesKey(measured.series), measured]));
  for (const { series, numbers } of two) {
    const key = seriesKey(series);
    const before = all.get(key);
    all.set(key, { series, numbers: before === undefined ? numbers : addNumbers(before.numbers, numbers) });
  }
  return all;
}
