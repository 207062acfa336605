/** What the traces of a span have in common: by model, provider, prompt, user, tag; each line leads to its traces. */
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Parameters } from '../api/call.ts';
import { experimentsQuery, statisticsQuery } from '../api/queries.ts';
import type { StatisticsRow } from '../api/types.ts';
import { DataTable, type Column } from '../components/data-table.tsx';
import { Input, Select } from '../components/field.tsx';
import { Card } from '../components/page.tsx';
import { formatAmount } from '../format/format.ts';
import { Failure, Skeleton } from '../components/states.tsx';
import { quoted, type TraceSearch } from '../traces/trace-search.ts';
import { describeChange, measures, type Measure } from './measures.ts';

const groups: Record<string, string> = {
  model: 'Model',
  provider: 'Provider',
  prompt: 'Prompt version',
  user: 'User',
  session: 'Session',
  name: 'Name',
  state: 'State',
  experiment: 'Experiment',
};

interface BreakdownProps {
  /** One of the groups, or `tag:<key>`. */
  group: string | undefined;
  query: Parameters;
  before: Parameters;
  tracesOf: (changes: Partial<TraceSearch>) => TraceSearch;
}

export function Breakdown({ group = 'model', query, before, tracesOf }: BreakdownProps) {
  const now = useQuery(statisticsQuery({ ...query, group_by: group, limit: 30 }));
  const then = useQuery(statisticsQuery({ ...before, group_by: group, limit: 200 }));
  const { data: experiments = [] } = useQuery(experimentsQuery);
  const earlier = new Map(then.data?.statistics.map((row) => [keyOf(row), row]));
  const name = ({ group: value }: StatisticsRow) =>
    (group === 'experiment' ? experiments.find((one) => one.experiment_id === value)?.name : null) ?? value;
  const columns: Column<StatisticsRow>[] = [
    {
      head: groups[group] ?? group.slice(4),
      cell: (row) => <GroupName row={row} label={name(row)} group={group} tracesOf={tracesOf} />,
    },
    ...Object.values<Measure>(measures).map((measure) => ({
      head: measure.label,
      numeric: true,
      cell: (row: StatisticsRow) => (
        <Cell
          measure={measure}
          row={row}
          before={row.others === null ? earlier.get(keyOf(row)) : undefined}
        />
      ),
    })),
  ];
  return (
    <Card title="What they have in common" actions={<GroupSelect group={group} />} flush>
      {now.isError && <Failure cause={now.error} onRetry={() => void now.refetch()} />}
      {now.isPending && <Skeleton rows={5} />}
      {now.data && (
        <DataTable
          label={`Statistics by ${groups[group] ?? group}`}
          columns={columns}
          rows={now.data.statistics}
          keyOf={keyOf}
        />
      )}
    </Card>
  );
}

function GroupSelect({ group }: { group: string }) {
  const navigate = useNavigate({ from: '/' });
  const isTag = group.startsWith('tag:');
  const [key, setKey] = useState(isTag ? group.slice(4) : '');
  const choose = (next: string) => void navigate({ search: (before) => ({ ...before, group: next }) });
  return (
    <div className="flex gap-2">
      <Select
        aria-label="Group by"
        value={isTag ? 'tag' : group}
        onChange={({ target }) =>
          choose(target.value === 'tag' ? `tag:${key || 'environment'}` : target.value)
        }
      >
        {Object.entries(groups).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
        <option value="tag">Tag…</option>
      </Select>
      {isTag && (
        <Input
          aria-label="Key of the tag"
          className="w-32"
          value={key}
          onChange={({ target }) => setKey(target.value)}
          onBlur={() => key !== '' && choose(`tag:${key}`)}
          onKeyDown={(event) => event.key === 'Enter' && key !== '' && choose(`tag:${key}`)}
        />
      )}
    </div>
  );
}

/** A session is one of its experiment. */
function keyOf({ group, experiment_id: experiment, others }: StatisticsRow): string {
  return others === null ? JSON.stringify([group, experiment]) : 'others';
}

interface GroupNameProps {
  row: StatisticsRow;
  label: string | null;
  group: string;
  tracesOf: BreakdownProps['tracesOf'];
}

function GroupName({ row, label, group, tracesOf }: GroupNameProps) {
  const search = narrowTo(group, row);
  if (row.others !== null) {
    return <span className="text-muted">{formatAmount(row.others, 'other')} together</span>;
  }
  if (label === null || search === null) return <span className="text-muted">none</span>;
  return (
    <Link to="/traces" search={tracesOf(search)} className="table-name text-accent hover:underline">
      {label}
    </Link>
  );
}

function Cell({
  measure,
  row,
  before,
}: {
  measure: Measure;
  row: StatisticsRow;
  before: StatisticsRow | undefined;
}) {
  const change =
    before === undefined ? null : describeChange(measure.of(row), measure.of(before), measure.badWhen);
  const title =
    change === null || before === undefined
      ? undefined
      : `${change.text} against ${measure.format(measure.of(before))} in the period before`;
  const isNews = change !== null && change.tone !== 'plain';
  return (
    <span
      title={title}
      className={isNews ? 'underline decoration-dotted decoration-1 underline-offset-3' : ''}
    >
      {measure.format(measure.of(row))}
    </span>
  );
}

/** What narrows a search of traces to a group; null where nothing can. */
function narrowTo(
  group: string,
  { group: value, experiment_id: experiment }: StatisticsRow,
): Partial<TraceSearch> | null {
  if (value === null) return null;
  if (group === 'session' && experiment !== null) return { session: value, experiment };
  if (group.startsWith('tag:')) return { tag: [`${group.slice(4)}:${value}`] };
  if (group === 'prompt') return { filter: `prompt = ${quoted(value)}` };
  if (group === 'name') return { filter: `trace.name = ${quoted(value)}` };
  return { [group]: value };
}
