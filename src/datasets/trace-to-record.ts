/** A trace as a test case: what was asked, what was answered, what should have been, and what people said of it. */
import { isObject, type Json, type JsonObject } from '../core/json.ts';
import type { Assessment } from '../tracing/assessments/assessment.ts';
import type { Span, Trace } from '../tracing/trace.ts';
import type { NewRecord } from './dataset.ts';
import { isByPeople } from './test-case-rule.ts';

const MAX_TAG_CHARACTERS = 4000;

/**
 * The record of a trace, or null when its content was not captured or has expired.
 *
 * @param assessments of the trace; valid expectations become the record's, what people said becomes tags
 */
export function traceToRecord(trace: Trace, assessments: readonly Assessment[]): NewRecord | null {
  const root = rootOf(trace.spans);
  const inputs = root?.attributes['mlflow.spanInputs'];
  if (root === null || inputs === undefined || inputs === null || isOmitted(inputs)) return null;
  return {
    inputs: isObject(inputs) ? inputs : { input: inputs },
    outputs: root.attributes['mlflow.spanOutputs'] ?? null,
    expectations: expectationsOf(assessments),
    tags: feedbackTags(assessments),
    sourceType: 'TRACE',
    source: { trace_id: trace.info.traceId },
  };
}

/** What answers of people say it should have been, by name; of two that are valid the later counts. */
export function expectationsOf(assessments: readonly Assessment[]): JsonObject {
  const valid = assessments.filter(({ kind, valid }) => kind === 'expectation' && valid);
  return Object.fromEntries(valid.map(({ name, value }) => [name, value]));
}

/** What people said, as tags: `feedback.rating`, and why as `feedback.rating.rationale`. */
export function feedbackTags(assessments: readonly Assessment[]): JsonObject {
  const tags = new Map<string, Json>();
  for (const { kind, name, value, rationale, source, valid } of assessments) {
    if (kind !== 'feedback' || !isByPeople({ valid, source })) continue;
    tags.set(`feedback.${name}`, textOf(value));
    if (rationale !== null) tags.set(`feedback.${name}.rationale`, rationale.slice(0, MAX_TAG_CHARACTERS));
  }
  return Object.fromEntries(tags);
}

function rootOf(spans: readonly Span[]): Span | null {
  const known = new Set(spans.map(({ spanId }) => spanId));
  return spans.find(({ parentSpanId }) => parentSpanId === null || !known.has(parentSpanId)) ?? null;
}

/** Bodies that were not kept, or are no text, leave facts about themselves in place of their content. */
function isOmitted(inputs: Json): boolean {
  const facts = new Set(['content_type', 'size_bytes', 'sha256', 'omitted']);
  return isObject(inputs) && 'size_bytes' in inputs && Object.keys(inputs).every((key) => facts.has(key));
}

function textOf(value: Json): string {
  return (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, MAX_TAG_CHARACTERS);
}
