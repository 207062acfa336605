/** What people, judges and code say of the traces of a span, against the period before; each line leads to its traces. */
import { Link } from '@tanstack/react-router';
import type { AssessmentStatistics } from '../api/types.ts';
import { DataTable, type Column } from '../components/data-table.tsx';
import { Card } from '../components/page.tsx';
import { formatCompact, formatShare } from '../format/format.ts';
import type { TraceSearch } from '../traces/trace-search.ts';
import { describeChange } from './measures.ts';
import { LeftOut } from './left-out.tsx';
import { sumUp, type Said } from './sum-up.ts';

interface SaidCardProps {
  said: AssessmentStatistics | undefined;
  before: AssessmentStatistics | undefined;
  tracesOf: (changes: Partial<TraceSearch>) => TraceSearch;
}

const sources: Record<string, string> = { HUMAN: 'people', LLM_JUDGE: 'judges', CODE: 'code' };

export function SaidCard({ said: found, before, tracesOf }: SaidCardProps) {
  const said = sumUp(found?.statistics ?? []);
  if (found === undefined || said.length === 0) return null;
  const earlier = new Map(sumUp(before?.statistics ?? []).map((one) => [one.key, one]));
  return (
    <Card title="What is said of them" flush>
      <DataTable
        label="Feedback and verdicts"
        rows={said}
        keyOf={({ key }) => key}
        columns={columnsFor(earlier, tracesOf)}
      />
      <LeftOut statistics={found} noun="name" />
    </Card>
  );
}

function columnsFor(earlier: Map<string, Said>, tracesOf: SaidCardProps['tracesOf']): Column<Said>[] {
  return [
    {
      head: 'Name',
      cell: ({ name }) => (
        <Link
          to="/traces"
          search={tracesOf({ filter: `${fieldOf(name)} IS NOT NULL` })}
          className="table-name text-accent hover:underline"
        >
          {name}
        </Link>
      ),
    },
    { head: 'By', cell: ({ sourceType }) => sources[sourceType] ?? sourceType },
    { head: 'Times', numeric: true, cell: ({ count }) => formatCompact(count) },
    { head: 'Pass rate or mean', numeric: true, cell: (one) => formatMean(one) },
    {
      head: 'Against the period before',
      numeric: true,
      cell: (one) => <Change now={one} before={earlier.get(one.key)} />,
    },
    { head: 'Failed', numeric: true, cell: ({ errorCount }) => formatCompact(errorCount) },
  ];
}

const tones = { good: 'text-good', bad: 'text-bad', plain: 'text-muted' };

function Change({ now, before }: { now: Said; before: Said | undefined }) {
  if (before === undefined) return <span className="text-muted">–</span>;
  const change = describeChange(now.mean, before.mean, now.isShare ? 'down' : null);
  return (
    <span className={tones[change?.tone ?? 'plain']}>
      {change === null ? '' : `${change.text} `}
      <span className="text-muted">vs {formatMean(before)}</span>
    </span>
  );
}

function formatMean({ mean, isShare }: Said): string {
  if (mean === null) return '–';
  return isShare ? formatShare(mean) : mean.toLocaleString(undefined, { maximumFractionDigits: 2 });
}

/** A name in the grammar of filters. */
function fieldOf(name: string): string {
  return /^\w+$/.test(name) ? `feedback.${name}` : `feedback.\`${name}\``;
}
