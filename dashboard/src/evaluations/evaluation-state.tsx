/** How an evaluation goes: its state as a mark, its progress as a bar. */
import { isGoingOn } from '../api/evaluation-queries.ts';
import type { Evaluation } from '../api/types.ts';
import { Badge, type Tone } from '../components/badge.tsx';
import { Progress } from '../components/progress.tsx';
import { formatCount } from '../format/format.ts';

const tones: Record<Evaluation['state'], Tone> = {
  preparing: 'accent',
  running: 'accent',
  finished: 'good',
  failed: 'bad',
  cancelled: 'warn',
};

export function EvaluationState({ evaluation: { state, error } }: { evaluation: Evaluation }) {
  return (
    <Badge tone={tones[state]} {...(error === null ? {} : { title: error })}>
      {state}
    </Badge>
  );
}

/** A bar while it goes on; then only its rows. */
export function EvaluationProgress({ evaluation }: { evaluation: Evaluation }) {
  const { name, rows } = evaluation;
  if (isGoingOn(evaluation) || rows.failed > 0 || rows.pending > 0) {
    return (
      <Progress label={`Progress of ${name}`} done={rows.done} failed={rows.failed} total={rows.total} />
    );
  }
  return <span className="numeric whitespace-nowrap">{formatCount(rows.total)} rows</span>;
}

/** What answered the rows, in words. */
export function describeTarget({ target }: Evaluation): string {
  if (target === null) return 'answers as given';
  if (target.url !== null) return target.url;
  return target.prompt === null ? `${target.model}` : `${target.model} with ${target.prompt}`;
}
