/** The rows of an evaluation: what was asked and answered, and a column per metric. Each opens, and leads to its trace. */
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { evaluationRowsQuery } from '../api/evaluation-queries.ts';
import type { Evaluation, EvaluationRow } from '../api/types.ts';
import { Badge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { DataTable, type Column } from '../components/data-table.tsx';
import { Select } from '../components/field.tsx';
import { Card } from '../components/page.tsx';
import { Failure, Skeleton } from '../components/states.tsx';
import { VerdictBadge } from '../components/verdict.tsx';
import { formatValue } from '../format/format.ts';

interface RowsProps {
  evaluation: Evaluation;
  /** A metric, or empty for all rows. */
  failing: string;
}

export function Rows({ evaluation, failing }: RowsProps) {
  const { evaluation_id: evaluationId, rows: counts } = evaluation;
  const navigate = useNavigate({ from: '/evaluations/$evaluationId' });
  const found = useInfiniteQuery(evaluationRowsQuery(evaluationId, failing));
  useFreshRows(evaluationId, counts.done + counts.failed);
  const rows = found.data?.pages.flatMap((page) => page.rows) ?? [];
  const names = namesOf(evaluation, rows);
  return (
    <Card
      title="Rows"
      flush
      actions={
        names.length > 0 && (
          <Select
            aria-label="Which rows"
            value={failing}
            onChange={({ target }) =>
              void navigate({
                search: (before) => ({ ...before, failing: target.value === '' ? undefined : target.value }),
              })
            }
          >
            <option value="">All rows</option>
            {names.map((name) => (
              <option key={name} value={name}>
                Failing in {name}
              </option>
            ))}
          </Select>
        )
      }
    >
      {found.isError && <Failure cause={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <Skeleton rows={6} />}
      {found.isSuccess && rows.length === 0 && (
        <p className="px-4 pb-3 text-sm text-muted">
          {failing === '' ? 'There are no rows.' : `No row fails in ${failing}.`}
        </p>
      )}
      {rows.length > 0 && (
        <DataTable label="Rows" columns={columnsFor(names)} rows={rows} keyOf={({ row }) => String(row)} />
      )}
      {found.hasNextPage && (
        <div className="p-3">
          <Button disabled={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            More
          </Button>
        </div>
      )}
    </Card>
  );
}

/** Rows are looked at again whenever more of them are done. */
function useFreshRows(evaluationId: string, ended: number): void {
  const client = useQueryClient();
  const seen = useRef(ended);
  useEffect(() => {
    if (seen.current === ended) return;
    seen.current = ended;
    void client.invalidateQueries({ queryKey: ['evaluations', evaluationId, 'rows'] });
  }, [client, evaluationId, ended]);
}

/** Metrics by name: all of them once they are counted, before that those of the rows at hand. */
function namesOf({ metrics }: Evaluation, rows: EvaluationRow[]): string[] {
  if (metrics !== null) return metrics.map(({ name }) => name);
  return [...new Set(rows.flatMap(({ verdicts }) => verdicts.map(({ name }) => name)))].sort();
}

function columnsFor(names: string[]): Column<EvaluationRow>[] {
  return [
    {
      head: 'Row',
      numeric: true,
      cell: ({ row }) => (
        <Link
          from="/evaluations/$evaluationId"
          search={(before) => ({ ...before, row })}
          aria-label={`Open row ${row}`}
          className="text-accent hover:underline"
        >
          {row}
        </Link>
      ),
    },
    { head: 'Inputs', cell: (row) => <Preview text={row.request_preview ?? formatValue(row.inputs)} /> },
    {
      head: 'Outputs',
      cell: (row) =>
        row.state === 'failed' ? (
          <span className="line-clamp-3 min-w-40 wrap-anywhere text-bad">{row.error}</span>
        ) : (
          <Preview text={row.response_preview ?? formatValue(row.outputs)} />
        ),
    },
    ...names.map((name) => ({
      head: name,
      cell: (row: EvaluationRow) => <Verdicts name={name} row={row} />,
    })),
    {
      head: 'Trace',
      cell: ({ trace_id: traceId }) =>
        traceId === null ? null : (
          <Link to="/traces/$traceId" params={{ traceId }} className="text-accent hover:underline">
            trace
          </Link>
        ),
    },
  ];
}

function Preview({ text }: { text: string }) {
  return <span className="line-clamp-3 max-w-prose min-w-40 wrap-anywhere">{text}</span>;
}

/** A scorer may give several of one name: one per span or chunk. */
function Verdicts({ name, row }: { name: string; row: EvaluationRow }) {
  if (row.state === 'pending') return <Badge>waits</Badge>;
  const own = row.verdicts.filter((verdict) => verdict.name === name);
  if (own.length === 0) return <span className="text-muted">–</span>;
  return (
    <span className="flex flex-wrap gap-1">
      {own.map((verdict, index) => (
        <VerdictBadge key={index} value={verdict.value} error={verdict.error} rationale={verdict.rationale} />
      ))}
    </span>
  );
}
