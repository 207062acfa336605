/** The charts of the overview. Each interval leads to its traces. */
import { useMemo } from 'react';
import type { AssessmentRow, StatisticsRow } from '../api/types.ts';
import { Chart } from '../components/chart.tsx';
import { Card } from '../components/page.tsx';
import type { Series } from '../components/time-chart.tsx';
import { formatCompact, formatCost, formatDuration, formatShare } from '../format/format.ts';
import type { Span } from './overview-page.tsx';

interface ChartsProps {
  span: Span;
  /** Beginnings of the intervals, Unix milliseconds. */
  times: number[];
  rows: StatisticsRow[];
  said: AssessmentRow[];
  onPick: (times: { from: number; to: number }) => void;
}

const colors = ['chart-1', 'chart-2', 'chart-3', 'chart-4', 'chart-5'];

export function Charts({ span, times, rows, said, onPick }: ChartsProps) {
  const byTime = useMemo(() => new Map(rows.map((row) => [Date.parse(row.start_time ?? ''), row])), [rows]);
  const values = (of: (row: StatisticsRow) => number | null, empty: number | null = null) =>
    times.map((ms) => {
      const row = byTime.get(ms);
      return row === undefined ? empty : of(row);
    });
  const line = (label: string, color: string, of: (row: StatisticsRow) => number | null): Series => ({
    label,
    color,
    values: values(of),
  });
  const bars = (label: string, color: string, of: (row: StatisticsRow) => number | null): Series => ({
    label,
    color,
    values: values(of, 0),
    bars: true,
  });
  const pick = (index: number) =>
    onPick({ from: times[index] ?? span.fromMs, to: times[index + 1] ?? span.toMs });
  const shared = { times, onPick: pick };
  return (
    <div className="grid gap-4 lg:grid-cols-2 xl:grid-cols-3">
      <Card title="Requests and errors">
        <Chart
          {...shared}
          label="Requests and errors over time"
          format={formatCompact}
          series={[
            bars('Requests', 'chart-1', (row) => row.request_count),
            bars('Errors', 'bad', (row) => row.error_count),
          ]}
        />
      </Card>
      <Card title="Latency">
        <Chart
          {...shared}
          label="Latency over time, median, 95th and 99th percentile"
          format={formatDuration}
          series={[
            line('p99', 'chart-4', (row) => row.duration_p99_ms),
            line('p95', 'chart-2', (row) => row.duration_p95_ms),
            line('p50', 'chart-1', (row) => row.duration_p50_ms),
          ]}
        />
      </Card>
      <Card title="Time to first token">
        <Chart
          {...shared}
          label="Time to first token over time, median, 95th and 99th percentile"
          format={formatDuration}
          series={[
            line('p99', 'chart-4', (row) => row.first_token_p99_ms),
            line('p95', 'chart-2', (row) => row.first_token_p95_ms),
            line('p50', 'chart-1', (row) => row.first_token_p50_ms),
          ]}
        />
      </Card>
      <Card title="Tokens">
        <Chart
          {...shared}
          label="Tokens over time"
          format={formatCompact}
          series={[
            bars('All', 'chart-1', (row) => row.total_tokens),
            bars('Output', 'chart-3', (row) => row.output_tokens),
          ]}
        />
      </Card>
      <Card title="Cost">
        <Chart
          {...shared}
          label="Cost over time in USD"
          format={formatCost}
          series={[bars('Cost', 'chart-1', (row) => row.total_cost)]}
        />
      </Card>
      <Card title="Pass rates">
        <PassRates times={times} said={said} onPick={shared.onPick} />
      </Card>
    </div>
  );
}

function PassRates({
  times,
  said,
  onPick,
}: {
  times: number[];
  said: AssessmentRow[];
  onPick: (index: number) => void;
}) {
  const series = useMemo(() => passRateSeries(times, said), [times, said]);
  if (series.length === 0) {
    return <p className="py-16 text-center text-sm text-muted">Nothing has been judged in this time.</p>;
  }
  return (
    <Chart times={times} onPick={onPick} label="Pass rates over time" format={formatShare} series={series} />
  );
}

/** A line per name that is judged by yes and no, those judged most often first. */
export function passRateSeries(times: number[], said: AssessmentRow[]): Series[] {
  const counts = new Map<string, number>();
  for (const { name, is_share: isShare, numeric_count: count } of said)
    if (isShare && name !== null) counts.set(name, (counts.get(name) ?? 0) + count);
  const names = [...counts].sort(([, one], [, other]) => other - one).slice(0, colors.length);
  return names.map(([name], index) => ({
    label: name,
    color: colors[index] ?? 'chart-1',
    values: times.map((ms) => {
      const rows = said.filter(
        (row) => row.name === name && row.mean !== null && Date.parse(row.start_time ?? '') === ms,
      );
      const count = rows.reduce((sum, row) => sum + row.numeric_count, 0);
      return count === 0
        ? null
        : rows.reduce((sum, row) => sum + (row.mean ?? 0) * row.numeric_count, 0) / count;
    }),
  }));
}
