/** Small marks: the state of a trace, and labels. */
import type { ReactNode } from 'react';

const tones = {
  plain: 'bg-wash text-muted',
  accent: 'bg-accent-wash text-accent',
  good: 'bg-good-wash text-good',
  warn: 'bg-warn-wash text-warn',
  bad: 'bg-bad-wash text-bad',
} as const;

/** What a mark says by its colour, beside its words. */
export type Tone = keyof typeof tones;

export function Badge({
  tone = 'plain',
  children,
  title,
}: {
  tone?: Tone;
  children: ReactNode;
  title?: string;
}) {
  return (
    <span
      title={title}
      className={`inline-flex max-w-full items-center gap-1 truncate rounded px-1.5 py-0.5 text-xs font-medium ${tones[tone]}`}
    >
      {children}
    </span>
  );
}

const states: Record<string, { tone: Tone; word: string }> = {
  OK: { tone: 'good', word: 'OK' },
  ERROR: { tone: 'bad', word: 'Error' },
  IN_PROGRESS: { tone: 'warn', word: 'Running' },
};

/** The state of a trace or a span. */
export function StateBadge({ state }: { state: string }) {
  const { tone, word } = states[state] ?? { tone: 'plain' as const, word: 'Unset' };
  return <Badge tone={tone}>{word}</Badge>;
}
