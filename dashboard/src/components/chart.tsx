/** The chart, loaded when there is one to draw: the first page does without it. */
import { lazy, Suspense } from 'react';
import type { TimeChartProps } from './time-chart.tsx';

const TimeChart = lazy(() => import('./time-chart.tsx'));

export function Chart(props: TimeChartProps) {
  return (
    <Suspense fallback={<div className="h-48 animate-pulse rounded bg-wash" />}>
      <TimeChart {...props} />
    </Suspense>
  );
}
