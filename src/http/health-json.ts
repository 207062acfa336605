/** What `/livez`, `/readyz`, `/health` and `/health/activity` answer. */
import { z } from '@hono/zod-openapi';

const stateSchema = z.enum(['ok', 'warning', 'down']);
const countSchema = z.number().int().nullish();
const ownersOnly = 'For keys with the scope `read` that are bound to no experiment.';

/** The body of `/livez`. */
export const livenessSchema = z.object({ status: z.literal('ok') }).openapi('Liveness');

/** The body of `/readyz`. */
export const readinessSchema = z
  .object({
    status: z.enum(['ok', 'down']),
    down: z
      .array(z.string())
      .openapi({ description: 'The stores that do not answer.', example: ['registry'] }),
  })
  .openapi('Readiness');

/** The body of `/health`. What is not for the caller is absent; null is unknown. */
export const healthSchema = z
  .object({
    status: stateSchema.openapi({ description: 'The worst of all.' }),
    checks: z.object({
      registry: z.object({ status: stateSchema }),
      keys: z.object({
        status: stateSchema.openapi({
          description: 'A warning while calls are let in by what was last known of their keys.',
        }),
        stale_since: z.string().nullable().openapi({
          description: 'Since when the registry has not answered for keys, as this isolate saw it.',
          example: '2026-10-06T09:00:00.000Z',
        }),
      }),
      traces: z.object({
        status: stateSchema,
        size_bytes: countSchema.openapi({ description: ownersOnly }),
        limit_bytes: z.number().int().optional().openapi({
          description: 'A warning begins at 70 % of it, or a week before it is reached.',
        }),
        traces: countSchema.openapi({ description: `How many there are, about. ${ownersOnly}` }),
        traces_per_day: countSchema.openapi({ description: `Of the last day, about. ${ownersOnly}` }),
        days_left: countSchema.openapi({
          description: `Until it is full, if traces come as they did in the last day; null where retention keeps it below. ${ownersOnly}`,
        }),
      }),
      content: z.object({ status: stateSchema }),
      queue: z.object({
        status: stateSchema,
        waiting: countSchema.openapi({
          description: `Exchanges in the spool that are not traces yet. ${ownersOnly}`,
        }),
        dead: countSchema.openapi({
          description: `Exchanges that could not be stored; a warning when there are any. ${ownersOnly}`,
        }),
      }),
      scoring: z.object({
        status: stateSchema,
        has_judge_model: z
          .boolean()
          .nullish()
          .openapi({ description: 'Without one, scoring waits. For keys with the scope `read`.' }),
        pending: countSchema.openapi({
          description: `Traces and sessions that are still to be scored. ${ownersOnly}`,
        }),
      }),
    }),
    messages: z.array(z.string()).openapi({ description: 'What to do, when there is something to do.' }),
  })
  .openapi('Health');

/** The body of `/health/activity`. */
export const activitySchema = z
  .object({
    open: z.number().int().openapi({
      description:
        'Calls whose exchange is not yet safe, in this isolate; to a key that is bound, those made with keys of its experiment.',
    }),
    waiting: countSchema.openapi({
      description: 'Exchanges in the spool that are not traces yet; null where isolates share the spool.',
    }),
  })
  .openapi('Activity');

/** The whole answer of `/health`, for those who may know all of it. */
export type Health = z.infer<typeof healthSchema>;

/** What `/health` tells of one dependency. */
export type State = z.infer<typeof stateSchema>;
