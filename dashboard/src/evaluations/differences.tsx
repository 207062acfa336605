/** The rows that differ in one metric: what got worse first, then what got better. */
import { Link } from '@tanstack/react-router';
import type { MetricComparison, RowDifference } from '../api/types.ts';
import { DataTable, type Column } from '../components/data-table.tsx';
import { Card } from '../components/page.tsx';
import { VerdictBadge } from '../components/verdict.tsx';
import { formatCount } from '../format/format.ts';

interface DifferencesProps {
  metric: MetricComparison;
  baseline: string;
}

export function Differences({ metric, baseline }: DifferencesProps) {
  const { name, regressions, improvements, losses, wins } = metric;
  if (regressions.length === 0 && improvements.length === 0) return null;
  return (
    <Card title={name} flush>
      <Part
        title="Got worse"
        label={`${name}: got worse`}
        rows={regressions}
        count={losses}
        baseline={baseline}
      />
      <Part
        title="Got better"
        label={`${name}: got better`}
        rows={improvements}
        count={wins}
        baseline={baseline}
      />
    </Card>
  );
}

interface PartProps {
  title: string;
  label: string;
  rows: RowDifference[];
  count: number;
  baseline: string;
}

function Part({ title, label, rows, count, baseline }: PartProps) {
  if (rows.length === 0) return null;
  return (
    <>
      <h3 className="px-4 pt-2 text-xs font-semibold text-muted">
        {title}: {formatCount(count)}
        {count > rows.length && `, the largest ${rows.length} shown`}
      </h3>
      <DataTable
        label={label}
        columns={columnsFor(baseline)}
        rows={rows}
        keyOf={({ candidate_row: row }) => String(row)}
      />
    </>
  );
}

function columnsFor(baseline: string): Column<RowDifference>[] {
  return [
    {
      head: 'Row',
      numeric: true,
      cell: ({ candidate_row: row }) => (
        <Link
          from="/evaluations/$evaluationId"
          search={(before) => ({ ...before, baseline, row })}
          aria-label={`Read row ${row} beside the baseline`}
          className="text-accent hover:underline"
        >
          {row}
        </Link>
      ),
    },
    {
      head: 'From, to',
      cell: ({ baseline: before, candidate: now }) => (
        <span className="flex items-center gap-1.5 whitespace-nowrap">
          <VerdictBadge value={before} /> <span aria-label="became">→</span> <VerdictBadge value={now} />
        </span>
      ),
    },
    {
      head: 'Why',
      cell: ({ rationale }) => (
        <p className="max-w-prose min-w-40 wrap-anywhere text-muted">{rationale ?? '–'}</p>
      ),
    },
    {
      head: 'Traces',
      cell: ({ baseline_trace_id: before, candidate_trace_id: now }) => (
        <span className="flex gap-3">
          <TraceLink traceId={before} label="baseline" />
          <TraceLink traceId={now} label="this" />
        </span>
      ),
    },
  ];
}

function TraceLink({ traceId, label }: { traceId: string | null; label: string }) {
  if (traceId === null) return null;
  return (
    <Link to="/traces/$traceId" params={{ traceId }} className="text-accent hover:underline">
      {label}
    </Link>
  );
}
