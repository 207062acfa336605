/** Questions about many traces at once on MLflow's wire (API 3.0): metrics, and how filters go together. */
import { z } from 'zod';
import type { JsonObject } from '../core/json.ts';
import { correlateFilters } from '../tracing/metrics/correlate-filters.ts';
import type { MetricPoint } from '../tracing/metrics/metric.ts';
import { queryTraceMetrics } from '../tracing/metrics/query-trace-metrics.ts';
import type { TraceAnalytics } from '../tracing/store/trace-analytics.ts';
import { double, experimentIdField, integer, list, requiredText, text } from './message-fields.ts';
import type { Surface } from './surface.ts';

/** What the endpoints need. */
export interface TraceAnalyticsServices {
  analytics: TraceAnalytics;
}

const V3 = ['3.0'] as const;

/** `POST /traces/metrics` and `POST /traces/calculate-filter-correlation`. */
export function addTraceAnalyticsEndpoints(surface: Surface, services: TraceAnalyticsServices): void {
  addMetrics(surface, services);
  addCorrelation(surface, services);
}

const aggregation = z.object({
  aggregation_type: requiredText(),
  percentile_value: double().nullish(),
});

function addMetrics(surface: Surface, services: TraceAnalyticsServices): void {
  surface.on(
    {
      method: 'POST',
      versions: V3,
      path: '/traces/metrics',
      scopes: ['read'],
      message: z.object({
        experiment_ids: list(experimentIdField()),
        view_type: requiredText(),
        metric_name: requiredText(),
        aggregations: list(aggregation),
        dimensions: list(text()).optional(),
        filters: list(text()).optional(),
        time_interval_seconds: integer().optional(),
        start_time_ms: integer().optional(),
        end_time_ms: integer().optional(),
        max_results: integer().optional(),
        page_token: text().optional(),
      }),
    },
    async ({ message, within }) => {
      const aggregations = message.aggregations.map((wanted) => ({
        type: wanted.aggregation_type,
        ...(isGiven(wanted.percentile_value) ? { percentile: wanted.percentile_value } : {}),
      }));
      const dimensions = message.dimensions ?? [];
      const { points, nextPageToken } = await queryTraceMetrics({
        services,
        input: {
          experimentIds: message.experiment_ids,
          view: message.view_type,
          metric: message.metric_name,
          aggregations,
          dimensions,
          within,
          ...present({
            filters: message.filters,
            intervalSeconds: message.time_interval_seconds,
            fromMs: message.start_time_ms,
            toMs: message.end_time_ms,
            maxResults: message.max_results,
            pageToken: message.page_token,
          }),
        },
      });
      const names = {
        metric: message.metric_name,
        dimensions: [...new Set(dimensions)],
        values: aggregations.map(nameOf),
      };
      return {
        data_points: points.map((point) => renderPoint(point, names)),
        ...(nextPageToken === null ? {} : { next_page_token: nextPageToken }),
      };
    },
  );
}

function addCorrelation(surface: Surface, services: TraceAnalyticsServices): void {
  surface.on(
    {
      method: 'POST',
      versions: V3,
      path: '/traces/calculate-filter-correlation',
      scopes: ['read'],
      message: z.object({
        experiment_ids: list(experimentIdField()).min(1, 'expected at least one experiment'),
        filter_string1: requiredText(),
        filter_string2: requiredText(),
        base_filter: text().optional(),
      }),
    },
    async ({ message, within }) => {
      const found = await correlateFilters({
        services,
        input: {
          experimentIds: message.experiment_ids,
          filter1: message.filter_string1,
          filter2: message.filter_string2,
          ...present({ baseFilter: message.base_filter }),
          within,
        },
      });
      return {
        npmi: renderDouble(found.npmi),
        npmi_smoothed: renderDouble(found.npmiSmoothed),
        filter1_count: found.first,
        filter2_count: found.second,
        joint_count: found.joint,
        total_count: found.total,
      };
    },
  );
}

/** `AVG`, or `P95.0`: a percentile is named with its decimals, as Python writes a float. */
function nameOf({ type, percentile }: { type: string; percentile?: number }): string {
  if (type !== 'PERCENTILE' || percentile === undefined) return type;
  return `P${Number.isInteger(percentile) ? percentile.toFixed(1) : String(percentile)}`;
}

function renderPoint(
  point: MetricPoint,
  names: { metric: string; dimensions: string[]; values: string[] },
): JsonObject {
  const bucket = point.bucketMs === null ? {} : { time_bucket: renderBucket(point.bucketMs) };
  const dimensions = names.dimensions.map((name, index) => [name, point.dimensions[index] ?? ''] as const);
  const values = names.values.flatMap((name, index) => {
    const value = point.values[index] ?? null;
    return value === null ? [] : [[name, value] as const];
  });
  return {
    metric_name: names.metric,
    dimensions: { ...bucket, ...Object.fromEntries(dimensions) },
    values: Object.fromEntries(values),
  };
}

/** As Python's isoformat writes a UTC time. */
function renderBucket(unixMs: number): string {
  return new Date(unixMs).toISOString().replace(/(?:\.000)?Z$/, '+00:00');
}

/** Protobuf's JSON writes NaN by name. */
function renderDouble(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

function isGiven<Value>(value: Value | null | undefined): value is Value {
  return value !== null && value !== undefined;
}

type Present<Members> = { [Key in keyof Members]?: Exclude<Members[Key], undefined> };

/** Members that are set; an optional one may not be undefined. */
function present<Members extends object>(members: Members): Present<Members> {
  const set = Object.entries(members).filter(([, value]) => value !== undefined);
  // Only members that were undefined are gone, which is what the type says.
  return Object.fromEntries(set) as Present<Members>;
}
