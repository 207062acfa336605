/**
 * Asks the same again, of another model or with another prompt version, beside what was answered. The call goes through the
 * proxy and becomes a trace too.
 */
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { promptVersionsQuery } from '../api/queries.ts';
import type { Span } from '../api/types.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { SpanMoney } from '../components/amounts.tsx';
import { formatCompact, formatDuration } from '../format/format.ts';
import { ModelChoice, type Model } from '../playground/model-choice.tsx';
import { RunPane } from '../playground/run-pane.tsx';
import { useRun } from '../playground/use-run.ts';
import { readConversation } from './conversation.ts';
import { matchPrompt, type MatchedPrompt } from './match-prompt.ts';
import { MessageView } from './message-view.tsx';
import { toReplayRequest, type ReplayRequest } from './replay-request.ts';
import { ReplayPrompt, useChosenVersion, type ChosenPrompt } from './replay-prompt.tsx';

export function Replay({ span, onClose }: { span: Span; onClose: () => void }) {
  const [model, setModel] = useState<Model>({ provider: span.provider ?? 'demo', model: span.model ?? '' });
  const [choice, setChoice] = useState<ChosenPrompt | null>(null);
  const [run, start] = useRun();
  const request = useMemo(() => toReplayRequest(span.attributes), [span]);
  const used = promptOf(span);
  const matched = useMatchedPrompt(used, request);
  const version = useChosenVersion(choice);
  const asked = version === null ? null : `${version.name}/${version.version}`;
  const submit = () => {
    const { messages, parameters } = request;
    if (version === null) return start({ ...model, messages, parameters, prompt: null });
    const known = { ...matched?.variables, ...choice?.variables };
    const variables = Object.fromEntries(version.variables.map((name) => [name, known[name] ?? '']));
    const prompt = { reference: `${version.name}/${version.version}`, variables };
    return start({ ...model, messages: matched?.rest ?? messages, parameters, prompt });
  };
  return (
    <Dialog title="Ask the same again" onClose={onClose} wide>
      <form
        className="mb-4 space-y-3"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <ModelChoice value={model} onChange={setModel} />
        <ReplayPrompt choice={choice} onChange={setChoice} known={matched?.variables ?? {}} used={used} />
        {version !== null && <PlaceOfPrompt used={used} matched={matched} />}
        <Button
          look="primary"
          type="submit"
          disabled={model.model === '' || run.state === 'running' || (choice !== null && version === null)}
        >
          Run
        </Button>
      </form>
      <div className="grid gap-4 md:grid-cols-2">
        <Original span={span} prompt={used} />
        <section aria-label="The new answer" className="min-w-0">
          <h3 className="mb-2 text-sm font-semibold wrap-anywhere">
            {model.provider}/{model.model}
            {asked !== null && <span className="font-normal text-muted"> with {asked}</span>}
          </h3>
          <RunPane run={run} />
          {run.state === 'idle' && <p className="text-sm text-muted">Its answer appears here.</p>}
        </section>
      </div>
    </Dialog>
  );
}

interface UsedPrompt {
  name: string;
  version: string;
}

function Original({ span, prompt }: { span: Span; prompt: UsedPrompt | null }) {
  const { usage, cost } = span;
  const answer = readConversation(span.attributes).filter(({ answered }) => answered);
  return (
    <section aria-label="The original" className="min-w-0">
      <h3 className="mb-2 text-sm font-semibold wrap-anywhere">
        {span.provider}/{span.model}
        {prompt !== null && (
          <span className="font-normal text-muted">
            {' '}
            with {prompt.name}/{prompt.version}
          </span>
        )}
      </h3>
      <div className="space-y-2">
        {answer.map((message, index) => (
          <MessageView key={index} message={message} />
        ))}
        {answer.length === 0 && <p className="text-sm text-muted">It has no answer: {span.status.message}</p>}
        <p className="numeric flex flex-wrap gap-x-3 text-xs text-muted">
          <span>{formatDuration(durationMs(span))}</span>
          <span>
            {span.usage_estimated ? '≈ ' : ''}
            {formatCompact(usage.input_tokens)} in, {formatCompact(usage.output_tokens)} out
          </span>
          {(cost.total_cost !== null || span.unpriced.length > 0 || span.estimated_cost_usd !== null) && (
            <SpanMoney span={span} />
          )}
        </p>
      </div>
    </section>
  );
}

/** Where the chosen version goes: what is not said here would be found out by surprise. */
function PlaceOfPrompt({ used, matched }: { used: UsedPrompt | null; matched: MatchedPrompt | null }) {
  const words =
    used === null
      ? 'It is put before the messages as they were sent.'
      : matched === null
        ? `The messages of ${used.name}/${used.version} could not be told apart and stay: it is put before them.`
        : `It takes the place of ${used.name}/${used.version}.`;
  return <p className="text-xs text-muted">{words}</p>;
}

/** True when the span holds what can be asked again. */
export function canReplay(span: Span): boolean {
  return readConversation(span.attributes).some(({ answered }) => !answered);
}

/** The prompt version the call was made with, when there was one. */
function promptOf({ attributes }: Span): UsedPrompt | null {
  const linked = attributes['mlflow.linkedPrompts'];
  const [first] = Array.isArray(linked) && linked.length === 1 ? (linked as Partial<UsedPrompt>[]) : [];
  return first?.name === undefined || first.version === undefined
    ? null
    : { name: first.name, version: first.version };
}

function useMatchedPrompt(used: UsedPrompt | null, request: ReplayRequest): MatchedPrompt | null {
  const { data: versions } = useQuery({
    ...promptVersionsQuery(used?.name ?? ''),
    enabled: used !== null,
    retry: false,
  });
  return useMemo(() => {
    const version = versions?.find((one) => String(one.version) === used?.version);
    return version === undefined ? null : matchPrompt(version.template, request.messages);
  }, [versions, used?.version, request]);
}

function durationMs({ start_time_unix_nano: start, end_time_unix_nano: end }: Span): number | null {
  return end === null ? null : Number((BigInt(end) - BigInt(start)) / 1_000_000n);
}
