/** One evaluation: how far it is, what it came to, its rows, and how it compares with another. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { CircleStop } from 'lucide-react';
import { ApiError, call } from '../api/call.ts';
import { evaluationQuery, isGoingOn } from '../api/evaluation-queries.ts';
import type { Evaluation } from '../api/types.ts';
import { useMay } from '../api/use-may.ts';
import { Button } from '../components/button.tsx';
import { Page } from '../components/page.tsx';
import { Empty, Failure, Skeleton } from '../components/states.tsx';
import { Tabs } from '../components/tabs.tsx';
import { formatDuration, formatTime } from '../format/format.ts';
import { useExperimentName } from '../quality/use-experiment.ts';
import { Compare } from './compare.tsx';
import { describeTarget, EvaluationProgress, EvaluationState } from './evaluation-state.tsx';
import { Metrics } from './metrics.tsx';
import { RowDialog } from './row-dialog.tsx';
import { Rows } from './rows.tsx';

export function EvaluationPage() {
  const { evaluationId } = useParams({ from: '/signed-in/evaluations/$evaluationId' });
  const evaluation = useQuery(evaluationQuery(evaluationId));
  if (evaluation.isSuccess) return <EvaluationView evaluation={evaluation.data} />;
  const isMissing = evaluation.error instanceof ApiError && evaluation.error.status === 404;
  return (
    <Page title="Evaluation">
      {evaluation.isPending && <Skeleton rows={10} />}
      {isMissing && <Empty title="There is no such evaluation" />}
      {evaluation.isError && !isMissing && (
        <Failure cause={evaluation.error} onRetry={() => void evaluation.refetch()} />
      )}
    </Page>
  );
}

function EvaluationView({ evaluation }: { evaluation: Evaluation }) {
  const search = useSearch({ from: '/signed-in/evaluations/$evaluationId' });
  const navigate = useNavigate({ from: '/evaluations/$evaluationId' });
  const mayWrite = useMay('write');
  return (
    <Page
      title={
        <span className="flex items-center gap-2">
          <Link to="/evaluations" className="text-muted hover:underline">
            Evaluations
          </Link>
          <span className="text-muted" aria-hidden>
            /
          </span>
          <span className="truncate">{evaluation.name}</span>
          <span className="flex shrink-0">
            <EvaluationState evaluation={evaluation} />
          </span>
        </span>
      }
      tabTitle={evaluation.name}
      actions={mayWrite && isGoingOn(evaluation) && <CancelButton evaluation={evaluation} />}
    >
      <Facts evaluation={evaluation} />
      {evaluation.error !== null && <Failure cause={new Error(evaluation.error)} />}
      <Tabs
        label="Views of the evaluation"
        value={search.view ?? 'rows'}
        onChange={(view) => void navigate({ search: (before) => ({ ...before, view }) })}
        tabs={[
          {
            value: 'rows',
            label: 'Results',
            content: (
              <div className="space-y-4 p-4">
                <Metrics evaluation={evaluation} />
                <Rows evaluation={evaluation} failing={search.failing ?? ''} />
              </div>
            ),
          },
          {
            value: 'compare',
            label: 'Compare',
            content: <Compare evaluation={evaluation} baseline={search.baseline} />,
          },
        ]}
      />
      {search.row !== undefined && search.row > 0 && (
        <RowDialog
          evaluation={evaluation}
          row={search.row}
          baseline={search.view === 'compare' ? search.baseline : undefined}
        />
      )}
    </Page>
  );
}

function Facts({ evaluation }: { evaluation: Evaluation }) {
  const nameOf = useExperimentName();
  const { creation_time: start, end_time: end, scorers } = evaluation;
  const facts: [string, React.ReactNode][] = [
    ['Progress', <EvaluationProgress key="p" evaluation={evaluation} />],
    ['Over', evaluation.source],
    ['Answers', describeTarget(evaluation)],
    [
      'Scorers',
      scorers.map(({ name, version }) => (version === null ? name : `${name} ${version}`)).join(', '),
    ],
    [
      'Traces',
      <Link
        key="t"
        to="/traces"
        search={{ experiment: evaluation.experiment_id, filter: `run_id = '${evaluation.run_id}'` }}
        className="text-accent hover:underline"
      >
        in {nameOf(evaluation.experiment_id)}
      </Link>,
    ],
    ['Started', formatTime(start)],
  ];
  if (end !== null) facts.push(['Took', formatDuration(Date.parse(end) - Date.parse(start))]);
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-1.5 border-b border-line bg-wash px-4 py-2 text-sm">
      {facts.map(([name, value]) => (
        <div key={name} className="max-w-full">
          <dt className="text-xs text-muted">{name}</dt>
          <dd className="numeric wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function CancelButton({ evaluation }: { evaluation: Evaluation }) {
  const client = useQueryClient();
  const path = `/api/v1/evaluations/${encodeURIComponent(evaluation.evaluation_id)}/cancel`;
  const cancel = useMutation({
    mutationFn: () => call(path, { method: 'POST' }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['evaluations'] }),
  });
  return (
    <Button
      look="danger"
      icon={<CircleStop size={14} />}
      disabled={cancel.isPending}
      onClick={() => cancel.mutate()}
    >
      Cancel
    </Button>
  );
}
