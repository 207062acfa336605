/** `GET /api/v1/feedback/stats`: what people's feedback comes to. */
import { createRoute, z } from '@hono/zod-openapi';
import { invalidParameter } from '../core/app-error.ts';
import { jsonAnswer, namedErrors, newApi, secured, type Api } from '../http/open-api.ts';
import {
  feedbackGroups,
  type FeedbackGroup,
  type FeedbackStatsStore,
} from '../tracing/store/feedback-stats-store.ts';
import { intervalMethods } from '../core/statistics/intervals.ts';
import { getFeedbackStats } from './feedback-stats.ts';

/** What the route needs. */
export interface FeedbackStatsRoutesServices {
  feedbackStats: FeedbackStatsStore;
  /** The id of an experiment by name or id; rejects when there is none. */
  findExperimentId: (nameOrId: string, within: string | null) => Promise<string>;
}

/** A confidence interval on the wire. */
export const intervalSchema = z
  .object({
    low: z.number().openapi({ example: 0.62 }),
    high: z.number().openapi({ example: 0.91 }),
    method: z.enum(intervalMethods),
  })
  .nullable()
  .openapi({
    description:
      '95 % confidence: Wilson for shares, Student’s t for means; null where there is too little to say, or no spread.',
  });
const group = z
  .string()
  .nullable()
  .openapi({
    example: 'support-answer/3',
    description:
      'Start of the hour, day or week (RFC 3339), `prompt/version`, or the model; null for traces without one. A trace of ' +
      'two prompts is counted with each.',
  });
const time = z.string().min(1).max(40).optional();

const stats = createRoute({
  method: 'get',
  path: '/api/v1/feedback/stats',
  operationId: 'getFeedbackStats',
  tags: ['Feedback'],
  summary: 'Count feedback',
  description:
    'Valid feedback of people, by name and by what is asked: time, prompt version, model. Times are those of the traces.',
  ...secured('read'),
  request: {
    query: z.object({
      experiment: z
        .string()
        .min(1)
        .max(500)
        .optional()
        .openapi({ example: 'support-bot', description: 'Name or id.' }),
      name: z.string().min(1).max(250).optional().openapi({ example: 'thumbs' }),
      from: time.openapi({ example: '2026-10-15T00:00:00Z', description: 'Traces not before this time.' }),
      to: time.openapi({ example: '2026-10-16T00:00:00Z', description: 'Traces before this time.' }),
      group_by: z.enum(feedbackGroups).default('none').openapi({ example: 'prompt' }),
    }),
  },
  responses: {
    200: jsonAnswer(
      'The statistics.',
      z.object({
        feedback: z.array(
          z.object({
            group,
            name: z.string().openapi({ example: 'thumbs' }),
            count: z.number().int().openapi({ example: 34, description: 'Pieces with a value.' }),
            without_value: z.number().int(),
            scale: z.enum(['share', 'number', 'text']),
            mean: z
              .number()
              .nullable()
              .openapi({ example: 0.79, description: 'Of a share: the share of yes.' }),
            standard_deviation: z.number().nullable(),
            interval: intervalSchema,
            values: z
              .array(z.object({ value: z.string(), count: z.number().int() }))
              .openapi({ description: 'The most frequent values.' }),
          }),
        ),
        responses: z.array(
          z.object({
            group,
            traces: z.number().int(),
            traces_with_feedback: z.number().int(),
            rate: z.number().nullable().openapi({ example: 0.12 }),
            interval: intervalSchema,
          }),
        ),
        complete: z.boolean().openapi({ description: 'False: there are more groups than an answer holds.' }),
      }),
    ),
    ...namedErrors,
  },
});

/** The route of the statistics. */
export function createFeedbackStatsRoutes(services: FeedbackStatsRoutesServices): Api {
  const api = newApi();
  api.openapi(stats, async (context) => {
    const { experiment, name, from, to, group_by: groupBy } = context.req.valid('query');
    const { experimentId: within } = context.get('identity');
    const asked = experiment === undefined ? null : await services.findExperimentId(experiment, within);
    const result = await getFeedbackStats({
      services,
      input: {
        experimentIds: idsWithin(asked, within),
        fromMs: toTime('from', from),
        toMs: toTime('to', to),
        name: name ?? null,
        groupBy,
      },
    });
    return context.json(
      {
        feedback: result.feedback.map(({ standardDeviation, withoutValue, group, ...rest }) => ({
          ...rest,
          group: toGroup(group, groupBy),
          without_value: withoutValue,
          standard_deviation: standardDeviation,
        })),
        responses: result.responses.map(({ tracesWithFeedback, group, ...rest }) => ({
          ...rest,
          group: toGroup(group, groupBy),
          traces_with_feedback: tracesWithFeedback,
        })),
        complete: result.isComplete,
      },
      200,
    );
  });
  return api;
}

/** The experiments to count in: the one asked for, as far as the key may see it; null is all. */
export function idsWithin(asked: string | null, within: string | null): string[] | null {
  if (within === null) return asked === null ? null : [asked];
  return asked === null || asked === within ? [within] : [];
}

function toGroup(group: string | null, groupBy: FeedbackGroup): string | null {
  const isTime = groupBy === 'hour' || groupBy === 'day' || groupBy === 'week';
  return isTime && group !== null ? new Date(Number(group)).toISOString() : group;
}

/**
 * A time as the caller wrote it, in Unix milliseconds; null when absent.
 *
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export function toTime(field: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const timeMs = /^\d{6,16}$/.test(text) ? Number(text) : Date.parse(text.replace(' ', '+'));
  if (!Number.isFinite(timeMs)) throw invalidParameter(field, 'an RFC 3339 time or Unix milliseconds');
  return timeMs;
}
