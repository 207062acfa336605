/** A new key: what it may do, where, for whom and for how long. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { keysQuery } from '../api/queries.ts';
import type { Experiment } from '../api/types.ts';
import { Button } from '../components/button.tsx';
import { CopyButton } from '../components/copy-button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Field, Input, Select } from '../components/field.tsx';
import { Failure } from '../components/states.tsx';

const DAY_MS = 86_400_000;

/** Days, and what they are called. */
const lifetimes = [
  [1, 'in a day'],
  [30, 'in 30 days'],
  [90, 'in 90 days'],
  [365, 'in a year'],
] as const;

/** What a key may do, in words. */
export const scopes = {
  proxy: 'call providers, and have judges and evaluations call them',
  feedback: 'give feedback',
  read: 'read traces',
  write: 'send and change traces',
  admin: 'do everything',
} as const;

type Scope = keyof typeof scopes;

/** The form for a new key; then the key, this once. */
export function NewKey({ experiments, onClose }: { experiments: Experiment[]; onClose: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<Scope[]>(['proxy']);
  const [experiment, setExperiment] = useState('');
  const [owner, setOwner] = useState('');
  const [days, setDays] = useState('');
  const create = useMutation({
    mutationFn: () =>
      call<{ key: string }>('/api/v1/keys', {
        method: 'POST',
        body: {
          name,
          scopes: chosen,
          experiment: experiment === '' ? null : experiment,
          owner: owner.trim() === '' ? null : owner,
          expires_at: days === '' ? null : new Date(Date.now() + Number(days) * DAY_MS).toISOString(),
        },
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
        <ScopeChoice chosen={chosen} onChange={setChosen} />
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
        <Field label="Owner" hint="Who answers for it.">
          <Input maxLength={200} value={owner} onChange={({ target }) => setOwner(target.value)} />
        </Field>
        <Field label="Expires">
          <Select className="w-full" value={days} onChange={({ target }) => setDays(target.value)}>
            <option value="">Never</option>
            {lifetimes.map(([count, label]) => (
              <option key={count} value={count}>
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

function ScopeChoice({ chosen, onChange }: { chosen: Scope[]; onChange: (chosen: Scope[]) => void }) {
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">It may</legend>
      {Object.entries(scopes).map(([scope, meaning]) => (
        <label key={scope} className="flex items-center gap-2 py-0.5 text-sm">
          <input
            type="checkbox"
            className="accent-accent"
            checked={chosen.some((one) => one === scope)}
            onChange={({ target }) =>
              onChange(target.checked ? [...chosen, scope as Scope] : chosen.filter((one) => one !== scope))
            }
          />
          {meaning} <span className="text-muted">({scope})</span>
        </label>
      ))}
    </fieldset>
  );
}
