/** The table of traces: only the rows in sight exist, so that it stays quick however long it gets. */
import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import type { TraceInfo } from '../api/types.ts';
import { formatCount } from '../format/format.ts';
import type { TraceColumn } from './trace-columns.tsx';
import type { TraceChoice } from './use-choice.ts';

const ROW_PX = 34;
const CHOICE_WIDTH = '1.25rem';

interface TraceTableProps {
  traces: TraceInfo[];
  columns: TraceColumn[];
  /** Rows can be chosen; absent: they cannot. */
  choice?: TraceChoice | undefined;
  /** Asked for when the end comes into sight. */
  onEnd: () => void;
}

export function TraceTable({ traces, columns, choice, onEnd }: TraceTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: traces.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
  });
  const items = rows.getVirtualItems();
  const lastInSight = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (traces.length > 0 && lastInSight >= traces.length - 20) onEnd();
  }, [lastInSight, traces.length, onEnd]);
  const template = [...(choice ? [CHOICE_WIDTH] : []), ...columns.map(({ width }) => width)].join(' ');
  return (
    <div ref={scroller} className="h-full overflow-auto" onKeyDown={moveFocus}>
      <div
        role="table"
        aria-label="Traces"
        aria-rowcount={traces.length}
        className="w-max min-w-full text-sm"
      >
        <div role="rowgroup" className="sticky top-0 z-10">
          <div
            role="row"
            className="grid gap-x-3 border-b border-line bg-wash px-4 py-1.5 text-xs font-medium text-muted"
            style={{ gridTemplateColumns: template }}
          >
            {choice && (
              <div role="columnheader" className="flex">
                <ChooseAll traces={traces} choice={choice} />
              </div>
            )}
            {columns.map(({ name, head, numeric }) => (
              <div key={name} role="columnheader" className={numeric ? 'text-right' : ''}>
                {head}
              </div>
            ))}
          </div>
        </div>
        <div role="rowgroup" className="relative" style={{ height: rows.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const trace = traces[index];
            return (
              trace && <Row key={trace.trace_id} {...{ trace, columns, choice, template, start, index }} />
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** Chooses every trace that is loaded, or none of them. */
function ChooseAll({ traces, choice }: { traces: TraceInfo[]; choice: TraceChoice }) {
  const count = traces.filter(({ trace_id: id }) => choice.chosen.has(id)).length;
  const isAll = count > 0 && count === traces.length;
  return (
    <input
      type="checkbox"
      aria-label={`Choose all ${formatCount(traces.length)} that are loaded`}
      ref={(input) => {
        if (input !== null) input.indeterminate = count > 0 && !isAll;
      }}
      checked={isAll}
      onChange={() => choice.toggleAll(traces)}
    />
  );
}

interface RowProps {
  trace: TraceInfo;
  columns: TraceColumn[];
  choice: TraceChoice | undefined;
  template: string;
  start: number;
  index: number;
}

function Row({ trace, columns, choice, template, start, index }: RowProps) {
  return (
    <div
      role="row"
      aria-rowindex={index + 1}
      className="group absolute inset-x-0 grid items-center gap-x-3 border-b border-line px-4 hover:bg-wash has-focus-visible:bg-accent-wash"
      style={{ gridTemplateColumns: template, height: ROW_PX, transform: `translateY(${start}px)` }}
    >
      {choice && (
        <div role="cell" className="relative z-1 flex">
          <input
            type="checkbox"
            aria-label={`Choose ${trace.request_preview ?? trace.name}`}
            checked={choice.chosen.has(trace.trace_id)}
            onChange={() => choice.toggle(trace)}
          />
        </div>
      )}
      {columns.map(({ name, numeric, cell }, column) => (
        <div key={name} role="cell" className={`truncate ${numeric ? 'numeric text-right' : ''}`}>
          {column === 0 ? (
            <Link
              to="/traces/$traceId"
              params={{ traceId: trace.trace_id }}
              className="after:absolute after:inset-0 focus-visible:outline-none"
            >
              {cell(trace)}
            </Link>
          ) : (
            cell(trace)
          )}
        </div>
      ))}
    </div>
  );
}

/** Arrows, and j and k, go from row to row; x chooses the row. */
function moveFocus(event: KeyboardEvent<HTMLDivElement>): void {
  const row = document.activeElement?.closest('[role="row"]');
  if (event.key === 'x') row?.querySelector<HTMLInputElement>('input[type="checkbox"]')?.click();
  const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
  if (step === undefined) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>('[role="row"] a')];
  const at = links.findIndex((link) => link === document.activeElement);
  const next = links[at + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
