/** What stands in for content that is not there: still loading, failed, or none. */
import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { describeFailure } from '../api/call.ts';
import { Button } from './button.tsx';

/** Grey bars in place of rows that are on their way. */
export function Skeleton({ rows = 6 }: { rows?: number }) {
  return (
    <div role="status" aria-label="Loading" className="animate-pulse space-y-3 p-4">
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className="h-4 rounded bg-line" />
      ))}
    </div>
  );
}

/** A failure, in the API's words, with a way to try again. */
export function Failure({ cause, onRetry }: { cause: unknown; onRetry?: () => void }) {
  return (
    <div role="alert" className="m-4 flex items-start gap-3 rounded-lg bg-bad-wash p-3 text-sm">
      <CircleAlert size={18} className="mt-0.5 shrink-0 text-bad" aria-hidden />
      <pre className="min-w-0 flex-1 font-sans whitespace-pre-wrap">{describeFailure(cause)}</pre>
      {onRetry && <Button onClick={onRetry}>Try again</Button>}
    </div>
  );
}

/** Nothing here: why, and what to do about it. */
export function Empty({
  title,
  children,
  action,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="mx-auto max-w-lg px-6 py-16 text-center">
      <h2 className="text-base font-semibold">{title}</h2>
      {children && <div className="mt-2 text-sm text-muted">{children}</div>}
      {action && <div className="mt-4 flex justify-center gap-2">{action}</div>}
    </div>
  );
}

/** Stands in for a page that is all change, where the key one is signed in with may make none. */
export function NotAllowed({ scope }: { scope: string }) {
  return (
    <Empty title="The key you are signed in with may not do this">
      It takes a key with the scope <code>{scope}</code>.
    </Empty>
  );
}
