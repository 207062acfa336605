/** An experiment as REST writes it. */
import { z } from '@hono/zod-openapi';

/** An experiment. */
export const experimentSchema = z
  .object({
    experiment_id: z.string().openapi({ example: '12' }),
    name: z.string().openapi({ example: 'support-bot' }),
    lifecycle_stage: z.enum(['active', 'deleted']),
    retention_days: z
      .number()
      .int()
      .nullable()
      .openapi({ example: 90, description: "Null: the deployment's default." }),
    creation_time: z.string().openapi({ example: '2026-10-15T12:00:00.000Z' }),
    last_update_time: z.string().openapi({ example: '2026-10-15T12:00:00.000Z' }),
  })
  .openapi('Experiment');
