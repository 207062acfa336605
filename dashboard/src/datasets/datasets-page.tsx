/** The datasets there are, and making a new one. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { datasetsQuery } from '../api/queries.ts';
import type { Dataset } from '../api/types.ts';
import { useMay } from '../api/use-may.ts';
import { Button } from '../components/button.tsx';
import { DataTable, type Column } from '../components/data-table.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Field, Input } from '../components/field.tsx';
import { Page } from '../components/page.tsx';
import { Empty, Failure, Skeleton } from '../components/states.tsx';
import { formatCount, formatTime } from '../format/format.ts';

const columns: Column<Dataset>[] = [
  {
    head: 'Name',
    cell: ({ dataset_id: datasetId, name }) => (
      <Link
        to="/datasets/$datasetId"
        params={{ datasetId }}
        className="font-medium table-name text-accent hover:underline"
      >
        {name}
      </Link>
    ),
  },
  { head: 'Records', numeric: true, cell: ({ record_count: count }) => formatCount(count) },
  { head: 'Made by', cell: ({ created_by: by }) => by ?? '–' },
  {
    head: 'Changed',
    cell: (dataset) => <span className="whitespace-nowrap">{formatTime(dataset.last_update_time)}</span>,
  },
];

export function DatasetsPage() {
  const datasets = useQuery(datasetsQuery);
  const [adding, setAdding] = useState(false);
  const mayWrite = useMay('write');
  return (
    <Page
      title="Datasets"
      actions={
        mayWrite && (
          <Button look="primary" icon={<Plus size={15} />} onClick={() => setAdding(true)}>
            New dataset
          </Button>
        )
      }
    >
      {datasets.isError && <Failure cause={datasets.error} onRetry={() => void datasets.refetch()} />}
      {datasets.isPending && <Skeleton rows={8} />}
      {datasets.isSuccess && datasets.data.length === 0 && (
        <Empty title="No datasets yet">
          A dataset holds inputs and what is expected of the answer. Add traces to one from their pages, or
          import a file.
        </Empty>
      )}
      {datasets.isSuccess && datasets.data.length > 0 && (
        <DataTable
          label="Datasets"
          columns={columns}
          rows={datasets.data}
          keyOf={({ dataset_id: id }) => id}
        />
      )}
      {adding && <NewDataset onClose={() => setAdding(false)} />}
    </Page>
  );
}

function NewDataset({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const create = useMutation({
    mutationFn: () => call<{ dataset: Dataset }>('/api/v1/datasets', { method: 'POST', body: { name } }),
    async onSuccess({ dataset }) {
      await client.invalidateQueries({ queryKey: datasetsQuery.queryKey });
      await navigate({ to: '/datasets/$datasetId', params: { datasetId: dataset.dataset_id } });
    },
  });
  return (
    <Dialog title="New dataset" onClose={onClose}>
      <form
        className="space-y-3"
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate();
        }}
      >
        <Field label="Name">
          <Input required autoFocus value={name} onChange={({ target }) => setName(target.value)} />
        </Field>
        {create.isError && <Failure cause={create.error} />}
        <Button look="primary" type="submit" disabled={create.isPending}>
          Create
        </Button>
      </form>
    </Dialog>
  );
}
