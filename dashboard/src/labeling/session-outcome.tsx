/** How far each reviewer is; and per question what was answered, how often, and how far people agree. */
import { useQuery } from '@tanstack/react-query';
import type { LabelingProgress, LabelingSession } from '../api/types.ts';
import { DataTable, type Column } from '../components/data-table.tsx';
import { Card } from '../components/page.tsx';
import { Empty, Failure, Skeleton } from '../components/states.tsx';
import { formatCount, formatShare, formatValue } from '../format/format.ts';
import { labelingProgressQuery } from './labeling-queries.ts';
import { ProgressBar } from './progress-bar.tsx';

type Reviewer = LabelingProgress['reviewers'][number];
type Question = LabelingProgress['questions'][number];

export function SessionOutcome({ session }: { session: LabelingSession }) {
  const progress = useQuery(labelingProgressQuery(session.session_id));
  if (progress.isError && progress.data === undefined)
    return <Failure cause={progress.error} onRetry={() => void progress.refetch()} />;
  if (progress.isPending) return <Skeleton rows={8} />;
  const { reviewers, questions } = progress.data;
  return (
    <div className="grid items-start gap-4 p-4 lg:grid-cols-2">
      <Card title="Reviewers" flush>
        {reviewers.length === 0 ? (
          <Empty title="Nobody reviews yet">Make a link for each person under “Review links”.</Empty>
        ) : (
          <DataTable
            label="Reviewers"
            columns={reviewerColumns}
            rows={reviewers}
            keyOf={({ reviewer }) => reviewer}
          />
        )}
      </Card>
      <div className="min-w-0 space-y-4">
        {questions.map((question) => (
          <QuestionCard key={question.label_schema.schema_id} question={question} />
        ))}
      </div>
    </div>
  );
}

const reviewerColumns: Column<Reviewer>[] = [
  { head: 'Name', cell: ({ reviewer }) => <span className="table-name">{reviewer}</span> },
  {
    head: 'Progress',
    cell: ({ complete, skipped, pending }) => {
      const total = complete + skipped + pending;
      const label = `${complete} complete, ${skipped} skipped of ${total}`;
      return (
        <div className="flex min-h-5 items-center">
          <ProgressBar done={complete} skipped={skipped} total={total} label={label} />
        </div>
      );
    },
  },
  { head: 'Complete', numeric: true, cell: ({ complete }) => formatCount(complete) },
  { head: 'Skipped', numeric: true, cell: ({ skipped }) => formatCount(skipped) },
  { head: 'Left', numeric: true, cell: ({ pending }) => formatCount(pending) },
];

function QuestionCard({ question }: { question: Question }) {
  const { label_schema: schema, agreement, counts } = question;
  const { percent_agreement: share, items_compared: compared } = agreement;
  return (
    <Card title={<span className="wrap-anywhere">{schema.title ?? schema.name}</span>}>
      <dl className="flex flex-wrap gap-x-6 gap-y-1 text-sm">
        <Fact name="Answers" value={formatCount(agreement.answers)} />
        {schema.input.text === undefined && (
          <Fact
            name="Agreement"
            value={compared === 0 ? 'nothing in common yet' : formatShare(share)}
            hint={`Over the ${compared} items that two people or more answered`}
          />
        )}
        {agreement.kappa !== null && (
          <Fact
            name={agreement.kappa_method === 'fleiss' ? 'Fleiss’ κ' : 'Cohen’s κ'}
            value={agreement.kappa.toFixed(2)}
            hint="Beyond chance: 1 is full agreement, 0 what chance would do"
          />
        )}
        {agreement.mean_difference !== null && (
          <Fact name="Apart on average" value={agreement.mean_difference.toFixed(2)} />
        )}
      </dl>
      {counts.length > 0 && agreement.answers > 0 && <Counts question={question} />}
    </Card>
  );
}

function Fact({ name, value, hint }: { name: string; value: string; hint?: string }) {
  return (
    <div title={hint}>
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="numeric text-base font-semibold">{value}</dd>
    </div>
  );
}

function Counts({ question: { label_schema: schema, counts } }: { question: Question }) {
  const most = Math.max(1, ...counts.map(({ count }) => count));
  const labels = schema.input.pass_fail;
  const nameOf = (value: unknown) => {
    if (labels !== undefined && typeof value === 'boolean')
      return value ? labels.positive_label : labels.negative_label;
    return formatValue(value);
  };
  return (
    <table className="mt-3 w-full text-sm">
      <caption className="sr-only">How often each answer was given</caption>
      <tbody>
        {counts.map(({ value, count }) => (
          <tr key={JSON.stringify(value)}>
            <th scope="row" className="w-1/3 py-0.5 pr-3 text-left font-normal wrap-anywhere">
              {nameOf(value)}
            </th>
            <td>
              <svg
                viewBox="0 0 100 1"
                preserveAspectRatio="none"
                aria-hidden
                className="h-3 w-full rounded-sm"
              >
                <rect
                  width={(100 * count) / most}
                  height="1"
                  className={value === true ? 'fill-good' : value === false ? 'fill-bad' : 'fill-accent'}
                />
              </svg>
            </td>
            <td className="numeric w-12 pl-3 text-right">{formatCount(count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
