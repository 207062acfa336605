/** Label schemas as our REST surface reads and writes them: MLflow's members, RFC 3339. Schemas and mappings side by side. */
import { z } from '@hono/zod-openapi';
import { invalidParameter } from '../core/app-error.ts';
import type { LabelInput, LabelSchema } from './label-schema.ts';

const number = z.number().nullable().default(null);

/** How a question is answered: exactly one of the members. */
const inputSchema = z
  .strictObject({
    pass_fail: z
      .strictObject({
        positive_label: z.string().openapi({ example: 'Correct', description: 'The answer is `true`.' }),
        negative_label: z.string().openapi({ example: 'Incorrect', description: 'The answer is `false`.' }),
      })
      .optional(),
    categorical: z
      .strictObject({
        options: z.array(z.string()).openapi({ example: ['friendly', 'neutral', 'rude'] }),
        multi_select: z
          .boolean()
          .default(false)
          .openapi({ description: 'Several at once; the answer is a list.' }),
      })
      .optional(),
    numeric: z.strictObject({ min_value: number, max_value: number }).optional(),
    text: z.strictObject({ max_length: number }).optional(),
  })
  .openapi('LabelInput', {
    description: 'Exactly one of the members.',
    example: { pass_fail: { positive_label: 'Correct', negative_label: 'Incorrect' } },
  });

const name = z.string().max(500).openapi({ example: 'is_correct', description: 'Unique in its experiment.' });
const title = z.string().nullable();
const instruction = z.string().nullable().openapi({ example: 'Compare with the order in the tool result.' });

/** A label schema, as REST writes it. */
export const labelSchemaSchema = z
  .object({
    schema_id: z.string().openapi({ example: 'ls-4bf92f3577b34da6a3ce929d0e0e4736' }),
    experiment_id: z.string().openapi({ example: '12' }),
    name,
    type: z
      .enum(['FEEDBACK', 'EXPECTATION'])
      .openapi({ description: 'How it was, or what it should have been.' }),
    title: title.openapi({ description: 'What reviewers read; null: the name.' }),
    instruction,
    enable_comment: z.boolean(),
    input: inputSchema,
    is_default: z.boolean().openapi({ description: 'Every experiment has one such question.' }),
    created_by: z.string().nullable(),
    create_time: z.string().openapi({ example: '2026-10-15T12:00:00.000Z' }),
    last_update_time: z.string().openapi({ example: '2026-10-15T12:00:00.000Z' }),
  })
  .openapi('LabelSchema');

/** What creates a label schema. */
export const newLabelSchemaSchema = z
  .strictObject({
    experiment: z.string().min(1).max(500).optional().openapi({
      example: 'support-bot',
      description: 'Name or id. Absent: the experiment of the key, else `0`.',
    }),
    name,
    type: z.enum(['FEEDBACK', 'EXPECTATION']).default('FEEDBACK'),
    title: title.default(null),
    instruction: instruction.default(null),
    enable_comment: z.boolean().default(false),
    input: inputSchema,
    created_by: z.string().max(250).nullable().default(null),
  })
  .openapi('NewLabelSchema');

/** What changes a label schema; absent members stay. */
export const labelSchemaChangesSchema = z
  .strictObject({
    name: name.optional(),
    title: title.optional(),
    instruction: instruction.optional(),
    enable_comment: z.boolean().optional(),
    input: inputSchema.optional(),
  })
  .openapi('LabelSchemaChanges');

/** An input as it is sent, on REST and on MLflow's wire alike. */
export interface InputJson {
  pass_fail?: { positive_label: string; negative_label: string } | undefined;
  categorical?: { options: string[]; multi_select: boolean } | undefined;
  numeric?: { min_value: number | null; max_value: number | null } | undefined;
  text?: { max_length: number | null } | undefined;
}

/**
 * The input that is meant.
 *
 * @throws AppError INVALID_PARAMETER_VALUE unless exactly one member is there
 */
export function fromInputJson(input: InputJson): LabelInput {
  const { pass_fail: passFail, categorical, numeric, text } = input;
  const given = [passFail, categorical, numeric, text].filter((member) => member !== undefined);
  if (given.length !== 1) throw invalidParameter('input', 'one of pass_fail, categorical, numeric and text');
  if (passFail !== undefined) {
    const { positive_label: positiveLabel, negative_label: negativeLabel } = passFail;
    return { kind: 'pass_fail', positiveLabel, negativeLabel };
  }
  if (categorical !== undefined) {
    return { kind: 'categorical', options: categorical.options, multiSelect: categorical.multi_select };
  }
  if (numeric !== undefined) {
    return { kind: 'numeric', minValue: numeric.min_value, maxValue: numeric.max_value };
  }
  return { kind: 'text', maxLength: text?.max_length ?? null };
}

/** An input, as REST writes it. */
export function toInputJson(input: LabelInput): z.infer<typeof inputSchema> {
  switch (input.kind) {
    case 'pass_fail':
      return { pass_fail: { positive_label: input.positiveLabel, negative_label: input.negativeLabel } };
    case 'categorical':
      return { categorical: { options: input.options, multi_select: input.multiSelect } };
    case 'numeric':
      return { numeric: { min_value: input.minValue, max_value: input.maxValue } };
    default:
      return { text: { max_length: input.maxLength } };
  }
}

/** A label schema, as REST writes it. */
export function toLabelSchemaJson(schema: LabelSchema): z.infer<typeof labelSchemaSchema> {
  return {
    schema_id: schema.schemaId,
    experiment_id: schema.experimentId,
    name: schema.name,
    type: schema.type,
    title: schema.title,
    instruction: schema.instruction,
    enable_comment: schema.enableComment,
    input: toInputJson(schema.input),
    is_default: schema.isDefault,
    created_by: schema.createdBy,
    create_time: new Date(schema.createdAtMs).toISOString(),
    last_update_time: new Date(schema.updatedAtMs).toISOString(),
  };
}
