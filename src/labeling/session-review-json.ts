/** What reviewers said, as our REST surface writes it: snake_case, RFC 3339. Schemas and mappings side by side. */
import { z } from '@hono/zod-openapi';
import { anyJson } from '../http/json-schema.ts';
import type { Answer, Question } from './review-wire.ts';
import { itemSchema, toItemJson } from './session-json.ts';
import type { ReviewedItem } from './session-reviews.ts';

/** A question of the session, as REST names it beside the answers. */
export const askedSchema = z
  .object({
    schema_id: z.string().openapi({ description: '`correction`: the answer as it should have been.' }),
    name: z.string(),
    type: z.enum(['FEEDBACK', 'EXPECTATION']),
    title: z.string(),
    labels: z
      .object({ positive: z.string(), negative: z.string() })
      .nullable()
      .openapi({ description: 'Of pass and fail: what `true` and `false` are called.' }),
  })
  .openapi('AskedQuestion');

const saidSchema = z.object({
  schema_id: z.string(),
  value: anyJson('The answer.', true),
  comment: z.string().nullable(),
});

/** An item with everybody's verdicts, as REST writes it. */
export const reviewedItemSchema = itemSchema
  .extend({
    request_preview: z.string().nullable(),
    reviews: z.array(
      z.object({
        reviewer: z.string(),
        state: z.enum(['complete', 'skipped']).nullable(),
        answers: z.array(saidSchema),
      }),
    ),
  })
  .openapi('ReviewedItem');

/** A question, as REST names it beside the answers. */
export function toAskedJson(question: Question): z.infer<typeof askedSchema> {
  const { schemaId, name, type, title, input } = question;
  const labels =
    input.kind === 'pass_fail' ? { positive: input.positiveLabel, negative: input.negativeLabel } : null;
  return { schema_id: schemaId, name, type, title, labels };
}

/** An item with everybody's verdicts, as REST writes it. */
export function toReviewedItemJson(reviewed: ReviewedItem): z.infer<typeof reviewedItemSchema> {
  return {
    ...toItemJson(reviewed.item),
    request_preview: reviewed.requestPreview,
    reviews: reviewed.reviews.map(({ reviewer, state, answers }) => ({
      reviewer,
      state,
      answers: Object.entries(answers).map(toSaidJson),
    })),
  };
}

function toSaidJson([schemaId, { value, comment }]: [string, Answer]): z.infer<typeof saidSchema> {
  return { schema_id: schemaId, value, comment };
}
