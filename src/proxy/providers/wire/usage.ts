/** Arithmetic on canonical usage: snapshots replace field by field, never add; null never overwrites a number. */
import type { Usage } from '../contract.ts';

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
    extra: {},
    statedCostUsd: null,
  };
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
): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...earlier };
  for (const [key, value] of Object.entries(later)) {
    if (value === null || value === undefined) continue;
    const before = merged[key];
    merged[key] = isRecord(before) && isRecord(value) ? mergeSnapshots(before, value) : value;
  }
  return merged;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
