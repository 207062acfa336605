/** The port to what many traces come to. */
import type {
  AssessmentStatistics,
  AssessmentStatisticsQuery,
  StatisticsQuery,
  TraceStatistics,
} from '../statistics/trace-statistics.ts';

/** Counts traces, and what is said of them. */
export interface TraceStatisticsStore {
  /**
   * Rows by interval, then in the order asked for, the rest last.
   *
   * @throws AppError INVALID_PARAMETER_VALUE for conditions that are tested outside of the database, and for more rows
   *   than `maxRows`
   */
  count(query: StatisticsQuery): Promise<TraceStatistics>;
  /**
   * Rows by name, source and interval, the rest last.
   *
   * @throws AppError INVALID_PARAMETER_VALUE likewise
   */
  countAssessments(query: AssessmentStatisticsQuery): Promise<AssessmentStatistics>;
}
