/** How far something is: a bar, and the numbers beside it. */
import { formatCount } from '../format/format.ts';

interface ProgressProps {
  label: string;
  done: number;
  failed?: number;
  total: number;
}

/** Done and failed of a total; the failed part is told apart by its colour and its words. */
export function Progress({ label, done, failed = 0, total }: ProgressProps) {
  const share = (count: number) => `${total === 0 ? 0 : (100 * count) / total}%`;
  return (
    <div className="flex min-w-32 items-center gap-2">
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done + failed}
        className="flex h-1.5 min-w-12 flex-1 overflow-hidden rounded-full bg-line"
      >
        <div className="bg-accent transition-[width]" style={{ width: share(done) }} />
        <div className="bg-bad transition-[width]" style={{ width: share(failed) }} />
      </div>
      <span className="numeric text-xs whitespace-nowrap text-muted">
        {formatCount(done + failed)} of {formatCount(total)}
        {failed > 0 && <span className="text-bad">, {formatCount(failed)} failed</span>}
      </span>
    </div>
  );
}
