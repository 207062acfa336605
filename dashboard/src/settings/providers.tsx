/** The providers: which are ready, whose key is stored, and what was called without a known price. */
import { useQuery } from '@tanstack/react-query';
import { call } from '../api/call.ts';
import { weirAddress } from '../api/place.ts';
import { settingsQuery } from '../api/queries.ts';
import type { Settings } from '../api/types.ts';
import { Badge } from '../components/badge.tsx';
import { DataTable, type Column } from '../components/data-table.tsx';
import { Failure, Skeleton } from '../components/states.tsx';
import { formatTime } from '../format/format.ts';

type Provider = Settings['providers'][number];

interface Unpriced {
  provider: string;
  model: string;
  last_seen_time: string;
}

const columns: Column<Provider>[] = [
  { head: 'Provider', cell: ({ name }) => <span className="font-medium">{name}</span> },
  {
    head: 'Base URL',
    cell: ({ name }) => <code className="text-xs whitespace-nowrap">{`${weirAddress}/${name}`}</code>,
  },
  {
    head: 'State',
    cell: ({ configured, hint }) =>
      configured ? (
        <Badge tone="good">ready</Badge>
      ) : (
        <span className="text-muted">{hint ?? 'not configured'}</span>
      ),
  },
  {
    head: 'Stored key',
    cell: ({ has_stored_key: has }) =>
      has === null ? (
        <span className="text-muted">needs none</span>
      ) : has ? (
        <Badge tone="good">stored</Badge>
      ) : (
        <Badge>callers bring theirs</Badge>
      ),
  },
];

const unpricedColumns: Column<Unpriced>[] = [
  { head: 'Provider', cell: ({ provider }) => provider },
  { head: 'Model', cell: ({ model }) => <span className="wrap-anywhere">{model}</span> },
  { head: 'Last call', cell: (row) => formatTime(row.last_seen_time) },
];

export function Providers() {
  const settings = useQuery(settingsQuery);
  const unpriced = useQuery({
    queryKey: ['unpriced'],
    queryFn: async ({ signal }) =>
      (await call<{ models: Unpriced[] }>('/api/v1/models/unpriced', { signal })).models,
  });
  if (settings.isError) return <Failure cause={settings.error} onRetry={() => void settings.refetch()} />;
  if (settings.isPending) return <Skeleton />;
  return (
    <div className="py-2">
      <DataTable
        label="Providers"
        columns={columns}
        rows={settings.data.providers}
        keyOf={({ name }) => name}
      />
      {unpriced.data !== undefined && unpriced.data.length > 0 && (
        <section className="mt-6">
          <h2 className="px-4 text-sm font-semibold">Models without a price</h2>
          <p className="px-4 pb-2 text-sm text-muted">
            Their cost is unknown. State prices in <code>WEIR_PRICES</code>.
          </p>
          <DataTable
            label="Models without a price"
            columns={unpricedColumns}
            rows={unpriced.data}
            keyOf={({ provider, model }) => `${provider}/${model}`}
          />
        </section>
      )}
    </div>
  );
}
