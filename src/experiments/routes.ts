/** Experiments over REST. */
import { createRoute, z } from '@hono/zod-openapi';
import type { Identity } from '../access/identity.ts';
import { sees } from '../access/identity.ts';
import { AppError } from '../core/app-error.ts';
import {
  commonErrors,
  jsonAnswer,
  jsonBody,
  namedErrors,
  newApi,
  secured,
  type Api,
} from '../http/open-api.ts';
import { createExperiment } from './create-experiment.ts';
import type { Experiment } from './experiment.ts';
import { experimentSchema } from './experiment-json.ts';
import { getExperiment, noSuchExperiment } from './get-experiment.ts';
import { listExperiments } from './list-experiments.ts';
import { setRetention } from './set-retention.ts';
import type { ExperimentStore } from './store/experiment-store.ts';

/** What the routes need. */
export interface ExperimentRoutesServices {
  experiments: ExperimentStore;
  /** Unix milliseconds. */
  now: () => number;
}

const answer = (description: string) => ({
  200: jsonAnswer(description, z.object({ experiment: experimentSchema })),
});
const idParameter = z.object({
  experiment_id: z.string().max(20).openapi({ example: '12', description: "The experiment's id." }),
});

const list = createRoute({
  method: 'get',
  path: '/api/v1/experiments',
  operationId: 'listExperiments',
  tags: ['Experiments'],
  summary: 'List experiments',
  description: 'Active experiments, newest first. A key bound to an experiment sees that one.',
  ...secured('read'),
  responses: {
    200: jsonAnswer('The experiments.', z.object({ experiments: z.array(experimentSchema) })),
    ...commonErrors,
  },
});

const get = createRoute({
  method: 'get',
  path: '/api/v1/experiments/{experiment_id}',
  operationId: 'getExperiment',
  tags: ['Experiments'],
  summary: 'Get an experiment',
  ...secured('read'),
  request: { params: idParameter },
  responses: { ...answer('The experiment.'), ...namedErrors },
});

const create = createRoute({
  method: 'post',
  path: '/api/v1/experiments',
  operationId: 'createExperiment',
  tags: ['Experiments'],
  summary: 'Create an experiment',
  description: 'Calls through the proxy that name a new experiment create it too.',
  ...secured('write'),
  request: {
    body: jsonBody(
      z.strictObject({
        name: z.string().min(1).max(500).openapi({ example: 'support-bot', description: 'Unique.' }),
      }),
    ),
  },
  responses: { ...answer('The new experiment.'), ...commonErrors },
});

const change = createRoute({
  method: 'patch',
  path: '/api/v1/experiments/{experiment_id}',
  operationId: 'changeExperiment',
  tags: ['Experiments'],
  summary: 'Change how long traces are kept',
  description:
    'Traces older than this are deleted within minutes; their content becomes unreadable at the same time.',
  ...secured('admin'),
  request: {
    params: idParameter,
    body: jsonBody(
      z.strictObject({
        retention_days: z.number().int().min(1).max(3650).nullable().openapi({
          example: 90,
          description: "Days; null for the deployment's default.",
        }),
      }),
    ),
  },
  responses: { ...answer('The changed experiment.'), ...namedErrors },
});

/** Routes under `/api/v1/experiments`. */
export function createExperimentRoutes(services: ExperimentRoutesServices): Api {
  const api = newApi();
  api.openapi(list, async (context) => {
    const within = context.get('identity').experimentId;
    const experiments = await listExperiments({ services, input: { within } });
    return context.json({ experiments: experiments.map(toJson) }, 200);
  });
  api.openapi(get, async (context) => {
    const { experiment_id: experimentId } = context.req.valid('param');
    if (!sees(context.get('identity'), experimentId)) throw noSuchExperiment(experimentId);
    return context.json(
      { experiment: toJson(await getExperiment({ services, input: { experimentId } })) },
      200,
    );
  });
  api.openapi(create, async (context) => {
    refuseBound(context.get('identity'));
    const experiment = await createExperiment({ services, input: context.req.valid('json') });
    return context.json({ experiment: toJson(experiment) }, 200);
  });
  api.openapi(change, async (context) => {
    const { experiment_id: experimentId } = context.req.valid('param');
    const { retention_days: retentionDays } = context.req.valid('json');
    const experiment = await setRetention({ services, input: { experimentId, retentionDays } });
    return context.json({ experiment: toJson(experiment) }, 200);
  });
  return api;
}

function refuseBound(identity: Identity): void {
  if (identity.experimentId === null) return;
  throw new AppError('PERMISSION_DENIED', 'This key is bound to an experiment and cannot create others.');
}

function toJson(experiment: Experiment): z.infer<typeof experimentSchema> {
  return {
    experiment_id: experiment.experimentId,
    name: experiment.name,
    lifecycle_stage: experiment.lifecycleStage,
    retention_days: experiment.retentionDays,
    creation_time: new Date(experiment.createdAtMs).toISOString(),
    last_update_time: new Date(experiment.updatedAtMs).toISOString(),
  };
}
