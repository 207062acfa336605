/** A verdict as a mark: green for yes, red for no, its words for anything else; a failure to judge says so. */
import { formatValue } from '../format/format.ts';
import { toneOf } from '../traces/trace-columns.tsx';
import { Badge } from './badge.tsx';

interface VerdictProps {
  value: unknown;
  error?: { error_code: string; error_message?: string | null | undefined } | null | undefined;
  rationale?: string | null;
}

export function VerdictBadge({ value, error, rationale }: VerdictProps) {
  if (error !== null && error !== undefined) {
    return (
      <Badge tone="warn" title={error.error_message ?? error.error_code}>
        {error.error_code.toLowerCase().replaceAll('_', ' ')}
      </Badge>
    );
  }
  const text = typeof value === 'number' ? String(Math.round(value * 1000) / 1000) : formatValue(value);
  return (
    <Badge tone={toneOf(value)} title={rationale ?? text}>
      {text}
    </Badge>
  );
}
