/** Statistics over REST: what traces come to, and what is said of them, over time. */
import { createRoute, z } from '@hono/zod-openapi';
import { invalidParameter } from '../../core/app-error.ts';
import { jsonAnswer, namedErrors, newApi, secured, type Api } from '../../http/open-api.ts';
import { searchParameters, toTraceQuery } from '../search-parameters.ts';
import type { TraceStatisticsStore } from '../store/trace-statistics-store.ts';
import { getAssessmentStatistics, getTraceStatistics } from './get-trace-statistics.ts';
import {
  assessmentStatisticsSchema,
  toAssessmentStatisticsJson,
  toTraceStatisticsJson,
  traceStatisticsSchema,
} from './statistics-json.ts';
import { statisticsGroups, statisticsOrders, type StatisticsGroup } from './trace-statistics.ts';

const MAX_GROUPS = 200;

/** What the routes need. */
export interface StatisticsRoutesServices {
  statistics: TraceStatisticsStore;
  /** The id of an experiment by name or id; rejects when there is none. */
  findExperimentId: (nameOrId: string, within: string | null) => Promise<string>;
}

const whole = (from: number, to: number) => {
  const expected = `expected a whole number from ${from} to ${to}`;
  return z.coerce.number({ error: expected }).int(expected).min(from, expected).max(to, expected);
};

const buckets = {
  interval_seconds: whole(1, 366 * 86_400)
    .optional()
    .openapi({
      example: 3600,
      description: 'Width of the intervals; needs `from` and `to`. Absent: one for all time.',
    }),
  utc_offset_minutes: whole(-14 * 60, 14 * 60)
    .default(0)
    .openapi({
      example: 120,
      description: "What the reader's clock is ahead of UTC: intervals of a day begin at their midnight.",
    }),
  time_zone: z.string().min(1).max(100).optional().openapi({
    example: 'Europe/Berlin',
    description:
      'The IANA time zone of that clock, instead of `utc_offset_minutes`: days begin at midnight also where clocks change.',
  }),
};

const which = searchParameters.omit({
  order_by: true,
  page_size: true,
  page_token: true,
  format: true,
});

const traces = createRoute({
  method: 'get',
  path: '/api/v1/traces/statistics',
  operationId: 'getTraceStatistics',
  tags: ['Traces'],
  summary: 'Count traces',
  description:
    'Requests, failures, latency, tokens and cost, over time and by group. Groups beyond `limit` are told as one row, the ' +
    'others. By model and provider, what each used is counted for itself: a trace of two is in both. Percentiles are of all traces of a row, interpolated linearly between the two next to them. Traces are ' +
    'counted from the newest on, up to a bound; `complete` says whether that was all.',
  ...secured('read'),
  request: {
    query: which.extend({
      ...buckets,
      group_by: z
        .string()
        .min(1)
        .max(300)
        .optional()
        .openapi({
          example: 'model',
          description: `One of ${statisticsGroups.join(', ')}, or \`tag:<key>\`. Absent: no groups.`,
        }),
      order: z.enum(statisticsOrders).default('requests').openapi({
        description: 'Which groups are told by themselves, and in what order.',
      }),
      limit: whole(1, MAX_GROUPS).default(20).openapi({
        description: 'Groups at most, beside one row for all others.',
      }),
    }),
  },
  responses: {
    200: jsonAnswer('The statistics.', traceStatisticsSchema),
    ...namedErrors,
  },
});

const assessments = createRoute({
  method: 'get',
  path: '/api/v1/assessments/statistics',
  operationId: 'getAssessmentStatistics',
  tags: ['Assessments'],
  summary: 'Count what is said of traces',
  description:
    'Valid feedback of people, judges and code, by name, kind of source and time. Times are those of the traces, of which ' +
    'the newest are looked at, up to a bound, where anything but experiment and time is asked for.',
  ...secured('read'),
  request: {
    query: which.extend({
      ...buckets,
      limit: whole(1, MAX_GROUPS).default(MAX_GROUPS).openapi({
        description:
          'Names by source at most, those that are said most often, beside one row for all others.',
      }),
    }),
  },
  responses: {
    200: jsonAnswer('The statistics.', assessmentStatisticsSchema),
    ...namedErrors,
  },
});

/** The routes. Mount them before those of single traces, whose ids could be the word `statistics`. */
export function createStatisticsRoutes(services: StatisticsRoutesServices): Api {
  const api = newApi();
  api.openapi(traces, async (context) => {
    const {
      interval_seconds: intervalSeconds,
      utc_offset_minutes: utcOffsetMinutes,
      time_zone: timeZone,
      ...query
    } = context.req.valid('query');
    const statistics = await getTraceStatistics({
      services,
      input: {
        search: await toTraceQuery(
          { ...query, page_size: 1 },
          services,
          context.get('identity').experimentId,
        ),
        group: query.group_by === undefined ? null : toGroup(query.group_by),
        order: query.order,
        limit: query.limit,
        intervalSeconds,
        utcOffsetMinutes,
        timeZone,
        within: context.get('identity').experimentId,
      },
    });
    return context.json(toTraceStatisticsJson(statistics), 200);
  });
  api.openapi(assessments, async (context) => {
    const {
      interval_seconds: intervalSeconds,
      utc_offset_minutes: utcOffsetMinutes,
      time_zone: timeZone,
      ...query
    } = context.req.valid('query');
    const statistics = await getAssessmentStatistics({
      services,
      input: {
        search: await toTraceQuery(
          { ...query, page_size: 1 },
          services,
          context.get('identity').experimentId,
        ),
        limit: query.limit,
        intervalSeconds,
        utcOffsetMinutes,
        timeZone,
        within: context.get('identity').experimentId,
      },
    });
    return context.json(toAssessmentStatisticsJson(statistics), 200);
  });
  return api;
}

function toGroup(text: string): StatisticsGroup {
  const known = statisticsGroups.find((name) => name === text);
  if (known !== undefined) return { by: known };
  if (text.startsWith('tag:') && text.length > 4) return { by: 'tag', key: text.slice(4) };
  throw invalidParameter('group_by', `one of ${statisticsGroups.join(', ')}, or tag:<key>`);
}
