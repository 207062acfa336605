/** When the first token of a call came, as those who trace by OpenTelemetry tell it: an attribute, or an event at that time. */
import { asNumber } from '../../core/json.ts';
import type { Span } from '../trace.ts';

/** Attributes with the time since the call, and how many milliseconds one of their units is. */
const ATTRIBUTES: readonly (readonly [key: string, unitMs: number])[] = [
  ['weir.time_to_first_token_ms', 1],
  // OpenTelemetry's GenAI conventions.
  ['gen_ai.response.time_to_first_chunk', 1000],
  // https://ai-sdk.dev/docs/ai-sdk-core/telemetry#collected-data
  ['ai.response.msToFirstChunk', 1],
];

/** Events at the first token; where each chunk has one, the first counts. */
const EVENTS = new Set([
  'gen_ai.first_token',
  'ai.stream.firstChunk',
  // OpenInference's instrumentations, and Traceloop's.
  'First Token Stream Event',
  'llm.content.completion.chunk',
]);

/**
 * Milliseconds from a call's start to its first token, of the first call that tells.
 *
 * @returns null when none does
 */
export function firstTokenOf(spans: readonly Span[]): number | null {
  const told = spans.flatMap((span) => {
    const ms = fromAttributes(span) ?? fromEvents(span);
    return ms === null ? [] : [{ startNs: BigInt(span.startNs), ms }];
  });
  told.sort((one, other) => (one.startNs < other.startNs ? -1 : 1));
  return told[0]?.ms ?? null;
}

function fromAttributes({ attributes }: Span): number | null {
  for (const [key, unitMs] of ATTRIBUTES) {
    const value = asNumber(attributes[key]);
    if (value !== null && value >= 0) return Math.round(value * unitMs);
  }
  return null;
}

function fromEvents({ startNs, events }: Span): number | null {
  const since = events
    .filter(({ name }) => EVENTS.has(name))
    .map(({ timeNs }) => Number((BigInt(timeNs) - BigInt(startNs)) / 1_000_000n))
    .filter((ms) => ms >= 0);
  return since.length === 0 ? null : Math.min(...since);
}
