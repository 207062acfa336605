/** A choice that this browser remembers. */
import { useState } from 'react';

/**
 * State that is kept.
 *
 * @param isValid tells what was kept by an older version and means nothing any more
 */
export function useStoredChoice<Choice>(
  name: string,
  initial: Choice,
  isValid: (value: unknown) => value is Choice,
): [Choice, (choice: Choice) => void] {
  const [choice, setChoice] = useState<Choice>(() => {
    try {
      const stored: unknown = JSON.parse(localStorage.getItem(name) ?? 'null');
      return isValid(stored) ? stored : initial;
    } catch {
      return initial;
    }
  });
  return [
    choice,
    (next) => {
      localStorage.setItem(name, JSON.stringify(next));
      setChoice(next);
    },
  ];
}

/** True for a list of texts. */
export function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
