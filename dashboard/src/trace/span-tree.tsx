/** The spans of a trace as a tree beside their time: who called whom, and how long it took. */
import type { Span } from '../api/types.ts';
import { formatDuration } from '../format/format.ts';

/** A span in its place. Times are milliseconds since the trace began. */
export interface PlacedSpan {
  span: Span;
  depth: number;
  startMs: number;
  durationMs: number | null;
}

/** Spans in the order of a tree, children in the order they began. */
export function placeSpans(spans: Span[]): PlacedSpan[] {
  const known = new Set(spans.map(({ span_id: id }) => id));
  const children = new Map<string | null, Span[]>();
  for (const span of spans) {
    const parent =
      span.parent_span_id !== null && known.has(span.parent_span_id) ? span.parent_span_id : null;
    children.set(parent, [...(children.get(parent) ?? []), span]);
  }
  const begin = spans.reduce<bigint | null>((least, span) => {
    const start = BigInt(span.start_time_unix_nano);
    return least === null || start < least ? start : least;
  }, null);
  const placed: PlacedSpan[] = [];
  const seen = new Set<string>();
  const visit = (parent: string | null, depth: number) => {
    for (const span of children.get(parent) ?? []) {
      if (seen.has(span.span_id)) continue;
      seen.add(span.span_id);
      placed.push({ span, depth, ...timesOf(span, begin ?? 0n) });
      visit(span.span_id, depth + 1);
    }
  };
  visit(null, 0);
  return placed;
}

function timesOf(span: Span, begin: bigint): { startMs: number; durationMs: number | null } {
  const start = BigInt(span.start_time_unix_nano);
  const end = span.end_time_unix_nano === null ? null : BigInt(span.end_time_unix_nano);
  return {
    startMs: Number(start - begin) / 1e6,
    durationMs: end === null ? null : Number(end - start) / 1e6,
  };
}

interface SpanTreeProps {
  placed: PlacedSpan[];
  chosen: string;
  onChoose: (spanId: string) => void;
}

export function SpanTree({ placed, chosen, onChoose }: SpanTreeProps) {
  const totalMs = Math.max(1, ...placed.map(({ startMs, durationMs }) => startMs + (durationMs ?? 0)));
  return (
    <ol aria-label="Spans" className="py-1">
      {placed.map(({ span, depth, startMs, durationMs }) => (
        <li key={span.span_id}>
          <button
            type="button"
            aria-current={span.span_id === chosen}
            onClick={() => onChoose(span.span_id)}
            className="block w-full px-3 py-1.5 text-left hover:bg-wash aria-[current=true]:bg-accent-wash"
          >
            <span className="flex items-baseline gap-2 text-sm" style={{ paddingLeft: `${depth * 0.9}rem` }}>
              <span className={`truncate ${span.status.code === 'ERROR' ? 'text-bad' : ''}`}>
                {span.name}
              </span>
              <span className="truncate text-xs text-muted">{span.type}</span>
              <span className="numeric ml-auto shrink-0 text-xs text-muted">
                {formatDuration(durationMs)}
              </span>
            </span>
            <span className="mt-1 block h-1 rounded bg-line" aria-hidden>
              <span
                className={`block h-1 rounded ${span.status.code === 'ERROR' ? 'bg-bad' : 'bg-accent'}`}
                style={{
                  marginLeft: `${(startMs / totalMs) * 100}%`,
                  width: `max(2px, ${((durationMs ?? 0) / totalMs) * 100}%)`,
                }}
              />
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}
