/** Chooses where the traces of a session come from: a search, ids, a dataset, or nothing for now. */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { datasetsQuery, statisticsQuery } from '../api/queries.ts';
import { Field, Input, Select, TextArea } from '../components/field.tsx';
import { Failure } from '../components/states.tsx';
import { formatAmount } from '../format/format.ts';
import { FilterBar } from '../traces/filter-bar.tsx';
import { TimeSelect } from '../traces/time-select.tsx';
import { MOST_TRACES } from './labeling-search.ts';
import { idsOf, toCounting, type SourceKind, type TraceSource } from './trace-source.ts';

const kinds: Record<SourceKind, string> = {
  search: 'By filter',
  chosen: 'By id',
  dataset: 'From a dataset',
  later: 'Later',
};

interface TraceSourceFieldProps {
  source: TraceSource;
  experiment: string | undefined;
  /** Whether nothing is a choice. */
  allowLater?: boolean;
  onChange: (source: TraceSource) => void;
}

export function TraceSourceField({
  source,
  experiment,
  allowLater = false,
  onChange,
}: TraceSourceFieldProps) {
  const change = (changes: Partial<TraceSource>) => onChange({ ...source, ...changes });
  const offered = (Object.keys(kinds) as SourceKind[]).filter((kind) => allowLater || kind !== 'later');
  return (
    <fieldset className="space-y-3">
      <legend className="mb-1 text-sm font-medium">Traces</legend>
      <div className="flex flex-wrap gap-x-4 gap-y-1">
        {offered.map((kind) => (
          <label key={kind} className="flex items-center gap-1.5 text-sm">
            <input
              type="radio"
              name="trace-source"
              checked={source.kind === kind}
              onChange={() => change({ kind })}
            />
            {kinds[kind]}
          </label>
        ))}
      </div>
      {source.kind === 'search' && <SearchFields {...{ source, experiment, change }} />}
      {source.kind === 'chosen' && (
        <Field label="Ids of traces" hint={formatAmount(idsOf(source.chosen).length, 'trace')}>
          <TextArea
            rows={3}
            className="font-mono"
            value={source.chosen}
            onChange={({ target }) => change({ chosen: target.value })}
          />
        </Field>
      )}
      {source.kind === 'dataset' && (
        <DatasetField
          label="Dataset"
          hint="The traces its records came from."
          value={source.dataset}
          onChange={(dataset) => change({ dataset })}
        />
      )}
    </fieldset>
  );
}

function SearchFields({
  source,
  experiment,
  change,
}: {
  source: TraceSource;
  experiment: string | undefined;
  change: (changes: Partial<TraceSource>) => void;
}) {
  const { search, most } = source;
  const onChange = (changes: object) => change({ search: { ...search, ...changes } });
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap gap-2">
        <FilterBar search={{ ...search, experiment: undefined }} onChange={onChange} />
        <TimeSelect search={search} onChange={onChange} all="All time" />
      </div>
      <div className="flex flex-wrap items-center gap-2 text-sm">
        <label className="flex items-center gap-2">
          <span className="whitespace-nowrap">The newest</span>
          <Input
            type="number"
            required
            min={1}
            max={MOST_TRACES}
            className="max-w-24"
            value={most}
            onChange={({ target }) => change({ most: Math.trunc(Number(target.value)) })}
          />
        </label>
        {experiment !== undefined && <Found search={search} experiment={experiment} />}
      </div>
    </div>
  );
}

function Found({ search, experiment }: { search: TraceSource['search']; experiment: string }) {
  const query = useMemo(() => toCounting(search, experiment, Date.now()), [search, experiment]);
  const found = useQuery(statisticsQuery(query));
  if (found.isError) return <Failure cause={found.error} />;
  const count = found.data?.statistics.reduce((sum, row) => sum + row.request_count, 0);
  return (
    <span role="status" className="text-muted">
      {count === undefined ? 'Counting…' : `of ${formatAmount(count, 'trace')} like that`}
    </span>
  );
}

interface DatasetFieldProps {
  label: string;
  hint: string;
  value: string;
  /** What no dataset is called; absent: one must be chosen. */
  none?: string;
  onChange: (datasetId: string) => void;
}

export function DatasetField({ label, hint, value, none, onChange }: DatasetFieldProps) {
  const datasets = useQuery(datasetsQuery);
  if (datasets.isError) return <Failure cause={datasets.error} />;
  return (
    <Field label={label} hint={hint}>
      <Select
        className="w-full"
        required={none === undefined}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      >
        <option value="">{none ?? 'Choose one…'}</option>
        {datasets.data?.map(({ dataset_id: id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
    </Field>
  );
}
