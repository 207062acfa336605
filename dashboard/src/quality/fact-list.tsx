/** What is known of a scorer or a schedule, each fact under its head. */
import type { ReactNode } from 'react';

export function FactList({ facts }: { facts: readonly (readonly [head: string, value: ReactNode])[] }) {
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-2 text-sm">
      {facts.map(([head, value]) => (
        <div key={head}>
          <dt className="text-xs text-muted">{head}</dt>
          <dd className="wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
