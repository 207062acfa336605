/** Schedules over REST. Handlers parse, call a verb and render. */
import { createRoute, z } from '@hono/zod-openapi';
import { sees } from '../../access/identity.ts';
import { AppError } from '../../core/app-error.ts';
import { jsonAnswer, jsonBody, namedErrors, newApi, secured, type Api } from '../../http/open-api.ts';
import {
  backfillSchedule,
  changeSchedule,
  createSchedule,
  deleteSchedule,
  getSchedule,
  listScheduleRuns,
  type ScheduleServices,
} from './schedule-access.ts';
import { runSchema, scheduleSchema, toRunJson, toScheduleJson } from './schedule-json.ts';
import type { Schedule } from './schedule.ts';

/** What the routes need. */
export interface ScheduleRoutesServices extends ScheduleServices {
  /** The id of an experiment by name or id; rejects when there is none. */
  findExperimentId: (nameOrId: string, within: string | null) => Promise<string>;
}

const params = z.object({ schedule_id: z.string().min(1).max(100) });
const time = z.iso.datetime({ offset: true }).openapi({ example: '2026-10-15T12:00:00Z' });
const cron = z.string().min(1).max(200).openapi({ example: '0 6 * * *', description: 'Five fields, UTC.' });
const base = { tags: ['Schedules'] };

const one = (description: string) => ({ 200: jsonAnswer(description, scheduleSchema) });

const create = createRoute({
  ...base,
  method: 'post',
  path: '/api/v1/schedules',
  operationId: 'createSchedule',
  summary: 'Run scorers by the clock',
  description:
    'Over traces that came since the run before, or over a dataset, as an evaluation. Nothing is scored twice. Scorers ' +
    'that ask a model need the scope `proxy` too.',
  ...secured('write'),
  request: {
    body: jsonBody(
      z
        .strictObject({
          experiment: z.string().min(1).max(500).default('0'),
          name: z.string().min(1).max(250),
          cron,
          filter: z.string().max(20_000).nullish(),
          dataset: z.string().min(1).max(500).nullish(),
          scorers: z.array(z.string().min(1).max(250)).min(1).max(50),
        })
        .refine(({ filter, dataset }) => !filter || !dataset, 'expected filter or dataset, not both'),
    ),
  },
  responses: { ...one('The schedule.'), ...namedErrors },
});

const list = createRoute({
  ...base,
  method: 'get',
  path: '/api/v1/schedules',
  operationId: 'listSchedules',
  summary: 'List schedules with their last and next run',
  ...secured('read'),
  request: { query: z.object({ experiment: z.string().min(1).max(500).optional() }) },
  responses: {
    200: jsonAnswer('By name.', z.object({ schedules: z.array(scheduleSchema) })),
    ...namedErrors,
  },
});

const get = createRoute({
  ...base,
  method: 'get',
  path: '/api/v1/schedules/{schedule_id}',
  operationId: 'getSchedule',
  summary: 'Get a schedule',
  ...secured('read'),
  request: { params },
  responses: { ...one('The schedule.'), ...namedErrors },
});

const change = createRoute({
  ...base,
  method: 'patch',
  path: '/api/v1/schedules/{schedule_id}',
  operationId: 'changeSchedule',
  summary: 'Pause, go on, or change the time',
  description: 'All but pausing needs the scope `proxy` too when its scorers ask a model.',
  ...secured('write'),
  request: {
    params,
    body: jsonBody(z.strictObject({ cron: cron.optional(), paused: z.boolean().optional() })),
  },
  responses: { ...one('As it is now.'), ...namedErrors },
});

const remove = createRoute({
  ...base,
  method: 'delete',
  path: '/api/v1/schedules/{schedule_id}',
  operationId: 'deleteSchedule',
  summary: 'Delete a schedule',
  ...secured('write'),
  request: { params },
  responses: { 200: jsonAnswer('Deleted.', z.object({})), ...namedErrors },
});

