/** Assessments as our REST surface reads and writes them: snake_case, RFC 3339. Schemas and mappings side by side. */
import { z } from '@hono/zod-openapi';
import { invalidParameter } from '../../core/app-error.ts';
import { isObject, type Json } from '../../core/json.ts';
import { jsonTypes } from '../../http/json-schema.ts';
import { refusalOf } from '../../http/refuse-input.ts';
import type { Assessment, AssessmentChanges, AssessmentError, AssessmentSource } from './assessment.ts';
import type { NewAssessment } from './create-assessment.ts';

/** Assessments that one simple call may make. */
const MAX_SIMPLE_KEYS = 50;

const json = z.unknown().openapi({ type: [...jsonTypes], description: 'Any JSON value.', example: 'yes' });

const errorSchema = z.strictObject({
  error_code: z.string().min(1).max(250).openapi({ example: 'JUDGE_TIMEOUT' }),
  error_message: z.string().nullish(),
  stack_trace: z.string().nullish(),
});

const valueSchema = z.strictObject({
  value: json.optional(),
  error: errorSchema.nullish().openapi({ description: 'Why there is no value; feedback only.' }),
});

const sourceTypes = ['HUMAN', 'LLM_JUDGE', 'CODE'] as const;
const sourceSchema = z.strictObject({
  source_type: z.enum(sourceTypes),
  source_id: z.string().max(500).default('default').openapi({ example: 'openai:/gpt-4.1-mini' }),
});

/** An assessment, as REST writes it. */
export const assessmentSchema = z
  .object({
    assessment_id: z.string().openapi({ example: 'a-4bf92f3577b34da6a3ce929d0e0e4736' }),
    trace_id: z.string().openapi({ example: 'tr-4bf92f3577b34da6a3ce929d0e0e4736' }),
    span_id: z.string().nullable().openapi({ description: 'Null: the whole trace.' }),
    name: z.string().openapi({ example: 'correctness' }),
    feedback: valueSchema.optional().openapi({ description: 'How it was. Either this or `expectation`.' }),
    expectation: valueSchema.optional().openapi({ description: 'What it should have been.' }),
    source: z.object({ source_type: z.string().openapi({ example: 'HUMAN' }), source_id: z.string() }),
    rationale: z.string().nullable(),
    metadata: z.record(z.string(), z.string()),
    overrides: z.string().nullable().openapi({ description: 'The assessment that this one corrects.' }),
    valid: z.boolean().openapi({ description: 'False once another one overrides it.' }),
    create_time: z.string().openapi({ example: '2026-10-15T12:00:00.000Z' }),
    last_update_time: z.string().openapi({ example: '2026-10-15T12:00:00.000Z' }),
  })
  .openapi('Assessment');

const simpleSource = z.enum(['human', 'llm_judge', 'code', ...sourceTypes]);

/** What creates assessments: one in full, with `name`; or one per key of `feedback` and `expectation`, without. */
export const newAssessmentsSchema = z
  .strictObject({
    name: z.string().max(250).optional().openapi({ example: 'correctness' }),
    feedback: json.optional().openapi({
      type: 'object',
      description:
        'With `name`: `{"value": …}` or `{"error": …}`. Without: an object, one assessment per key.',
      example: { helpfulness: 4, accuracy: 5 },
    }),
    expectation: json.optional().openapi({
      type: 'object',
      description: 'The same for what the answer should have been.',
    }),
    source: z
      .union([simpleSource, sourceSchema], {
        error: 'expected human, llm_judge, code, or an object with source_type and source_id',
      })
      .optional()
      .openapi({ description: 'Absent: `CODE` for feedback, `HUMAN` for expectations.', example: 'human' }),
    rationale: z.string().nullish(),
    metadata: z.record(z.string(), z.string()).optional(),
    span_id: z.string().max(100).nullish(),
    overrides: z.string().max(200).nullish().openapi({ description: 'With `name` only.' }),
    assessment_id: z.string().max(200).optional().openapi({
      description: 'With `name` only: your own id, so that a repeated call changes nothing.',
    }),
  })
  .openapi('NewAssessments');

/** What changes an assessment; absent members stay, metadata is merged. */
export const assessmentChangesSchema = z
  .strictObject({
    name: z.string().max(250).optional(),
    feedback: valueSchema.optional(),
    expectation: valueSchema.optional(),
    rationale: z.string().nullish(),
    metadata: z.record(z.string(), z.string()).optional(),
  })
  .openapi('AssessmentChanges');

