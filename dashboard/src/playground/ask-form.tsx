/** What the playground asks: a prompt with its variables or words of one's own, the same of every contender. */
import { useQuery } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import { useState } from 'react';
import { promptsQuery } from '../api/queries.ts';
import type { PromptVersion } from '../api/types.ts';
import { Button } from '../components/button.tsx';
import { Field, Input, Select, TextArea } from '../components/field.tsx';
import type { ChatMessage } from './run-chat.ts';

/** What is asked, without whom. */
export interface Question {
  messages: ChatMessage[];
  /** Values of the prompt's variables; of no use without one. */
  variables: Record<string, string>;
  parameters: Record<string, unknown>;
}

interface AskFormProps {
  /** Name of the prompt; null: words of one's own alone. */
  promptName: string | null;
  /** The versions that are asked, whose variables are wanted. */
  versions: PromptVersion[];
  onPrompt: (name: string | null) => void;
  onAsk: (question: Question) => void;
}

export function AskForm({ promptName, versions, onPrompt, onAsk }: AskFormProps) {
  const [system, setSystem] = useState('');
  const [user, setUser] = useState('');
  const [temperature, setTemperature] = useState('');
  const [variables, setVariables] = useState<Record<string, string>>({});
  const names = [...new Set(versions.flatMap((version) => version.variables))];
  const ask = () => {
    const messages: ChatMessage[] = [];
    if (promptName === null && system !== '') messages.push({ role: 'system', content: system });
    if (user !== '') messages.push({ role: 'user', content: user });
    onAsk({
      messages,
      variables: Object.fromEntries(names.map((name) => [name, variables[name] ?? ''])),
      parameters: temperature === '' ? {} : { temperature: Number(temperature) },
    });
  };
  return (
    <form
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        ask();
      }}
    >
      <PromptSelect value={promptName} onChange={onPrompt} />
      {promptName === null ? (
        <Field label="System">
          <TextArea rows={4} value={system} onChange={({ target }) => setSystem(target.value)} />
        </Field>
      ) : (
        names.map((name) => (
          <Field key={name} label={name} hint="A variable of the prompt">
            <Input
              value={variables[name] ?? ''}
              onChange={({ target }) => setVariables({ ...variables, [name]: target.value })}
            />
          </Field>
        ))
      )}
      <Field label="User">
        <TextArea
          rows={6}
          required={promptName === null}
          value={user}
          onChange={({ target }) => setUser(target.value)}
        />
      </Field>
      <Field label="Temperature">
        <Input
          type="number"
          min={0}
          max={2}
          step={0.1}
          placeholder="the model’s own"
          value={temperature}
          onChange={({ target }) => setTemperature(target.value)}
        />
      </Field>
      <Button look="primary" type="submit" icon={<Play size={14} />}>
        Run
      </Button>
    </form>
  );
}

function PromptSelect({
  value,
  onChange,
}: {
  value: string | null;
  onChange: (name: string | null) => void;
}) {
  const { data: prompts } = useQuery(promptsQuery);
  const names = prompts?.map(({ name }) => name) ?? [];
  return (
    <Field label="Prompt">
      <Select
        className="w-full"
        value={value ?? ''}
        onChange={({ target }) => onChange(target.value === '' ? null : target.value)}
      >
        <option value="">None: words of your own</option>
        {value !== null && !names.includes(value) && <option>{value}</option>}
        {names.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </Select>
    </Field>
  );
}
