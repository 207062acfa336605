/**
 * What can be asked of many traces at once: MLflow's trace metrics (mlflow/entities/trace_metrics.py and
 * mlflow/store/tracking/utils/sql_trace_metrics_utils.py). Names are MLflow's own, so that every surface says the same.
 */
import type { Condition } from '../filter/condition.ts';

/** What is counted: traces, their spans, or what is said of them. */
export const metricViews = ['TRACES', 'SPANS', 'ASSESSMENTS'] as const;

/** One of {@link metricViews}. */
export type MetricView = (typeof metricViews)[number];

/** How values become one. The percentile is linearly interpolated, from 0 to 100. */
export type Aggregation =
  | { type: 'COUNT' | 'SUM' | 'AVG' | 'MIN' | 'MAX' }
  | { type: 'PERCENTILE'; percentile: number };

/** What points are told apart by. */
export type MetricDimension =
  | 'trace_name'
  | 'trace_status'
  | 'span_name'
  | 'span_type'
  | 'span_status'
  | 'span_model_name'
  | 'span_model_provider'
  | 'assessment_name'
  | 'assessment_value';

/** A condition on what is counted; all must hold. */
export type MetricCondition =
  | { on: 'trace'; condition: Condition }
  | { on: 'span'; column: 'name' | 'status' | 'type'; value: string }
  | { on: 'assessment'; column: 'name' | 'kind'; value: string };

/** What is asked. Times are Unix milliseconds, both inclusive. */
export interface MetricQuery {
  experimentIds: string[];
  view: MetricView;
  metric: string;
  aggregations: Aggregation[];
  dimensions: MetricDimension[];
  conditions: MetricCondition[];
  /** Width of the time buckets; null: one bucket for all time. */
  bucketMs: number | null;
  fromMs: number | null;
  toMs: number | null;
  offset: number;
  limit: number;
}

/** One point: its dimensions in the order asked, its values in the order of the aggregations. */
export interface MetricPoint {
  /** Beginning of the bucket in Unix milliseconds; null without buckets. */
  bucketMs: number | null;
  dimensions: string[];
  /** Null where there is none. */
  values: (number | null)[];
}

interface MetricRules {
  aggregations: readonly Aggregation['type'][];
  dimensions: readonly MetricDimension[];
}

const SPREAD = ['AVG', 'MIN', 'MAX', 'PERCENTILE'] as const;
const TOTALS = ['SUM', ...SPREAD] as const;
const TOKENS: MetricRules = { aggregations: TOTALS, dimensions: ['trace_name'] };
const COST: MetricRules = { aggregations: TOTALS, dimensions: ['span_model_name', 'span_model_provider'] };

/** The metrics of each view, and what may be asked of them. */
export const metricRules: Record<MetricView, Record<string, MetricRules>> = {
  TRACES: {
    trace_count: { aggregations: ['COUNT'], dimensions: ['trace_name', 'trace_status'] },
    session_count: { aggregations: ['COUNT'], dimensions: [] },
    latency: { aggregations: SPREAD, dimensions: ['trace_name'] },
    input_tokens: TOKENS,
    output_tokens: TOKENS,
    total_tokens: TOKENS,
    cache_read_input_tokens: TOKENS,
    cache_creation_input_tokens: TOKENS,
  },
  SPANS: {
    span_count: {
      aggregations: ['COUNT'],
      dimensions: ['span_name', 'span_type', 'span_status', 'span_model_name', 'span_model_provider'],
    },
    latency: { aggregations: SPREAD, dimensions: ['span_name', 'span_status'] },
    input_cost: COST,
    output_cost: COST,
    total_cost: COST,
  },
  ASSESSMENTS: {
    assessment_count: { aggregations: ['COUNT'], dimensions: ['assessment_name', 'assessment_value'] },
    assessment_value: { aggregations: SPREAD, dimensions: ['assessment_name'] },
  },
};
