/** API keys: made, shown once, seen in use, revoked. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { experimentsQuery, keysQuery } from '../api/queries.ts';
import type { Experiment, Key } from '../api/types.ts';
import { Badge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { DataTable, type Column } from '../components/data-table.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Empty, Failure, Skeleton } from '../components/states.tsx';
import { formatDay, formatFullTime } from '../format/format.ts';
import { NewKey, scopes } from './new-key.tsx';

export function Keys() {
  const keys = useQuery(keysQuery);
  const { data: experiments = [] } = useQuery(experimentsQuery);
  const [adding, setAdding] = useState(false);
  const [revoking, setRevoking] = useState<Key | null>(null);
  return (
    <div>
      <div className="flex justify-end px-4 py-2">
        <Button look="primary" icon={<Plus size={15} />} onClick={() => setAdding(true)}>
          New key
        </Button>
      </div>
      {keys.isError && <Failure cause={keys.error} onRetry={() => void keys.refetch()} />}
      {keys.isPending && <Skeleton />}
      {keys.isSuccess && keys.data.length === 0 && (
        <Empty title="No keys yet">Programs and people sign in with keys.</Empty>
      )}
      {keys.isSuccess && keys.data.length > 0 && (
        <DataTable
          label="Keys"
          columns={columnsFor(experiments, setRevoking)}
          rows={keys.data}
          keyOf={({ key_id: id }) => id}
        />
      )}
      {adding && <NewKey experiments={experiments} onClose={() => setAdding(false)} />}
      {revoking !== null && <RevokeKey keyToRevoke={revoking} onClose={() => setRevoking(null)} />}
    </div>
  );
}

function columnsFor(experiments: Experiment[], onRevoke: (key: Key) => void): Column<Key>[] {
  return [
    { head: 'Name', cell: ({ name }) => <span className="font-medium table-name">{name}</span> },
    { head: 'Key', cell: ({ hint }) => <code className="text-xs">…{hint}</code> },
    {
      head: 'May',
      cell: ({ scopes: held }) => (
        <span className="flex flex-wrap gap-1">
          {held.map((scope) => (
            <Badge key={scope} title={scopes[scope]}>
              {scope}
            </Badge>
          ))}
        </span>
      ),
    },
    {
      head: 'Experiment',
      cell: ({ experiment_id: id }) =>
        id === null ? 'all' : (experiments.find((one) => one.experiment_id === id)?.name ?? id),
    },
    { head: 'Owner', cell: ({ owner }) => owner ?? '–' },
    { head: 'Made', cell: (key) => <Day time={key.creation_time} absent="–" /> },
    { head: 'Last used', cell: (key) => <Day time={key.last_used_at} absent="never" /> },
    { head: 'Expires', cell: (key) => <Day time={key.expires_at} absent="never" /> },
    { head: 'State', cell: (key) => <State of={key} onRevoke={onRevoke} /> },
  ];
}

function Day({ time, absent }: { time: string | null; absent: string }) {
  if (time === null) return absent;
  return (
    <time className="whitespace-nowrap" dateTime={time} title={formatFullTime(time)}>
      {formatDay(time)}
    </time>
  );
}

function State({ of: key, onRevoke }: { of: Key; onRevoke: (key: Key) => void }) {
  if (key.revocation_time !== null) return <Badge tone="bad">revoked</Badge>;
  if (key.expires_at !== null && Date.parse(key.expires_at) <= Date.now())
    return <Badge tone="bad">expired</Badge>;
  return (
    <Button look="danger" onClick={() => onRevoke(key)}>
      Revoke
    </Button>
  );
}

function RevokeKey({ keyToRevoke, onClose }: { keyToRevoke: Key; onClose: () => void }) {
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => call(`/api/v1/keys/${keyToRevoke.key_id}`, { method: 'DELETE' }),
    async onSuccess() {
      await client.invalidateQueries({ queryKey: keysQuery.queryKey });
      onClose();
    },
  });
  return (
    <Dialog title={`Revoke ${keyToRevoke.name}?`} onClose={onClose}>
      <p className="mb-4 text-sm">Whoever uses it is refused from now on, and its sessions end.</p>
      {revoke.isError && <Failure cause={revoke.error} />}
      <Button look="danger" disabled={revoke.isPending} onClick={() => revoke.mutate()}>
        Revoke
      </Button>
    </Dialog>
  );
}
