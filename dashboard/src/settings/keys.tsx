/** API keys: made, shown once, revoked. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { experimentsQuery, keysQuery } from '../api/queries.ts';
import type { Experiment, Key } from '../api/types.ts';
import { Badge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { CopyButton } from '../components/copy-button.tsx';
import { DataTable, type Column } from '../components/data-table.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Field, Input, Select } from '../components/field.tsx';
import { Empty, Failure, Skeleton } from '../components/states.tsx';
import { formatDay } from '../format/format.ts';

const scopes = {
  proxy: 'call providers, and have judges and evaluations call them',
  feedback: 'give feedback',
  read: 'read traces',
  write: 'send and change traces',
  admin: 'do everything',
} as const;

type Scope = keyof typeof scopes;

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
    {
      head: 'Made',
      cell: (key) => <span className="whitespace-nowrap">{formatDay(key.creation_time)}</span>,
    },
    {
      head: 'State',
      cell: (key) =>
        key.revocation_time === null ? (
          <Button look="danger" onClick={() => onRevoke(key)}>
            Revoke
          </Button>
        ) : (
          <Badge tone="bad">revoked</Badge>
        ),
    },
  ];
}

function NewKey({ experiments, onClose }: { experiments: Experiment[]; onClose: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<Scope[]>(['proxy']);
  const [experiment, setExperiment] = useState('');
  const create = useMutation({
    mutationFn: () =>
      call<{ key: string }>('/api/v1/keys', {
        method: 'POST',
        body: { name, scopes: chosen, experiment: experiment === '' ? null : experiment },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: keysQuery.queryKey }),
  });
  if (create.isSuccess) return <ShownOnce secret={create.data.key} onClose={onClose} />;
  return (
    <Dialog title="New key" onClose={onClose}>
      <form
        className="space-y-3"
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate();
        }}
      >
        <Field label="Name" hint="Who or what uses it.">
          <Input
            required
            autoFocus
            maxLength={200}
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
        </Field>
        <fieldset>
          <legend className="mb-1 text-sm font-medium">It may</legend>
          {Object.entries(scopes).map(([scope, meaning]) => (
            <label key={scope} className="flex items-center gap-2 py-0.5 text-sm">
              <input
                type="checkbox"
                className="accent-accent"
                checked={chosen.some((one) => one === scope)}
                onChange={({ target }) =>
                  setChosen(
                    target.checked ? [...chosen, scope as Scope] : chosen.filter((one) => one !== scope),
                  )
                }
              />
              {meaning} <span className="text-muted">({scope})</span>
            </label>
          ))}
        </fieldset>
        <Field label="Experiment">
          <Select
            className="w-full"
            value={experiment}
            onChange={({ target }) => setExperiment(target.value)}
          >
            <option value="">All</option>
            {experiments.map(({ experiment_id: id, name: label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </Select>
        </Field>
        {create.isError && <Failure cause={create.error} />}
        <Button look="primary" type="submit" disabled={create.isPending || chosen.length === 0}>
          Create
        </Button>
      </form>
    </Dialog>
  );
}

function ShownOnce({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <Dialog title="The key" onClose={onClose}>
      <p className="mb-2 text-sm">Copy it now: it cannot be seen again.</p>
      <p className="flex items-center gap-2 rounded border border-line bg-wash p-2">
        <code data-testid="new-key" className="min-w-0 flex-1 text-xs wrap-anywhere">
          {secret}
        </code>
        <CopyButton text={secret} label="Copy key" />
      </p>
    </Dialog>
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
