/** Says what a table of statistics does not show line by line, so that nothing is cut in silence. */
import type { AssessmentRow, AssessmentStatistics, StatisticsRow, TraceStatistics } from '../api/types.ts';
import { formatAmount, formatTime } from '../format/format.ts';

interface LeftOutProps {
  statistics: TraceStatistics | AssessmentStatistics;
  /** What a group is. */
  noun: string;
}

export function LeftOut({ statistics, noun }: LeftOutProps) {
  const { complete, counted_from: countedFrom, group_count: groups } = statistics;
  const told = new Set(statistics.statistics.filter(({ others }) => others === null).map(keyOf)).size;
  if (complete && groups <= told) return null;
  return (
    <p className="px-4 py-2 text-sm text-warn">
      {groups > told && `${formatAmount(groups - told, `more ${noun}`)} without a line of their own. `}
      {!complete &&
        countedFrom !== null &&
        `There are very many traces: those before ${formatTime(countedFrom)} are not counted.`}
    </p>
  );
}

/** What makes rows of several intervals one group. */
function keyOf(row: StatisticsRow | AssessmentRow): string {
  return JSON.stringify('group' in row ? [row.group, row.experiment_id] : [row.name, row.source_type]);
}
