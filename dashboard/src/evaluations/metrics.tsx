/** What an evaluation came to: a mean with its 95 % interval per metric, drawn on one scale. */
import { Link } from '@tanstack/react-router';
import { isGoingOn } from '../api/evaluation-queries.ts';
import type { Evaluation, EvaluationMetric } from '../api/types.ts';
import { DataTable, type Column } from '../components/data-table.tsx';
import { Card } from '../components/page.tsx';
import { formatCount } from '../format/format.ts';
import { formatMean, isPassRate } from './metric-words.ts';

export function Metrics({ evaluation }: { evaluation: Evaluation }) {
  const { metrics } = evaluation;
  return (
    <Card title="Together" flush>
      {metrics === null || metrics.length === 0 ? (
        <p className="px-4 pb-3 text-sm text-muted">
          {isGoingOn(evaluation) ? 'Counted once all rows are done.' : 'There are no verdicts.'}
        </p>
      ) : (
        <DataTable label="Metrics" columns={columns} rows={metrics} keyOf={({ name }) => name} />
      )}
    </Card>
  );
}

const columns: Column<EvaluationMetric>[] = [
  {
    head: 'Metric',
    cell: ({ name }) => <span className="table-name font-medium">{name}</span>,
  },
  {
    head: 'Mean',
    numeric: true,
    cell: (metric) => <span className="font-semibold">{formatMean(metric.mean, isPassRate(metric))}</span>,
  },
  {
    head: '95% interval',
    cell: (metric) => <Interval metric={metric} />,
  },
  { head: 'Verdicts', numeric: true, cell: ({ count }) => formatCount(count) },
  {
    head: 'Errors',
    numeric: true,
    cell: ({ errors }) => (
      <span className={errors > 0 ? 'text-bad' : 'text-muted'}>{formatCount(errors)}</span>
    ),
  },
  {
    head: 'No value',
    numeric: true,
    cell: ({ without_value: none }) => <span className="text-muted">{formatCount(none)}</span>,
  },
  {
    head: 'Values',
    cell: ({ values }) => (
      <span className="block min-w-32 text-muted wrap-anywhere">
        {Object.entries(values)
          .map(([value, count]) => `${value} ${formatCount(count)}`)
          .join(', ') || '–'}
      </span>
    ),
  },
  {
    head: 'Read',
    cell: ({ name, values, errors }) =>
      (values['no'] ?? 0) + (values['false'] ?? 0) + errors > 0 ? (
        <Link
          from="/evaluations/$evaluationId"
          search={(before) => ({ ...before, failing: name })}
          className="whitespace-nowrap text-accent hover:underline"
        >
          failing rows
        </Link>
      ) : null,
  },
];

/** The interval as numbers, and for shares as a bar from 0 to 1. */
function Interval({ metric }: { metric: EvaluationMetric }) {
  const { mean, ci_low: low, ci_high: high } = metric;
  if (mean === null || low === null || high === null) return <span className="text-muted">–</span>;
  const isShare = isPassRate(metric);
  return (
    <span className="flex items-center gap-2">
      <span className="numeric whitespace-nowrap text-muted">
        {formatMean(low, isShare)} to {formatMean(high, isShare)}
      </span>
      {isShare && (
        <span aria-hidden className="relative hidden h-2 w-28 shrink-0 rounded-full bg-line md:block">
          <span
            className="absolute inset-y-0 rounded-full bg-accent opacity-40"
            style={{ left: `${low * 100}%`, right: `${(1 - high) * 100}%` }}
          />
          <span
            className="absolute inset-y-0 w-0.5 -translate-x-1/2 bg-ink"
            style={{ left: `${mean * 100}%` }}
          />
        </span>
      )}
    </span>
  );
}
