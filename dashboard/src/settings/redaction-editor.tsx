/** Writes a redaction rule, and shows all the while what it does. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { redactionRulesQuery } from '../api/queries.ts';
import type { Experiment, RedactionRule } from '../api/types.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Field, Input, Select, TextArea } from '../components/field.tsx';
import { Failure } from '../components/states.tsx';
import { detectorLabels, toDraft, toMasks, type Detector, type RedactionDraft } from './redaction-draft.ts';
import { RedactionTester } from './redaction-tester.tsx';

interface EditorProps {
  /** Null: a new one. */
  rule: RedactionRule | null;
  experiments: Experiment[];
  onClose: () => void;
}

export function RedactionEditor({ rule, experiments, onClose }: EditorProps) {
  const client = useQueryClient();
  const [draft, setDraft] = useState(() => toDraft(rule));
  const change = (changes: Partial<RedactionDraft>) => setDraft({ ...draft, ...changes });
  const masks = toMasks(draft);
  const save = useMutation({
    mutationFn: () => {
      const body = { name: draft.name, masks, includes_identifiers: draft.includesIdentifiers };
      if (rule !== null) return call(`/api/v1/redaction-rules/${rule.rule_id}`, { method: 'PATCH', body });
      const experiment = draft.experiment === '' ? null : draft.experiment;
      return call('/api/v1/redaction-rules', { method: 'POST', body: { ...body, experiment } });
    },
    async onSuccess() {
      await client.invalidateQueries({ queryKey: redactionRulesQuery.queryKey });
      onClose();
    },
  });
  return (
    <Dialog title={rule === null ? 'New redaction rule' : `Edit “${rule.name}”`} onClose={onClose} wide>
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label="Name">
            <Input
              required
              autoFocus
              maxLength={200}
              placeholder="personal data"
              value={draft.name}
              onChange={({ target }) => change({ name: target.value })}
            />
          </Field>
          <Field label="Experiment" hint={rule === null ? undefined : 'A rule stays where it was made.'}>
            <Select
              className="w-full"
              disabled={rule !== null}
              value={draft.experiment}
              onChange={({ target }) => change({ experiment: target.value })}
            >
              <option value="">All</option>
              {experiments.map(({ experiment_id: id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          </Field>
        </div>
        <MasksFields draft={draft} onChange={change} />
        <Check
          checked={draft.includesIdentifiers}
          onChange={(includesIdentifiers) => change({ includesIdentifiers })}
        >
          Also in user, session and request id, by which traces are found and counted
        </Check>
        <section aria-label="Try it" className="border-t border-line pt-3">
          <RedactionTester masks={masks ?? nothing} />
        </section>
        {save.isError && <Failure cause={save.error} />}
        <Button look="primary" type="submit" disabled={save.isPending || masks === null}>
          {rule === null ? 'Create' : 'Save'}
        </Button>
      </form>
    </Dialog>
  );
}

/** Finds nothing: what an unfinished rule does. */
const nothing = { type: 'attributes', names: ['(no name yet)'] };

const kinds: Record<RedactionDraft['type'], string> = {
  detectors: 'Personal data and secrets',
  pattern: 'What a pattern finds',
  attributes: 'Members by name',
};

interface PartProps {
  draft: RedactionDraft;
  onChange: (changes: Partial<RedactionDraft>) => void;
}

function MasksFields({ draft, onChange }: PartProps) {
  return (
    <fieldset>
      <legend className="mb-2 text-sm font-medium">What it masks</legend>
      <div className="mb-3 flex flex-wrap gap-x-5 gap-y-1">
        {Object.entries(kinds).map(([type, label]) => (
          <label key={type} className="flex items-center gap-2 text-sm">
            <input
              type="radio"
              name="masks"
              className="accent-accent"
              checked={draft.type === type}
              onChange={() => onChange({ type: type as RedactionDraft['type'], marker: '' })}
            />
            {label}
          </label>
        ))}
      </div>
      {draft.type === 'detectors' && <Detectors draft={draft} onChange={onChange} />}
      {draft.type === 'pattern' && <Pattern draft={draft} onChange={onChange} />}
      {draft.type === 'attributes' && <Names draft={draft} onChange={onChange} />}
    </fieldset>
  );
}

function Detectors({ draft, onChange }: PartProps) {
  return (
    <div className="grid gap-x-6 sm:grid-cols-2">
      {Object.entries(detectorLabels).map(([kind, label]) => {
        const detector = kind as Detector;
        const others = draft.detectors.filter((one) => one !== detector);
        return (
          <Check
            key={kind}
            checked={draft.detectors.includes(detector)}
            onChange={(checked) => onChange({ detectors: checked ? [...others, detector] : others })}
          >
            {label} <span className="text-muted">[{kind}]</span>
          </Check>
        );
      })}
    </div>
  );
}

function Pattern({ draft, onChange }: PartProps) {
  return (
    <div className="grid gap-3 sm:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
      <Field label="Pattern" hint="In the syntax of RE2: no look-around, no back-references, always quick.">
        <Input
          required
          spellCheck={false}
          className="font-mono"
          placeholder="CUST-\d{6}"
          maxLength={1000}
          value={draft.pattern}
          onChange={({ target }) => onChange({ pattern: target.value })}
        />
      </Field>
      <Marker draft={draft} onChange={onChange} standard="masked" />
      <Check checked={draft.ignoreCase} onChange={(ignoreCase) => onChange({ ignoreCase })}>
        In any letter case
      </Check>
    </div>
  );
}

function Names({ draft, onChange }: PartProps) {
  return (
    <div className="grid gap-3 sm:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
      <Field
        label="Names"
        hint="One per line, in any letter case: members of JSON objects and attributes of spans."
      >
        <TextArea
          required
          rows={3}
          spellCheck={false}
          className="font-mono"
          placeholder={'password\ndate_of_birth'}
          value={draft.names}
          onChange={({ target }) => onChange({ names: target.value })}
        />
      </Field>
      <Marker draft={draft} onChange={onChange} standard="removed" />
    </div>
  );
}

function Marker({ draft, onChange, standard }: PartProps & { standard: string }) {
  return (
    <Field label="Marker" hint="Stands in brackets in place of it.">
      <Input
        maxLength={40}
        placeholder={standard}
        value={draft.marker}
        onChange={({ target }) => onChange({ marker: target.value })}
      />
    </Field>
  );
}

interface CheckProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children: React.ReactNode;
}

function Check({ checked, onChange, children }: CheckProps) {
  return (
    <label className="flex items-center gap-2 py-0.5 text-sm">
      <input
        type="checkbox"
        className="accent-accent"
        checked={checked}
        onChange={({ target }) => onChange(target.checked)}
      />
      <span>{children}</span>
    </label>
  );
}
