/** What a scorer has said: its pass rate over time, and its verdicts with their reasons. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { assessmentStatisticsQuery, tracesQuery } from '../api/queries.ts';
import type { Assessment, TraceInfo } from '../api/types.ts';
import { Button } from '../components/button.tsx';
import { Chart } from '../components/chart.tsx';
import { DataTable, type Column } from '../components/data-table.tsx';
import { Select } from '../components/field.tsx';
import { Card } from '../components/page.tsx';
import { Failure, Skeleton } from '../components/states.tsx';
import { VerdictBadge } from '../components/verdict.tsx';
import { formatCount, formatShare, formatTime } from '../format/format.ts';
import { ranges, resolveRange, timesOf, timeZone, type RangeName } from '../format/time-range.ts';
import { judgedFilter, saidFilter } from './failing-links.tsx';

interface ResultsProps {
  name: string;
  experiment: string;
  range: RangeName;
}

/** Its mean per interval; a pass rate where it says yes and no. */
export function ScorerRates({ name, experiment, range }: ResultsProps) {
  const navigate = useNavigate();
  const { intervalMs } = ranges[range];
  const span = useMemo(() => resolveRange(range, Date.now()), [range]);
  const said = useQuery(
    assessmentStatisticsQuery({
      experiment,
      from: span.fromMs,
      to: span.toMs,
      interval_seconds: intervalMs / 1000,
      time_zone: timeZone(),
    }),
  );
  const times = timesOf(said.data?.intervals);
  const rows = (said.data?.statistics ?? []).filter(
    (row) => row.name === name && row.source_type !== 'HUMAN',
  );
  const count = rows.reduce((sum, row) => sum + row.count, 0);
  const errors = rows.reduce((sum, row) => sum + row.error_count, 0);
  const isShare = rows.every((row) => row.is_share);
  const byTime = new Map(rows.map((row) => [Date.parse(row.start_time ?? ''), row.mean]));
  return (
    <Card
      title={isShare ? 'Pass rate' : 'Mean'}
      actions={
        <span className="numeric text-xs text-muted">
          {formatCount(count)} verdicts{errors > 0 && `, ${formatCount(errors)} errors`}
        </span>
      }
    >
      {said.isError && <Failure cause={said.error} onRetry={() => void said.refetch()} />}
      {said.isPending && <Skeleton rows={4} />}
      {said.isSuccess && count === 0 && (
        <p className="py-8 text-center text-sm text-muted">It has judged nothing in this time.</p>
      )}
      {count > 0 && (
        <Chart
          label={`${name} over time`}
          times={times}
          format={isShare ? formatShare : (value) => value?.toFixed(2) ?? '–'}
          series={[{ label: name, color: 'chart-1', values: times.map((ms) => byTime.get(ms) ?? null) }]}
          onPick={(index) => {
            const from = times[index] ?? span.fromMs;
            const filter = judgedFilter(name);
            const to = times[index + 1] ?? span.toMs;
            void navigate({ to: '/traces', search: { experiment, filter, from, to } });
          }}
        />
      )}
    </Card>
  );
}

const looks = {
  all: { label: 'All verdicts', filter: judgedFilter },
  no: { label: 'Only “no”', filter: (name: string) => saidFilter(name, 'no') },
  false: { label: 'Only “false”', filter: (name: string) => saidFilter(name, 'false') },
};

/** The newest traces it has judged, with its verdicts. */
export function Verdicts({ name, experiment, range }: ResultsProps) {
  const [look, setLook] = useState<keyof typeof looks>('all');
  const { fromMs } = useMemo(() => resolveRange(range, Date.now()), [range]);
  const filter = looks[look].filter(name);
  const found = useInfiniteQuery(tracesQuery({ experiment, filter, from: fromMs }));
  const traces = found.data?.pages.flatMap((page) => page.traces) ?? [];
  const rows = traces.flatMap((trace) => verdictsOf(trace, name).map((verdict) => ({ trace, verdict })));
  return (
    <Card
      title="Verdicts"
      flush
      actions={
        <span className="flex flex-wrap items-center gap-2">
          <Link
            to="/traces"
            search={{ experiment, filter, range }}
            className="text-sm text-accent hover:underline"
          >
            Open as traces
          </Link>
          <Select
            aria-label="Which verdicts"
            value={look}
            onChange={({ target }) => setLook(target.value as keyof typeof looks)}
          >
            {Object.entries(looks).map(([value, { label }]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        </span>
      }
    >
      {found.isError && <Failure cause={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <Skeleton rows={5} />}
      {found.isSuccess && rows.length === 0 && (
        <p className="px-4 pb-3 text-sm text-muted">
          None yet. A trace is judged within seconds of being stored, when it is in the sample.
        </p>
      )}
      {rows.length > 0 && (
        <DataTable
          label="Verdicts"
          columns={verdictColumns}
          rows={rows}
          keyOf={({ verdict }) => verdict.assessment_id}
        />
      )}
      {found.hasNextPage && (
        <div className="p-3">
          <Button disabled={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            More
          </Button>
        </div>
      )}
    </Card>
  );
}

interface VerdictRow {
  trace: TraceInfo;
  verdict: Assessment;
}

/** What the scorer says; people may speak under the same name. */
function verdictsOf(trace: TraceInfo, name: string): Assessment[] {
  return trace.assessments.filter(
    (one) =>
      one.name === name && one.valid && one.feedback !== undefined && one.source.source_type !== 'HUMAN',
  );
}

const verdictColumns: Column<VerdictRow>[] = [
  {
    head: 'Verdict',
    cell: ({ verdict }) => (
      <VerdictBadge
        value={verdict.feedback?.value}
        error={verdict.feedback?.error}
        rationale={verdict.rationale}
      />
    ),
  },
  {
    head: 'Request',
    cell: ({ trace }) => (
      <Link
        to="/traces/$traceId"
        params={{ traceId: trace.trace_id }}
        className="line-clamp-2 min-w-40 text-accent wrap-anywhere hover:underline"
      >
        {trace.request_preview ?? trace.name}
      </Link>
    ),
  },
  {
    head: 'Why',
    cell: ({ verdict }) => (
      <p className="line-clamp-3 max-w-prose min-w-40 wrap-anywhere text-muted">
        {verdict.rationale ?? verdict.feedback?.error?.error_message ?? '–'}
      </p>
    ),
  },
  {
    head: 'Time',
    cell: ({ verdict }) => (
      <span className="numeric whitespace-nowrap text-muted">{formatTime(verdict.create_time)}</span>
    ),
  },
];
