/** The traces: a filter bar, a table without end, views to come back to, export, and a live tail. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Columns3, Download, Radio } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { addressOf } from '../api/call.ts';
import { weirAddress } from '../api/place.ts';
import { newestTracesQuery, tracesQuery } from '../api/queries.ts';
import { useMay } from '../api/use-may.ts';
import { Button } from '../components/button.tsx';
import { Select } from '../components/field.tsx';
import { Menu, MenuCheck, MenuLink } from '../components/menu.tsx';
import { Page } from '../components/page.tsx';
import { Empty, Failure, Skeleton } from '../components/states.tsx';
import { formatCount } from '../format/format.ts';
import { MOST_TRACES } from '../labeling/labeling-search.ts';
import { DatasetButton } from './dataset-button.tsx';
import { ExperimentSelect } from './experiment-select.tsx';
import { FilterBar } from './filter-bar.tsx';
import { JudgesLeftOut } from './judges-left-out.tsx';
import { LabelMenu } from './label-menu.tsx';
import { SavedViews } from './saved-views.tsx';
import { isTextList, useStoredChoice } from './stored-choice.ts';
import { TimeSelect } from './time-select.tsx';
import { defaultColumns, traceColumns } from './trace-columns.tsx';
import { isNarrowed, orders, readTraceSearch, toParameters, type TraceSearch } from './trace-search.ts';
import { TraceTable } from './trace-table.tsx';
import { useTraceChoice, type TraceChoice } from './use-choice.ts';

const LIVE_INTERVAL_MS = 2000;

export function TracesPage() {
  const search = useSearch({ from: '/signed-in/traces' });
  const navigate = useNavigate({ from: '/traces' });
  const [chosen, setChosen] = useStoredChoice('weir-trace-columns', defaultColumns, isTextList);
  const [live, setLive] = useState(false);
  const choice = useTraceChoice();
  const mayWrite = useMay('write');
  const onChange = (changes: Partial<TraceSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...changes }) });
  const columns = traceColumns.filter(({ name }) => chosen.includes(name));
  return (
    <Page
      title="Traces"
      actions={
        <>
          <SavedViews
            search={search}
            onOpen={(view) => void navigate({ search: readTraceSearch({ ...view }) })}
          />
          <Button
            aria-pressed={live}
            look={live ? 'primary' : 'plain'}
            icon={<Radio size={15} />}
            onClick={() => setLive(!live)}
          >
            Live
          </Button>
          <ColumnMenu chosen={chosen} onChange={setChosen} />
          <ExportMenu search={search} />
          {mayWrite && (
            <>
              <DatasetButton chosen={choice.chosen} />
              <LabelMenu search={search} chosen={choice.chosen} onClear={choice.clear} />
            </>
          )}
        </>
      }
    >
      <div className="flex h-full flex-col">
        <div className="flex flex-wrap gap-2 px-4 py-2">
          <FilterBar search={search} onChange={onChange} />
          <ExperimentSelect value={search.experiment} onChange={(experiment) => onChange({ experiment })} />
          <TimeSelect search={search} onChange={onChange} all="All time" />
          <OrderSelect search={search} onChange={onChange} />
        </div>
        <div className="min-h-0 flex-1">
          {live ? (
            <LiveTraces search={search} columns={columns} />
          ) : (
            <FoundTraces search={search} columns={columns} choice={mayWrite ? choice : undefined} />
          )}
        </div>
      </div>
    </Page>
  );
}

interface TracesProps {
  search: TraceSearch;
  columns: typeof traceColumns;
  choice?: TraceChoice | undefined;
}

function FoundTraces({ search, columns, choice }: TracesProps) {
  const parameters = useMemo(() => toParameters(search, Date.now()), [search]);
  const found = useInfiniteQuery(tracesQuery(parameters));
  const traces = useMemo(() => found.data?.pages.flatMap((page) => page.traces) ?? [], [found.data]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = found;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  if (found.isError && !isFetchingNextPage)
    return <Failure cause={found.error} onRetry={() => void found.refetch()} />;
  if (found.isPending) return <Skeleton rows={14} />;
  if (traces.length === 0 && !hasNextPage) return <NoTraces search={search} />;
  return (
    <div className="flex h-full flex-col" aria-busy={found.isFetching}>
      <div className="min-h-0 flex-1">
        <TraceTable traces={traces} columns={columns} choice={choice} onEnd={onEnd} />
      </div>
      <div className="flex flex-wrap justify-between gap-x-4 border-t border-line px-4 py-1 text-xs text-muted">
        <p role="status">
          {formatCount(traces.length)} traces{hasNextPage ? ' so far; scroll for more' : ''}
          {choice !== undefined && choice.chosen.size > 0 && `; ${describeChoice(choice)}`}
        </p>
        <JudgesLeftOut search={search} to="/traces" />
      </div>
    </div>
  );
}

function describeChoice({ chosen }: TraceChoice): string {
  const count = `${formatCount(chosen.size)} chosen`;
  return chosen.size < MOST_TRACES ? count : `${count}, the most at a time`;
}

function LiveTraces({ search, columns }: TracesProps) {
  const parameters = useMemo(() => toParameters({ ...search, order: undefined }, Date.now()), [search]);
  const newest = useQuery({ ...newestTracesQuery(parameters), refetchInterval: LIVE_INTERVAL_MS });
  const onEnd = useCallback(() => undefined, []);
  if (newest.isError) return <Failure cause={newest.error} onRetry={() => void newest.refetch()} />;
  if (newest.isPending) return <Skeleton rows={14} />;
  if (newest.data.traces.length === 0) return <NoTraces search={search} />;
  return (
    <div className="flex h-full flex-col">
      <div className="min-h-0 flex-1">
        <TraceTable traces={newest.data.traces} columns={columns} onEnd={onEnd} />
      </div>
      <div className="border-t border-line px-4 py-1 empty:hidden">
        <JudgesLeftOut search={search} to="/traces" />
      </div>
    </div>
  );
}

function NoTraces({ search }: { search: TraceSearch }) {
  if (isNarrowed(search) || search.range !== undefined || search.from !== undefined) {
    return (
      <Empty title="No trace is like that" action={<JudgesLeftOut search={search} to="/traces" />}>
        Take a condition away, or look at more time.
      </Empty>
    );
  }
  return (
    <Empty title="No traces yet">
      Point an SDK at this address, such as <code>{weirAddress}/openai/v1</code>, and its calls appear here.
      Without a provider at hand, <code>npm run demo</code> fills a month.
    </Empty>
  );
}

function OrderSelect({
  search,
  onChange,
}: {
  search: TraceSearch;
  onChange: (changes: Partial<TraceSearch>) => void;
}) {
  return (
    <Select
      aria-label="Order"
      value={search.order ?? 'newest'}
      onChange={({ target }) => onChange({ order: readTraceSearch({ order: target.value }).order })}
    >
      {Object.entries(orders).map(([name, { label }]) => (
        <option key={name} value={name}>
          {label}
        </option>
      ))}
    </Select>
  );
}

function ColumnMenu({ chosen, onChange }: { chosen: string[]; onChange: (chosen: string[]) => void }) {
  return (
    <Menu
      button={
        <Button icon={<Columns3 size={15} />} aria-label="Columns">
          <span className="hidden md:inline">Columns</span>
        </Button>
      }
    >
      {traceColumns.slice(1).map(({ name, head }) => (
        <MenuCheck
          key={name}
          checked={chosen.includes(name)}
          onChange={(checked) =>
            onChange(checked ? [...chosen, name] : chosen.filter((other) => other !== name))
          }
        >
          {head}
        </MenuCheck>
      ))}
    </Menu>
  );
}

function ExportMenu({ search }: { search: TraceSearch }) {
  const address = (format: string) =>
    addressOf('/api/v1/traces', { ...toParameters(search, Date.now()), format });
  return (
    <Menu
      button={
        <Button icon={<Download size={15} />} aria-label="Export">
          <span className="hidden md:inline">Export</span>
        </Button>
      }
    >
      <MenuLink href={address('ndjson')} download="traces.ndjson">
        NDJSON
      </MenuLink>
      <MenuLink href={address('csv')} download="traces.csv">
        CSV
      </MenuLink>
      <MenuLink href={address('parquet')} download="traces.parquet">
        Parquet
      </MenuLink>
    </Menu>
  );
}
