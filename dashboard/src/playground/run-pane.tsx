/** What came of one run: text as it arrives, how long it took, where its trace is. */
import { Link } from '@tanstack/react-router';
import { describeFailure } from '../api/call.ts';
import { formatCompact, formatDuration } from '../format/format.ts';
import { MessageView } from '../trace/message-view.tsx';
import type { Part } from '../trace/conversation.ts';
import type { ChatOutcome } from './run-chat.ts';

/** A run, from its first byte on. */
export interface Run {
  state: 'idle' | 'running' | 'done' | 'failed';
  parts: Part[];
  outcome: ChatOutcome | null;
  cause: unknown;
}

export const noRun: Run = { state: 'idle', parts: [], outcome: null, cause: null };

export function RunPane({ run }: { run: Run }) {
  const { outcome } = run;
  return (
    <div aria-live="polite" className="space-y-2">
      {run.state === 'running' && run.parts.length === 0 && (
        <p className="animate-pulse text-sm text-muted">Waiting for the first token…</p>
      )}
      {run.parts.length > 0 && (
        <MessageView message={{ role: 'assistant', parts: run.parts, answered: true }} />
      )}
      {run.state === 'failed' && (
        <p role="alert" className="rounded bg-bad-wash p-2 text-sm wrap-anywhere text-bad">
          {describeFailure(run.cause)}
        </p>
      )}
      {outcome !== null && (
        <p className="numeric flex flex-wrap gap-x-3 text-xs text-muted">
          <span>first token {formatDuration(outcome.firstTokenMs)}</span>
          <span>{formatDuration(outcome.durationMs)}</span>
          <span>
            {formatCompact(outcome.inputTokens)} in, {formatCompact(outcome.outputTokens)} out
          </span>
          {outcome.traceId !== null && (
            <Link
              to="/traces/$traceId"
              params={{ traceId: outcome.traceId }}
              className="text-accent hover:underline"
            >
              its trace
            </Link>
          )}
        </p>
      )}
    </div>
  );
}
