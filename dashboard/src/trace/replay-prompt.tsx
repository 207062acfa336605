/** Chooses the prompt version of a replay, and the values of its variables. */
import { useQuery } from '@tanstack/react-query';
import { promptsQuery, promptVersionsQuery } from '../api/queries.ts';
import type { PromptVersion } from '../api/types.ts';
import { Field, Input, Select } from '../components/field.tsx';

/** What was chosen. */
export interface ChosenPrompt {
  name: string;
  /** Null until its versions are known: the newest then. */
  version: number | null;
  variables: Record<string, string>;
}

interface ReplayPromptProps {
  /** Null: the messages as they were sent. */
  choice: ChosenPrompt | null;
  onChange: (choice: ChosenPrompt | null) => void;
  /** What the variables had in the call that is replayed. */
  known: Record<string, string>;
  /** The version the call was made with, to be pointed out. */
  used: { name: string; version: string } | null;
}

export function ReplayPrompt({ choice, onChange, known, used }: ReplayPromptProps) {
  const { data: prompts = [] } = useQuery(promptsQuery);
  const version = useChosenVersion(choice);
  const { data: versions = [] } = useQuery({
    ...promptVersionsQuery(choice?.name ?? ''),
    enabled: choice !== null,
  });
  const label = (one: PromptVersion) =>
    used?.name === one.name && used.version === String(one.version)
      ? `${one.version} (as then)`
      : one.version;
  return (
    <div className="flex flex-wrap items-end gap-2">
      <Field label="Prompt">
        <Select
          className="max-w-60"
          value={choice?.name ?? ''}
          onChange={({ target }) =>
            onChange(target.value === '' ? null : { name: target.value, version: null, variables: {} })
          }
        >
          <option value="">as it was sent</option>
          {prompts.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </Select>
      </Field>
      {choice !== null && version !== null && (
        <Field label="Version">
          <Select
            value={version.version}
            onChange={({ target }) => onChange({ ...choice, version: Number(target.value) })}
          >
            {versions.map((one) => (
              <option key={one.version} value={one.version}>
                {label(one)}
              </option>
            ))}
          </Select>
        </Field>
      )}
      {choice !== null &&
        version?.variables.map((name) => (
          <Field key={name} label={name}>
            <Input
              value={choice.variables[name] ?? known[name] ?? ''}
              onChange={({ target }) =>
                onChange({ ...choice, variables: { ...choice.variables, [name]: target.value } })
              }
            />
          </Field>
        ))}
    </div>
  );
}

/** The version that was chosen, or the newest; null until it is known. */
export function useChosenVersion(choice: ChosenPrompt | null): PromptVersion | null {
  const { data: versions = [] } = useQuery({
    ...promptVersionsQuery(choice?.name ?? ''),
    enabled: choice !== null,
  });
  if (choice === null) return null;
  const byNumber = versions.toSorted((one, other) => other.version - one.version);
  return byNumber.find(({ version }) => version === choice.version) ?? byNumber[0] ?? null;
}
