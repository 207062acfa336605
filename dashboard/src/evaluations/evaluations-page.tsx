/** The evaluations there are, how far they are and what they came to; and starting one. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Play } from 'lucide-react';
import { evaluationsQuery } from '../api/evaluation-queries.ts';
import type { Evaluation } from '../api/types.ts';
import { useMay } from '../api/use-may.ts';
import { Badge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { DataTable, type Column } from '../components/data-table.tsx';
import { Page } from '../components/page.tsx';
import { Empty, Failure, Skeleton } from '../components/states.tsx';
import { formatTime } from '../format/format.ts';
import { NameInExperiment } from '../quality/name-in-experiment.tsx';
import { useExperiment } from '../quality/use-experiment.ts';
import { ExperimentSelect } from '../traces/experiment-select.tsx';
import { describeTarget, EvaluationProgress, EvaluationState } from './evaluation-state.tsx';
import { formatMean, isPassRate } from './metric-words.ts';
import { StartEvaluation } from './start-evaluation.tsx';

export function EvaluationsPage() {
  const search = useSearch({ from: '/signed-in/evaluations' });
  const navigate = useNavigate({ from: '/evaluations' });
  const found = useInfiniteQuery(evaluationsQuery(search.experiment));
  const experiment = useExperiment(search.experiment);
  const evaluations = found.data?.pages.flatMap((page) => page.evaluations) ?? [];
  const setStart = (start: string | undefined) =>
    void navigate({ search: ({ experiment }) => ({ experiment, start }) });
  const mayWrite = useMay('write');
  const startButton = mayWrite && (
    <Button look="primary" icon={<Play size={14} />} onClick={() => setStart('yes')}>
      Evaluate
    </Button>
  );
  return (
    <Page
      title="Evaluations"
      actions={
        <>
          <ExperimentSelect
            value={search.experiment}
            onChange={(next) => void navigate({ search: (before) => ({ ...before, experiment: next }) })}
          />
          {startButton}
        </>
      }
    >
      {found.isError && <Failure cause={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <Skeleton rows={8} />}
      {found.isSuccess && evaluations.length === 0 && (
        <Empty title="No evaluations yet" action={startButton}>
          An evaluation runs scorers over a dataset, or over traces, before a change ships. CI starts them
          with <code>npm exec --no -- weir evaluate</code> in a checkout, Python with{' '}
          <code>mlflow.genai.evaluate</code>.
        </Empty>
      )}
      {evaluations.length > 0 && (
        <DataTable
          label="Evaluations"
          columns={columns}
          rows={evaluations}
          keyOf={({ evaluation_id: id }) => id}
        />
      )}
      {found.hasNextPage && (
        <div className="p-4">
          <Button disabled={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            More
          </Button>
        </div>
      )}
      {mayWrite && search.start !== undefined && experiment !== undefined && (
        <StartEvaluation
          experiment={experiment}
          dataset={search.dataset ?? ''}
          onClose={() => setStart(undefined)}
        />
      )}
    </Page>
  );
}

const columns: Column<Evaluation>[] = [
  {
    head: 'Name',
    cell: ({ evaluation_id: evaluationId, name, experiment_id: experiment }) => (
      <NameInExperiment experiment={experiment}>
        <Link
          to="/evaluations/$evaluationId"
          params={{ evaluationId }}
          className="text-accent hover:underline"
        >
          {name}
        </Link>
      </NameInExperiment>
    ),
  },
  { head: 'State', cell: (evaluation) => <EvaluationState evaluation={evaluation} /> },
  { head: 'Progress', cell: (evaluation) => <EvaluationProgress evaluation={evaluation} /> },
  {
    head: 'Of',
    cell: (evaluation) => (
      <span className="block min-w-36">
        <span className="wrap-anywhere">{evaluation.source}</span>
        <span className="block text-xs wrap-anywhere text-muted">{describeTarget(evaluation)}</span>
      </span>
    ),
  },
  { head: 'Results', cell: (evaluation) => <Results evaluation={evaluation} /> },
  {
    head: 'Started',
    cell: ({ creation_time: time }) => <span className="whitespace-nowrap">{formatTime(time)}</span>,
  },
];

/** As many as a line holds. */
const MOST_SHOWN = 4;

function Results({ evaluation: { metrics } }: { evaluation: Evaluation }) {
  if (metrics === null) return <span className="text-muted">–</span>;
  return (
    <span className="flex max-w-md flex-wrap gap-1">
      {metrics.slice(0, MOST_SHOWN).map((metric) => (
        <Badge key={metric.name} title={`${metric.count} verdicts, ${metric.errors} errors`}>
          {metric.name}{' '}
          <span className="numeric text-ink">
            {metric.mean === null ? `${metric.count}×` : formatMean(metric.mean, isPassRate(metric))}
          </span>
        </Badge>
      ))}
      {metrics.length > MOST_SHOWN && <Badge>{metrics.length - MOST_SHOWN} more</Badge>}
    </span>
  );
}