const backfill = createRoute({
  ...base,
  method: 'post',
  path: '/api/v1/schedules/{schedule_id}/backfill',
  operationId: 'backfillSchedule',
  summary: 'Run it over a past time',
  description: 'Begins within a minute. Needs the scope `proxy` too when its scorers ask a model.',
  ...secured('write'),
  request: { params, body: jsonBody(z.strictObject({ from: time, to: time })) },
  responses: { 200: jsonAnswer('The run.', runSchema), ...namedErrors },
});

const runs = createRoute({
  ...base,
  method: 'get',
  path: '/api/v1/schedules/{schedule_id}/runs',
  operationId: 'listScheduleRuns',
  summary: 'List runs with their progress',
  ...secured('read'),
  request: { params, query: z.object({ limit: z.coerce.number().int().min(1).max(100).default(20) }) },
  responses: {
    200: jsonAnswer('Newest first.', z.object({ runs: z.array(runSchema) })),
    ...namedErrors,
  },
});

/** Routes under `/api/v1/schedules`. */
export function createScheduleRoutes(services: ScheduleRoutesServices): Api {
  const api = newApi();
  const render = async (schedule: Schedule) => {
    const [last] = await listScheduleRuns({ services, input: { ...schedule, limit: 1 } });
    return toScheduleJson(schedule, last);
  };
  api.openapi(create, async (context) => {
    const { experiment, name, cron: when, filter, dataset, scorers } = context.req.valid('json');
    const identity = context.get('identity');
    const experimentId = await services.findExperimentId(experiment, identity.experimentId);
    if (!sees(identity, experimentId))
      throw new AppError('RESOURCE_DOES_NOT_EXIST', `There is no experiment "${experiment.slice(0, 100)}".`);
    const source = dataset
      ? ({ kind: 'dataset', nameOrId: dataset } as const)
      : ({ kind: 'traces', filter: filter ?? null } as const);
    const { scopes, experimentId: within } = identity;
    const input = { experimentId, name, cron: when, source, scorers, within, scopes };
    return context.json(await render(await createSchedule({ services, input })), 200);
  });
  api.openapi(list, async (context) => {
    const { experiment } = context.req.valid('query');
    const within = context.get('identity').experimentId;
    const wanted = experiment === undefined ? within : await services.findExperimentId(experiment, within);
    const hidden = within !== null && wanted !== within;
    const found = hidden ? [] : await services.schedules.list(wanted);
    return context.json({ schedules: await Promise.all(found.map(render)) }, 200);
  });
  api.openapi(get, async (context) => {
    const input = referenceOf(context.req.valid('param'), context.get('identity').experimentId);
    return context.json(await render(await getSchedule({ services, input })), 200);
  });
  api.openapi(change, async (context) => {
    const reference = referenceOf(context.req.valid('param'), context.get('identity').experimentId);
    const { cron: when = null, paused = null } = context.req.valid('json');
    const input = { ...reference, cron: when, paused, scopes: context.get('identity').scopes };
    return context.json(await render(await changeSchedule({ services, input })), 200);
  });
  api.openapi(remove, async (context) => {
    const input = referenceOf(context.req.valid('param'), context.get('identity').experimentId);
    await deleteSchedule({ services, input });
    return context.json({}, 200);
  });
  api.openapi(backfill, async (context) => {
    const reference = referenceOf(context.req.valid('param'), context.get('identity').experimentId);
    const { from, to } = context.req.valid('json');
    const { scopes } = context.get('identity');
    const input = { ...reference, fromMs: Date.parse(from), toMs: Date.parse(to), scopes };
    const run = await backfillSchedule({ services, input });
    return context.json(toRunJson({ run, done: 0, failed: 0, pending: 0 }), 200);
  });
  api.openapi(runs, async (context) => {
    const input = referenceOf(context.req.valid('param'), context.get('identity').experimentId);
    const { scheduleId } = await getSchedule({ services, input });
    const { limit } = context.req.valid('query');
    const found = await listScheduleRuns({ services, input: { scheduleId, limit } });
    return context.json({ runs: found.map(toRunJson) }, 200);
  });
  return api;
}

function referenceOf({ schedule_id: scheduleId }: z.infer<typeof params>, within: string | null) {
  return { scheduleId, within };
}
