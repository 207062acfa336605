/** The playground: one conversation, up to four models side by side, through the proxy, each run a trace. */
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { Play, Plus, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { call, describeFailure } from '../api/call.ts';
import { promptVersionsQuery } from '../api/queries.ts';
import type { PromptVersion, RenderedPrompt } from '../api/types.ts';
import { Button } from '../components/button.tsx';
import { Field, Input, TextArea } from '../components/field.tsx';
import { Page } from '../components/page.tsx';
import { ModelChoice, type Model } from './model-choice.tsx';
import type { ChatMessage } from './run-chat.ts';
import { RunPane } from './run-pane.tsx';
import { useRun } from './use-run.ts';

const MAX_PANES = 4;

/** One asking: counted, so that every pane runs anew. */
interface Asking {
  count: number;
  messages: ChatMessage[];
  parameters: Record<string, unknown>;
}

export function PlaygroundPage() {
  const { prompt, version } = useSearch({ from: '/signed-in/playground' });
  const versions = useQuery({ ...promptVersionsQuery(prompt ?? ''), enabled: prompt !== undefined });
  const chosen = versions.data?.find((one) => String(one.version) === version) ?? versions.data?.[0] ?? null;
  const [models, setModels] = useState<Model[]>([{ provider: 'demo', model: 'demo' }]);
  const [asking, setAsking] = useState<Asking | null>(null);
  return (
    <Page title="Playground">
      <div className="grid gap-4 p-4 lg:grid-cols-[minmax(0,22rem)_minmax(0,1fr)]">
        <AskForm
          key={chosen === null ? 'free' : `${chosen.name}/${chosen.version}`}
          prompt={chosen}
          onAsk={(messages, parameters) =>
            setAsking({ count: (asking?.count ?? 0) + 1, messages, parameters })
          }
        />
        <div className="min-w-0 space-y-3">
          <div className={`grid gap-3 ${models.length > 1 ? 'xl:grid-cols-2' : ''}`}>
            {models.map((model, index) => (
              <ModelPane
                key={index}
                model={model}
                asking={asking}
                onChange={(next) => setModels(models.map((one, at) => (at === index ? next : one)))}
                onRemove={models.length > 1 ? () => setModels(models.filter((_, at) => at !== index)) : null}
              />
            ))}
          </div>
          {models.length < MAX_PANES && (
            <Button
              icon={<Plus size={14} />}
              onClick={() => setModels([...models, { provider: 'demo', model: 'demo' }])}
            >
              Compare with another model
            </Button>
          )}
        </div>
      </div>
    </Page>
  );
}

interface AskFormProps {
  prompt: PromptVersion | null;
  onAsk: (messages: ChatMessage[], parameters: Record<string, unknown>) => void;
}

function AskForm({ prompt, onAsk }: AskFormProps) {
  const [system, setSystem] = useState('');
  const [user, setUser] = useState('');
  const [temperature, setTemperature] = useState('');
  const [variables, setVariables] = useState<Record<string, string>>({});
  const [failure, setFailure] = useState<string | null>(null);
  const ask = async () => {
    setFailure(null);
    try {
      const rendered = prompt === null ? [] : await render(prompt, variables);
      const own = [...(system === '' ? [] : [{ role: 'system', content: system }]), ...rendered];
      const messages = user === '' ? own : [...own, { role: 'user', content: user }];
      onAsk(messages, temperature === '' ? {} : { temperature: Number(temperature) });
    } catch (cause) {
      setFailure(describeFailure(cause));
    }
  };
  return (
    <form
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        void ask();
      }}
    >
      {prompt === null ? (
        <Field label="System">
          <TextArea rows={4} value={system} onChange={({ target }) => setSystem(target.value)} />
        </Field>
      ) : (
        <fieldset className="space-y-2 rounded-lg border border-line p-3">
          <legend className="px-1 text-sm font-medium">
            {prompt.name}, version {prompt.version}
          </legend>
          {prompt.variables.length === 0 && <p className="text-sm text-muted">It has no variables.</p>}
          {prompt.variables.map((name) => (
            <Field key={name} label={name}>
              <Input
                value={variables[name] ?? ''}
                onChange={({ target }) => setVariables({ ...variables, [name]: target.value })}
              />
            </Field>
          ))}
        </fieldset>
      )}
      <Field label="User">
        <TextArea
          rows={6}
          required={prompt === null}
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
      {failure !== null && (
        <p role="alert" className="rounded bg-bad-wash p-2 text-sm text-bad">
          {failure}
        </p>
      )}
      <Button look="primary" type="submit" icon={<Play size={14} />}>
        Run
      </Button>
    </form>
  );
}

interface ModelPaneProps {
  model: Model;
  asking: Asking | null;
  onChange: (model: Model) => void;
  onRemove: (() => void) | null;
}

function ModelPane({ model, asking, onChange, onRemove }: ModelPaneProps) {
  const [run, start] = useRun();
  const count = asking?.count ?? 0;
  const answered = useRef(0);
  useEffect(() => {
    if (asking === null || answered.current === count) return;
    answered.current = count;
    void start({ ...model, messages: asking.messages, parameters: asking.parameters });
  }, [asking, count, model, start]);
  return (
    <section aria-label={`${model.provider}/${model.model}`} className="rounded-lg border border-line p-3">
      <div className="mb-3 flex items-center gap-2">
        <ModelChoice value={model} onChange={onChange} />
        {onRemove !== null && (
          <Button look="quiet" aria-label="Remove model" icon={<X size={14} />} onClick={onRemove} />
        )}
      </div>
      <RunPane run={run} />
      {run.state === 'idle' && <p className="text-sm text-muted">Its answer appears here.</p>}
    </section>
  );
}

async function render(prompt: PromptVersion, variables: Record<string, string>): Promise<ChatMessage[]> {
  const path = `/api/v1/prompts/${encodeURIComponent(prompt.name)}/versions/${prompt.version}/render`;
  const { rendered } = await call<RenderedPrompt>(path, { method: 'POST', body: { variables } });
  return typeof rendered === 'string'
    ? [{ role: 'user', content: rendered }]
    : rendered.map(({ role, content }) => ({ role, content }));
}
