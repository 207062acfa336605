/** One conversation, as the calls of it tell it: what came new with each call, and what was answered. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { tracesQuery, traceQuery } from '../api/queries.ts';
import type { TraceInfo } from '../api/types.ts';
import { StateBadge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { Page } from '../components/page.tsx';
import { Empty, Failure, Skeleton } from '../components/states.tsx';
import { formatCompact, formatCost, formatDuration, formatTime } from '../format/format.ts';
import { readConversation, type Message } from '../trace/conversation.ts';
import { MessageView } from '../trace/message-view.tsx';

export function SessionPage() {
  const { sessionId } = useParams({ from: '/signed-in/sessions/$sessionId' });
  const found = useInfiniteQuery(tracesQuery({ session: sessionId, order_by: 'timestamp_ms ASC' }));
  const traces = found.data?.pages.flatMap((page) => page.traces) ?? [];
  const cost = traces.reduce((sum, trace) => sum + (trace.cost.total_cost ?? 0), 0);
  return (
    <Page
      title={<span className="wrap-anywhere">Session {sessionId}</span>}
      tabTitle={`Session ${sessionId}`}
      actions={
        <Link to="/traces" search={{ session: sessionId }} className="text-sm text-accent hover:underline">
          Its traces
        </Link>
      }
    >
      {found.isError && <Failure cause={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <Skeleton rows={10} />}
      {found.isSuccess && traces.length === 0 && <Empty title="There is no such session" />}
      {traces.length > 0 && (
        <div className="mx-auto max-w-3xl space-y-6 p-4">
          <p className="text-sm text-muted">
            {traces.length} calls ·{' '}
            {formatCompact(traces.reduce((sum, trace) => sum + (trace.usage.total_tokens ?? 0), 0))} tokens ·{' '}
            {formatCost(cost)}
          </p>
          {traces.map((info, index) => (
            <Turn key={info.trace_id} info={info} before={traces[index - 1]} />
          ))}
          {found.hasNextPage && (
            <Button disabled={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
              More
            </Button>
          )}
        </div>
      )}
    </Page>
  );
}

function Turn({ info, before }: { info: TraceInfo; before: TraceInfo | undefined }) {
  const trace = useQuery(traceQuery(info.trace_id));
  const earlier = useQuery({ ...traceQuery(before?.trace_id ?? ''), enabled: before !== undefined });
  const root = trace.data?.spans.find((span) => span.parent_span_id === null) ?? trace.data?.spans[0];
  const earlierRoot = earlier.data?.spans[0];
  const conversation = root === undefined ? [] : readConversation(root.attributes);
  const known = earlierRoot === undefined ? [] : readConversation(earlierRoot.attributes);
  return (
    <section className="space-y-3">
      <header className="flex flex-wrap items-center gap-2 border-b border-line pb-1 text-xs text-muted">
        <Link
          to="/traces/$traceId"
          params={{ traceId: info.trace_id }}
          className="text-accent hover:underline"
        >
          {formatTime(info.request_time)}
        </Link>
        {info.state !== 'OK' && <StateBadge state={info.state} />}
        <span>{info.model}</span>
        <span>{formatDuration(info.execution_duration_ms)}</span>
      </header>
      {trace.isError && <Failure cause={trace.error} />}
      {trace.isPending && <Skeleton rows={2} />}
      {withoutKnown(conversation, known).map((message, index) => (
        <MessageView key={index} message={message} />
      ))}
    </section>
  );
}

/** A call repeats the messages before it: only what is new is shown. */
function withoutKnown(messages: Message[], known: Message[]): Message[] {
  let same = 0;
  while (same < known.length && same < messages.length && sameText(messages[same], known[same])) same++;
  return messages.slice(same);
}

function sameText(one: Message | undefined, other: Message | undefined): boolean {
  return JSON.stringify([one?.role, one?.parts]) === JSON.stringify([other?.role, other?.parts]);
}
