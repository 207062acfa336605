/** One row, whole: what was asked, answered and expected, every verdict with its reason; beside the baseline's. */
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { ArrowLeft, ArrowRight } from 'lucide-react';
import { comparisonQuery, evaluationRowQuery } from '../api/evaluation-queries.ts';
import { traceQuery } from '../api/queries.ts';
import type { Comparison, Evaluation, EvaluationRow } from '../api/types.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { JsonView } from '../components/json-view.tsx';
import { Empty, Failure, Skeleton } from '../components/states.tsx';
import { VerdictBadge } from '../components/verdict.tsx';
import { readConversation } from '../trace/conversation.ts';
import { MessageView } from '../trace/message-view.tsx';

interface RowDialogProps {
  evaluation: Evaluation;
  row: number;
  /** The evaluation whose answer stands beside. */
  baseline: string | undefined;
}

export function RowDialog({ evaluation, row, baseline }: RowDialogProps) {
  const navigate = useNavigate({ from: '/evaluations/$evaluationId' });
  const { evaluation_id: evaluationId, rows } = evaluation;
  const comparison = useQuery({
    ...comparisonQuery(evaluationId, baseline ?? ''),
    enabled: baseline !== undefined,
  });
  const other = comparison.data === undefined ? null : rowBeside(comparison.data, row);
  const open = (next: number | undefined) =>
    void navigate({
      search: (before) => ({ ...before, row: next }),
      replace: next !== undefined,
    });
  return (
    <Dialog title={`Row ${row} of ${rows.total}`} onClose={() => open(undefined)} wide>
      {baseline === undefined && (
        <div className="mb-3 flex justify-between">
          <Button icon={<ArrowLeft size={14} />} disabled={row <= 1} onClick={() => open(row - 1)}>
            Before
          </Button>
          <Button disabled={row >= rows.total} onClick={() => open(row + 1)}>
            Next <ArrowRight size={14} aria-hidden />
          </Button>
        </div>
      )}
      <div className={`grid gap-6 ${other === null ? '' : 'md:grid-cols-2'}`}>
        {other !== null && baseline !== undefined && (
          <RowView title="Baseline" evaluationId={baseline} row={other} />
        )}
        <RowView title={other === null ? null : 'This'} evaluationId={evaluationId} row={row} />
      </div>
    </Dialog>
  );
}

/** The baseline's row that is the same, where they differ. */
function rowBeside({ metrics }: Comparison, row: number): number | null {
  const found = metrics
    .flatMap(({ regressions, improvements }) => [...regressions, ...improvements])
    .find((one) => one.candidate_row === row);
  return found?.baseline_row ?? null;
}

interface RowViewProps {
  title: string | null;
  evaluationId: string;
  row: number;
}

function RowView({ title, evaluationId, row }: RowViewProps) {
  const found = useQuery(evaluationRowQuery(evaluationId, row));
  return (
    <section aria-label={title ?? 'Row'} className="min-w-0 space-y-4">
      {title !== null && <h3 className="text-sm font-semibold">{title}</h3>}
      {found.isError && <Failure cause={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <Skeleton rows={5} />}
      {found.isSuccess && found.data === null && <Empty title="There is no such row" />}
      {found.isSuccess && found.data !== null && <RowContent row={found.data} />}
    </section>
  );
}

function RowContent({ row }: { row: EvaluationRow }) {
  const hasExpectations = Object.keys(row.expectations).length > 0;
  return (
    <>
      {row.error !== null && <Failure cause={new Error(row.error)} />}
      <Exchange row={row} />
      {hasExpectations && (
        <div>
          <h4 className="mb-1 text-xs font-semibold text-muted">Expected</h4>
          <JsonView value={row.expectations} />
        </div>
      )}
      <Verdicts row={row} />
      {row.trace_id !== null && (
        <Link
          to="/traces/$traceId"
          params={{ traceId: row.trace_id }}
          className="inline-block text-sm text-accent hover:underline"
        >
          Open its trace
        </Link>
      )}
    </>
  );
}

/** Read as a conversation where it is one; else as JSON. What a trace keeps is read from it. */
function Exchange({ row }: { row: EvaluationRow }) {
  const isOfTrace = row.inputs === null && row.trace_id !== null;
  const trace = useQuery({ ...traceQuery(row.trace_id ?? ''), enabled: isOfTrace });
  if (isOfTrace && trace.isPending) return <Skeleton rows={3} />;
  const spans = trace.data?.spans ?? [];
  // The parent of a proxied call may be stored elsewhere.
  const root = spans.find(({ parent_span_id: parent }) => !spans.some(({ span_id: id }) => id === parent));
  const attributes = isOfTrace
    ? (root?.attributes ?? {})
    : { 'mlflow.spanInputs': row.inputs, 'mlflow.spanOutputs': row.outputs };
  const messages = readConversation(attributes);
  const parts = [
    { name: 'Inputs', value: attributes['mlflow.spanInputs'], said: messages.filter((one) => !one.answered) },
    {
      name: 'Outputs',
      value: attributes['mlflow.spanOutputs'],
      said: messages.filter((one) => one.answered),
    },
  ];
  return parts.map(({ name, value, said }) => (
    <div key={name}>
      <h4 className="mb-1 text-xs font-semibold text-muted">{name}</h4>
      {said.length > 0 ? (
        said.map((message, index) => <MessageView key={index} message={message} />)
      ) : (
        <JsonView value={value ?? null} />
      )}
    </div>
  ));
}

function Verdicts({ row }: { row: EvaluationRow }) {
  if (row.verdicts.length === 0) return null;
  return (
    <div>
      <h4 className="mb-1 text-xs font-semibold text-muted">Verdicts</h4>
      <ul className="space-y-2">
        {row.verdicts.map(({ name, value, error, rationale }, index) => (
          <li key={index} className="rounded-lg border border-line p-2 text-sm">
            <span className="flex items-center justify-between gap-2">
              <span className="font-medium wrap-anywhere">{name}</span>
              <VerdictBadge value={value} error={error} />
            </span>
            <p className="mt-1 wrap-anywhere whitespace-pre-wrap text-muted">
              {rationale ?? error?.error_message ?? ''}
            </p>
          </li>
        ))}
      </ul>
    </div>
  );
}
