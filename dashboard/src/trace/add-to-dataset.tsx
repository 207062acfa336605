/** Adds traces to a dataset: their inputs, and what people expected of them. Many go one request after the other. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { datasetsQuery } from '../api/queries.ts';
import type { Dataset } from '../api/types.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Field, Input, Select } from '../components/field.tsx';
import { Progress } from '../components/progress.tsx';
import { Failure, Skeleton } from '../components/states.tsx';
import { formatAmount } from '../format/format.ts';

const NEW = 'new';
/** What the API takes at a time. */
const AT_A_TIME = 100;

export function AddToDataset({ traceIds, onClose }: { traceIds: string[]; onClose: () => void }) {
  const client = useQueryClient();
  const datasets = useQuery(datasetsQuery);
  const [chosen, setChosen] = useState<string | null>(null);
  const [name, setName] = useState('');
  const [done, setDone] = useState(0);
  const target = chosen ?? datasets.data?.[0]?.dataset_id ?? NEW;
  const add = useMutation({
    async mutationFn() {
      const id = target === NEW ? await createDataset(name) : target;
      // What was made is chosen from here on: trying again after a failure makes no second one.
      setChosen(id);
      setDone(0);
      for (let at = 0; at < traceIds.length; at += AT_A_TIME) {
        const some = traceIds.slice(at, at + AT_A_TIME);
        await call(`/api/v1/datasets/${encodeURIComponent(id)}/records/from-traces`, {
          method: 'POST',
          body: { trace_ids: some },
        });
        setDone(at + some.length);
      }
      return id;
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['datasets'] }),
  });
  return (
    <Dialog title="Add to a dataset" onClose={onClose}>
      {datasets.isError && <Failure cause={datasets.error} />}
      {datasets.isPending && <Skeleton rows={2} />}
      {add.isSuccess && (
        <p>
          {traceIds.length === 1 ? 'Added.' : `${formatAmount(traceIds.length, 'trace')} added.`}{' '}
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
          {add.isPending && traceIds.length > AT_A_TIME && (
            <Progress label="Traces added" done={done} total={traceIds.length} />
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

/** Its id. */
async function createDataset(name: string): Promise<string> {
  const { dataset } = await call<{ dataset: Dataset }>('/api/v1/datasets', {
    method: 'POST',
    body: { name },
  });
  return dataset.dataset_id;
}
