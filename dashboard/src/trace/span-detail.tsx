/** One span: as a conversation, as it was sent and answered, and what else is known of it. */
import type { Span } from '../api/types.ts';
import { StateBadge } from '../components/badge.tsx';
import { JsonView } from '../components/json-view.tsx';
import { Tabs } from '../components/tabs.tsx';
import { SpanMoney } from '../components/amounts.tsx';
import { formatCompact, formatValue } from '../format/format.ts';
import { readConversation } from './conversation.ts';
import { MessageView } from './message-view.tsx';
import { SpanLinks } from './span-links.tsx';

interface SpanDetailProps {
  span: Span;
  /** Its trace, and all spans of that. */
  traceId: string;
  spans: Span[];
  view: string | undefined;
  onView: (view: string) => void;
}

export function SpanDetail({ span, traceId, spans, view, onView }: SpanDetailProps) {
  const messages = readConversation(span.attributes);
  const fallback = messages.length > 0 ? 'conversation' : 'raw';
  const tabs = [
    ...(messages.length > 0
      ? [
          {
            value: 'conversation',
            label: 'Conversation',
            content: (
              <div className="space-y-3 p-3">
                {messages.map((message, index) => (
                  <MessageView key={index} message={message} />
                ))}
              </div>
            ),
          },
        ]
      : []),
    { value: 'raw', label: 'Raw', content: <Raw span={span} /> },
    { value: 'attributes', label: 'Attributes', content: <Attributes span={span} /> },
    ...(span.events.length > 0
      ? [{ value: 'events', label: `Events (${span.events.length})`, content: <Events span={span} /> }]
      : []),
    ...(span.links.length > 0
      ? [
          {
            value: 'links',
            label: `Links (${span.links.length})`,
            content: <SpanLinks links={span.links} traceId={traceId} spans={spans} />,
          },
        ]
      : []),
  ];
  const chosen = tabs.some(({ value }) => value === view) && view !== undefined ? view : fallback;
  return (
    <section aria-label={`Span ${span.name}`} className="min-w-0">
      <Facts span={span} />
      <Tabs label="Views of the span" value={chosen} onChange={onView} tabs={tabs} />
    </section>
  );
}

function Facts({ span }: { span: Span }) {
  const { usage, cost, status, model, provider } = span;
  return (
    <div className="px-4 pt-3 pb-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <h2 className="font-semibold wrap-anywhere">{span.name}</h2>
        <StateBadge state={status.code} />
        {model !== null && (
          <span className="text-muted">
            {provider}/{model}
          </span>
        )}
        {usage.total_tokens !== null && (
          <span className="numeric text-muted">
            {span.usage_estimated ? '≈ ' : ''}
            {formatCompact(usage.input_tokens)} in
            {usage.cache_read_input_tokens ? ` (${formatCompact(usage.cache_read_input_tokens)} cached)` : ''}
            , {formatCompact(usage.output_tokens)} out
          </span>
        )}
        {(cost.total_cost !== null || span.unpriced.length > 0 || span.estimated_cost_usd !== null) && (
          <span className="numeric text-muted">
            <SpanMoney span={span} />
          </span>
        )}
      </div>
      {status.message !== '' && (
        <p className="mt-2 rounded bg-bad-wash px-2 py-1 text-sm wrap-anywhere whitespace-pre-wrap text-bad">
          {status.message}
        </p>
      )}
    </div>
  );
}

function Raw({ span }: { span: Span }) {
  return (
    <div className="space-y-4 p-4">
      {(['mlflow.spanInputs', 'mlflow.spanOutputs'] as const).map((key) => (
        <div key={key}>
          <h3 className="mb-1 text-xs font-semibold text-muted">
            {key === 'mlflow.spanInputs' ? 'Inputs' : 'Outputs'}
          </h3>
          <JsonView value={span.attributes[key] ?? null} />
        </div>
      ))}
    </div>
  );
}

function Attributes({ span }: { span: Span }) {
  const shown = Object.entries(span.attributes).filter(
    ([key]) => !/^mlflow\.span(Inputs|Outputs)$/.test(key),
  );
  return (
    <dl className="grid grid-cols-[minmax(8rem,auto)_1fr] gap-x-4 gap-y-1.5 p-4 text-sm">
      {shown.map(([key, value]) => (
        <div key={key} className="contents">
          <dt className="font-mono text-xs wrap-anywhere text-muted">{key}</dt>
          <dd className="min-w-0 wrap-anywhere">
            {typeof value === 'object' && value !== null ? <JsonView value={value} /> : formatValue(value)}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Events({ span }: { span: Span }) {
  return (
    <ol className="space-y-3 p-4">
      {span.events.map((event, index) => (
        <li key={index}>
          <p className="text-sm font-medium">{event.name}</p>
          <JsonView value={event.attributes} />
        </li>
      ))}
    </ol>
  );
}
