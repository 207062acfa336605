/** Two evaluations row by row: wins and losses per metric with a paired test, and what got worse first. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { comparisonQuery, evaluationsQuery, isGoingOn } from '../api/evaluation-queries.ts';
import type { Comparison, Evaluation, MetricComparison } from '../api/types.ts';
import { Badge } from '../components/badge.tsx';
import { DataTable, type Column } from '../components/data-table.tsx';
import { Select } from '../components/field.tsx';
import { Card } from '../components/page.tsx';
import { Empty, Failure, Skeleton } from '../components/states.tsx';
import { formatCount, formatTime } from '../format/format.ts';
import { Differences } from './differences.tsx';
import { describeTarget } from './evaluation-state.tsx';
import { formatDifference, formatMean, formatPValue, isPassRate } from './metric-words.ts';

interface CompareProps {
  evaluation: Evaluation;
  /** Undefined: the one before. */
  baseline: string | undefined;
}

export function Compare({ evaluation, baseline }: CompareProps) {
  const others = useOthers(evaluation);
  const chosen = baseline ?? likeliest(evaluation, others ?? []);
  if (isGoingOn(evaluation)) {
    return <Empty title="It is still going on">It can be compared once all rows are done.</Empty>;
  }
  if (others === undefined) return <Skeleton rows={6} />;
  if (chosen === undefined) {
    return (
      <Empty title="There is nothing to compare with yet">
        Evaluate the same dataset again, with another model or prompt version.
      </Empty>
    );
  }
  return (
    <div className="space-y-4 p-4">
      <BaselineSelect others={others} value={chosen} />
      <Result evaluation={evaluation} baseline={chosen} />
    </div>
  );
}

/** Other evaluations of the experiment that have ended, newest first; undefined while they are on their way. */
function useOthers({ experiment_id: experiment, evaluation_id: own }: Evaluation): Evaluation[] | undefined {
  const found = useInfiniteQuery(evaluationsQuery(experiment));
  return found.data?.pages
    .flatMap(({ evaluations }) => evaluations)
    .filter((one) => one.evaluation_id !== own && !isGoingOn(one));
}

/** The newest of the same source that is older; else any. */
function likeliest(evaluation: Evaluation, others: Evaluation[]): string | undefined {
  const { source, creation_time: time } = evaluation;
  const same = others.filter((one) => one.source === source);
  const found = same.find((one) => one.creation_time < time) ?? same[0] ?? others[0];
  return found?.evaluation_id;
}

function BaselineSelect({ others, value }: { others: Evaluation[]; value: string }) {
  const navigate = useNavigate({ from: '/evaluations/$evaluationId' });
  return (
    <label className="flex flex-wrap items-center gap-2 text-sm">
      Against
      <Select
        aria-label="Baseline"
        className="max-w-full"
        value={value}
        onChange={({ target }) =>
          void navigate({ search: (before) => ({ ...before, baseline: target.value }) })
        }
      >
        {!others.some(({ evaluation_id: id }) => id === value) && <option value={value}>{value}</option>}
        {others.map((one) => (
          <option key={one.evaluation_id} value={one.evaluation_id}>
            {one.name} – {describeTarget(one)}, {formatTime(one.creation_time)}
          </option>
        ))}
      </Select>
      <Link
        to="/evaluations/$evaluationId"
        params={{ evaluationId: value }}
        className="text-accent hover:underline"
      >
        open it
      </Link>
    </label>
  );
}

