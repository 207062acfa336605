/**
 * How far people agree, per question: percent agreement, Cohen's kappa for two people and Fleiss' for more. Pure.
 *
 * Cohen, J. (1960), A coefficient of agreement for nominal scales. Fleiss, J. L. (1971), Measuring nominal scale agreement
 * among many raters.
 */
import type { Json } from '../core/json.ts';

/** One answer of one person to the question. */
export interface Rating {
  traceId: string;
  reviewer: string;
  value: Json;
}

/** How far people agree on a question. What is not defined is null. */
export interface Agreement {
  /** Answers in all. */
  answers: number;
  /** Items that at least two people answered. */
  itemsCompared: number;
  /** Mean over those items of the share of pairs of people who answered alike, from 0 to 1. */
  percentAgreement: number | null;
  /**
   * Agreement beyond chance, from -1 to 1. Null when nobody can tell what chance would do: no item in common, or everybody
   * gave one and the same answer.
   */
  kappa: number | null;
  kappaMethod: 'cohen' | 'fleiss' | null;
  /** Of numbers: the mean distance between two answers to an item. */
  meanDifference: number | null;
}

/** `nominal`: answers are alike or not; `numeric`: their distance counts too; `none`: free text, which is not compared. */
export type AgreementScale = 'nominal' | 'numeric' | 'none';

/** Measures the agreement of the ratings; of two by one person on one item the later in the list counts. */
export function measureAgreement(ratings: readonly Rating[], scale: AgreementScale): Agreement {
  const byItem = groupByItem(ratings);
  const answers = [...byItem.values()].reduce((sum, item) => sum + item.size, 0);
  const compared = [...byItem.values()].filter((item) => item.size >= 2);
  const nothing: Agreement = {
    answers,
    itemsCompared: compared.length,
    percentAgreement: null,
    kappa: null,
    kappaMethod: null,
    meanDifference: null,
  };
  if (scale === 'none' || compared.length === 0) return nothing;
  const percentAgreement = mean(compared.map((item) => shareOfPairs([...item.values()])));
  if (scale === 'numeric') {
    return { ...nothing, percentAgreement, meanDifference: mean(compared.map(meanDistance)) };
  }
  return { ...nothing, percentAgreement, ...kappaOf(compared) };
}

type Item = Map<string, Json>;

function groupByItem(ratings: readonly Rating[]): Map<string, Item> {
  const byItem = new Map<string, Item>();
  for (const { traceId, reviewer, value } of ratings) {
    const item = byItem.get(traceId) ?? new Map<string, Json>();
    byItem.set(traceId, item.set(reviewer, value));
  }
  return byItem;
}

/** Two people in all: Cohen's, over the items both answered. More: Fleiss', over the items all of them answered. */
function kappaOf(items: Item[]): Pick<Agreement, 'kappa' | 'kappaMethod'> {
  const reviewers = [...new Set(items.flatMap((item) => [...item.keys()]))];
  const complete = items.filter((item) => item.size === reviewers.length);
  const method = reviewers.length === 2 ? 'cohen' : 'fleiss';
  const kappa = method === 'cohen' ? cohensKappa(complete, reviewers) : fleissKappa(complete);
  return { kappa, kappaMethod: kappa === null ? null : method };
}

function cohensKappa(items: Item[], reviewers: string[]): number | null {
  if (items.length === 0) return null;
  const shares = reviewers.map((reviewer) => countKeys(items.map((item) => keyOf(item.get(reviewer)))));
  const [one, two] = shares;
  if (one === undefined || two === undefined) return null;
  const observed = mean(items.map((item) => shareOfPairs([...item.values()])));
  let expected = 0;
  for (const [key, count] of one) expected += (count * (two.get(key) ?? 0)) / items.length ** 2;
  return beyondChance(observed, expected);
}

function fleissKappa(items: Item[]): number | null {
  if (items.length === 0) return null;
  const keys = items.flatMap((item) => [...item.values()].map(keyOf));
  const observed = mean(items.map((item) => shareOfPairs([...item.values()])));
  let expected = 0;
  for (const count of countKeys(keys).values()) expected += (count / keys.length) ** 2;
  return beyondChance(observed, expected);
}

/** Null when chance alone makes everybody agree: then kappa is not defined. */
function beyondChance(observed: number, expected: number): number | null {
  const room = 1 - expected;
  return room < 1e-12 ? null : (observed - expected) / room;
}

function countKeys(keys: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function shareOfPairs(values: Json[]): number {
  const keys = values.map(keyOf);
  return mean(pairsOf(keys).map(([one, two]) => (one === two ? 1 : 0)));
}

function meanDistance(item: Item): number {
  const numbers = [...item.values()].map((value) => (typeof value === 'number' ? value : Number.NaN));
  return mean(pairsOf(numbers.filter(Number.isFinite)).map(([one, two]) => Math.abs(one - two)));
}

/** What makes two answers alike; the order of several choices does not count. */
function keyOf(value: Json | undefined): string {
  return Array.isArray(value)
    ? JSON.stringify(value.map((item) => JSON.stringify(item)).sort())
    : JSON.stringify(value);
}

function pairsOf<Value>(values: Value[]): [Value, Value][] {
  return values.flatMap((one, index) => values.slice(index + 1).map((two): [Value, Value] => [one, two]));
}

function mean(numbers: number[]): number {
  return numbers.length === 0 ? 0 : numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
