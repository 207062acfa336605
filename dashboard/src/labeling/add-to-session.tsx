/** Adds traces to a labeling session: those chosen in a table, or those its search finds. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { experimentsQuery } from '../api/queries.ts';
import type { LabelingSession } from '../api/types.ts';
import { Button, buttonLook } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Field, Input, Select } from '../components/field.tsx';
import { Empty, Failure, Skeleton } from '../components/states.tsx';
import { formatAmount, formatCount } from '../format/format.ts';
import type { TraceSearch } from '../traces/trace-search.ts';
import { labelingSessionsQuery, sessionPath } from './labeling-queries.ts';
import { MOST_IN_ADDRESS, MOST_TRACES } from './labeling-search.ts';
import { isComplete, toItems, type TraceSource } from './trace-source.ts';

interface AddToSessionProps {
  /** Ids of chosen traces; none: what the search finds. */
  chosen: string[];
  search: TraceSearch;
  /** Of the chosen traces, where it is one. */
  experiment: string | undefined;
  onClose: () => void;
}

const MOST_BY_SEARCH = 100;

export function AddToSession({ chosen, search, experiment, onClose }: AddToSessionProps) {
  const sessions = useInfiniteQuery(labelingSessionsQuery({ experiment, status: 'open' }));
  const title =
    chosen.length > 0 ? `Label ${formatAmount(chosen.length, 'trace')}` : 'Label what this search finds';
  const isMany = chosen.length > MOST_IN_ADDRESS;
  const beginning = {
    ...search,
    experiment,
    ...(chosen.length > 0 && !isMany ? { trace: chosen } : {}),
  };
  const begin = (
    <Link
      to="/labeling/new"
      search={beginning}
      state={isMany ? { chosenTraceIds: chosen } : {}}
      className={buttonLook()}
    >
      New session with them…
    </Link>
  );
  const found = sessions.data?.pages.flatMap((page) => page.labeling_sessions) ?? [];
  return (
    <Dialog title={title} onClose={onClose}>
      {sessions.isError && <Failure cause={sessions.error} onRetry={() => void sessions.refetch()} />}
      {sessions.isPending && <Skeleton rows={3} />}
      {sessions.isSuccess && found.length === 0 && (
        <Empty title="No open labeling session yet" action={begin}>
          A session asks some people some questions of these traces.
        </Empty>
      )}
      {found.length > 0 && <AddForm sessions={found} begin={begin} chosen={chosen} search={search} />}
    </Dialog>
  );
}

interface AddFormProps extends Pick<AddToSessionProps, 'chosen' | 'search'> {
  sessions: LabelingSession[];
  begin: React.ReactNode;
}

function AddForm({ sessions, begin, chosen, search }: AddFormProps) {
  const client = useQueryClient();
  const { data: experiments = [] } = useQuery(experimentsQuery);
  const [picked, setPicked] = useState<string | null>(null);
  const [most, setMost] = useState(MOST_BY_SEARCH);
  const session = sessions.find(({ session_id: id }) => id === picked) ?? sessions[0];
  const source: TraceSource = {
    kind: chosen.length > 0 ? 'chosen' : 'search',
    search,
    most,
    chosen: chosen.join(' '),
    dataset: '',
  };
  const add = useMutation({
    mutationFn: async ({ session_id: id, experiment_id: experiment }: LabelingSession) => {
      const body = await toItems(source, experiment);
      return call<{ added: number }>(`${sessionPath(id)}/items`, { method: 'POST', body });
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['labeling-sessions'] }),
  });
  if (session === undefined) return null;
  if (add.isSuccess) {
    return (
      <p role="status">
        {formatCount(add.data.added)} added; what was there already stays as it is.{' '}
        <Link
          to="/labeling/$sessionId"
          params={{ sessionId: session.session_id }}
          className="text-accent underline"
        >
          Open the session
        </Link>
      </p>
    );
  }
  const nameOf = (id: string) => experiments.find((one) => one.experiment_id === id)?.name ?? id;
  return (
    <form
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate(session);
      }}
    >
      <Field label="Session" hint="Traces join sessions of their own experiment.">
        <Select
          className="w-full"
          value={session.session_id}
          onChange={({ target }) => setPicked(target.value)}
        >
          {sessions.map(({ session_id: id, name, experiment_id: experiment }) => (
            <option key={id} value={id}>
              {name} ({nameOf(experiment)})
            </option>
          ))}
        </Select>
      </Field>
      {chosen.length === 0 && (
        <Field label="At most, the newest">
          <Input
            type="number"
            required
            min={1}
            max={MOST_TRACES}
            value={most}
            onChange={({ target }) => setMost(Math.trunc(Number(target.value)))}
          />
        </Field>
      )}
      {add.isError && <Failure cause={add.error} />}
      <div className="flex flex-wrap justify-between gap-2">
        <Button look="primary" type="submit" disabled={add.isPending || !isComplete(source)}>
          Add
        </Button>
        {begin}
      </div>
    </form>
  );
}
