/**
 * Bedrock's counting (docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_TokenUsage.html): input leaves cache reads
 * and writes out, so the canonical input is the sum of three. Converse tells it in `usage`; InvokeModel in headers and, for
 * streams, in the metrics of the last chunk.
 */
import { asArray, asObject, isObject, setMember, type Json, type JsonObject } from '../../../core/json.ts';
import type { Usage } from '../contract.ts';
import { finishUsage, sumKnown, tokenCount, unknownUsage } from '../wire/usage.ts';

/** Canonical usage of Converse's `usage`; null when it holds nothing (F31). */
export function readConverseUsage(raw: unknown): Usage | null {
  if (!isObject(raw)) return null;
  const usage = fromCounts({
    fresh: tokenCount(raw.inputTokens),
    output: tokenCount(raw.outputTokens),
    cacheRead: tokenCount(raw.cacheReadInputTokens),
    cacheWrite: tokenCount(raw.cacheWriteInputTokens),
  });
  return usage === null ? null : { ...usage, cacheWrite1h: oneHourWrites(raw.cacheDetails) };
}

/**
 * Units that guardrails charged (docs.aws.amazon.com/bedrock, GuardrailUsage), by name, out of a `trace` or of what a
 * guardrail answered: they stand in `usage` of `invocationMetrics`, however deep.
 */
export function readGuardrailUnits(trace: unknown): Record<string, number> {
  const units: Record<string, number> = {};
  const places: unknown[] = [trace];
  for (let next = places.pop(); next !== undefined; next = places.pop()) {
    if (Array.isArray(next)) places.push(...next);
    if (!isObject(next)) continue;
    for (const [name, value] of Object.entries(next)) {
      if (name !== 'invocationMetrics') places.push(value);
      else addUnits(units, asObject(asObject(value).usage));
    }
  }
  return units;
}

/** Word filters are free of charge, and so are units of which there are none. */
function addUnits(units: Record<string, number>, usage: JsonObject): void {
  for (const [name, value] of Object.entries(usage)) {
    const count = tokenCount(value);
    if (count === null || count === 0 || /FreeUnits$|^wordPolicyUnits$/.test(name)) continue;
    setMember(units, `guardrail_${name}`, (units[`guardrail_${name}`] ?? 0) + count);
  }
}

/** Usage out of `amazon-bedrock-invocationMetrics`; null when it holds nothing. */
export function readInvocationMetrics(raw: unknown): Usage | null {
  const metrics = asObject(raw);
  return fromCounts({
    fresh: tokenCount(metrics.inputTokenCount),
    output: tokenCount(metrics.outputTokenCount),
    cacheRead: tokenCount(metrics.cacheReadInputTokenCount),
    cacheWrite: tokenCount(metrics.cacheWriteInputTokenCount),
  });
}

/** Usage out of `x-amzn-bedrock-*-token-count` headers; null when there are none. */
export function readHeaderCounts(headers: Readonly<Record<string, string>>): Usage | null {
  const count = (name: string): number | null => {
    const text = headers[`x-amzn-bedrock-${name}-token-count`] ?? '';
    return /^\d+$/.test(text) ? tokenCount(Number(text)) : null;
  };
  return fromCounts({
    fresh: count('input'),
    output: count('output'),
    cacheRead: count('cache-read-input'),
    cacheWrite: count('cache-write-input'),
  });
}

interface Counts {
  /** Input that was neither read from nor written to the cache. */
  fresh: number | null;
  output: number | null;
  cacheRead: number | null;
  cacheWrite: number | null;
}

function fromCounts({ fresh, output, cacheRead, cacheWrite }: Counts): Usage | null {
  const input = fresh === null ? null : sumKnown(fresh, cacheRead, cacheWrite);
  return finishUsage({ ...unknownUsage(), input, output, cacheRead, cacheWrite });
}

function oneHourWrites(details: Json | undefined): number | null {
  const hours = asArray(details)
    .map(asObject)
    .filter(({ ttl }) => ttl === '1h');
  return sumKnown(...hours.map(({ inputTokens }) => tokenCount(inputTokens)));
}

/** Usage as the vendor's body tells it, what it leaves out filled in with what Bedrock counted. */
export function completeUsage(told: Usage | null, counted: Usage | null): Usage | null {
  if (told === null || counted === null) return told ?? counted;
  const input = told.input ?? counted.input;
  const output = told.output ?? counted.output;
  return {
    ...told,
    input,
    output,
    total: Math.max(told.total ?? 0, sumKnown(input, output) ?? 0),
    cacheRead: told.cacheRead ?? counted.cacheRead,
    cacheWrite: told.cacheWrite ?? counted.cacheWrite,
  };
}
