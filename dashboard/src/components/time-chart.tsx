/** A chart over time. Drawn on a canvas by uPlot; a click on an interval leads to what is behind it. */
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import './time-chart.css';

/** One line or row of bars. */
export interface Series {
  label: string;
  /** By interval; null where nothing is known. */
  values: (number | null)[];
  /** Name of a colour of the theme. */
  color: string;
  bars?: boolean;
}

export interface TimeChartProps {
  /** What the chart shows, for those who do not see it. */
  label: string;
  /** Beginnings of the intervals, Unix milliseconds. */
  times: number[];
  series: Series[];
  format: (value: number | null) => string;
  onPick?: ((index: number) => void) | undefined;
  height?: number;
}

const HEIGHT = 168;
const FEW_POINTS = 4;

export default function TimeChart(props: TimeChartProps) {
  const holder = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const { label, times, series, height = HEIGHT } = props;
  const key = JSON.stringify([times, series, height]);
  useEffect(() => {
    const element = holder.current;
    if (element === null) return undefined;
    const chart = draw(element, latest);
    const observer = new ResizeObserver(() => {
      if (element.clientWidth > 0) chart.setSize({ width: element.clientWidth, height });
    });
    observer.observe(element);
    // Colours are the theme's: drawn anew when it changes.
    const redraw = () => chart.redraw(false);
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', redraw);
    addEventListener('weir-theme', redraw);
    return () => {
      observer.disconnect();
      scheme.removeEventListener('change', redraw);
      removeEventListener('weir-theme', redraw);
      chart.destroy();
    };
  }, [key, height]);
  return <div ref={holder} role="img" aria-label={label} className="weir-chart w-full" />;
}

function draw(element: HTMLElement, latest: { current: TimeChartProps }): uPlot {
  const { times, series, height = HEIGHT } = latest.current;
  const color = (name: string) => () => resolveColor(element, name);
  const format = (value: number | null) => latest.current.format(value);
  const chart = new uPlot(
    {
      width: Math.max(200, element.clientWidth),
      height,
      padding: [8, 14, 0, 0],
      cursor: { y: false, points: { size: 6 }, drag: { x: false, y: false } },
      legend: { live: true },
      scales: {
        x: { range: (_, min, max) => widen(min, max, times.length) },
        y: { range: (_, __, max) => [0, max > 0 ? max * 1.08 : 1] },
      },
      axes: [axis(color), { ...axis(color), size: 58, values: (_, ticks) => ticks.map(format) }],
      series: [{ label: '' }, ...series.map((one) => toSeries(one, { color, format }))],
    },
    [times.map((ms) => ms / 1000), ...series.map(({ values }) => values)],
    element,
  );
  chart.over.addEventListener('click', () => {
    const index = chart.cursor.idx;
    if (typeof index === 'number') latest.current.onPick?.(index);
  });
  chart.over.style.cursor = latest.current.onPick === undefined ? 'default' : 'pointer';
  return chart;
}

/** Half an interval on both sides, so that the first and the last bar are whole. */
function widen(min: number, max: number, count: number): [number, number] {
  const half = count > 1 ? (max - min) / (count - 1) / 2 : 1800;
  return [min - half, max + half];
}

function axis(color: (name: string) => () => string): uPlot.Axis {
  return {
    stroke: color('muted'),
    grid: { stroke: color('line'), width: 1 },
    ticks: { show: false },
    font: '11px system-ui, sans-serif',
  };
}

function toSeries(
  { label, values, color: name, bars = false }: Series,
  { color, format }: { color: (name: string) => () => string; format: (value: number | null) => string },
): uPlot.Series {
  const base = { label, stroke: color(name), value: (_: uPlot, value: number | null) => format(value) };
  // A line through one or two points would not be seen.
  const known = values.filter((value) => value !== null).length;
  const points = { show: known < FEW_POINTS, size: 5, fill: color(name) };
  if (!bars) return { ...base, width: 2, points, spanGaps: true };
  const paths = uPlot.paths.bars?.({ size: [0.72, 40], radius: 0.15 });
  return { ...base, width: 0, fill: color(name), points: { show: false }, ...(paths ? { paths } : {}) };
}

/** A canvas takes no `light-dark()`: the browser resolves it on an element. */
function resolveColor(element: HTMLElement, name: string): string {
  const before = element.style.color;
  element.style.color = `var(--color-${name})`;
  const { color } = getComputedStyle(element);
  element.style.color = before;
  return color;
}
