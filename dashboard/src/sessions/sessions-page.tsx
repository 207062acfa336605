/** Conversations: the latest first, what they came to, each leading to its messages. */
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { statisticsQuery } from '../api/queries.ts';
import type { StatisticsRow } from '../api/types.ts';
import { DataTable, type Column } from '../components/data-table.tsx';
import { Page } from '../components/page.tsx';
import { Empty, Failure, Skeleton } from '../components/states.tsx';
import { formatCompact, formatCost, formatCount, formatDuration, formatTime } from '../format/format.ts';
import { resolveRange } from '../format/time-range.ts';
import { ExperimentSelect } from '../traces/experiment-select.tsx';
import { FilterBar } from '../traces/filter-bar.tsx';
import { TimeSelect } from '../traces/time-select.tsx';
import { LeftOut } from '../overview/left-out.tsx';
import { toFilters, type TraceSearch } from '../traces/trace-search.ts';

const MAX_SESSIONS = 200;

const columns: Column<StatisticsRow>[] = [
  {
    head: 'Session',
    cell: ({ group, experiment_id: experiment }) => (
      <Link
        to="/sessions/$sessionId"
        params={{ sessionId: group ?? '' }}
        search={{ experiment: experiment ?? undefined }}
        className="table-name text-accent hover:underline"
      >
        {group}
      </Link>
    ),
  },
  {
    head: 'Last call',
    cell: (row) => <span className="numeric whitespace-nowrap">{formatTime(row.last_request_time)}</span>,
  },
  { head: 'Calls', numeric: true, cell: (row) => formatCount(row.request_count) },
  {
    head: 'Errors',
    numeric: true,
    cell: (row) => (
      <span className={row.error_count > 0 ? 'text-bad' : 'text-muted'}>{formatCount(row.error_count)}</span>
    ),
  },
  {
    head: 'Span',
    numeric: true,
    cell: (row) => formatDuration(Date.parse(row.last_request_time) - Date.parse(row.first_request_time)),
  },
  { head: 'Tokens', numeric: true, cell: (row) => formatCompact(row.total_tokens) },
  { head: 'Cost', numeric: true, cell: (row) => formatCost(row.total_cost) },
];

export function SessionsPage() {
  const search = useSearch({ from: '/signed-in/sessions' });
  const navigate = useNavigate({ from: '/sessions' });
  const onChange = (changes: Partial<TraceSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...changes }) });
  const times = useMemo(() => {
    const { fromMs } = resolveRange(search.range ?? '7d', Date.now());
    return { from: search.from ?? fromMs, to: search.to };
  }, [search]);
  const found = useQuery(
    statisticsQuery({
      ...toFilters(search),
      text: undefined,
      ...times,
      group_by: 'session',
      order: 'latest',
      limit: MAX_SESSIONS,
    }),
  );
  const rows = found.data?.statistics.filter(({ group }) => group !== null) ?? [];
  return (
    <Page title="Sessions">
      <div className="flex flex-wrap gap-2 px-4 py-2">
        <FilterBar search={search} onChange={onChange} />
        <ExperimentSelect value={search.experiment} onChange={(experiment) => onChange({ experiment })} />
        <TimeSelect search={{ ...search, range: search.range ?? '7d' }} onChange={onChange} all={null} />
      </div>
      {found.isError && <Failure cause={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <Skeleton rows={10} />}
      {found.isSuccess && rows.length === 0 && (
        <Empty title="No sessions in this time">
          Send the header <code>x-weir-session</code> with each call of a conversation, and it appears here as
          one.
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          label="Sessions"
          columns={columns}
          rows={rows}
          keyOf={({ group, experiment_id: experiment }) => JSON.stringify([group, experiment])}
        />
      )}
      {found.data && <LeftOut statistics={found.data} noun="session" />}
    </Page>
  );
}
