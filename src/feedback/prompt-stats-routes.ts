/** `GET /api/v1/prompts/{name}/versions/{version}/stats`: what a prompt version came to in use. */
import { createRoute, z } from '@hono/zod-openapi';
import { jsonAnswer, namedErrors, newApi, secured, type Api } from '../http/open-api.ts';
import { getPromptStats, type PromptStatsServices } from './prompt-stats.ts';
import { idsWithin, intervalSchema, toTime } from './stats-routes.ts';

/** What the route needs. */
export interface PromptStatsRoutesServices extends PromptStatsServices {
  /** The id of an experiment by name or id; rejects when there is none. */
  findExperimentId: (nameOrId: string, within: string | null) => Promise<string>;
}

const time = z.string().min(1).max(40).optional();
const count = z.number().int();
const known = z.number().nullable();

const armSchema = z
  .object({
    alias: z.string().nullable().openapi({
      example: 'support@production',
      description: 'The alias that led to the version; null where the call named the version.',
    }),
    arm: z.string().nullable().openapi({ description: 'The arm of a split; null where there is none.' }),
    calls: count.openapi({ example: 120 }),
    errors: count,
    total_cost: known.openapi({ description: 'USD, over the calls that have a price.' }),
    priced_calls: count,
    input_tokens: known,
    output_tokens: known,
    estimated_tokens: known.openapi({ description: 'The part of the tokens that is an estimate.' }),
    estimated_cost_usd: known.openapi({
      description: 'What estimated usage would cost: no part of `total_cost`.',
    }),
    unpriced_span_count: count.openapi({
      description: 'Calls that used something whose price is not known: it is no part of `total_cost`.',
    }),
    average_duration_ms: known,
    p50_duration_ms: known,
    p95_duration_ms: known,
    p99_duration_ms: known,
    scores: z.array(
      z.object({
        name: z.string().openapi({ example: 'helpful' }),
        source_type: z.string().openapi({ example: 'HUMAN' }),
        count,
        mean: known.openapi({ description: 'Of yes and no: the share of yes. Null for texts.' }),
        interval: intervalSchema,
      }),
    ),
  })
  .openapi('PromptArmStatistic');

const stats = createRoute({
  method: 'get',
  path: '/api/v1/prompts/{name}/versions/{version}/stats',
  operationId: 'getPromptVersionStats',
  tags: ['Prompts'],
  summary: 'Count what a version came to',
  description:
    'Calls, cost, latency, feedback and scores of the traces that the version spoke in, by the alias and arm that led to it.',
  ...secured('read'),
  request: {
    params: z.object({
      name: z.string().min(1).max(250).openapi({ example: 'support' }),
      version: z.coerce
        .number('expected a version number')
        .int('expected a version number')
        .positive('expected a version number')
        .openapi({ example: 4 }),
    }),
    query: z.object({
      experiment: z.string().min(1).max(500).optional().openapi({ description: 'Name or id.' }),
      from: time.openapi({ description: 'Traces not before this time.' }),
      to: time.openapi({ description: 'Traces before this time.' }),
    }),
  },
  responses: {
    200: jsonAnswer(
      'The statistics, the busiest arm first; empty when the version was never used.',
      z.object({ arms: z.array(armSchema) }),
    ),
    ...namedErrors,
  },
});

/** The route of the statistics. */
export function createPromptStatsRoutes(services: PromptStatsRoutesServices): Api {
  const api = newApi();
  api.openapi(stats, async (context) => {
    const { name, version } = context.req.valid('param');
    const { experiment, from, to } = context.req.valid('query');
    const { experimentId: within } = context.get('identity');
    const asked = experiment === undefined ? null : await services.findExperimentId(experiment, within);
    const experimentIds = idsWithin(asked, within);
    const range = { fromMs: toTime('from', from), toMs: toTime('to', to) };
    const arms = await getPromptStats({ services, input: { name, version, experimentIds, ...range } });
    const rendered = arms.map((arm) => ({
      alias: arm.alias,
      arm: arm.arm,
      calls: arm.calls,
      errors: arm.errors,
      total_cost: arm.totalCostUsd,
      priced_calls: arm.pricedCalls,
      input_tokens: arm.inputTokens,
      output_tokens: arm.outputTokens,
      estimated_tokens: arm.estimatedTokens,
      estimated_cost_usd: arm.estimatedCostUsd,
      unpriced_span_count: arm.unpricedSpanCount,
      average_duration_ms: arm.averageDurationMs,
      p50_duration_ms: arm.p50DurationMs,
      p95_duration_ms: arm.p95DurationMs,
      p99_duration_ms: arm.p99DurationMs,
      scores: arm.scores.map(({ sourceType, ...score }) => ({ ...score, source_type: sourceType })),
    }));
    return context.json({ arms: rendered }, 200);
  });
  return api;
}
