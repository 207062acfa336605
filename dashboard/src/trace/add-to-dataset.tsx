/** Adds a trace to a dataset: its inputs, and what people expected of it. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { datasetsQuery } from '../api/queries.ts';
import type { Dataset } from '../api/types.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Field, Input, Select } from '../components/field.tsx';
import { Failure, Skeleton } from '../components/states.tsx';

const NEW = 'new';

export function AddToDataset({ traceIds, onClose }: { traceIds: string[]; onClose: () => void }) {
  const datasets = useQuery(datasetsQuery);
  const [chosen, setChosen] = useState<string | null>(null);
  const [name, setName] = useState('');
  const target = chosen ?? datasets.data?.[0]?.dataset_id ?? NEW;
  const add = useMutation({
    async mutationFn() {
      const id =
        target === NEW
          ? (await call<{ dataset: Dataset }>('/api/v1/datasets', { method: 'POST', body: { name } })).dataset
              .dataset_id
          : target;
      await call(`/api/v1/datasets/${encodeURIComponent(id)}/records/from-traces`, {
        method: 'POST',
        body: { trace_ids: traceIds },
      });
      return id;
    },
  });
  return (
    <Dialog title="Add to a dataset" onClose={onClose}>
      {datasets.isError && <Failure cause={datasets.error} />}
      {datasets.isPending && <Skeleton rows={2} />}
      {add.isSuccess && (
        <p>
          Added.{' '}
          <Link to="/datasets/$datasetId" params={{ datasetId: add.data }} className="text-accent underline">
            Open the dataset
          </Link>
        </p>
      )}
      {datasets.isSuccess && !add.isSuccess && (
        <form
          className="space-y-3"
          onSubmit={(event) => {
            event.preventDefault();
            add.mutate();
          }}
        >
          <Field label="Dataset">
            <Select className="w-full" value={target} onChange={(event) => setChosen(event.target.value)}>
              {datasets.data.map(({ dataset_id: id, name: label }) => (
                <option key={id} value={id}>
                  {label}
                </option>
              ))}
              <option value={NEW}>A new one…</option>
            </Select>
          </Field>
          {target === NEW && (
            <Field label="Name">
              <Input required value={name} onChange={(event) => setName(event.target.value)} />
            </Field>
          )}
          {add.isError && <Failure cause={add.error} />}
          <Button look="primary" type="submit" disabled={add.isPending}>
            Add
          </Button>
        </form>
      )}
    </Dialog>
  );
}
