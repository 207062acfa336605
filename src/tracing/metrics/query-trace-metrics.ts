/** Answers questions about many traces at once, over time: counts, latency, tokens, cost, what is said (MLflow 3). */
import { invalidParameter } from '../../core/app-error.ts';
import type { TraceAnalytics } from '../store/trace-analytics.ts';
import {
  metricRules,
  metricViews,
  type Aggregation,
  type MetricDimension,
  type MetricPoint,
} from './metric.ts';
import { readMetricFilter } from './read-metric-filter.ts';

const DEFAULT_MAX_RESULTS = 1000;
const MOST_RESULTS = 10_000;
const MAX_AGGREGATIONS = 10;
const MAX_FILTERS = 20;

/** The question, as callers send it. Times are Unix milliseconds, both inclusive. */
export interface TraceMetricsInput {
  experimentIds: string[];
  view: string;
  metric: string;
  aggregations: { type: string; percentile?: number }[];
  dimensions?: string[];
  filters?: string[];
  /** Needs both times. */
  intervalSeconds?: number;
  fromMs?: number;
  toMs?: number;
  maxResults?: number;
  pageToken?: string;
  /** The only experiment the caller may see; null is all. */
  within: string | null;
}

/** A page of points, in the order of bucket and dimensions. */
export interface MetricPage {
  points: MetricPoint[];
  /** Null on the last page. */
  nextPageToken: string | null;
}

/**
 * A page of points. Points without a value, and those with an unknown dimension, are left out.
 *
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export async function queryTraceMetrics({
  services,
  input,
}: {
  services: { analytics: TraceAnalytics };
  input: TraceMetricsInput;
}): Promise<MetricPage> {
  const { view, ...checked } = check(input);
  const limit = wholeNumber('max_results', input.maxResults ?? DEFAULT_MAX_RESULTS, MOST_RESULTS);
  const offset = readOffset(input.pageToken);
  const seen = (id: string) => input.within === null || id === input.within;
  const points = await services.analytics.query({
    ...checked,
    view,
    metric: input.metric,
    experimentIds: input.experimentIds.filter(seen),
    offset,
    limit: limit + 1,
  });
  const nextPageToken = points.length > limit ? btoa(String(offset + limit)) : null;
  return { points: points.slice(0, limit), nextPageToken };
}

function check(input: TraceMetricsInput) {
  const view = metricViews.find((name) => name === input.view);
  if (view === undefined) throw invalidParameter('view_type', `one of ${metricViews.join(', ')}`);
  const rules = Object.hasOwn(metricRules[view], input.metric) ? metricRules[view][input.metric] : undefined;
  if (rules === undefined) {
    throw invalidParameter('metric_name', `one of ${Object.keys(metricRules[view]).join(', ')}`);
  }
  const { aggregations, filters = [] } = input;
  if (aggregations.length === 0 || aggregations.length > MAX_AGGREGATIONS) {
    throw invalidParameter('aggregations', `1 to ${MAX_AGGREGATIONS} of them`);
  }
  if (filters.length > MAX_FILTERS) throw invalidParameter('filters', `at most ${MAX_FILTERS} of them`);
  return {
    view,
    aggregations: aggregations.map((wanted) => toAggregation(wanted, rules.aggregations)),
    dimensions: [...new Set(input.dimensions)].map((wanted) => toDimension(wanted, rules.dimensions)),
    conditions: filters.map((filter) => readMetricFilter(filter, view)),
    ...toTimes(input),
  };
}

function toAggregation(
  { type, percentile }: TraceMetricsInput['aggregations'][number],
  allowed: readonly Aggregation['type'][],
): Aggregation {
  const known = allowed.find((name) => name === type);
  if (known === undefined) throw invalidParameter('aggregation_type', `one of ${allowed.join(', ')}`);
  if (known !== 'PERCENTILE') return { type: known };
  if (percentile === undefined || !(percentile >= 0 && percentile <= 100)) {
    throw invalidParameter('percentile_value', 'a number from 0 to 100');
  }
  return { type: known, percentile };
}

function toDimension(name: string, allowed: readonly MetricDimension[]): MetricDimension {
  const known = allowed.find((dimension) => dimension === name);
  if (known !== undefined) return known;
  throw invalidParameter('dimensions', allowed.length === 0 ? 'none' : `one of ${allowed.join(', ')}`);
}

function toTimes({ intervalSeconds, fromMs, toMs }: TraceMetricsInput) {
  for (const [field, time] of [
    ['start_time_ms', fromMs],
    ['end_time_ms', toMs],
  ] as const) {
    if (time !== undefined && !Number.isSafeInteger(time)) throw invalidParameter(field, 'Unix milliseconds');
  }
  const times = { fromMs: fromMs ?? null, toMs: toMs ?? null };
  if (intervalSeconds === undefined) return { ...times, bucketMs: null };
  if (fromMs === undefined || toMs === undefined) {
    throw invalidParameter('time_interval_seconds', 'start_time_ms and end_time_ms beside it');
  }
  return { ...times, bucketMs: wholeNumber('time_interval_seconds', intervalSeconds, 1e9) * 1000 };
}

function wholeNumber(field: string, value: number, most: number): number {
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw invalidParameter(field, `a whole number from 1 to ${most}`);
}

function readOffset(token: string | undefined): number {
  if (token === undefined || token === '') return 0;
  if (/^[A-Za-z0-9+/]{1,16}={0,2}$/.test(token)) {
    try {
      const offset = Number(atob(token));
      if (Number.isSafeInteger(offset) && offset > 0) return offset;
    } catch {
      // Not base64: told below.
    }
  }
  throw invalidParameter('page_token', 'the next_page_token of the page before');
}