/**
 * The assessments that a body asks for, without the trace.
 *
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export function toNewAssessments(
  body: z.infer<typeof newAssessmentsSchema>,
  traceId: string,
): NewAssessment[] {
  const { rationale, metadata, span_id: spanId } = body;
  const common = { traceId, rationale: rationale ?? null, metadata: metadata ?? {}, spanId: spanId ?? null };
  const kinds = (['feedback', 'expectation'] as const).filter((kind) => body[kind] !== undefined);
  if (body.name !== undefined) {
    const [kind] = kinds;
    if (kind === undefined || kinds.length > 1)
      throw invalidParameter('body', 'either feedback or expectation');
    const { value, error } = toValue(kind, asMembers(kind, body[kind]));
    const source = toSource(kind, body.source);
    const given = body.assessment_id === undefined ? {} : { assessmentId: body.assessment_id };
    return [
      { ...common, ...given, name: body.name, kind, value, error, source, overrides: body.overrides ?? null },
    ];
  }
  for (const field of ['overrides', 'assessment_id'] as const) {
    if (body[field] !== undefined && body[field] !== null)
      throw invalidParameter('name', `one beside ${field}`);
  }
  const wanted = kinds.flatMap((kind) =>
    Object.entries(asMembers(kind, body[kind])).map(([name, value]) => ({
      ...common,
      name,
      kind,
      value: checkGiven(kind, value),
      source: toSource(kind, body.source),
    })),
  );
  if (wanted.length === 0 || wanted.length > MAX_SIMPLE_KEYS) {
    throw invalidParameter('feedback', `an object with 1 to ${MAX_SIMPLE_KEYS} keys, one per assessment`);
  }
  return wanted;
}

/**
 * The changes that a body asks for.
 *
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export function toAssessmentChanges(body: z.infer<typeof assessmentChangesSchema>): AssessmentChanges {
  const changes: AssessmentChanges = {};
  if (body.name !== undefined) changes.name = body.name;
  if (body.rationale !== undefined) changes.rationale = body.rationale;
  if (body.metadata !== undefined) changes.metadata = body.metadata;
  if (body.feedback !== undefined && body.expectation !== undefined) {
    throw invalidParameter('body', 'either feedback or expectation');
  }
  const kind = body.feedback !== undefined ? 'feedback' : 'expectation';
  const members = body[kind];
  if (members !== undefined) changes.value = { kind, ...toValue(kind, members) };
  if (Object.keys(changes).length === 0) throw invalidParameter('body', 'at least one member to change');
  return changes;
}

/** An assessment, as REST writes it. */
export function toAssessmentJson(assessment: Assessment): z.infer<typeof assessmentSchema> {
  const { kind, value, error } = assessment;
  return {
    assessment_id: assessment.assessmentId,
    trace_id: assessment.traceId,
    span_id: assessment.spanId,
    name: assessment.name,
    [kind]: error === null ? { value } : { value, error: toErrorJson(error) },
    source: { source_type: assessment.source.type, source_id: assessment.source.id },
    rationale: assessment.rationale,
    metadata: assessment.metadata,
    overrides: assessment.overrides,
    valid: assessment.valid,
    create_time: new Date(assessment.createTimeMs).toISOString(),
    last_update_time: new Date(assessment.lastUpdateTimeMs).toISOString(),
  };
}

function asMembers(field: string, value: unknown): { [key: string]: Json } {
  if (isObject(value)) return value;
  throw invalidParameter(field, 'an object');
}

function toValue(
  kind: Assessment['kind'],
  members: { [key: string]: unknown },
): { value: Json; error: AssessmentError | null } {
  const parsed = valueSchema.safeParse(members);
  if (!parsed.success) throw refusalOf(parsed.error, kind, valueSchema);
  // What came in as JSON is JSON.
  const value = (parsed.data.value ?? null) as Json;
  const { error } = parsed.data;
  if (error === undefined || error === null) return { value: checkGiven(kind, value), error: null };
  return {
    value,
    error: {
      code: error.error_code,
      message: error.error_message ?? null,
      stackTrace: error.stack_trace ?? null,
    },
  };
}

/** On this surface nothing is said by saying nothing: a value that is null without an error is a caller's mistake. */
function checkGiven(kind: Assessment['kind'], value: Json): Json {
  if (value === null) throw invalidParameter(kind, 'a value that is not null');
  return value;
}

/** Absent, it is what MLflow's `log_feedback` and `log_expectation` say. */
function toSource(
  kind: Assessment['kind'],
  source: z.infer<typeof newAssessmentsSchema>['source'],
): AssessmentSource {
  if (source === undefined) return { type: kind === 'feedback' ? 'CODE' : 'HUMAN', id: 'default' };
  if (typeof source !== 'string') return { type: source.source_type, id: source.source_id };
  const type = sourceTypes.find((name) => name === source.toUpperCase());
  return { type: type ?? 'SOURCE_TYPE_UNSPECIFIED', id: 'default' };
}

function toErrorJson(error: AssessmentError): z.infer<typeof errorSchema> {
  return { error_code: error.code, error_message: error.message, stack_trace: error.stackTrace };
}