function Result({ evaluation, baseline }: { evaluation: Evaluation; baseline: string }) {
  const comparison = useQuery(comparisonQuery(evaluation.evaluation_id, baseline));
  if (comparison.isError)
    return <Failure cause={comparison.error} onRetry={() => void comparison.refetch()} />;
  if (comparison.isPending) return <Skeleton rows={6} />;
  const { metrics } = comparison.data;
  const isShare = ({ name }: MetricComparison) =>
    evaluation.metrics?.some((metric) => metric.name === name && isPassRate(metric)) === true;
  const worst = metrics.toSorted((one, other) => (one.difference ?? 0) - (other.difference ?? 0));
  if (metrics.length === 0) {
    return (
      <Empty title="They have no row in common">A row is the same when its inputs are, or its trace.</Empty>
    );
  }
  return (
    <>
      <Card title="Row by row" flush>
        <Matched comparison={comparison.data} />
        <DataTable
          label="Comparison"
          columns={columnsWith(isShare)}
          rows={worst}
          keyOf={({ name }) => name}
        />
      </Card>
      {worst.map((metric) => (
        <Differences key={metric.name} metric={metric} baseline={baseline} />
      ))}
    </>
  );
}

function Matched({ comparison }: { comparison: Comparison }) {
  const { matched_rows: matched, only_in_baseline: before, only_in_candidate: now } = comparison;
  const rest = [
    before > 0 ? `${formatCount(before)} only in the baseline` : null,
    now > 0 ? `${formatCount(now)} only here` : null,
  ].filter((words) => words !== null);
  return (
    <p className="px-4 pb-2 text-sm text-muted">
      {formatCount(matched)} rows in both{rest.length > 0 && `; ${rest.join(', ')}`}.
    </p>
  );
}

function columnsWith(isShare: (metric: MetricComparison) => boolean): Column<MetricComparison>[] {
  return [
    {
      head: 'Metric',
      cell: ({ name }) => <span className="table-name font-medium">{name}</span>,
    },
    {
      head: 'Baseline',
      numeric: true,
      cell: (metric) => formatMean(metric.baseline_mean, isShare(metric)),
    },
    { head: 'This', numeric: true, cell: (metric) => formatMean(metric.candidate_mean, isShare(metric)) },
    {
      head: 'Difference',
      numeric: true,
      cell: (metric) => <Difference metric={metric} isShare={isShare(metric)} />,
    },
    { head: 'Wins and losses', cell: (metric) => <Split metric={metric} /> },
    {
      head: 'Sign test',
      cell: ({ p_value: value, verdict }) => (
        <span className="flex items-center gap-2 whitespace-nowrap">
          <span className="numeric">
            p {value !== null && value < 0.001 ? '' : '= '}
            {formatPValue(value)}
          </span>
          {verdict !== 'unclear' && <Badge tone={verdict === 'better' ? 'good' : 'bad'}>{verdict}</Badge>}
        </span>
      ),
    },
  ];
}

function Difference({ metric, isShare }: { metric: MetricComparison; isShare: boolean }) {
  const { difference, ci_low: low, ci_high: high } = metric;
  const look =
    difference === null || difference === 0 ? 'text-muted' : difference > 0 ? 'text-good' : 'text-bad';
  return (
    <>
      <span className={`font-semibold ${look}`}>{formatDifference(difference, isShare)}</span>
      {low !== null && high !== null && (
        <span className="block text-xs text-muted">
          {formatDifference(low, isShare)} to {formatDifference(high, isShare)}
        </span>
      )}
    </>
  );
}

function Split({ metric: { wins, losses, ties, pairs, lost } }: { metric: MetricComparison }) {
  const share = (count: number) => ({ width: `${pairs === 0 ? 0 : (100 * count) / pairs}%` });
  return (
    <span className="block min-w-40">
      <span className="numeric whitespace-nowrap">
        {formatCount(wins)} won, {formatCount(losses)} lost, {formatCount(ties)} alike
      </span>
      {lost > 0 && <span className="block text-xs text-bad">{formatCount(lost)} without a verdict here</span>}
      <span aria-hidden className="mt-1 flex h-1.5 overflow-hidden rounded-full bg-line">
        <span className="bg-good" style={share(wins)} />
        <span className="bg-bad" style={share(losses)} />
      </span>
    </span>
  );
}
