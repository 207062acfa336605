/** Samples of assessments' numbers in SQL, and back: deviations from the mean, so that large numbers lose nothing. */
import type { Sample } from '../../core/statistics/sample.ts';

/** What {@link sampleSums} selects. */
export interface SampleRow {
  numbers: number;
  mean: number | null;
  squared_deviations: number | null;
  is_share: number | null;
}

/**
 * Columns of a sample, over rows with the columns `number` (null for what is none), `is_word` (1 for yes, no, true and
 * false) and `centre`, which is {@link centreOf} of the same groups.
 */
export const sampleSums = `count(number) AS numbers, max(centre) AS mean,
  sum((number - centre) * (number - centre)) AS squared_deviations,
  count(number) > 0 AND total(number NOT IN (0, 1)) = 0 AND (total(number IS NOT NULL AND is_word) > 0 OR min(number) = 0)
    AS is_share`;

/** SQL of the mean within the groups of those columns. */
export function centreOf(columns: string): string {
  return `avg(number) OVER (PARTITION BY ${columns})`;
}

/** SQL of the number of an assessment, and of whether it was said in words. */
export function numberColumns(row: string): string {
  return `${row}.numeric_value AS number, json_type(${row}.value) NOT IN ('integer', 'real') AS is_word`;
}

/** The sample of a row; null without numbers. */
export function toSample(row: SampleRow): Sample | null {
  if (row.numbers === 0 || row.mean === null) return null;
  return {
    count: row.numbers,
    mean: row.mean,
    squaredDeviations: row.squared_deviations ?? 0,
    isShare: row.is_share === 1,
  };
}
