/** Keys that review without a mouse. Where text is written, only Ctrl or Cmd with Enter is one. */

/** What a key means. */
export type Command =
  | { kind: 'choose'; key: string }
  | {
      kind:
        | 'done'
        | 'skip'
        | 'back'
        | 'forward'
        | 'next-question'
        | 'previous-question'
        | 'comment'
        | 'correct';
    }
  | { kind: 'help' };

const single: Record<string, Command['kind']> = {
  s: 'skip',
  b: 'back',
  ArrowLeft: 'back',
  ArrowRight: 'forward',
  f: 'forward',
  j: 'next-question',
  k: 'previous-question',
  c: 'comment',
  e: 'correct',
  '?': 'help',
};

/** The keys as people read them. */
export const legend: [string, string][] = [
  ['1 … 9', 'choose an answer of the marked question'],
  ['J / K', 'mark the next or the previous question'],
  ['C', 'comment on the marked question'],
  ['E', 'write what the answer should have been'],
  ['Enter', 'done, go to the next item'],
  ['Ctrl Enter', 'the same, from within a text'],
  ['S', 'skip this item'],
  ['B / F', 'go back or forward'],
  ['Esc', 'leave a text'],
  ['?', 'this list'],
];

/**
 * What a key press means, or null.
 *
 * @param singleKeys false: only keys with Ctrl or Cmd; people who speak to their computer type by accident
 */
export function commandOf(event: KeyboardEvent, singleKeys: boolean): Command | null {
  if (event.isComposing || event.altKey) return null;
  const isEnter = event.key === 'Enter';
  if (event.ctrlKey || event.metaKey) return isEnter ? { kind: 'done' } : null;
  if (!singleKeys || isWriting(event.target)) return null;
  const isControl =
    event.target instanceof Element && event.target.closest('button, a, summary, [tabindex="0"]') !== null;
  if (isEnter) return isControl ? null : { kind: 'done' };
  if (/^\d$/.test(event.key)) return { kind: 'choose', key: event.key };
  // Arrows scroll what has the focus, and move between the choices of a question.
  const usesArrows = isControl || (event.target instanceof HTMLInputElement && event.target.type === 'radio');
  if (event.key.startsWith('Arrow') && usesArrows) return null;
  const kind = single[event.key] ?? single[event.key.toLowerCase()];
  // `choose` is no member of the table.
  return kind === undefined ? null : ({ kind } as Command);
}

function isWriting(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && target.type !== 'radio' && target.type !== 'checkbox';
}
