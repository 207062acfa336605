/** One conversation, as the calls of it tell it: what came new with each call, and what was answered. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { experimentsQuery, statisticsQuery, tracesQuery, traceQuery } from '../api/queries.ts';
import type { StatisticsRow, TraceInfo } from '../api/types.ts';
import { StateBadge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { Page } from '../components/page.tsx';
import { Empty, Failure, Skeleton } from '../components/states.tsx';
import { formatAmount, formatCompact, formatCost, formatDuration, formatTime } from '../format/format.ts';
import { readConversation, type Message } from '../trace/conversation.ts';
import { MessageView } from '../trace/message-view.tsx';

/** Experiments that may have a session of the same name; more are told by their number. */
const MAX_EXPERIMENTS = 200;

export function SessionPage() {
  const { sessionId } = useParams({ from: '/signed-in/sessions/$sessionId' });
  const { experiment } = useSearch({ from: '/signed-in/sessions/$sessionId' });
  const totals = useQuery(
    statisticsQuery({ session: sessionId, experiment, group_by: 'session', limit: MAX_EXPERIMENTS }),
  );
  const rows = totals.data?.statistics ?? [];
  const [only] = rows;
  const id = rows.length === 1 ? only?.experiment_id : undefined;
  return (
    <Page
      title={<span className="wrap-anywhere">Session {sessionId}</span>}
      tabTitle={`Session ${sessionId}`}
      actions={
        <Link
          to="/traces"
          search={{ session: sessionId, experiment: id ?? experiment }}
          className="text-sm text-accent hover:underline"
        >
          Its traces
        </Link>
      }
    >
      {totals.isError && <Failure cause={totals.error} onRetry={() => void totals.refetch()} />}
      {totals.isPending && <Skeleton rows={10} />}
      {totals.isSuccess && rows.length === 0 && <Empty title="There is no such session" />}
      {rows.length > 1 && <SessionChoice rows={rows} />}
      {only !== undefined && id !== undefined && id !== null && (
        <Conversation sessionId={sessionId} experiment={id} total={only} />
      )}
    </Page>
  );
}

/** A session is one of its experiment: where several have one of that name, somebody chooses. */
function SessionChoice({ rows }: { rows: StatisticsRow[] }) {
  const { data: experiments = [] } = useQuery(experimentsQuery);
  return (
    <div className="mx-auto max-w-3xl space-y-3 p-4">
      <p className="text-sm text-muted">Several experiments have a session of this name.</p>
      <ul className="space-y-1">
        {rows.map((row) => (
          <li key={row.experiment_id} className="text-sm">
            {row.others === null ? (
              <Link
                to="/sessions/$sessionId"
                params={{ sessionId: row.group ?? '' }}
                search={{ experiment: row.experiment_id ?? undefined }}
                className="text-accent hover:underline"
              >
                {experiments.find((one) => one.experiment_id === row.experiment_id)?.name ??
                  row.experiment_id}
              </Link>
            ) : (
              `${formatAmount(row.others, 'other')} together`
            )}{' '}
            <span className="text-muted">
              {formatAmount(row.request_count, 'call')}, last {formatTime(row.last_request_time)}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface ConversationProps {
  sessionId: string;
  experiment: string;
  /** What all calls of the session come to, however many of them are shown. */
  total: StatisticsRow;
}

function Conversation({ sessionId, experiment, total }: ConversationProps) {
  const found = useInfiniteQuery(
    tracesQuery({ session: sessionId, experiment, order_by: 'timestamp_ms ASC' }),
  );
  const traces = found.data?.pages.flatMap((page) => page.traces) ?? [];
  const left = total.request_count - traces.length;
  return (
    <div className="mx-auto max-w-3xl space-y-6 p-4">
      <p className="text-sm text-muted">
        {formatAmount(total.request_count, 'call')} · {formatCompact(total.total_tokens)} tokens ·{' '}
        {formatCost(total.total_cost)}
      </p>
      {found.isError && <Failure cause={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <Skeleton rows={10} />}
      {traces.map((info, index) => (
        <Turn key={info.trace_id} info={info} before={traces[index - 1]} />
      ))}
      {found.hasNextPage && (
        <Button disabled={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {left > 0 ? `More: ${formatAmount(left, 'call')}` : 'More'}
        </Button>
      )}
    </div>
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
