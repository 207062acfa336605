/** The measures of the overview: what they are called, how they are taken from statistics, and whether more is worse. */
import type { StatisticsRow } from '../api/types.ts';
import { formatCompact, formatCost, formatDuration, formatShare } from '../format/format.ts';

/** One measure. */
export interface Measure {
  name: string;
  label: string;
  of: (row: StatisticsRow) => number | null;
  format: (value: number | null | undefined) => string;
  /** Which change is bad news; null: neither. */
  badWhen: 'up' | 'down' | null;
}

const errorRate = ({ error_count: errors, request_count: requests }: StatisticsRow) =>
  requests === 0 ? null : errors / requests;

export const measures = {
  requests: {
    name: 'requests',
    label: 'Requests',
    of: (row) => row.request_count,
    format: formatCompact,
    badWhen: null,
  },
  errorRate: { name: 'errorRate', label: 'Error rate', of: errorRate, format: formatShare, badWhen: 'up' },
  p50: {
    name: 'p50',
    label: 'Latency p50',
    of: (row) => row.duration_p50_ms,
    format: formatDuration,
    badWhen: 'up',
  },
  p95: {
    name: 'p95',
    label: 'Latency p95',
    of: (row) => row.duration_p95_ms,
    format: formatDuration,
    badWhen: 'up',
  },
  p99: {
    name: 'p99',
    label: 'Latency p99',
    of: (row) => row.duration_p99_ms,
    format: formatDuration,
    badWhen: 'up',
  },
  firstToken: {
    name: 'firstToken',
    label: 'First token p50',
    of: (row) => row.first_token_p50_ms,
    format: formatDuration,
    badWhen: 'up',
  },
  tokens: {
    name: 'tokens',
    label: 'Tokens',
    of: (row) => row.total_tokens,
    format: formatCompact,
    badWhen: null,
  },
  cost: { name: 'cost', label: 'Cost', of: (row) => row.total_cost, format: formatCost, badWhen: 'up' },
} satisfies Record<string, Measure>;

/** A change against the period before: its words, and whether it is good or bad news. */
export function describeChange(
  now: number | null | undefined,
  before: number | null | undefined,
  badWhen: Measure['badWhen'],
): { text: string; tone: 'good' | 'bad' | 'plain' } | null {
  if (now === null || now === undefined || before === null || before === undefined || before === 0)
    return null;
  const change = now / before - 1;
  if (Math.abs(change) < 0.005) return { text: 'no change', tone: 'plain' };
  const direction = change > 0 ? 'up' : 'down';
  const tone = badWhen === null ? 'plain' : direction === badWhen ? 'bad' : 'good';
  const times =
    change > 9 ? `${(change + 1).toFixed(0)}×` : `${change > 0 ? '+' : '−'}${formatShare(Math.abs(change))}`;
  return { text: times, tone };
}
