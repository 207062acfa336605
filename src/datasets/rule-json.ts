/** The rule of test cases as it is written and kept. */
import { z } from '@hono/zod-openapi';

/** A rule. */
export const ruleSchema = z
  .strictObject({
    enabled: z.boolean(),
    dataset: z
      .string()
      .min(1)
      .max(500)
      .nullable()
      .openapi({ example: 'bad answers', description: 'Null: negative-feedback-<experiment>.' }),
    negative: z
      .array(
        z
          .strictObject({
            name: z.string().min(1).max(250).openapi({ example: 'rating' }),
            below: z.number().optional().openapi({ example: 3 }),
            equals: z
              .array(z.union([z.string().max(1000), z.number(), z.boolean()]))
              .max(50)
              .optional()
              .openapi({ example: [false, 'down'] }),
          })
          .refine(
            ({ below, equals }) => below !== undefined || equals !== undefined,
            'expected below, equals or both',
          ),
      )
      .max(50),
  })
  .openapi('TestCaseRule');
