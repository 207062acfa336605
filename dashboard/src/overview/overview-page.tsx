/** The overview: how things are, against the period before, and where to look further. */
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { weirAddress } from '../api/place.ts';
import { assessmentStatisticsQuery, statisticsQuery } from '../api/queries.ts';
import type { StatisticsRow } from '../api/types.ts';
import { formatTime } from '../format/format.ts';
import { Page } from '../components/page.tsx';
import { Empty, Failure, Skeleton } from '../components/states.tsx';
import { ranges, resolveRange, timesOf, timeZone, type RangeName } from '../format/time-range.ts';
import { ExperimentSelect } from '../traces/experiment-select.tsx';
import { FilterBar } from '../traces/filter-bar.tsx';
import { JudgesLeftOut } from '../traces/judges-left-out.tsx';
import { TimeSelect } from '../traces/time-select.tsx';
import { isNarrowed, toFilters, type TraceSearch } from '../traces/trace-search.ts';
import { Breakdown } from './breakdown.tsx';
import { Charts } from './charts.tsx';
import { SaidCard } from './said.tsx';
import { describeChange, measures, type Measure } from './measures.ts';

const DEFAULT_RANGE: RangeName = '7d';
/** Points across a span that was picked by hand. */
const PICKED_POINTS = 48;

/** The span of the overview, and how it is cut. */
export interface Span {
  fromMs: number;
  toMs: number;
  intervalMs: number;
}

export function OverviewPage() {
  const search = useSearch({ from: '/signed-in/' });
  const navigate = useNavigate({ from: '/' });
  const onChange = (changes: Partial<TraceSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...changes }) });
  const span = useMemo(() => spanOf(search), [search]);
  return (
    <Page
      title="Overview"
      actions={
        <>
          <ExperimentSelect value={search.experiment} onChange={(experiment) => onChange({ experiment })} />
          <TimeSelect
            search={{ ...search, range: search.range ?? DEFAULT_RANGE }}
            onChange={onChange}
            all={null}
          />
        </>
      }
    >
      <div className="mx-auto max-w-7xl space-y-4 p-4">
        <FilterBar search={search} onChange={onChange} />
        <Report search={search} span={span} />
      </div>
    </Page>
  );
}

function Report({ search, span }: { search: TraceSearch & { group?: string | undefined }; span: Span }) {
  const navigate = useNavigate({ from: '/' });
  const filters = useMemo(() => toFilters(search), [search]);
  const cut = { interval_seconds: span.intervalMs / 1000, time_zone: timeZone() };
  const now = useQuery(statisticsQuery({ ...filters, ...rangeOf(span) }));
  const before = useQuery(statisticsQuery({ ...filters, ...rangeOf(beforeOf(span)) }));
  const series = useQuery(statisticsQuery({ ...filters, ...rangeOf(span), ...cut }));
  const said = useQuery(assessmentStatisticsQuery({ ...filters, ...rangeOf(span), ...cut }));
  const saidBefore = useQuery(assessmentStatisticsQuery({ ...filters, ...rangeOf(beforeOf(span)) }));
  if (now.isError) return <Failure cause={now.error} onRetry={() => void now.refetch()} />;
  if (now.isPending) return <Skeleton rows={12} />;
  const [total] = now.data.statistics;
  const judges = <JudgesLeftOut search={search} to="/" times={rangeOf(span)} />;
  if (total === undefined) {
    return (
      <>
        <NothingYet search={search} />
        {judges}
      </>
    );
  }
  const tracesOf = (changes: Partial<TraceSearch>): TraceSearch => ({
    ...search,
    range: undefined,
    from: span.fromMs,
    to: span.toMs,
    ...changes,
    // What narrows further narrows what is narrowed already.
    filter: [search.filter, changes.filter].filter((part) => part !== undefined).join(' AND ') || undefined,
  });
  return (
    <>
      <Tiles total={total} before={before.data?.statistics[0]} tracesOf={tracesOf} />
      {judges}
      {!now.data.complete && (
        <p className="text-sm text-warn">
          There are very many traces: those before {formatTime(now.data.counted_from ?? span.fromMs)} are not
          counted.
        </p>
      )}
      <Charts
        span={span}
        times={timesOf(series.data?.intervals)}
        rows={series.data?.statistics ?? []}
        said={said.data?.statistics ?? []}
        onPick={(times) => void navigate({ to: '/traces', search: tracesOf(times) })}
      />
      {said.isError && <Failure cause={said.error} onRetry={() => void said.refetch()} />}
      <SaidCard said={said.data} before={saidBefore.data} tracesOf={tracesOf} />
      <Breakdown
        group={search.group}
        query={{ ...filters, ...rangeOf(span) }}
        before={{ ...filters, ...rangeOf(beforeOf(span)) }}
        tracesOf={tracesOf}
      />
    </>
  );
}

