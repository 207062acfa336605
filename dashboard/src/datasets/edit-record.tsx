/** Changes what is expected of a record, or takes it out. A record is told from others by its inputs, which stay. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../api/call.ts';
import type { DatasetRecord } from '../api/types.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Field, TextArea } from '../components/field.tsx';
import { JsonView } from '../components/json-view.tsx';
import { Failure } from '../components/states.tsx';

interface EditRecordProps {
  datasetId: string;
  record: DatasetRecord;
  onClose: () => void;
}

export function EditRecord({ datasetId, record, onClose }: EditRecordProps) {
  const client = useQueryClient();
  const [text, setText] = useState(JSON.stringify(record.expectations, null, 2));
  const expectations = readObject(text);
  const path = `/api/v1/datasets/${encodeURIComponent(datasetId)}/records`;
  const onSuccess = async () => {
    await client.invalidateQueries({ queryKey: ['datasets'] });
    onClose();
  };
  const save = useMutation({
    mutationFn: () =>
      call(path, { method: 'POST', body: { records: [{ inputs: record.inputs, expectations }] } }),
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: () => call(path, { method: 'DELETE', query: { record_id: record.dataset_record_id } }),
    onSuccess,
  });
  return (
    <Dialog title="What is expected" onClose={onClose} wide>
      <form
        className="space-y-3"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <div className="max-h-60 overflow-auto rounded border border-line p-2">
          <JsonView value={record.inputs} />
        </div>
        <Field
          label="Expectations"
          hint={expectations === null ? 'This is not a JSON object yet.' : 'A JSON object.'}
        >
          <TextArea
            rows={10}
            className="font-mono"
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        </Field>
        {save.isError && <Failure cause={save.error} />}
        {remove.isError && <Failure cause={remove.error} />}
        <div className="flex justify-between">
          <Button look="primary" type="submit" disabled={expectations === null || save.isPending}>
            Save
          </Button>
          <Button look="danger" disabled={remove.isPending} onClick={() => remove.mutate()}>
            Take the record out
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function readObject(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
