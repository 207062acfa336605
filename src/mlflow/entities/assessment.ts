/** Assessments as MLflow's proto writes them (mlflow/protos/assessments.proto), both ways. */
import { z } from 'zod';
import { AppError, invalidParameter } from '../../core/app-error.ts';
import { isObject, parseJson, type Json, type JsonObject } from '../../core/json.ts';
import type {
  Assessment,
  AssessmentChanges,
  AssessmentError,
  AssessmentSourceType,
} from '../../tracing/assessments/assessment.ts';
import type { NewAssessment } from '../../tracing/assessments/create-assessment.ts';
import { requiredText, text } from '../message-fields.ts';
import { readTimestamp, renderTimestamp } from './time.ts';

const SOURCE_TYPES: Record<string, AssessmentSourceType> = {
  HUMAN: 'HUMAN',
  LLM_JUDGE: 'LLM_JUDGE',
  // The name before; Python maps it too.
  AI_JUDGE: 'LLM_JUDGE',
  CODE: 'CODE',
  SOURCE_TYPE_UNSPECIFIED: 'SOURCE_TYPE_UNSPECIFIED',
};
const JSON_FORMAT = 'JSON_FORMAT';

const json = z.custom<Json>(() => true);
const timestamp = text().refine((value) => readTimestamp(value) !== null, 'expected an RFC 3339 time');

/** An assessment as clients send it; which members must be there, the call says. */
export const assessmentMessage = z.looseObject({
  assessment_id: text().nullish(),
  assessment_name: text().nullish(),
  trace_id: text().nullish(),
  span_id: text().nullish(),
  source: z
    .looseObject({
      source_type: z
        .string()
        .toUpperCase()
        .refine(
          (value) => Object.hasOwn(SOURCE_TYPES, value),
          `expected one of ${Object.keys(SOURCE_TYPES).join(', ')}`,
        )
        .nullish(),
      source_id: text().nullish(),
    })
    .nullish(),
  create_time: timestamp.nullish(),
  last_update_time: timestamp.nullish(),
  feedback: z
    .looseObject({
      value: json.optional(),
      error: z
        .looseObject({
          error_code: requiredText(),
          error_message: text().nullish(),
          stack_trace: text().nullish(),
        })
        .nullish(),
    })
    .nullish(),
  expectation: z
    .looseObject({
      value: json.optional(),
      serialized_value: z.looseObject({ serialization_format: text().nullish(), value: text() }).nullish(),
    })
    .nullish(),
  issue: z.unknown().optional(),
  rationale: text().nullish(),
  metadata: z.record(z.string(), z.string('expected text')).nullish(),
  overrides: text().nullish(),
});

/** What {@link assessmentMessage} yields. */
export type AssessmentMessage = z.output<typeof assessmentMessage>;

/** An assessment as its message. */
export function renderAssessment(assessment: Assessment): JsonObject {
  const { spanId, rationale, overrides, metadata } = assessment;
  return {
    assessment_id: assessment.assessmentId,
    assessment_name: assessment.name,
    trace_id: assessment.traceId,
    ...(spanId === null ? {} : { span_id: spanId }),
    source: { source_type: assessment.source.type, source_id: assessment.source.id },
    create_time: renderTimestamp(assessment.createTimeMs),
    last_update_time: renderTimestamp(assessment.lastUpdateTimeMs),
    ...(assessment.kind === 'feedback'
      ? { feedback: renderFeedback(assessment) }
      : { expectation: renderExpectation(assessment.value) }),
    ...(rationale === null ? {} : { rationale }),
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
    ...(overrides === null ? {} : { overrides }),
    valid: assessment.valid,
  };
}

/**
 * The assessment that a message asks to create.
 *
 * @throws AppError INVALID_PARAMETER_VALUE; NOT_IMPLEMENTED for references to issues
 */
export function readNewAssessment(message: AssessmentMessage, traceId: string): NewAssessment {
  const value = readValue(message);
  if (value === null) throw invalidParameter('assessment', 'one of feedback or expectation');
  const name = message.assessment_name ?? '';
  if (name === '') {
    throw new AppError(
      'INVALID_PARAMETER_VALUE',
      "Missing value for required parameter 'assessment.assessment_name'.",
    );
  }
  const sourceType = SOURCE_TYPES[message.source?.source_type ?? 'SOURCE_TYPE_UNSPECIFIED'];
  return {
    ...(isGiven(message.assessment_id) ? { assessmentId: message.assessment_id } : {}),
    traceId,
    spanId: isGiven(message.span_id) ? message.span_id : null,
    name,
    ...value,
    source: {
      type: sourceType ?? 'SOURCE_TYPE_UNSPECIFIED',
      id: isGiven(message.source?.source_id) ? message.source.source_id : 'default',
    },
    rationale: isGiven(message.rationale) ? message.rationale : null,
    metadata: message.metadata ?? {},
    overrides: isGiven(message.overrides) ? message.overrides : null,
    ...times(message),
  };
}

