/** The port to what is known of many traces at once. */
import type { Condition } from '../filter/condition.ts';
import type { MetricPoint, MetricQuery } from '../metrics/metric.ts';

/** Filters to count traces by. */
export interface FilterCountQuery {
  experimentIds: string[];
  /** What all counted traces fulfil. */
  base: Condition[];
  first: Condition[];
  second: Condition[];
}

/** How many traces fulfil which filters. */
export interface FilterCounts {
  total: number;
  first: number;
  second: number;
  joint: number;
}

/** Questions about many traces. */
export interface TraceAnalytics {
  /** Points in the order of bucket and dimensions; those without a value or with an unknown dimension are left out. */
  query(query: MetricQuery): Promise<MetricPoint[]>;
  /**
   * Counts in one reading of the traces.
   *
   * @throws AppError INVALID_PARAMETER_VALUE for conditions that are tested outside of the database
   */
  countByFilters(query: FilterCountQuery): Promise<FilterCounts>;
}
