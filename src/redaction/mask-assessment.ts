/** Masks what is said of a trace: values, comments, errors and metadata. Who said it is an identifier. */
import { toHex } from '../core/ids.ts';
import type { Json } from '../core/json.ts';
import { redactSecrets } from '../core/redaction.ts';
import type { Assessment, AssessmentChanges, AssessmentError } from '../tracing/assessments/assessment.ts';
import { maskJson } from './mask-json.ts';
import type { Masking } from './masking.ts';
import type { TraceMasking } from './mask-trace.ts';

/** The assessment, masked. */
export async function maskAssessment(
  assessment: Assessment,
  { content, identifiers }: TraceMasking,
): Promise<Assessment> {
  const { source, traceId } = assessment;
  return {
    ...assessment,
    name: redactSecrets(assessment.name),
    value: maskValue(assessment.value, content),
    error: maskError(assessment.error, content),
    rationale: maskText(assessment.rationale, content),
    metadata: maskTexts(assessment.metadata, content),
    source:
      source.type === 'HUMAN' ? { ...source, id: await maskPerson(source.id, traceId, identifiers) } : source,
  };
}

/**
 * Two people on one trace stay two, or what one says would override the other: what was masked is followed by a digest that
 * differs from trace to trace.
 */
async function maskPerson(person: string, traceId: string, identifiers: Masking): Promise<string> {
  const masked = identifiers.maskText(person, new Map());
  if (masked === person) return person;
  const bytes = new TextEncoder().encode(JSON.stringify([traceId, person]));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return `${masked} ${toHex(digest.subarray(0, 4))}`;
}

/** What is to change of an assessment, masked. */
export function maskChanges(changes: AssessmentChanges, { content }: TraceMasking): AssessmentChanges {
  const { value, rationale, metadata } = changes;
  return {
    ...changes,
    ...(value === undefined
      ? {}
      : {
          value: {
            ...value,
            value: maskValue(value.value, content),
            error: maskError(value.error, content),
          },
        }),
    ...(rationale === undefined ? {} : { rationale: maskText(rationale, content) }),
    ...(metadata === undefined ? {} : { metadata: maskTexts(metadata, content) }),
  };
}

/** A number alone is a rating, whatever it looks like. */
function maskValue(value: Json, content: Masking): Json {
  return typeof value === 'number' ? value : maskJson(value, content, new Map());
}

function maskError(error: AssessmentError | null, content: Masking): AssessmentError | null {
  if (error === null) return null;
  return {
    ...error,
    message: maskText(error.message, content),
    stackTrace: maskText(error.stackTrace, content),
  };
}

function maskText(text: string | null, content: Masking): string | null {
  return text === null ? null : content.maskText(text, new Map());
}

function maskTexts(texts: Record<string, string>, content: Masking): Record<string, string> {
  const entries = Object.entries(texts).map(([key, text]) => {
    const masked = content.maskMember(key, text, new Map()) ?? content.maskText(text, new Map());
    return [key, typeof masked === 'string' ? masked : JSON.stringify(masked)];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}
