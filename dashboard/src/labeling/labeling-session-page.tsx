/** One labeling session: how far everybody is, how far they agree, what they said of each item, and their links. */
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { ApiError } from '../api/call.ts';
import { experimentsQuery } from '../api/queries.ts';
import type { LabelingSession } from '../api/types.ts';
import { useMay } from '../api/use-may.ts';
import { Page } from '../components/page.tsx';
import { Empty, Failure, Skeleton } from '../components/states.tsx';
import { Tabs } from '../components/tabs.tsx';
import { formatCount, formatFullTime, formatTime } from '../format/format.ts';
import { labelingSessionQuery } from './labeling-queries.ts';
import { SessionActions } from './session-actions.tsx';
import { SessionBadge, SessionProgress } from './session-list.tsx';
import { SessionItems } from './session-items.tsx';
import { SessionLinks } from './session-links.tsx';
import { SessionOutcome } from './session-outcome.tsx';

const PROGRESS = 'progress';

export function LabelingSessionPage() {
  const { sessionId } = useParams({ from: '/signed-in/labeling/$sessionId' });
  const found = useQuery(labelingSessionQuery(sessionId));
  if (found.data !== undefined) return <SessionView session={found.data} />;
  const isMissing = found.error instanceof ApiError && found.error.status === 404;
  return (
    <Page title="Labeling session">
      {found.isPending && <Skeleton rows={10} />}
      {isMissing && (
        <Empty title="There is no such session">
          <Link to="/labeling" className="text-accent underline">
            Look at all sessions
          </Link>
        </Empty>
      )}
      {found.isError && !isMissing && <Failure cause={found.error} onRetry={() => void found.refetch()} />}
    </Page>
  );
}

function SessionView({ session }: { session: LabelingSession }) {
  const search = useSearch({ from: '/signed-in/labeling/$sessionId' });
  const navigate = useNavigate({ from: '/labeling/$sessionId' });
  const mayWrite = useMay('write');
  const { session_id: sessionId } = session;
  const change = (changes: { view?: string | undefined; status?: string | undefined }) =>
    void navigate({ search: (before) => ({ ...before, ...changes }), replace: true });
  return (
    <Page
      title={
        <span className="flex items-center gap-2">
          <span className="truncate">{session.name}</span>
          <SessionBadge session={session} />
        </span>
      }
      tabTitle={session.name}
      actions={mayWrite && <SessionActions session={session} />}
    >
      <Facts session={session} />
      <Tabs
        label="Session"
        value={search.view ?? PROGRESS}
        onChange={(view) => change({ view: view === PROGRESS ? undefined : view })}
        tabs={[
          { value: PROGRESS, label: 'Progress', content: <SessionOutcome session={session} /> },
          {
            value: 'items',
            label: 'Items',
            content: (
              <SessionItems
                sessionId={sessionId}
                status={search.status}
                onStatus={(status) => change({ status })}
              />
            ),
          },
          {
            value: 'links',
            label: 'Review links',
            content: <SessionLinks session={session} />,
          },
        ]}
      />
    </Page>
  );
}

function Facts({ session }: { session: LabelingSession }) {
  const { data: experiments = [] } = useQuery(experimentsQuery);
  const { pending, complete, declined } = session.items;
  const { experiment_id: experiment, create_time: time } = session;
  return (
    <div className="space-y-2 px-4 py-3 text-sm">
      {session.description !== null && (
        <p className="max-w-prose wrap-anywhere whitespace-pre-wrap">{session.description}</p>
      )}
      <div className="flex flex-wrap items-center gap-x-6 gap-y-1 text-muted">
        <SessionProgress session={session} />
        <span>
          {formatCount(complete)} complete, {formatCount(declined)} declined, {formatCount(pending)} pending
        </span>
        <Link to="/traces" search={{ experiment }} className="hover:underline">
          {experiments.find(({ experiment_id: id }) => id === experiment)?.name ?? experiment}
        </Link>
        <time dateTime={time} title={formatFullTime(time)}>
          made {formatTime(time)}
        </time>
        {session.dataset_id !== null && (
          <Link
            to="/datasets/$datasetId"
            params={{ datasetId: session.dataset_id }}
            className="text-accent hover:underline"
          >
            dataset of its expectations
          </Link>
        )}
      </div>
    </div>
  );
}
