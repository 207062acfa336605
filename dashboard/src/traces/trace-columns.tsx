/** The columns of the table of traces. */
import type { ReactNode } from 'react';
import type { TraceInfo } from '../api/types.ts';
import { Badge } from '../components/badge.tsx';
import { Money, Tokens } from '../components/amounts.tsx';
import { formatDuration, formatFullTime, formatTime, formatValue } from '../format/format.ts';

/** A column: its width in pixels, or what it takes of the rest. */
export interface TraceColumn {
  name: string;
  head: string;
  width: string;
  numeric?: boolean;
  cell: (trace: TraceInfo) => ReactNode;
}

const dots: Record<string, string> = { OK: 'bg-good', ERROR: 'bg-bad', IN_PROGRESS: 'bg-warn' };

export const traceColumns: TraceColumn[] = [
  {
    name: 'time',
    head: 'Time',
    width: '11rem',
    cell: (trace) => (
      <span className="flex items-center gap-2 text-muted" title={formatFullTime(trace.request_time)}>
        <span className={`size-2 shrink-0 rounded-full ${dots[trace.state] ?? 'bg-muted'}`} />
        <span className="sr-only">{trace.state}</span>
        <time dateTime={trace.request_time} className="numeric truncate">
          {formatTime(trace.request_time)}
        </time>
      </span>
    ),
  },
  {
    name: 'request',
    head: 'Request',
    width: 'minmax(12rem, 2fr)',
    cell: (trace) => <Request trace={trace} />,
  },
  {
    name: 'response',
    head: 'Answer',
    width: 'minmax(10rem, 2fr)',
    cell: (trace) => <span className="text-muted">{trace.response_preview ?? '–'}</span>,
  },
  {
    name: 'model',
    head: 'Model',
    width: '8.5rem',
    cell: (trace) => (
      <span title={`${trace.provider ?? '–'}/${trace.model ?? '–'}`}>
        {trace.model ?? trace.provider ?? '–'}
      </span>
    ),
  },
  {
    name: 'duration',
    head: 'Latency',
    width: '5rem',
    numeric: true,
    cell: (trace) => formatDuration(trace.execution_duration_ms),
  },
  {
    name: 'first-token',
    head: 'First token',
    width: '5.5rem',
    numeric: true,
    cell: (trace) => formatDuration(trace.time_to_first_token_ms),
  },
  {
    name: 'tokens',
    head: 'Tokens',
    width: '4.5rem',
    numeric: true,
    cell: (trace) => <Tokens total={trace.usage.total_tokens} estimated={trace.estimated_tokens} />,
  },
  {
    name: 'cost',
    head: 'Cost',
    width: '5rem',
    numeric: true,
    cell: (trace) => (
      <Money
        cost={trace.cost.total_cost}
        unpriced={trace.unpriced_span_count}
        estimatedCost={trace.estimated_cost_usd}
      />
    ),
  },
  {
    name: 'assessments',
    head: 'Assessments',
    width: '11rem',
    cell: (trace) => <Assessments trace={trace} />,
  },
  { name: 'user', head: 'User', width: '8rem', cell: (trace) => trace.user ?? '–' },
  { name: 'session', head: 'Session', width: '9rem', cell: (trace) => trace.session ?? '–' },
  { name: 'name', head: 'Name', width: '8rem', cell: (trace) => trace.name },
  { name: 'status', head: 'HTTP', width: '4rem', numeric: true, cell: (trace) => trace.status ?? '–' },
  {
    name: 'tags',
    head: 'Tags',
    width: '12rem',
    cell: (trace) =>
      Object.entries(trace.tags)
        .filter(([key]) => !key.startsWith('mlflow.'))
        .map(([key, value]) => `${key}=${value}`)
        .join(', '),
  },
];

/** Shown until somebody chooses. */
export const defaultColumns = [
  'time',
  'request',
  'response',
  'model',
  'duration',
  'tokens',
  'cost',
  'assessments',
];

/** What was asked; marked where another trace tells the same calls, and sums leave this one out. */
function Request({ trace }: { trace: TraceInfo }) {
  const asked = trace.request_preview ?? trace.name;
  if (trace.duplicate_of === null) return asked;
  return (
    <span className="flex items-center gap-1.5 overflow-hidden">
      <span className="shrink-0">
        <Badge title={`Its calls count in ${trace.duplicate_of}: sums leave this trace out.`}>
          Counted elsewhere
        </Badge>
      </span>
      <span className="truncate">{asked}</span>
    </span>
  );
}

/** Assessments named in a row; further ones are counted. */
const SHOWN = 2;

function Assessments({ trace }: { trace: TraceInfo }) {
  const valid = trace.assessments.filter(({ valid, feedback }) => valid && feedback !== undefined);
  return (
    <span className="flex items-center gap-1 overflow-hidden">
      {valid.slice(0, SHOWN).map(({ assessment_id: id, name, feedback }) => (
        <span key={id} className="min-w-0">
          <Badge tone={toneOf(feedback?.value)} title={`${name}: ${formatValue(feedback?.value)}`}>
            <span className="truncate">{name}</span>
          </Badge>
        </span>
      ))}
      {valid.length > SHOWN && <span className="shrink-0 text-xs text-muted">+{valid.length - SHOWN}</span>}
    </span>
  );
}

/** What a value says: yes is good, no is bad, anything else neither. */
export function toneOf(value: unknown): 'good' | 'bad' | 'plain' {
  if (value === true || value === 'yes' || value === 'pass') return 'good';
  return value === false || value === 'no' || value === 'fail' ? 'bad' : 'plain';
}
