/** Asks another model the same, beside what was answered. The call goes through the proxy and becomes a trace too. */
import { useState } from 'react';
import type { Span } from '../api/types.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { ModelChoice, type Model } from '../playground/model-choice.tsx';
import type { ChatMessage } from '../playground/run-chat.ts';
import { RunPane } from '../playground/run-pane.tsx';
import { useRun } from '../playground/use-run.ts';
import { readConversation, type Message } from './conversation.ts';
import { MessageView } from './message-view.tsx';

export function Replay({ span, onClose }: { span: Span; onClose: () => void }) {
  const [model, setModel] = useState<Model>({ provider: span.provider ?? 'demo', model: span.model ?? '' });
  const [run, start] = useRun();
  const conversation = readConversation(span.attributes);
  const messages = toChatMessages(span, conversation);
  return (
    <Dialog title="Ask another model the same" onClose={onClose} wide>
      <form
        className="mb-4 flex flex-wrap gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          void start({ ...model, messages, parameters: parametersOf(span), prompt: null });
        }}
      >
        <ModelChoice value={model} onChange={setModel} />
        <Button look="primary" type="submit" disabled={model.model === '' || run.state === 'running'}>
          Run
        </Button>
      </form>
      <div className="grid gap-4 md:grid-cols-2">
        <section aria-label="The original">
          <h3 className="mb-2 text-sm font-semibold">
            {span.provider}/{span.model}
          </h3>
          {conversation
            .filter(({ answered }) => answered)
            .map((message, index) => (
              <MessageView key={index} message={message} />
            ))}
        </section>
        <section aria-label="The new answer">
          <h3 className="mb-2 text-sm font-semibold">
            {model.provider}/{model.model}
          </h3>
          <RunPane run={run} />
        </section>
      </div>
    </Dialog>
  );
}

/** True when the span holds what can be asked again. */
export function canReplay(span: Span): boolean {
  return readConversation(span.attributes).some(({ answered }) => !answered);
}

/** As it was sent where that is OpenAI's form; else its texts and pictures. */
function toChatMessages(span: Span, conversation: Message[]): ChatMessage[] {
  const inputs = span.attributes['mlflow.spanInputs'];
  const format = span.attributes['mlflow.message.format'];
  if (format === 'openai' && typeof inputs === 'object' && inputs !== null && 'messages' in inputs) {
    if (Array.isArray(inputs.messages)) return inputs.messages;
  }
  return conversation
    .filter(({ answered }) => !answered)
    .map(({ role, parts }) => {
      const pictures = parts.flatMap((part) => (part.kind === 'image' ? [part.url] : []));
      const text = parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])).join('\n\n');
      if (pictures.length === 0) return { role, content: text };
      const images = pictures.map((url) => ({ type: 'image_url', image_url: { url } }));
      return { role, content: [{ type: 'text', text }, ...images] };
    });
}

/** What shapes the answer and every provider knows. */
function parametersOf(span: Span): Record<string, unknown> {
  const inputs = span.attributes['mlflow.spanInputs'];
  if (typeof inputs !== 'object' || inputs === null) return {};
  return Object.fromEntries(
    Object.entries(inputs).filter(([name]) =>
      ['temperature', 'top_p', 'max_tokens', 'tools', 'tool_choice'].includes(name),
    ),
  );
}
