/** The part of the form that differs by the scorer's kind. */
import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { settingsQuery } from '../api/queries.ts';
import type { ScorerKinds } from '../api/types.ts';
import { Check, Choice } from '../components/choice.tsx';
import { Field, Input, Select, TextArea } from '../components/field.tsx';
import { OptionsForm } from './options-form.tsx';
import { needsGuidelines, resultTypes, type ScorerDraft } from './scorer-draft.ts';

interface FieldsProps {
  draft: ScorerDraft;
  onChange: (changes: Partial<ScorerDraft>) => void;
  kinds: ScorerKinds;
}

export function ScorerFields(props: FieldsProps) {
  switch (props.draft.kind) {
    case 'builtin':
      return <BuiltinFields {...props} />;
    case 'instructions':
      return <InstructionFields {...props} />;
    case 'code':
      return <CodeFields {...props} />;
    default:
      return <HttpFields {...props} />;
  }
}

function BuiltinFields({ draft, onChange, kinds }: FieldsProps) {
  const chosen = kinds.builtin.find(({ builtin }) => builtin === draft.builtin);
  return (
    <>
      <Field
        label="Judge"
        hint={
          <>
            {chosen?.description} {chosen?.is_session_level === true && 'Judges whole sessions.'}
          </>
        }
      >
        <Select
          className="w-full"
          value={draft.builtin}
          onChange={({ target }) => onChange({ builtin: target.value })}
        >
          {kinds.builtin.map(({ builtin }) => (
            <option key={builtin}>{builtin}</option>
          ))}
        </Select>
      </Field>
      {needsGuidelines(draft.builtin) && (
        <Field label="Guidelines" hint="One rule a line, in plain words.">
          <TextArea
            required
            rows={3}
            placeholder="The answer is in the customer's language."
            value={draft.guidelines}
            onChange={({ target }) => onChange({ guidelines: target.value })}
          />
        </Field>
      )}
      {draft.builtin === 'ToolCallCorrectness' && (
        <>
          <Check
            label="Arguments must be equal to the letter"
            checked={draft.exactMatch}
            onChange={(exactMatch) => onChange({ exactMatch })}
          />
          <Check
            label="The order of calls counts"
            checked={draft.ordering}
            onChange={(ordering) => onChange({ ordering })}
          />
        </>
      )}
      <ModelField draft={draft} onChange={onChange} />
    </>
  );
}

const variables = [
  { name: 'inputs', meaning: 'What was asked.' },
  { name: 'outputs', meaning: 'What was answered.' },
  { name: 'expectations', meaning: 'What should have been answered: in evaluations.' },
  { name: 'trace', meaning: 'All that happened, with tools and retrievals.' },
  { name: 'conversation', meaning: 'The whole session, once it is quiet. Alone or with expectations.' },
];

function InstructionFields({ draft, onChange }: FieldsProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const insert = (name: string) => {
    const at = area.current?.selectionStart ?? draft.instructions.length;
    const { instructions } = draft;
    onChange({ instructions: `${instructions.slice(0, at)}{{ ${name} }}${instructions.slice(at)}` });
    area.current?.focus();
  };
  return (
    <>
      <Field label="Instructions" hint="A question about the variables, of which there must be one.">
        <textarea
          ref={area}
          required
          rows={5}
          className="w-full rounded-md border border-line-strong bg-raised px-2.5 py-2 font-mono text-sm leading-normal placeholder:text-muted"
          placeholder="Is {{ outputs }} polite, given {{ inputs }}?"
          value={draft.instructions}
          onChange={({ target }) => onChange({ instructions: target.value })}
        />
      </Field>
      <ul aria-label="Variables" className="space-y-1 text-xs text-muted">
        {variables.map(({ name, meaning }) => (
          <li key={name} className="flex items-baseline gap-2">
            <button
              type="button"
              aria-label={`Insert ${name}`}
              className="shrink-0 rounded bg-accent-wash px-1.5 py-0.5 font-mono text-accent hover:bg-line"
              onClick={() => insert(name)}
            >
              {`{{ ${name} }}`}
            </button>
            {meaning}
          </li>
        ))}
      </ul>
      <ResultFields draft={draft} onChange={onChange} />
      <ModelField draft={draft} onChange={onChange} />
    </>
  );
}

function ResultFields({ draft, onChange }: Omit<FieldsProps, 'kinds'>) {
  const mayBeOpen = draft.kind === 'http';
  return (
    <>
      <Choice
        label="Result"
        value={draft.resultType}
        options={resultTypes.filter(({ value }) => mayBeOpen || value !== 'any')}
        onChange={(resultType) => onChange({ resultType })}
      />
      {draft.resultType === 'categories' && (
        <Field label="Categories" hint="With commas between them.">
          <Input
            required
            value={draft.categories}
            onChange={({ target }) => onChange({ categories: target.value })}
          />
        </Field>
      )}
    </>
  );
}

function CodeFields({ draft, onChange, kinds }: FieldsProps) {
  const chosen = kinds.code.find(({ code }) => code === draft.code);
  return (
    <>
      <Field label="Check" hint={chosen?.description}>
        <Select
          className="w-full"
          value={draft.code}
          onChange={({ target }) => onChange({ code: target.value, options: {} })}
        >
          {kinds.code.map(({ code }) => (
            <option key={code}>{code}</option>
          ))}
        </Select>
      </Field>
      {chosen !== undefined && (
        <OptionsForm
          key={chosen.code}
          schema={chosen.options}
          value={draft.options}
          onChange={(options) => onChange({ options })}
        />
      )}
    </>
  );
}

function HttpFields({ draft, onChange }: FieldsProps) {
  return (
    <>
      <Field
        label="Address"
        hint={
          <>
            Gets the call as JSON, signed, and answers <code>{'{"value": …, "rationale": "…"}'}</code>.
          </>
        }
      >
        <Input
          required
          type="url"
          placeholder="https://scorers.example/politeness"
          value={draft.url}
          onChange={({ target }) => onChange({ url: target.value })}
        />
      </Field>
      <Field label="Longest wait, milliseconds">
        <Input
          type="number"
          min={1}
          max={60_000}
          value={draft.timeoutMs}
          onChange={({ target }) => onChange({ timeoutMs: Number(target.value) })}
        />
      </Field>
      <ResultFields draft={draft} onChange={onChange} />
    </>
  );
}

/** The judge model; the deployment's own where none is named. */
function ModelField({ draft, onChange }: Omit<FieldsProps, 'kinds'>) {
  const { data: settings } = useQuery(settingsQuery);
  const usual = settings?.judge_model ?? null;
  return (
    <Field
      label="Judge model"
      hint={
        usual === null ? (
          <>
            No <code>WEIR_JUDGE_MODEL</code> is set: name one, such as <code>openai:/gpt-4.1-mini</code>. The
            model <code>demo:/demo</code> needs no key and is no real judge.
          </>
        ) : (
          <>
            Empty: <code>{usual}</code>, as deployed.
          </>
        )
      }
    >
      <Input
        placeholder={usual ?? 'openai:/gpt-4.1-mini'}
        value={draft.model}
        onChange={({ target }) => onChange({ model: target.value })}
      />
    </Field>
  );
}
