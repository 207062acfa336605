/** A message as people read it. */
import { Brain, FileText, Wrench } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { CopyButton } from '../components/copy-button.tsx';
import { JsonView } from '../components/json-view.tsx';
import type { Message, Part } from './conversation.ts';

const Markdown = lazy(() => import('../components/markdown.tsx'));

const LONG_CHARACTERS = 6000;

const roleLooks: Record<string, string> = {
  user: 'border-line bg-wash',
  assistant: 'border-accent/30 bg-accent-wash/40',
  system: 'border-line border-dashed bg-raised',
  developer: 'border-line border-dashed bg-raised',
  tool: 'border-line bg-raised',
};

export function MessageView({ message }: { message: Message }) {
  const text = message.parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])).join('\n\n');
  return (
    <article className={`rounded-lg border px-3 py-2 ${roleLooks[message.role] ?? 'border-line bg-raised'}`}>
      <header className="flex items-center justify-between">
        <h3 className="text-xs font-semibold text-muted capitalize">{message.role}</h3>
        {text !== '' && <CopyButton text={text} label="Copy message" />}
      </header>
      <div className="space-y-2">
        {message.parts.map((part, index) => (
          <PartView key={index} part={part} />
        ))}
      </div>
    </article>
  );
}

function PartView({ part }: { part: Part }) {
  switch (part.kind) {
    case 'text':
      return <Text text={part.text} />;
    case 'reasoning':
      return (
        <details className="rounded border border-line bg-raised px-2 py-1">
          <summary className="text-xs text-muted">
            <Brain size={13} className="mr-1 inline" aria-hidden />
            Reasoning
          </summary>
          <div className="pt-1 text-muted">
            <Text text={part.text} />
          </div>
        </details>
      );
    case 'image':
      return <Picture url={part.url} />;
    case 'audio':
      return (
        <div>
          {part.url !== null && <audio controls src={part.url} className="h-8 w-full max-w-sm" />}
          {part.transcript !== null && <Text text={part.transcript} />}
        </div>
      );
    case 'file':
      return (
        <p className="text-sm text-muted">
          <FileText size={14} className="mr-1 inline" aria-hidden />
          {part.name}
        </p>
      );
    default:
      return <ToolPart part={part} />;
  }
}

function ToolPart({ part }: { part: Extract<Part, { kind: 'tool-call' | 'tool-result' }> }) {
  const isCall = part.kind === 'tool-call';
  const value = isCall ? part.input : part.content;
  return (
    <div className="rounded border border-line bg-raised px-2 py-1.5">
      <p className="mb-1 text-xs font-medium">
        <Wrench size={13} className="mr-1 inline text-muted" aria-hidden />
        {isCall ? (
          <>
            Calls <code>{part.name}</code>
          </>
        ) : (
          <>Result{part.id === null ? '' : ` of ${part.id}`}</>
        )}
      </p>
      {typeof value === 'string' ? (
        <pre className="overflow-x-auto font-mono text-xs wrap-anywhere whitespace-pre-wrap">{value}</pre>
      ) : (
        <JsonView value={value} />
      )}
    </div>
  );
}

/** Long texts are cut: Markdown of a book would stop the page. */
function Text({ text }: { text: string }) {
  const [whole, setWhole] = useState(false);
  const isCut = !whole && text.length > LONG_CHARACTERS;
  const shown = isCut ? text.slice(0, LONG_CHARACTERS) : text;
  return (
    <>
      <Suspense fallback={<p className="wrap-anywhere whitespace-pre-wrap">{shown}</p>}>
        <Markdown text={shown} />
      </Suspense>
      {isCut && (
        <button type="button" className="text-sm text-accent underline" onClick={() => setWhole(true)}>
          {(text.length - LONG_CHARACTERS).toLocaleString()} more characters
        </button>
      )}
    </>
  );
}

function Picture({ url }: { url: string }) {
  if (url.startsWith('data:image/')) {
    return (
      <img
        src={url}
        alt="Picture in the message"
        className="max-h-80 max-w-full rounded border border-line"
      />
    );
  }
  return <p className="text-sm wrap-anywhere text-muted">Picture at {url}</p>;
}
