/** Arithmetic on canonical usage: snapshots replace field by field, never add; null never overwrites a number. */
import type { OtherModelUsage, Usage } from '../contract.ts';

/** More than any call can use: what lies above is a mistake of who counted, such as 1e308. */
const MOST_COUNTED = 1_000_000_000;

/** What is nested deeper than any documented usage is replaced as a whole. */
const MOST_SNAPSHOT_LEVELS = 8;

/** Usage of which nothing is known. */
export function unknownUsage(): Usage {
  return {
    input: null,
    output: null,
    total: null,
    cacheRead: null,
    cacheWrite: null,
    cacheWrite1h: null,
    reasoning: null,
    inputAudio: null,
    outputAudio: null,
    cacheReadAudio: null,
    inputImage: null,
    outputImage: null,
    cacheReadImage: null,
    inputVideo: null,
    outputVideo: null,
    cacheReadVideo: null,
    extra: {},
    conditions: {},
    others: [],
    statedCostUsd: null,
  };
}

/**
 * A count as a provider tells it: null when it tells none, NaN when what it tells is no count (negative, a fraction, text,
 * more than any call can use). NaN goes through sums, so that what is made of it is refused too, by {@link checkUsage}.
 */
export function tokenCount(value: unknown): number | null {
  if (value === null || value === undefined) return null;
  const isCount = Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= MOST_COUNTED;
  return isCount ? Number(value) : Number.NaN;
}

/** The same for what may be a fraction: seconds, dollars. */
export function amountOf(value: unknown, most = MOST_COUNTED): number | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'number' && value >= 0 && value <= most ? value : Number.NaN;
}

/** A count that can be; null for everything else. */
export function plausibleCount(value: unknown): number | null {
  const count = tokenCount(value);
  return count === null || Number.isNaN(count) ? null : count;
}

/** An amount that can be, such as a cost that is stated; null for everything else. */
export function plausibleAmount(value: unknown): number | null {
  const amount = amountOf(value);
  return amount === null || Number.isNaN(amount) ? null : amount;
}

/**
 * Usage without what cannot be, by name of the member. Refused parts are null or left out, never zero.
 *
 * @returns null when nothing is left
 */
export function checkUsage(usage: Usage): { usage: Usage | null; refused: string[] } {
  const refused: string[] = [];
  const { extra, conditions, others, statedCostUsd, ...counts } = usage;
  const checked: Usage = { ...unknownUsage(), conditions };
  for (const [name, count] of Object.entries(counts)) {
    if (tokenCount(count) === count) checked[name as keyof typeof counts] = count;
    else refused.push(name);
  }
  for (const [name, count] of Object.entries(extra)) {
    if (amountOf(count) === count) checked.extra[name] = count;
    else refused.push(name);
  }
  if (amountOf(statedCostUsd) === statedCostUsd) checked.statedCostUsd = statedCostUsd;
  else refused.push('statedCostUsd');
  for (const other of others) {
    const own = checkUsage(other.usage);
    if (own.usage !== null) checked.others.push({ model: other.model, usage: own.usage });
    refused.push(...own.refused);
  }
  return { usage: finishUsage(checked), refused: [...new Set(refused)] };
}

/** The sum of two usages, for calls in which several answers are billed; null counts as unknown, not as zero. */
export function addUsage(first: Usage | null, second: Usage | null): Usage | null {
  if (first === null || second === null) return first ?? second;
  const { extra, conditions, others, ...counts } = first;
  const sum: Usage = {
    ...second,
    extra: { ...extra },
    conditions: { ...conditions, ...second.conditions },
    others: [...others, ...second.others],
  };
  for (const name of Object.keys(counts) as (keyof typeof counts)[]) {
    sum[name] = sumKnown(first[name], second[name]);
  }
  for (const [name, count] of Object.entries(second.extra)) sum.extra[name] = (sum.extra[name] ?? 0) + count;
  return sum;
}

/** A usage with what other models used within the call added to its counts. */
export function withOthers(usage: Usage, others: readonly OtherModelUsage[]): Usage {
  return others.reduce<Usage>(
    (sum, other) => ({ ...(addUsage(sum, other.usage) ?? sum), others: [...sum.others, other] }),
    usage,
  );
}

/** The sum of the numbers that are known; null when none is. */
export function sumKnown(...parts: (number | null)[]): number | null {
  const known = parts.filter((part) => part !== null);
  return known.length === 0 ? null : known.reduce((sum, part) => sum + part, 0);
}

/** Fills `total` from input and output when the provider gave none; null when nothing at all is known. */
export function finishUsage(usage: Usage): Usage | null {
  const total =
    usage.total ??
    (usage.input === null && usage.output === null ? null : sumKnown(usage.input, usage.output));
  const anything =
    total !== null ||
    usage.statedCostUsd !== null ||
    Object.keys(usage.extra).length > 0 ||
    usage.cacheRead !== null;
  return anything ? { ...usage, total } : null;
}

/**
 * Merges raw usage objects as providers send them during a stream: the last value that is not null wins per member,
 * nested objects are merged alike.
 */
export function mergeSnapshots(
  earlier: Record<string, unknown>,
  later: Record<string, unknown>,
  levels = MOST_SNAPSHOT_LEVELS,
): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...earlier };
  for (const [key, value] of Object.entries(later)) {
    if (value === null || value === undefined) continue;
    const before = merged[key];
    const isNested = levels > 1 && isRecord(before) && isRecord(value);
    merged[key] = isNested ? mergeSnapshots(before, value, levels - 1) : value;
  }
  return merged;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
