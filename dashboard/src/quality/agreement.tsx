/** How far judges agree with people: accuracy, kappa, which answers are mistaken for which, and where to read. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { agreementQuery } from '../api/quality-queries.ts';
import type { JudgeAgreement } from '../api/types.ts';
import { DataTable, type Column } from '../components/data-table.tsx';
import { Card } from '../components/page.tsx';
import { Empty, Failure, Skeleton } from '../components/states.tsx';
import { VerdictBadge } from '../components/verdict.tsx';
import { formatCount, formatShare } from '../format/format.ts';
import { resolveRange } from '../format/time-range.ts';
import type { QualitySearch } from './pass-rates.tsx';

interface AgreementProps {
  search: QualitySearch;
  experiment: string | undefined;
}

export function Agreement({ search, experiment }: AgreementProps) {
  const { range } = search;
  const span = useMemo(() => resolveRange(range, Date.now()), [range]);
  const query = {
    experiment,
    from: new Date(span.fromMs).toISOString(),
    to: new Date(span.toMs).toISOString(),
  };
  const judges = useQuery({ ...agreementQuery(query), enabled: experiment !== undefined });
  if (judges.isError) return <Failure cause={judges.error} onRetry={() => void judges.refetch()} />;
  if (judges.isPending) return <Skeleton rows={8} />;
  if (judges.data.length === 0) {
    return (
      <Empty title="No judge can be held against people in this time">
        It takes traces of which a judge and a person said something under the same name: give feedback on the
        page of a trace under the scorer’s name, or ask reviewers.
      </Empty>
    );
  }
  return (
    <div className="mx-auto max-w-7xl space-y-4 p-4">
      {judges.data.map((judge) => (
        <Judge key={`${judge.scorer} ${judge.judge}`} judge={judge} />
      ))}
    </div>
  );
}

function Judge({ judge }: { judge: JudgeAgreement }) {
  return (
    <Card
      title={
        <>
          {judge.scorer} <span className="font-normal wrap-anywhere text-muted">by {judge.judge}</span>
        </>
      }
    >
      <div className="grid gap-6 md:grid-cols-[minmax(0,14rem)_minmax(0,1fr)]">
        <Figures judge={judge} />
        <Confusion judge={judge} />
      </div>
      {judge.disagreements.length > 0 && (
        <details className="mt-4" open={judge.disagreements.length <= 10}>
          <summary className="w-fit text-sm font-medium">
            {formatCount(judge.disagreements.length)}{' '}
            {judge.disagreements.length === 1 ? 'disagreement' : 'disagreements'} to read
          </summary>
          <div className="mt-2">
            <DataTable
              label={`Disagreements of ${judge.scorer} by ${judge.judge}`}
              columns={disagreementColumns}
              rows={judge.disagreements}
              keyOf={({ trace_id: id, human }, index) => `${id} ${human} ${index}`}
            />
          </div>
        </details>
      )}
    </Card>
  );
}

function Figures({ judge }: { judge: JudgeAgreement }) {
  const { accuracy, ci_low: low, ci_high: high, kappa, kappa_gap: gap, pairs, agreed } = judge;
  const figures = [
    {
      name: 'Accuracy',
      value: formatShare(accuracy),
      detail:
        low === null || high === null
          ? `${agreed} of ${pairs}`
          : `${agreed} of ${pairs}; 95%: ${formatShare(low)} to ${formatShare(high)}`,
    },
    {
      name: 'Cohen’s kappa',
      value: kappa === null ? '–' : kappa.toFixed(2),
      detail: describeKappa(kappa, gap),
    },
  ];
  return (
    <dl className="grid grid-cols-2 gap-4 md:grid-cols-1">
      {figures.map(({ name, value, detail }) => (
        <div key={name}>
          <dt className="text-xs text-muted">{name}</dt>
          <dd className="numeric text-xl font-semibold tracking-tight">{value}</dd>
          <dd className="text-xs text-muted">{detail}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The words of Landis and Koch (1977). */
function describeKappa(kappa: number | null, gap: JudgeAgreement['kappa_gap']): string {
  if (kappa === null) return gap === 'one_item' ? 'not of a single trace' : 'everybody said one and the same';
  if (kappa <= 0) return 'no better than chance';
  const words = ['slight', 'fair', 'moderate', 'substantial', 'almost perfect'];
  return `${words[Math.min(4, Math.ceil(kappa * 5) - 1)]} agreement beyond chance`;
}

/** People's answers by row, the judge's by column; on the diagonal they agree. */
function Confusion({ judge: { confusion, pairs } }: { judge: JudgeAgreement }) {
  const words = [
    ...new Set([...Object.keys(confusion), ...Object.values(confusion).flatMap((row) => Object.keys(row))]),
  ].sort();
  return (
    <div className="overflow-x-auto" role="region" aria-label="Confusion" tabIndex={0}>
      <table className="text-sm">
        <caption className="mb-1 min-w-72 text-left text-xs text-muted">
          What people said, and what the judge said of the same traces
        </caption>
        <thead>
          <tr className="text-xs text-muted">
            <td className="px-2 py-1" />
            {words.map((word) => (
              <th key={word} scope="col" className="px-2 py-1 text-right font-medium">
                judge: {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {words.map((person) => (
            <tr key={person}>
              <th
                scope="row"
                className="px-2 py-1 text-left text-xs font-medium whitespace-nowrap text-muted"
              >
                person: {person}
              </th>
              {words.map((said) => {
                const count = confusion[person]?.[said] ?? 0;
                return (
                  <td
                    key={said}
                    className={`numeric min-w-16 rounded border border-line px-2 py-1 text-right ${lookOf(count, person === said)}`}
                    title={formatShare(count / pairs)}
                  >
                    {formatCount(count)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function lookOf(count: number, agree: boolean): string {
  if (count === 0) return 'text-muted';
  return agree ? 'bg-good-wash text-good' : 'bg-bad-wash text-bad';
}

type Disagreement = JudgeAgreement['disagreements'][number];

const disagreementColumns: Column<Disagreement>[] = [
  {
    head: 'Trace',
    cell: ({ trace_id: traceId }) => (
      <Link
        to="/traces/$traceId"
        params={{ traceId }}
        className="font-mono text-xs whitespace-nowrap text-accent hover:underline"
      >
        {traceId.slice(0, 12)}…
      </Link>
    ),
  },
  {
    head: 'Person',
    cell: ({ human, human_value: value }) => (
      <span className="flex items-center gap-2">
        <VerdictBadge value={value} /> <span className="truncate text-xs text-muted">{human}</span>
      </span>
    ),
  },
  { head: 'Judge', cell: ({ judge_value: value }) => <VerdictBadge value={value} /> },
  {
    head: 'Why the judge said so',
    cell: ({ judge_rationale: rationale }) => (
      <p className="max-w-prose min-w-40 wrap-anywhere text-muted">{rationale ?? '–'}</p>
    ),
  },
];
