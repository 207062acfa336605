/** How long the traces of each experiment are kept. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { experimentsQuery, settingsQuery } from '../api/queries.ts';
import type { Experiment } from '../api/types.ts';
import { useMay } from '../api/use-may.ts';
import { Button } from '../components/button.tsx';
import { DataTable } from '../components/data-table.tsx';
import { Input } from '../components/field.tsx';
import { Failure, Skeleton } from '../components/states.tsx';

export function Retention() {
  const experiments = useQuery(experimentsQuery);
  const { data: settings } = useQuery(settingsQuery);
  const mayChange = useMay('admin');
  if (experiments.isError)
    return <Failure cause={experiments.error} onRetry={() => void experiments.refetch()} />;
  if (experiments.isPending) return <Skeleton />;
  return (
    <div className="py-2">
      <p className="px-4 pb-2 text-sm text-muted">
        Traces are deleted, and their content cannot be read any more, after{' '}
        {settings === undefined ? '…' : settings.retention_days} days, or what an experiment says itself.
      </p>
      <DataTable
        label="Experiments"
        rows={experiments.data}
        keyOf={({ experiment_id: id }) => id}
        columns={[
          {
            head: 'Experiment',
            cell: ({ name }) => <span className="font-medium table-name">{name}</span>,
          },
          { head: 'Id', cell: ({ experiment_id: id }) => <code className="text-xs">{id}</code> },
          {
            head: 'Days',
            controls: mayChange,
            cell: (experiment) =>
              mayChange ? (
                <Days experiment={experiment} />
              ) : (
                (experiment.retention_days ?? <span className="text-muted">default</span>)
              ),
          },
        ]}
      />
    </div>
  );
}

function Days({ experiment }: { experiment: Experiment }) {
  const client = useQueryClient();
  const [text, setText] = useState(experiment.retention_days?.toString() ?? '');
  const save = useMutation({
    mutationFn: () =>
      call(`/api/v1/experiments/${experiment.experiment_id}`, {
        method: 'PATCH',
        body: { retention_days: text === '' ? null : Number(text) },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: experimentsQuery.queryKey }),
  });
  const changed = text !== (experiment.retention_days?.toString() ?? '');
  return (
    <form
      className="flex flex-wrap items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Input
        type="number"
        min={1}
        aria-label={`Days for ${experiment.name}`}
        placeholder="default"
        className="my-0.5 h-7! w-24!"
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      {changed && (
        <Button type="submit" disabled={save.isPending}>
          Save
        </Button>
      )}
      {save.isError && <Failure cause={save.error} />}
    </form>
  );
}
