/** How far people agree, per question: percent agreement, Cohen's kappa for two people and Fleiss' for more. Pure. */
import type { Json } from '../core/json.ts';
import { cohensKappa, fleissKappa, type KappaGap } from '../core/statistics/kappa.ts';
import { meanOf } from '../core/statistics/sample.ts';

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
  /** Agreement beyond chance, from -1 to 1. Null when nobody can tell what chance would do. */
  kappa: number | null;
  kappaMethod: 'cohen' | 'fleiss' | null;
  /** Why there is no kappa; null when there is, and for what is not compared by words. */
  kappaGap: KappaGap | null;
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
    kappaGap: scale === 'nominal' && compared.length === 0 ? 'no_common_items' : null,
    meanDifference: null,
  };
  if (scale === 'none' || compared.length === 0) return nothing;
  const percentAgreement = meanOf(compared.flatMap((item) => shareOfPairs([...item.values()]) ?? []));
  if (scale === 'numeric') {
    return {
      ...nothing,
      percentAgreement,
      meanDifference: meanOf(compared.flatMap((item) => meanDistance(item) ?? [])),
    };
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
function kappaOf(items: Item[]): Pick<Agreement, 'kappa' | 'kappaMethod' | 'kappaGap'> {
  const reviewers = [...new Set(items.flatMap((item) => [...item.keys()]))];
  const complete = items.filter((item) => item.size === reviewers.length);
  const answers = complete.map((item) => reviewers.map((reviewer) => keyOf(item.get(reviewer))));
  const isPair = reviewers.length === 2;
  const { value, gap } = isPair
    ? cohensKappa(answers.map(([one = '', two = '']) => [one, two] as const))
    : fleissKappa(answers);
  return { kappa: value, kappaMethod: value === null ? null : isPair ? 'cohen' : 'fleiss', kappaGap: gap };
}

function shareOfPairs(values: Json[]): number | null {
  return meanOf(pairsOf(values.map(keyOf)).map(([one, two]) => (one === two ? 1 : 0)));
}

/** Null for an item with fewer than two numbers. */
function meanDistance(item: Item): number | null {
  const numbers = [...item.values()].filter((value) => typeof value === 'number' && Number.isFinite(value));
  return meanOf(pairsOf(numbers.map(Number)).map(([one, two]) => Math.abs(one - two)));
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
