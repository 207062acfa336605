/** A new labeling session; which traces it begins with is in the address. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLocation, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../api/call.ts';
import type { LabelingSession } from '../api/types.ts';
import { useMay } from '../api/use-may.ts';
import { Button } from '../components/button.tsx';
import { Page } from '../components/page.tsx';
import { Failure, NotAllowed } from '../components/states.tsx';
import { ExperimentField, useExperiment } from './experiment-field.tsx';
import type { NewSessionSearch } from './labeling-search.ts';
import { toSessionBody, toSessionDraft } from './session-draft.ts';
import { SessionFields } from './session-fields.tsx';
import { TraceSourceField } from './trace-source-field.tsx';
import { isComplete, toItems, type TraceSource } from './trace-source.ts';

const MOST_BY_FILTER = 100;

export function NewSessionPage() {
  const mayWrite = useMay('write');
  return <Page title="New labeling session">{mayWrite ? <NewSession /> : <NotAllowed scope="write" />}</Page>;
}

function NewSession() {
  const search = useSearch({ from: '/signed-in/labeling/new' });
  const { chosenTraceIds } = useLocation().state;
  const client = useQueryClient();
  const navigate = useNavigate();
  const [known, remember] = useExperiment(search.experiment);
  const [other, setOther] = useState<string | null>(null);
  const experiment = other ?? known;
  const [draft, setDraft] = useState(() => toSessionDraft(undefined));
  const [source, setSource] = useState(() => sourceOf({ ...search, trace: chosenTraceIds ?? search.trace }));
  const create = useMutation({
    async mutationFn(owner: string) {
      const items = await toItems(source, owner);
      const body = { experiment: owner, ...toSessionBody(draft, { withSchemas: true }), items };
      return call<{ labeling_session: LabelingSession }>('/api/v1/labeling-sessions', {
        method: 'POST',
        body,
      });
    },
    async onSuccess({ labeling_session: session }) {
      remember(session.experiment_id);
      await client.invalidateQueries({ queryKey: ['labeling-sessions'] });
      await navigate({ to: '/labeling/$sessionId', params: { sessionId: session.session_id } });
    },
  });
  return (
    <form
      className="mx-auto max-w-3xl space-y-4 p-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (experiment !== undefined) create.mutate(experiment);
      }}
    >
      <ExperimentField
        value={experiment}
        onChange={(chosen) => {
          setOther(chosen);
          setDraft((before) => ({ ...before, schemas: [] }));
        }}
      />
      <SessionFields
        draft={draft}
        experiment={experiment}
        schemasFixed={false}
        onChange={(changes) => setDraft((before) => ({ ...before, ...changes }))}
      />
      <TraceSourceField source={source} experiment={experiment} allowLater onChange={setSource} />
      {create.isError && <Failure cause={create.error} />}
      <Button look="primary" type="submit" disabled={create.isPending || !isComplete(source)}>
        {create.isPending ? 'Creating…' : 'Create session'}
      </Button>
    </form>
  );
}

function sourceOf({ trace, dataset, ...search }: NewSessionSearch): TraceSource {
  const kind = trace === undefined ? (dataset === undefined ? 'search' : 'dataset') : 'chosen';
  return {
    kind,
    search,
    most: MOST_BY_FILTER,
    chosen: trace?.join('\n') ?? '',
    dataset: dataset ?? '',
  };
}