/** Names of an update mask; clients write them in camelCase, some in snake_case. */
const MASK_NAMES: Record<string, 'name' | 'feedback' | 'expectation' | 'rationale' | 'metadata'> = {
  assessmentName: 'name',
  assessment_name: 'name',
  name: 'name',
  feedback: 'feedback',
  expectation: 'expectation',
  rationale: 'rationale',
  metadata: 'metadata',
};

/**
 * The changes that a message and its update mask ask for.
 *
 * @param mask comma-joined names; what it does not name stays
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export function readChanges(message: AssessmentMessage, mask: string): AssessmentChanges {
  const changes: AssessmentChanges = {};
  const names = mask
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 0) throw invalidParameter('update_mask', 'at least one field');
  for (const written of names) {
    // `feedback.value` means the feedback.
    const [first = ''] = written.split('.');
    const name = Object.hasOwn(MASK_NAMES, first) ? MASK_NAMES[first] : undefined;
    switch (name) {
      case 'name':
        changes.name = message.assessment_name ?? '';
        break;
      case 'rationale':
        changes.rationale = isGiven(message.rationale) ? message.rationale : null;
        break;
      case 'metadata':
        changes.metadata = message.metadata ?? {};
        break;
      case 'feedback':
      case 'expectation': {
        const value = readValue(message);
        if (value?.kind !== name) throw invalidParameter(`assessment.${name}`, 'a value');
        changes.value = value;
        break;
      }
      default:
        throw invalidParameter(
          'update_mask',
          'names among assessment_name, feedback, expectation, rationale, metadata',
        );
    }
  }
  return changes;
}

/** The value a message holds; null when it holds none. */
function readValue(
  message: AssessmentMessage,
): { kind: Assessment['kind']; value: Json; error: AssessmentError | null } | null {
  if (isObject(message.issue)) {
    throw new AppError('NOT_IMPLEMENTED', 'References to issues are not kept; log feedback instead.');
  }
  if (isGiven(message.feedback)) {
    const { value, error } = message.feedback;
    return { kind: 'feedback', value: value ?? null, error: isGiven(error) ? toError(error) : null };
  }
  if (!isGiven(message.expectation)) return null;
  const { value, serialized_value: serialized } = message.expectation;
  if (!isGiven(serialized)) return { kind: 'expectation', value: value ?? null, error: null };
  const parsed = parseJson(serialized.value);
  if (parsed === undefined || (serialized.serialization_format ?? JSON_FORMAT) !== JSON_FORMAT) {
    throw invalidParameter('assessment.expectation.serialized_value', 'JSON text in JSON_FORMAT');
  }
  return { kind: 'expectation', value: parsed, error: null };
}

function toError(error: {
  error_code: string;
  error_message?: string | null | undefined;
  stack_trace?: string | null | undefined;
}): AssessmentError {
  return {
    code: error.error_code,
    message: error.error_message ?? null,
    stackTrace: error.stack_trace ?? null,
  };
}

function renderFeedback({ value, error }: Assessment): JsonObject {
  if (error === null) return { value };
  return {
    ...(value === null ? {} : { value }),
    error: {
      error_code: error.code,
      ...(error.message === null ? {} : { error_message: error.message }),
      ...(error.stackTrace === null ? {} : { stack_trace: error.stackTrace }),
    },
  };
}

/** Lists and objects travel as text, and clients expect them back so. */
function renderExpectation(value: Json): JsonObject {
  if (typeof value !== 'object' || value === null) return { value };
  return { serialized_value: { serialization_format: JSON_FORMAT, value: JSON.stringify(value) } };
}

function times(message: AssessmentMessage): Pick<NewAssessment, 'createTimeMs' | 'lastUpdateTimeMs'> {
  const createTimeMs = readTimestamp(message.create_time ?? '');
  const lastUpdateTimeMs = readTimestamp(message.last_update_time ?? '');
  return {
    ...(createTimeMs === null ? {} : { createTimeMs }),
    ...(lastUpdateTimeMs === null ? {} : { lastUpdateTimeMs }),
  };
}

function isGiven<Value>(value: Value | null | undefined | ''): value is Value {
  return value !== null && value !== undefined && value !== '';
}
