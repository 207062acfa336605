/** Leads to the traces that failed in something. */
import { Link } from '@tanstack/react-router';
import { quoted, type TraceSearch } from '../traces/trace-search.ts';

/** Verdicts are words or truth values, by who gave them: the filter is asked for each. */
const failingValues = ['no', 'false'];

/** The filter for traces of which that was said. */
export function saidFilter(name: string, value: string): string {
  return `${fieldOf(name)} = ${quoted(value)}`;
}

/** The filter for traces of which anything was said under that name. */
export function judgedFilter(name: string): string {
  return `${fieldOf(name)} IS NOT NULL`;
}

function fieldOf(name: string): string {
  return `feedback.${/^[A-Za-z_]\w*$/.test(name) ? name : `\`${name}\``}`;
}

export function FailingLinks({ name, search }: { name: string; search: TraceSearch }) {
  return (
    <span className="flex gap-3">
      {failingValues.map((value) => (
        <Link
          key={value}
          to="/traces"
          search={{ ...search, filter: saidFilter(name, value) }}
          aria-label={`Traces of which ${name} is ${value}`}
          className="whitespace-nowrap text-accent hover:underline"
        >
          {value}
        </Link>
      ))}
    </span>
  );
}
