/** What answers the rows: nobody, a model with a prompt version, or an application over HTTP. */
import { useQuery } from '@tanstack/react-query';
import { promptsQuery, promptVersionsQuery } from '../api/queries.ts';
import { useMay } from '../api/use-may.ts';
import { Check, Choice } from '../components/choice.tsx';
import { Field, Input, Select } from '../components/field.tsx';
import { ModelChoice } from '../playground/model-choice.tsx';
import type { EvaluationDraft } from './evaluation-draft.ts';

interface PartProps {
  draft: EvaluationDraft;
  onChange: (changes: Partial<EvaluationDraft>) => void;
}

export function TargetFields({ draft, onChange }: PartProps) {
  const mayCall = useMay('proxy');
  return (
    <>
      <Choice
        label="Answers"
        value={draft.target}
        options={[
          { value: 'none' as const, label: 'As they are there' },
          ...(mayCall ? [{ value: 'model' as const, label: 'Anew, by a model' }] : []),
          { value: 'http' as const, label: 'Anew, over HTTP' },
        ]}
        onChange={(target) => onChange({ target })}
      />
      {draft.target === 'model' && <ModelFields draft={draft} onChange={onChange} />}
      {draft.target === 'http' && <HttpFields draft={draft} onChange={onChange} />}
    </>
  );
}

function ModelFields({ draft, onChange }: PartProps) {
  return (
    <div className="space-y-3">
      <div>
        <p className="mb-1 text-sm font-medium" aria-hidden>
          Model
        </p>
        <ModelChoice value={draft.model} onChange={(model) => onChange({ model })} />
      </div>
      <PromptFields draft={draft} onChange={onChange} />
      <Field label="Parameters" hint="JSON, added to each request.">
        <Input
          className="font-mono"
          placeholder='{"temperature": 0}'
          value={draft.parameters}
          onChange={({ target }) => onChange({ parameters: target.value })}
        />
      </Field>
    </div>
  );
}

function PromptFields({ draft, onChange }: PartProps) {
  const { data: prompts = [] } = useQuery(promptsQuery);
  const { data: versions = [] } = useQuery({
    ...promptVersionsQuery(draft.prompt),
    enabled: draft.prompt !== '',
  });
  const aliases = prompts.find(({ name }) => name === draft.prompt)?.aliases ?? [];
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field label="Prompt" hint="Its variables are the row's inputs.">
        <Select
          className="w-full"
          value={draft.prompt}
          onChange={({ target }) => onChange({ prompt: target.value, promptVersion: '' })}
        >
          <option value="">None</option>
          {prompts.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </Select>
      </Field>
      {draft.prompt !== '' && (
        <Field label="Version">
          <Select
            className="w-full"
            value={draft.promptVersion}
            onChange={({ target }) => onChange({ promptVersion: target.value })}
          >
            <option value="">The newest</option>
            {aliases.map(({ alias }) => (
              <option key={alias} value={`@${alias}`}>
                {alias}
              </option>
            ))}
            {versions
              .toSorted((one, other) => other.version - one.version)
              .map(({ version }) => (
                <option key={version} value={version}>
                  version {version}
                </option>
              ))}
          </Select>
        </Field>
      )}
    </div>
  );
}

function HttpFields({ draft, onChange }: PartProps) {
  return (
    <div className="space-y-3">
      <Field
        label="Address"
        hint={
          <>
            Gets <code>{'{"inputs": …}'}</code> by POST, signed, and answers with the outputs.
          </>
        }
      >
        <Input
          required
          type="url"
          placeholder="https://app.example/answer"
          value={draft.url}
          onChange={({ target }) => onChange({ url: target.value })}
        />
      </Field>
      <Field label="Longest wait, seconds">
        <Input
          required
          type="number"
          min={1}
          max={600}
          value={draft.timeoutSeconds}
          onChange={({ target }) => onChange({ timeoutSeconds: Number(target.value) })}
        />
      </Field>
      <Check
        label="Send the inputs alone, without a wrapper"
        checked={draft.bare}
        onChange={(bare) => onChange({ bare })}
      />
    </div>
  );
}
