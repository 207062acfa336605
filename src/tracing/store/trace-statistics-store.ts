/** The port to what many traces come to. */
import type {
  AssessmentStatisticsQuery,
  AssessmentStatisticsRow,
  StatisticsQuery,
  TraceStatistics,
} from '../statistics/trace-statistics.ts';

/** Counts traces, and what is said of them. */
export interface TraceStatisticsStore {
  /**
   * Rows by bucket, then in the order asked for.
   *
   * @throws AppError INVALID_PARAMETER_VALUE for conditions that are tested outside of the database
   */
  count(query: StatisticsQuery): Promise<TraceStatistics>;
  /** At most 5,000 rows, by name, source and bucket. */
  countAssessments(query: AssessmentStatisticsQuery): Promise<AssessmentStatisticsRow[]>;
}