function Tiles({
  total,
  before,
  tracesOf,
}: {
  total: StatisticsRow;
  before: StatisticsRow | undefined;
  tracesOf: (changes: Partial<TraceSearch>) => TraceSearch;
}) {
  const changes: Record<string, Partial<TraceSearch>> = {
    errorRate: { state: 'ERROR' },
    p95: { order: 'slowest' },
    p50: { order: 'slowest' },
    p99: { order: 'slowest' },
  };
  return (
    <ul className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line sm:grid-cols-4 xl:grid-cols-8">
      {Object.values<Measure>(measures).map((measure) => (
        <li key={measure.name} className="bg-raised last:max-xl:col-span-2 last:sm:max-xl:col-span-2">
          <Link
            to="/traces"
            search={tracesOf(changes[measure.name] ?? {})}
            className="block px-4 py-2.5 hover:bg-wash"
          >
            <Tile
              measure={measure}
              now={measure.of(total)}
              before={before === undefined ? null : measure.of(before)}
            />
          </Link>
        </li>
      ))}
    </ul>
  );
}

const tones = { good: 'text-good', bad: 'text-bad', plain: 'text-muted' };

function Tile({ measure, now, before }: { measure: Measure; now: number | null; before: number | null }) {
  const change = describeChange(now, before, measure.badWhen);
  return (
    <>
      <span className="block text-xs text-muted">{measure.label}</span>
      <span className="numeric block text-xl font-semibold tracking-tight">{measure.format(now)}</span>
      <span className={`numeric block h-4 text-xs ${tones[change?.tone ?? 'plain']}`}>
        {change === null ? '' : `${change.text} `}
        {change !== null && <span className="text-muted">vs {measure.format(before)}</span>}
      </span>
    </>
  );
}

function NothingYet({ search }: { search: TraceSearch }) {
  return isNarrowed(search) ? (
    <Empty title="No trace is like that in this time">Take a condition away, or look at more time.</Empty>
  ) : (
    <Empty title="No traces in this time">
      Point an SDK at this address, such as <code>{weirAddress}/openai/v1</code>, and its calls are counted
      here.
    </Empty>
  );
}

function spanOf(search: TraceSearch): Span {
  if (search.from !== undefined) {
    const toMs = search.to ?? Date.now();
    const intervalMs = Math.max(60_000, Math.ceil((toMs - search.from) / PICKED_POINTS / 60_000) * 60_000);
    return { fromMs: search.from, toMs, intervalMs };
  }
  const range = search.range ?? DEFAULT_RANGE;
  return { ...resolveRange(range, Date.now()), intervalMs: ranges[range].intervalMs };
}

function beforeOf({ fromMs, toMs, intervalMs }: Span): Span {
  return { fromMs: 2 * fromMs - toMs, toMs: fromMs, intervalMs };
}

function rangeOf({ fromMs, toMs }: Span) {
  return { from: fromMs, to: toMs };
}
