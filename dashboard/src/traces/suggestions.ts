/** What the filter bar offers while somebody types: names of facts, then their values; beginnings of filter conditions. */
import { facts, type Fact } from './trace-search.ts';

/** One offer. */
export interface Suggestion {
  /** What the bar holds once it is taken. */
  text: string;
  hint: string;
  /** Taking it applies it at once. */
  complete: boolean;
}

/** What the bar's text means. */
export type Entry =
  | { kind: 'fact'; fact: Fact; value: string }
  | { kind: 'tag'; value: string }
  | { kind: 'filter'; filter: string }
  | { kind: 'text'; text: string };

const factHints: Record<Fact, string> = {
  state: 'OK, ERROR, IN_PROGRESS',
  provider: 'who was called',
  model: 'which model answered',
  session: 'one conversation',
  user: 'one end user',
};

const conditions: [string, string][] = [
  ['trace.execution_time_ms > 5000', 'slower than so many milliseconds'],
  ["prompt = 'name/1'", 'used a prompt version'],
  ["feedback.correctness = 'no'", 'judged so'],
  ["tags.env = 'prod'", 'has a tag'],
  ["metadata.`weir.environment` = 'prod'", 'ran in an environment'],
  ["span.type = 'TOOL'", 'has such a span'],
  ["text LIKE '%refund%'", 'says something'],
];

const OPERATOR = /(?:[!<>]=|[=<>]|\b(?:NOT\s+)?(?:LIKE|ILIKE|RLIKE|IN)\b|\bIS\s+(?:NOT\s+)?NULL\b)/i;

/** What a text that was entered means. */
export function readEntry(text: string): Entry | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const [, name, value] = /^([a-z]+):(\S.*)$/.exec(trimmed) ?? [];
  const fact = facts.find((known) => known === name);
  if (fact !== undefined && value !== undefined) {
    return { kind: 'fact', fact, value: fact === 'state' ? value.toUpperCase() : value };
  }
  if (name === 'tag' && value !== undefined && value.includes(':')) return { kind: 'tag', value };
  return OPERATOR.test(trimmed) ? { kind: 'filter', filter: trimmed } : { kind: 'text', text: trimmed };
}

/** The fact whose values are asked for; null while no name stands there. */
export function factInHand(text: string): Fact | null {
  const name = /^([a-z]+):/.exec(text.trimStart())?.[1];
  return facts.find((known) => known === name) ?? null;
}

/**
 * The offers for a text.
 *
 * @param values what the fact in hand can be, most frequent first
 */
export function suggest(text: string, values: readonly string[]): Suggestion[] {
  const typed = text.trimStart();
  const fact = factInHand(typed);
  if (fact !== null) {
    const begun = typed.slice(fact.length + 1).toLowerCase();
    return values
      .filter((value) => value.toLowerCase().includes(begun))
      .slice(0, 12)
      .map((value) => ({ text: `${fact}:${value}`, hint: '', complete: true }));
  }
  const begun = typed.toLowerCase();
  const names = [
    ...facts.map((name) => ({ text: `${name}:`, hint: factHints[name], complete: false })),
    { text: 'tag:', hint: 'tag:key:value', complete: false },
  ];
  const filters = conditions.map(([condition, hint]) => ({ text: condition, hint, complete: false }));
  return [...names, ...filters].filter((one) => one.text.toLowerCase().startsWith(begun)).slice(0, 14);
}

/** The values, each once, those that occur most often first. */
export function mostFrequent(values: readonly (string | null)[]): string[] {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted(([, one], [, other]) => other - one).map(([value]) => value);
}
