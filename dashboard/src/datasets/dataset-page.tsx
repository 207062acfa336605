/** One dataset: its records, files in and out, and what is expected of each record. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Download, FlaskConical, Pencil, Trash2, Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import { addressOf, call } from '../api/call.ts';
import { datasetsQuery, recordsQuery } from '../api/queries.ts';
import type { Dataset, DatasetRecord } from '../api/types.ts';
import { useMay } from '../api/use-may.ts';
import { Button, buttonLook } from '../components/button.tsx';
import { DataTable, type Column } from '../components/data-table.tsx';
import { Dialog } from '../components/dialog.tsx';
import { JsonView } from '../components/json-view.tsx';
import { Menu, MenuItem, MenuLink } from '../components/menu.tsx';
import { Page } from '../components/page.tsx';
import { Empty, Failure, Skeleton } from '../components/states.tsx';
import { formatCount } from '../format/format.ts';
import { readConversation } from '../trace/conversation.ts';
import { EditRecord } from './edit-record.tsx';

const FOLDED = 9;

const pathOf = (datasetId: string) => `/api/v1/datasets/${encodeURIComponent(datasetId)}`;

export function DatasetPage() {
  const { datasetId } = useParams({ from: '/signed-in/datasets/$datasetId' });
  const dataset = useQuery({
    queryKey: ['datasets', datasetId],
    queryFn: async ({ signal }) => (await call<{ dataset: Dataset }>(pathOf(datasetId), { signal })).dataset,
  });
  const found = useInfiniteQuery(recordsQuery(datasetId));
  const records = found.data?.pages.flatMap((page) => page.records) ?? [];
  if (dataset.isError) {
    return (
      <Page title="Dataset">
        <Failure cause={dataset.error} onRetry={() => void dataset.refetch()} />
      </Page>
    );
  }
  return (
    <Page
      title={dataset.data?.name ?? 'Dataset'}
      actions={dataset.isSuccess && <Actions dataset={dataset.data} />}
    >
      {dataset.isSuccess && (
        <p className="px-4 py-2 text-sm text-muted">{formatCount(dataset.data.record_count)} records</p>
      )}
      {found.isError && <Failure cause={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <Skeleton rows={8} />}
      {found.isSuccess && records.length === 0 && (
        <Empty title="No records yet">
          Import a file of JSON, NDJSON, CSV or Parquet, or add traces from their pages.
        </Empty>
      )}
      {records.length > 0 && <Records datasetId={datasetId} records={records} />}
      {found.hasNextPage && (
        <div className="p-4">
          <Button disabled={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            More
          </Button>
        </div>
      )}
    </Page>
  );
}

function Records({ datasetId, records }: { datasetId: string; records: DatasetRecord[] }) {
  const mayWrite = useMay('write');
  const [editing, setEditing] = useState<DatasetRecord | null>(null);
  const columns: Column<DatasetRecord>[] = [
    { head: 'Inputs', cell: ({ inputs }) => <Inputs inputs={inputs} /> },
    { head: 'Expectations', cell: ({ expectations }) => <Expectations expectations={expectations} /> },
    { head: 'From', cell: (record) => <Source record={record} /> },
  ];
  const change = (record: DatasetRecord) => (
    <Button
      look="quiet"
      aria-label="Edit expectations"
      icon={<Pencil size={14} />}
      onClick={() => setEditing(record)}
    />
  );
  return (
    <>
      <DataTable
        label="Records"
        columns={columns}
        change={mayWrite ? change : undefined}
        rows={records}
        keyOf={({ dataset_record_id: id }) => id}
      />
      {editing !== null && (
        <EditRecord datasetId={datasetId} record={editing} onClose={() => setEditing(null)} />
      )}
    </>
  );
}

function Expectations({ expectations }: { expectations: unknown }) {
  return (
    <div className="min-w-80">
      <JsonView value={expectations} depth={1} />
    </div>
  );
}

/** What was asked last, where the inputs are a conversation; the whole of them folded below. */
function Inputs({ inputs }: { inputs: unknown }) {
  const asked = readConversation({ 'mlflow.spanInputs': inputs }).findLast(({ role }) => role === 'user');
  const text = asked?.parts.find((part) => part.kind === 'text')?.text;
  return (
    <div className="max-w-prose min-w-48">
      {text !== undefined && <p className="line-clamp-2 wrap-anywhere">{text}</p>}
      <JsonView value={inputs} depth={text === undefined ? 1 : FOLDED} />
    </div>
  );
}

