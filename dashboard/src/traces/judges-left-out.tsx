/** Says that the calls of Weir's own judges are left out where no experiment is chosen, and leads to them. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { experimentsQuery, statisticsQuery } from '../api/queries.ts';
import type { StatisticsRow } from '../api/types.ts';
import { describeMoney } from '../components/amounts.tsx';
import { formatAmount } from '../format/format.ts';
import { moneyOf } from '../overview/measures.ts';
import { judgeExperiment, toFilters, type TraceSearch } from './trace-search.ts';

interface JudgesLeftOutProps {
  search: TraceSearch;
  /** The page that shows them. */
  to: '/' | '/traces';
  /** Tells what they came to in this time, in Unix milliseconds; absent: only that they are left out. */
  times?: { from: number; to: number };
}

export function JudgesLeftOut({ search, to, times }: JudgesLeftOutProps) {
  const { data: experiments = [] } = useQuery(experimentsQuery);
  const judges = experiments.find(({ name }) => name === judgeExperiment)?.experiment_id;
  const isLeftOut = search.experiment === undefined && judges !== undefined;
  const found = useQuery({
    ...statisticsQuery({ ...toFilters({ ...search, experiment: judges }), ...times }),
    enabled: isLeftOut && times !== undefined,
  });
  const [came] = found.data?.statistics ?? [];
  if (!isLeftOut || (times !== undefined && came === undefined)) return null;
  return (
    <p className="text-xs text-muted">
      Without the calls of Weir’s own judges
      {came !== undefined && `: ${formatAmount(came.request_count, 'call')}, ${costOf(came)}`}.{' '}
      <Link to={to} search={{ ...search, experiment: judges }} className="text-accent underline">
        Look at them
      </Link>
    </p>
  );
}

function costOf(came: StatisticsRow): string {
  const money = moneyOf(came);
  return money.cost === null && money.estimatedCost === null ? 'no known price' : describeMoney(money).text;
}
