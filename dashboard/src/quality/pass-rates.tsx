/** What people, judges and code say of traces over time; each point and each failing name leads to its traces. */
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { assessmentStatisticsQuery } from '../api/queries.ts';
import type { AssessmentRow } from '../api/types.ts';
import { Chart } from '../components/chart.tsx';
import { DataTable, type Column } from '../components/data-table.tsx';
import { Card } from '../components/page.tsx';
import { Empty, Failure, Skeleton } from '../components/states.tsx';
import { formatAmount, formatCount, formatShare } from '../format/format.ts';
import { ranges, resolveRange, timesOf, timeZone, type RangeName } from '../format/time-range.ts';
import { passRateSeries } from '../overview/charts.tsx';
import type { TraceSearch } from '../traces/trace-search.ts';
import { FailingLinks } from './failing-links.tsx';
import { ScorerLink } from './scorers.tsx';

const sources: Record<string, string> = { HUMAN: 'people', LLM_JUDGE: 'judges', CODE: 'code' };

/** A search whose time is known. */
export type QualitySearch = TraceSearch & { range: RangeName };

export function PassRates({ search }: { search: QualitySearch }) {
  const navigate = useNavigate();
  const { range, experiment } = search;
  const span = useMemo(() => resolveRange(range, Date.now()), [range]);
  const query = { experiment, from: span.fromMs, to: span.toMs };
  const { intervalMs } = ranges[range];
  const totals = useQuery(assessmentStatisticsQuery(query));
  const series = useQuery(
    assessmentStatisticsQuery({
      ...query,
      interval_seconds: intervalMs / 1000,
      time_zone: timeZone(),
    }),
  );
  const times = timesOf(series.data?.intervals);
  if (totals.isError) return <Failure cause={totals.error} onRetry={() => void totals.refetch()} />;
  if (totals.isPending) return <Skeleton rows={8} />;
  if (totals.data.statistics.length === 0) return <NothingSaid search={search} />;
  return (
    <div className="mx-auto max-w-7xl space-y-4 p-4">
      <Card title="Pass rates">
        <Chart
          label="Pass rates over time"
          times={times}
          format={formatShare}
          series={passRateSeries(times, series.data?.statistics ?? [])}
          height={220}
          onPick={(index) => {
            const from = times[index] ?? span.fromMs;
            const to = times[index + 1] ?? span.toMs;
            void navigate({ to: '/traces', search: { experiment, from, to } });
          }}
        />
      </Card>
      <Card title="What is said" flush>
        <DataTable
          label="What is said"
          columns={columnsFor({ from: span.fromMs, experiment })}
          rows={totals.data.statistics}
          keyOf={({ name, source_type: source }) => JSON.stringify([name, source])}
        />
      </Card>
    </div>
  );
}

function NothingSaid({ search }: { search: QualitySearch }) {
  return (
    <Empty title="Nothing has been said of traces in this time">
      Register a{' '}
      <Link to="/quality" search={{ ...search, tab: 'scorers' }} className="text-accent underline">
        scorer
      </Link>
      , or give feedback with the widget, over <code>POST /feedback</code>, or on the page of a trace.
    </Empty>
  );
}

/** Leads to the scorer where it is known in which experiment; people are none. */
function Name({ row, experiment }: { row: AssessmentRow; experiment: string | undefined }) {
  if (row.name === null) {
    return <span className="text-muted">{formatAmount(row.others ?? 0, 'other')} together</span>;
  }
  return (
    <span className="table-name font-medium">
      {experiment === undefined || row.source_type === 'HUMAN' ? (
        row.name
      ) : (
        <ScorerLink experiment={experiment} name={row.name} />
      )}
    </span>
  );
}

function columnsFor(search: TraceSearch): Column<AssessmentRow>[] {
  return [
    { head: 'Name', cell: (row) => <Name row={row} experiment={search.experiment} /> },
    { head: 'Said by', cell: ({ source_type: source }) => sources[source ?? ''] ?? source },
    { head: 'Times', numeric: true, cell: ({ count }) => formatCount(count) },
    { head: 'Errors', numeric: true, cell: ({ error_count: errors }) => formatCount(errors) },
    {
      head: 'Pass rate or mean',
      numeric: true,
      cell: ({ mean, is_share: isShare }) => (isShare ? formatShare(mean) : (mean?.toFixed(2) ?? '–')),
    },
    {
      head: 'Failing traces',
      cell: ({ name, is_share: isShare, mean }) =>
        isShare && name !== null && mean !== null && mean < 1 ? (
          <FailingLinks name={name} search={search} />
        ) : null,
    },
  ];
}
