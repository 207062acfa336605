/** One of those asked side by side: a model, a version of the prompt, and what it answers. */
import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { PromptVersion } from '../api/types.ts';
import { Button } from '../components/button.tsx';
import { Select } from '../components/field.tsx';
import type { Question } from './ask-form.tsx';
import { ModelChoice, type Model } from './model-choice.tsx';
import type { ChatRequest } from './run-chat.ts';
import { RunPane } from './run-pane.tsx';
import { useRun } from './use-run.ts';

/** Who is asked. */
export interface Contender {
  model: Model;
  /** Version of the prompt; null: the newest. */
  version: number | null;
}

/** One asking: counted, so that every pane runs anew. */
export interface Asking {
  count: number;
  question: Question;
}

interface ContenderPaneProps {
  contender: Contender;
  /** The newest first; none without a prompt. */
  versions: PromptVersion[];
  asking: Asking | null;
  onChange: (contender: Contender) => void;
  onRemove: (() => void) | null;
}

export function ContenderPane({ contender, versions, asking, onChange, onRemove }: ContenderPaneProps) {
  const { model } = contender;
  const chosen = versionOf(contender, versions);
  const [run, start] = useRun();
  const count = asking?.count ?? 0;
  const answered = useRef(0);
  useEffect(() => {
    if (asking === null || answered.current === count) return;
    answered.current = count;
    const { messages, variables, parameters } = asking.question;
    void start({ ...model, ...withPrompt(chosen, { messages, variables }), parameters });
  }, [asking, count, model, chosen, start]);
  return (
    <section
      aria-label={`${model.provider}/${model.model}${chosen === null ? '' : `, version ${chosen.version}`}`}
      className="rounded-lg border border-line p-3"
    >
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <ModelChoice value={model} onChange={(next) => onChange({ ...contender, model: next })} />
        {chosen !== null && (
          <Select
            aria-label="Version of the prompt"
            value={chosen.version}
            onChange={({ target }) => onChange({ ...contender, version: Number(target.value) })}
          >
            {versions.map(({ version, commit_message: message }) => (
              <option key={version} value={version}>
                {`Version ${version}${message ? `: ${message.slice(0, 40)}` : ''}`}
              </option>
            ))}
          </Select>
        )}
        {onRemove !== null && (
          <Button look="quiet" aria-label="Remove" icon={<X size={14} />} onClick={onRemove} />
        )}
      </div>
      <RunPane run={run} />
      {run.state === 'idle' && <p className="text-sm text-muted">Its answer appears here.</p>}
    </section>
  );
}

/**
 * How a version is put into the call. A text before words of the user's is the system message, as for any caller; alone it
 * is what the user says, because most providers want a message of the user's.
 */
function withPrompt(
  version: PromptVersion | null,
  { messages, variables }: Pick<Question, 'messages' | 'variables'>,
): Pick<ChatRequest, 'messages' | 'prompt'> {
  if (version === null) return { messages, prompt: null };
  const { name, version: number, template } = version;
  const isAlone = messages.length === 0 && typeof template === 'string';
  return {
    messages: isAlone ? [{ role: 'user', content: `prompts:/${name}/${number}` }] : messages,
    prompt: { reference: isAlone ? null : `${name}/${number}`, variables },
  };
}

/** The version a contender speaks; null without a prompt. */
export function versionOf({ version }: Contender, versions: PromptVersion[]): PromptVersion | null {
  return versions.find((one) => one.version === version) ?? versions[0] ?? null;
}
