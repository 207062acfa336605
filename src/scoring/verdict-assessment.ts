/**
 * From a verdict to an assessment. Its id is a hash of what the verdict is about and who gave it, so that a second
 * delivery of the same work writes the same assessment (F100).
 */
import { toHex } from '../core/ids.ts';
import type { NewAssessment } from '../tracing/assessments/create-assessment.ts';
import type { Verdict } from './scorer.ts';

/** A hash of the parts, 32 hex digits. */
export async function hashOf(...parts: readonly (string | number | null)[]): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(parts));
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)).subarray(0, 16));
}

/**
 * The assessment of a verdict.
 *
 * @param about.key names the work it came from: scorer and version, evaluation and row, or session and its last trace
 */
export async function toAssessment(
  verdict: Verdict,
  about: { key: readonly (string | number | null)[]; traceId: string; metadata?: Record<string, string> },
): Promise<NewAssessment> {
  const { name, spanId, metadata } = verdict;
  const chunk = metadata.chunk_index ?? null;
  return {
    assessmentId: `a-${await hashOf(...about.key, about.traceId, spanId, name, chunk)}`,
    traceId: about.traceId,
    spanId,
    name,
    kind: 'feedback',
    value: verdict.value,
    error:
      verdict.error === null
        ? null
        : { code: verdict.error.code, message: verdict.error.message, stackTrace: null },
    source: { type: verdict.source, id: verdict.sourceId },
    rationale: verdict.rationale,
    metadata: { ...metadata, ...about.metadata },
  };
}
