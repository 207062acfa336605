/** How good the answers are: what people, judges and code say of them over time, and the traces that fail. */
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { assessmentStatisticsQuery } from '../api/queries.ts';
import type { AssessmentRow } from '../api/types.ts';
import { Chart } from '../components/chart.tsx';
import { DataTable, type Column } from '../components/data-table.tsx';
import { Card, Page } from '../components/page.tsx';
import { Empty, Failure, Skeleton } from '../components/states.tsx';
import { formatCount, formatShare } from '../format/format.ts';
import { intervalsOf, ranges, resolveRange, utcOffsetMinutes } from '../format/time-range.ts';
import { passRateSeries } from '../overview/charts.tsx';
import { ExperimentSelect } from '../traces/experiment-select.tsx';
import { TimeSelect } from '../traces/time-select.tsx';
import type { TraceSearch } from '../traces/trace-search.ts';

const sources: Record<string, string> = { HUMAN: 'people', LLM_JUDGE: 'judges', CODE: 'code' };

export function QualityPage() {
  const search = useSearch({ from: '/signed-in/quality' });
  const navigate = useNavigate({ from: '/quality' });
  const onChange = (changes: Partial<TraceSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...changes }) });
  const range = search.range ?? '30d';
  const span = useMemo(() => resolveRange(range, Date.now()), [range]);
  const query = { experiment: search.experiment, from: span.fromMs, to: span.toMs };
  const { intervalMs } = ranges[range];
  const totals = useQuery(assessmentStatisticsQuery(query));
  const series = useQuery(
    assessmentStatisticsQuery({
      ...query,
      interval_seconds: intervalMs / 1000,
      utc_offset_minutes: utcOffsetMinutes(),
    }),
  );
  const times = useMemo(() => intervalsOf(span, intervalMs), [span, intervalMs]);
  return (
    <Page
      title="Quality"
      actions={
        <>
          <ExperimentSelect value={search.experiment} onChange={(experiment) => onChange({ experiment })} />
          <TimeSelect search={{ range }} onChange={onChange} all={null} />
        </>
      }
    >
      {totals.isError && <Failure cause={totals.error} onRetry={() => void totals.refetch()} />}
      {totals.isPending && <Skeleton rows={8} />}
      {totals.isSuccess && totals.data.length === 0 && (
        <Empty title="Nothing has been said of traces in this time">
          Give feedback with the widget, over <code>POST /feedback</code>, or on the page of a trace.
        </Empty>
      )}
      {totals.isSuccess && totals.data.length > 0 && (
        <div className="mx-auto max-w-7xl space-y-4 p-4">
          <Card title="Pass rates">
            <Chart
              label="Pass rates over time"
              times={times}
              format={formatShare}
              series={passRateSeries(times, series.data ?? [])}
              height={220}
            />
          </Card>
          <Card title="What is said" flush>
            <DataTable
              label="What is said"
              columns={columnsFor({ from: span.fromMs, experiment: search.experiment })}
              rows={totals.data}
              keyOf={({ name, source_type: source }) => `${name} ${source}`}
            />
          </Card>
        </div>
      )}
    </Page>
  );
}

function columnsFor(search: TraceSearch): Column<AssessmentRow>[] {
  return [
    { head: 'Name', cell: ({ name }) => <span className="font-medium wrap-anywhere">{name}</span> },
    { head: 'Said by', cell: ({ source_type: source }) => sources[source] ?? source },
    { head: 'Times', numeric: true, cell: ({ count }) => formatCount(count) },
    { head: 'Errors', numeric: true, cell: ({ error_count: errors }) => formatCount(errors) },
    {
      head: 'Pass rate or mean',
      numeric: true,
      cell: ({ mean, is_share: isShare }) => (isShare ? formatShare(mean) : (mean?.toFixed(2) ?? '–')),
    },
    {
      head: 'Traces that were said to be',
      cell: ({ name, is_share: isShare, mean }) =>
        isShare && mean !== null && mean < 1 ? <FailingLinks name={name} search={search} /> : null,
    },
  ];
}

/** Verdicts are words or truth values, by who gave them: the filter is asked for each. */
function FailingLinks({ name, search }: { name: string; search: TraceSearch }) {
  const field = /^[A-Za-z_]\w*$/.test(name) ? name : `\`${name}\``;
  return (
    <span className="flex gap-3">
      {["'no'", "'false'"].map((value) => (
        <Link
          key={value}
          to="/traces"
          search={{ ...search, filter: `feedback.${field} = ${value}` }}
          className="whitespace-nowrap text-accent hover:underline"
        >
          {value.slice(1, -1)}
        </Link>
      ))}
    </span>
  );
}
