/** Labeling sessions, newest first, with how far each is. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { experimentsQuery } from '../api/queries.ts';
import type { LabelingSession } from '../api/types.ts';
import { Badge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { DataTable, type Column } from '../components/data-table.tsx';
import { Empty, Failure, Skeleton } from '../components/states.tsx';
import { formatCount, formatFullTime, formatTime } from '../format/format.ts';
import { labelingSessionsQuery } from './labeling-queries.ts';
import { ProgressBar } from './progress-bar.tsx';

const SHOWN_NAMES = 2;

export function SessionList({
  experiment,
  status,
}: {
  experiment: string | undefined;
  status: string | undefined;
}) {
  const found = useInfiniteQuery(labelingSessionsQuery({ experiment, status }));
  const { data: experiments = [] } = useQuery(experimentsQuery);
  const sessions = found.data?.pages.flatMap((page) => page.labeling_sessions) ?? [];
  const nameOf = (id: string) => experiments.find((one) => one.experiment_id === id)?.name ?? id;
  if (found.isError && sessions.length === 0)
    return <Failure cause={found.error} onRetry={() => void found.refetch()} />;
  if (found.isPending) return <Skeleton rows={8} />;
  if (sessions.length === 0) {
    return experiment === undefined && status === undefined ? (
      <Empty title="No labeling sessions yet">
        A session asks some people some questions of some traces. They need no account: each opens a link and
        answers, on a phone too.
      </Empty>
    ) : (
      <Empty title="No session is like that">Look at another experiment, or at any status.</Empty>
    );
  }
  const columns: Column<LabelingSession>[] = [
    { head: 'Name', cell: (session) => <SessionName session={session} /> },
    { head: 'Status', cell: (session) => <SessionBadge session={session} /> },
    { head: 'Progress', cell: (session) => <SessionProgress session={session} /> },
    { head: 'Reviewers', cell: ({ reviewers }) => <Reviewers names={reviewers} /> },
    {
      head: 'Experiment',
      cell: (session) => <span className="whitespace-nowrap">{nameOf(session.experiment_id)}</span>,
    },
    {
      head: 'Made',
      cell: ({ create_time: time }) => (
        <time dateTime={time} title={formatFullTime(time)} className="numeric whitespace-nowrap">
          {formatTime(time)}
        </time>
      ),
    },
  ];
  return (
    <>
      <DataTable
        label="Labeling sessions"
        columns={columns}
        rows={sessions}
        keyOf={({ session_id: id }) => id}
      />
      {found.hasNextPage && (
        <div className="p-4">
          <Button disabled={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            More
          </Button>
        </div>
      )}
    </>
  );
}

function SessionName({ session }: { session: LabelingSession }) {
  return (
    <div className="max-w-prose min-w-48">
      <Link
        to="/labeling/$sessionId"
        params={{ sessionId: session.session_id }}
        className="font-medium wrap-anywhere text-accent hover:underline"
      >
        {session.name}
      </Link>
      {session.description !== null && (
        <p className="line-clamp-1 text-xs wrap-anywhere text-muted">{session.description}</p>
      )}
    </div>
  );
}

/** Open or closed, and whose own list it is. */
export function SessionBadge({ session }: { session: LabelingSession }) {
  return (
    <span className="flex gap-1">
      <Badge tone={session.status === 'open' ? 'good' : 'plain'}>{session.status}</Badge>
      {session.kind === 'USER' && (
        <Badge title="Somebody's own list, made by MLflow's client">own list</Badge>
      )}
    </span>
  );
}

/** Items that are settled, of all. */
export function SessionProgress({ session }: { session: LabelingSession }) {
  const { pending, complete, declined } = session.items;
  const total = pending + complete + declined;
  const words = `${formatCount(complete + declined)} of ${formatCount(total)}`;
  return (
    <div className="flex w-56 max-w-full min-w-40 items-center gap-2">
      <ProgressBar done={complete} skipped={declined} total={total} label={`${words} items settled`} />
      <span className="numeric text-xs whitespace-nowrap text-muted">{words}</span>
    </div>
  );
}

function Reviewers({ names }: { names: string[] }) {
  if (names.length === 0) return <span className="text-muted">whoever has a link</span>;
  const rest = names.length - SHOWN_NAMES;
  return (
    <ul title={names.join(', ')} className="min-w-44">
      {names.slice(0, SHOWN_NAMES).map((name) => (
        <li key={name} className="wrap-anywhere">
          {name}
        </li>
      ))}
      {rest > 0 && <li className="text-muted">and {rest} more</li>}
    </ul>
  );
}
