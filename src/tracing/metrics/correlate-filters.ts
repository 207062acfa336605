/**
 * How much two filters have to do with each other: normalized pointwise mutual information of the traces they find, from
 * -1 (never together) over 0 (independent) to 1 (always together). MLflow's CalculateTraceFilterCorrelation.
 */
import { readFilter } from '../filter/read-filter.ts';
import type { FilterCounts, TraceAnalytics } from '../store/trace-analytics.ts';

/** Added to every cell of the smoothed variant: Jeffreys' prior. */
const SMOOTHING = 0.5;

/** The filters, and among which traces. */
export interface CorrelateFiltersInput {
  experimentIds: string[];
  filter1: string;
  filter2: string;
  /** What all traces that are looked at must fulfil. */
  baseFilter?: string;
  /** The only experiment the caller may see; null is all. */
  within: string | null;
}

/** The measure, plain and smoothed (NaN where it is not defined), and what it is made from. */
export interface FilterCorrelation extends FilterCounts {
  npmi: number;
  npmiSmoothed: number;
}

/**
 * Correlates two filters.
 *
 * @throws AppError INVALID_PARAMETER_VALUE for a filter with a fault, or one that the database cannot count by
 */
export async function correlateFilters({
  services,
  input,
}: {
  services: { analytics: TraceAnalytics };
  input: CorrelateFiltersInput;
}): Promise<FilterCorrelation> {
  const { experimentIds, filter1, filter2, baseFilter = '', within } = input;
  const counts = await services.analytics.countByFilters({
    experimentIds: experimentIds.filter((id) => within === null || id === within),
    base: readFilter(baseFilter, 'base_filter'),
    first: readFilter(filter1, 'filter_string1'),
    second: readFilter(filter2, 'filter_string2'),
  });
  return { ...counts, npmi: npmi(counts), npmiSmoothed: npmiSmoothed(counts) };
}

function npmi(counts: FilterCounts): number {
  if (lacksSupport(counts)) return Number.NaN;
  return counts.joint === 0 ? -1 : fromCells(counts, 0);
}

function npmiSmoothed(counts: FilterCounts): number {
  return lacksSupport(counts) ? Number.NaN : fromCells(counts, SMOOTHING);
}

/** A filter that finds nothing has nothing to do with any other. */
function lacksSupport({ first, second }: FilterCounts): boolean {
  return first === 0 || second === 0;
}

function fromCells({ total, first, second, joint }: FilterCounts, smoothing: number): number {
  if (joint === total) return 1;
  const both = joint + smoothing;
  const all = total + 4 * smoothing;
  const mutual = Math.log((both * all) / ((first + 2 * smoothing) * (second + 2 * smoothing)));
  return Math.max(-1, Math.min(1, mutual / -Math.log(both / all)));
}