function Source({ record }: { record: DatasetRecord }) {
  const data: unknown = record.source?.source_data;
  const traceId = typeof data === 'object' && data !== null && 'trace_id' in data ? data.trace_id : null;
  if (typeof traceId !== 'string')
    return <span className="text-muted">{record.source?.source_type.toLowerCase() ?? '–'}</span>;
  return (
    <Link
      to="/traces/$traceId"
      params={{ traceId }}
      className="whitespace-nowrap text-accent hover:underline"
    >
      trace
    </Link>
  );
}

function Actions({ dataset }: { dataset: Dataset }) {
  const { dataset_id: datasetId } = dataset;
  const mayWrite = useMay('write');
  const [deleting, setDeleting] = useState(false);
  const exported = (format: string) => addressOf(`${pathOf(datasetId)}/export`, { format });
  return (
    <>
      {mayWrite && (
        <>
          <Link to="/evaluations" search={{ start: 'yes', dataset: datasetId }} className={buttonLook()}>
            <FlaskConical size={14} aria-hidden /> Evaluate
          </Link>
          <ImportButton datasetId={datasetId} />
        </>
      )}
      <Menu button={<Button icon={<Download size={14} />}>Export</Button>}>
        {exportFormats.map(({ format, label }) => (
          <MenuLink key={format} href={exported(format)} download={`${dataset.name}.${format}`}>
            {label}
          </MenuLink>
        ))}
        {mayWrite && (
          <MenuItem onSelect={() => setDeleting(true)}>
            <Trash2 size={14} aria-hidden /> Delete dataset…
          </MenuItem>
        )}
      </Menu>
      {deleting && <DeleteDataset dataset={dataset} onClose={() => setDeleting(false)} />}
    </>
  );
}

function ImportButton({ datasetId }: { datasetId: string }) {
  const [failure, setFailure] = useState<unknown>(null);
  const client = useQueryClient();
  const file = useRef<HTMLInputElement>(null);
  const upload = async (chosen: File) => {
    try {
      const format = /\.(jsonl|ndjson)$/i.test(chosen.name)
        ? 'jsonl'
        : /\.csv$/i.test(chosen.name)
          ? 'csv'
          : undefined;
      await call(`${pathOf(datasetId)}/import`, { method: 'POST', query: { format }, body: chosen });
      await client.invalidateQueries({ queryKey: ['datasets'] });
    } catch (cause) {
      setFailure(cause);
    }
  };
  return (
    <>
      <input
        ref={file}
        type="file"
        aria-label="File to import"
        className="hidden"
        onChange={({ target }) => {
          const [chosen] = target.files ?? [];
          if (chosen !== undefined) void upload(chosen);
          target.value = '';
        }}
      />
      <Button icon={<Upload size={14} />} onClick={() => file.current?.click()}>
        Import
      </Button>
      {failure !== null && (
        <Dialog title="The file was not taken" onClose={() => setFailure(null)}>
          <Failure cause={failure} />
        </Dialog>
      )}
    </>
  );
}

const exportFormats = [
  { format: 'jsonl', label: 'JSON lines' },
  { format: 'csv', label: 'CSV' },
  { format: 'parquet', label: 'Parquet' },
];

function DeleteDataset({ dataset, onClose }: { dataset: Dataset; onClose: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: () => call(pathOf(dataset.dataset_id), { method: 'DELETE' }),
    async onSuccess() {
      await navigate({ to: '/datasets' });
      await client.invalidateQueries({ queryKey: datasetsQuery.queryKey });
    },
  });
  return (
    <Dialog title={`Delete ${dataset.name}?`} onClose={onClose}>
      <p className="mb-4 text-sm">With its {formatCount(dataset.record_count)} records. The traces stay.</p>
      {remove.isError && <Failure cause={remove.error} />}
      <Button look="danger" disabled={remove.isPending} onClick={() => remove.mutate()}>
        Delete for good
      </Button>
    </Dialog>
  );
}
