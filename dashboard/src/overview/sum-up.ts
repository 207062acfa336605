/** Sums up what is said over time, by name and by who says it. Pure. */
import type { AssessmentRow } from '../api/types.ts';

/** What is said under one name by one kind of source. */
export interface Said {
  key: string;
  name: string;
  sourceType: string;
  count: number;
  errorCount: number;
  /** Of what are numbers, or yes and no as 1 and 0; null when nothing is. */
  mean: number | null;
  /** True when the mean is a pass rate. */
  isShare: boolean;
}

/** One for each name and source, those said most often first. */
export function sumUp(rows: readonly AssessmentRow[]): Said[] {
  const told = rows.filter(({ others }) => others === null);
  const groups = Map.groupBy(told, ({ name, source_type: sourceType }) => JSON.stringify([name, sourceType]));
  return [...groups]
    .map(([key, group]): Said => {
      const numbers = sum(group, (row) => row.numeric_count);
      const total = sum(group, (row) => (row.mean ?? 0) * row.numeric_count);
      return {
        key,
        name: group[0]?.name ?? '',
        sourceType: group[0]?.source_type ?? '',
        count: sum(group, (row) => row.count),
        errorCount: sum(group, (row) => row.error_count),
        mean: numbers === 0 ? null : total / numbers,
        isShare: group.every((row) => row.is_share || row.numeric_count === 0),
      };
    })
    .toSorted((one, other) => other.count - one.count || one.name.localeCompare(other.name));
}

function sum(rows: readonly AssessmentRow[], of: (row: AssessmentRow) => number): number {
  return rows.reduce((total, row) => total + of(row), 0);
}
