/** What keys do with an item: they answer the marked question, mark another one, settle the item or leave it. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Answer, ReviewItem, Work } from '../../src/labeling/review-wire.ts';
import { commandOf, type Command } from './keys.ts';
import { choicesOf, choose } from './question.tsx';

/** What keys act on. */
export interface KeysOptions {
  work: Work;
  keysFor: 'all' | 'modified' | 'nobody';
  onHelp: () => void;
  onMove: (step: number) => void;
  /** The answers as they are at this moment: keys may come faster than the page is drawn. */
  read: () => ReviewItem['answers'];
  say: (schemaId: string, answer: Answer | null, typing: boolean) => void;
  panel: { current: HTMLElement | null };
  isClosed: boolean;
  settle: (as: 'complete' | 'skipped') => void;
}

/** Answers by keys, and which question they answer. */
export function useKeys(options: KeysOptions) {
  const [current, setCurrent] = useState(0);
  const latest = useRef<Now>({ ...options, current });
  latest.current = { ...options, current };
  // Before the item is seen, so that no key comes too early.
  useLayoutEffect(() => {
    const mark = (index: number): void => {
      const now = latest.current;
      now.current = Math.min(countOf(now.work) - 1, Math.max(0, index));
      setCurrent(now.current);
      cardOf(now, now.current)?.scrollIntoView({ block: 'nearest' });
    };
    const onKey = (event: KeyboardEvent): void => {
      const now = latest.current;
      if (now.keysFor === 'nobody') return;
      if (event.key === 'Escape' && document.activeElement instanceof HTMLElement) {
        document.activeElement.blur();
        return;
      }
      const command = commandOf(event, now.keysFor === 'all');
      if (command === null) return;
      event.preventDefault();
      obey(command, now, mark);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return { current, setCurrent };
}

type Now = KeysOptions & { current: number };

function obey(command: Command, now: Now, mark: (index: number) => void): void {
  switch (command.kind) {
    case 'choose':
      if (answerByKey(now, command.key)) mark(now.current + 1);
      return;
    case 'next-question':
      return mark(now.current + 1);
    case 'previous-question':
      return mark(now.current - 1);
    case 'done':
      return now.settle('complete');
    case 'skip':
      return now.settle('skipped');
    case 'back':
      return now.onMove(-1);
    case 'forward':
      return now.onMove(1);
    case 'comment':
      cardOf(now, now.current)?.querySelector<HTMLElement>('[data-role=comment]')?.focus();
      return;
    case 'correct':
      return openCorrection(now);
    default:
      now.onHelp();
  }
}

/** Questions that keys move through: the correction has a key of its own. */
function countOf(work: Work): number {
  return work.questions.filter(({ schemaId }) => schemaId !== 'correction').length;
}

function cardOf({ panel, work }: KeysOptions, index: number): HTMLElement | null {
  const schemaId = work.questions[index]?.schemaId ?? '';
  return panel.current?.querySelector<HTMLElement>(`[data-schema="${CSS.escape(schemaId)}"]`) ?? null;
}

/** True when the question is answered and the next one is meant by what follows. */
function answerByKey(now: Now, key: string): boolean {
  const question = now.work.questions[now.current];
  if (question === undefined || now.isClosed) return false;
  const choice = choicesOf(question).find((one) => one.key === key);
  if (choice === undefined) {
    // Numbers and texts are written where they stand.
    cardOf(now, now.current)?.querySelector<HTMLElement>('input, textarea')?.focus();
    return false;
  }
  const answer = choose(question, now.read()[question.schemaId], choice.value);
  now.say(question.schemaId, answer, false);
  const isMany = question.input.kind === 'categorical' && question.input.multiSelect;
  return answer !== null && !isMany && !question.enableComment;
}

function openCorrection({ panel }: KeysOptions): void {
  const details = panel.current?.querySelector<HTMLDetailsElement>('details.correction');
  if (details === null || details === undefined) return;
  details.open = true;
  details.querySelector<HTMLElement>('textarea')?.focus();
}
