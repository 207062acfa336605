/** Writes a question: new, or changed. Its kind and what it says stay once it is made, because answers are given under them. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../api/call.ts';
import type { LabelSchema } from '../api/types.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Field, Input, Select, TextArea } from '../components/field.tsx';
import { Failure } from '../components/states.tsx';
import { ExperimentField, useExperiment } from './experiment-field.tsx';
import { inputKinds, toBody, toDraft, type InputKind, type SchemaDraft } from './schema-draft.ts';

interface SchemaFormProps {
  /** The one that is changed; absent makes a new one. */
  schema?: LabelSchema | undefined;
  experiment: string | undefined;
  /** The experiment is settled, as in the form of a session. */
  fixed?: boolean;
  onClose: () => void;
  onSaved: (schema: LabelSchema) => void;
}

export function SchemaForm({ schema, experiment: named, fixed = false, onClose, onSaved }: SchemaFormProps) {
  const client = useQueryClient();
  const [experiment, remember] = useExperiment(named);
  const [other, setOther] = useState<string | null>(null);
  const [draft, setDraft] = useState(() => toDraft(schema));
  const change = (changes: Partial<SchemaDraft>) => setDraft((before) => ({ ...before, ...changes }));
  const owner = other ?? experiment;
  const save = useMutation({
    mutationFn: () =>
      schema === undefined
        ? call<{ label_schema: LabelSchema }>('/api/v1/label-schemas', {
            method: 'POST',
            body: { experiment: owner, type: draft.type, ...toBody(draft) },
          })
        : call<{ label_schema: LabelSchema }>(`/api/v1/label-schemas/${schema.schema_id}`, {
            method: 'PATCH',
            body: toBody(draft),
          }),
    async onSuccess({ label_schema: saved }) {
      remember(saved.experiment_id);
      await client.invalidateQueries({ queryKey: ['label-schemas'] });
      onSaved(saved);
    },
  });
  return (
    <Dialog title={schema === undefined ? 'New question' : `Edit ${schema.name}`} onClose={onClose}>
      <form
        className="space-y-3"
        onSubmit={(event) => {
          event.preventDefault();
          // React tells the form this one was opened from, too.
          event.stopPropagation();
          save.mutate();
        }}
      >
        {schema === undefined && !fixed && <ExperimentField value={owner} onChange={setOther} />}
        <Field label="Question" hint="What reviewers read.">
          <Input
            autoFocus
            maxLength={256}
            placeholder="Is the answer correct?"
            value={draft.title}
            onChange={({ target }) => change({ title: target.value })}
          />
        </Field>
        <Field label="Name" hint="Of the assessments its answers become. Unique in the experiment.">
          <Input
            required
            maxLength={250}
            placeholder="is_correct"
            value={draft.name}
            onChange={({ target }) => change({ name: target.value })}
          />
        </Field>
        <Field label="Instruction">
          <TextArea
            rows={2}
            maxLength={1000}
            value={draft.instruction}
            onChange={({ target }) => change({ instruction: target.value })}
          />
        </Field>
        <KindFields draft={draft} isNew={schema === undefined} onChange={change} />
        <InputFields draft={draft} isNew={schema === undefined} onChange={change} />
        <label className="flex items-center gap-2 text-sm">
          <input
            type="checkbox"
            checked={draft.comment}
            onChange={({ target }) => change({ comment: target.checked })}
          />
          Reviewers may comment on their answer
        </label>
        {save.isError && <Failure cause={save.error} />}
        <Button look="primary" type="submit" disabled={save.isPending}>
          Save
        </Button>
      </form>
    </Dialog>
  );
}

interface FieldsProps {
  draft: SchemaDraft;
  isNew: boolean;
  onChange: (changes: Partial<SchemaDraft>) => void;
}

function KindFields({ draft, isNew, onChange }: FieldsProps) {
  return (
    <div className="grid grid-cols-2 gap-3">
      <Field label="Answered with">
        <Select
          className="w-full"
          disabled={!isNew}
          value={draft.kind}
          onChange={({ target }) => onChange({ kind: target.value as InputKind })}
        >
          {Object.entries(inputKinds).map(([kind, label]) => (
            <option key={kind} value={kind}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="It says">
        <Select
          className="w-full"
          disabled={!isNew}
          value={draft.type}
          onChange={({ target }) =>
            onChange({ type: target.value === 'EXPECTATION' ? 'EXPECTATION' : 'FEEDBACK' })
          }
        >
          <option value="FEEDBACK">how it was</option>
          <option value="EXPECTATION">what it should have been</option>
        </Select>
      </Field>
    </div>
  );
}

function InputFields({ draft, isNew, onChange }: FieldsProps) {
  if (draft.kind === 'pass_fail') {
    return (
      <div className="grid grid-cols-2 gap-3">
        <Field label="Good answer">
          <Input
            required
            maxLength={64}
            value={draft.positive}
            onChange={({ target }) => onChange({ positive: target.value })}
          />
        </Field>
        <Field label="Bad answer">
          <Input
            required
            maxLength={64}
            value={draft.negative}
            onChange={({ target }) => onChange({ negative: target.value })}
          />
        </Field>
      </div>
    );
  }
  if (draft.kind === 'categorical') {
    return (
      <>
        <Field label="Options" hint="One a line, at most ten.">
          <TextArea
            required
            rows={4}
            value={draft.options}
            onChange={({ target }) => onChange({ options: target.value })}
          />
        </Field>
        <label className="flex items-center gap-2 text-sm">
          <input
            type="checkbox"
            disabled={!isNew}
            checked={draft.many}
            onChange={({ target }) => onChange({ many: target.checked })}
          />
          Several at once
        </label>
      </>
    );
  }
  if (draft.kind === 'numeric') {
    return (
      <div className="grid grid-cols-2 gap-3">
        <Field label="From">
          <Input
            type="number"
            step="any"
            value={draft.min}
            onChange={({ target }) => onChange({ min: target.value })}
          />
        </Field>
        <Field label="Up to">
          <Input
            type="number"
            step="any"
            value={draft.max}
            onChange={({ target }) => onChange({ max: target.value })}
          />
        </Field>
      </div>
    );
  }
  return (
    <Field label="Most characters">
      <Input
        type="number"
        min={1}
        value={draft.length}
        onChange={({ target }) => onChange({ length: target.value })}
      />
    </Field>
  );
}
