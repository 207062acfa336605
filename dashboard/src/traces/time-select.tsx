/** Chooses the span of time that is looked at; one chosen in a chart is shown, and can be left. */
import { formatTime } from '../format/format.ts';
import { isRange, ranges } from '../format/time-range.ts';
import { Select } from '../components/field.tsx';
import type { TraceSearch } from './trace-search.ts';

interface TimeSelectProps {
  search: TraceSearch;
  onChange: (changes: Partial<TraceSearch>) => void;
  /** What it says when no span is chosen; null when one always is. */
  all: string | null;
}

export function TimeSelect({ search, onChange, all }: TimeSelectProps) {
  const { from, to, range } = search;
  const picked = from !== undefined || to !== undefined;
  return (
    <Select
      aria-label="Time"
      value={picked ? 'picked' : (range ?? '')}
      onChange={({ target }) =>
        onChange({ range: isRange(target.value) ? target.value : undefined, from: undefined, to: undefined })
      }
    >
      {picked && (
        <option value="picked">
          {from === undefined ? '…' : formatTime(from)} – {to === undefined ? 'now' : formatTime(to)}
        </option>
      )}
      {all !== null && <option value="">{all}</option>}
      {Object.entries(ranges).map(([name, { label }]) => (
        <option key={name} value={name}>
          {label}
        </option>
      ))}
    </Select>
  );
}
