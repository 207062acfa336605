/** Datasets as a whole over REST. Their records are in `record-routes`. */
import { createRoute, z } from '@hono/zod-openapi';
import { limits } from '../core/limits.ts';
import { jsonAnswer, jsonBody, namedErrors, newApi, secured, type Api } from '../http/open-api.ts';
import { deleteDataset, linkExperiments, setDatasetTags, unlinkExperiments } from './change-dataset.ts';
import { createDataset, type CreateDatasetServices } from './create-dataset.ts';
import { getDataset, shownWithin } from './dataset-access.ts';
import { datasetSchema, toDatasetJson } from './dataset-json.ts';
import type { Dataset } from './dataset.ts';
import { searchDatasets } from './search-datasets.ts';

/** What the routes need. */
export interface DatasetRoutesServices extends CreateDatasetServices {
  /** The id of an experiment by name or id; rejects when there is none. */
  findExperimentId: (nameOrId: string, within: string | null) => Promise<string>;
}

/** The path parameter of every route on one dataset. */
export const datasetParameter = z.string().min(1).max(500).openapi({
  example: 'd-9e1c0cf3577b34da6a3ce929d0e0e473',
  description: 'Its id, or its name with slashes encoded.',
});
const experimentParameter = z.string().min(1).max(500).openapi({ example: '12', description: 'Name or id.' });
const answer = (description: string) => ({
  200: jsonAnswer(description, z.object({ dataset: datasetSchema })),
});

const create = createRoute({
  method: 'post',
  path: '/api/v1/datasets',
  operationId: 'createDataset',
  tags: ['Datasets'],
  summary: 'Create a dataset',
  description: 'A name with dots (`catalog.schema.table`) is a name like any other.',
  ...secured('write'),
  request: {
    body: jsonBody(
      z.strictObject({
        name: z.string().min(1).max(500).openapi({ example: 'refund questions' }),
        experiments: z
          .array(experimentParameter)
          .max(100)
          .default([])
          .openapi({ example: ['support-bot'], description: 'Names or ids of experiments to link.' }),
        tags: z.record(z.string().min(1).max(250), z.string().max(5000)).default({}),
      }),
    ),
  },
  responses: { ...answer('The new dataset.'), ...namedErrors },
});

const search = createRoute({
  method: 'get',
  path: '/api/v1/datasets',
  operationId: 'searchDatasets',
  tags: ['Datasets'],
  summary: 'Search datasets',
  description: 'Newest first unless told otherwise. A key bound to an experiment sees those linked to it.',
  ...secured('read'),
  request: {
    query: z.object({
      experiment: experimentParameter.optional(),
      filter: z
        .string()
        .max(2000)
        .default('')
        .openapi({ example: "name LIKE 'refund%' AND tags.env = 'prod'", description: "MLflow's grammar." }),
      order_by: z.string().max(200).optional().openapi({ example: 'name ASC' }),
      page_size: z.coerce.number().int().min(1).max(limits.pageSize).default(100),
      page_token: z.string().max(200).optional(),
    }),
  },
  responses: {
    200: jsonAnswer(
      'A page of datasets.',
      z.object({ datasets: z.array(datasetSchema), next_page_token: z.string().nullable() }),
    ),
    ...namedErrors,
  },
});

const get = createRoute({
  method: 'get',
  path: '/api/v1/datasets/{dataset}',
  operationId: 'getDataset',
  tags: ['Datasets'],
  summary: 'Get a dataset',
  ...secured('read'),
  request: { params: z.object({ dataset: datasetParameter }) },
  responses: { ...answer('The dataset.'), ...namedErrors },
});

const remove = createRoute({
  method: 'delete',
  path: '/api/v1/datasets/{dataset}',
  operationId: 'deleteDataset',
  tags: ['Datasets'],
  summary: 'Delete a dataset',
  description: 'With its records.',
  ...secured('write'),
  request: { params: z.object({ dataset: datasetParameter }) },
  responses: {
    200: jsonAnswer('Deleted.', z.object({})),
    ...namedErrors,
  },
});

const changeTags = createRoute({
  method: 'patch',
  path: '/api/v1/datasets/{dataset}/tags',
  operationId: 'setDatasetTags',
  tags: ['Datasets'],
  summary: 'Set and remove tags',
  ...secured('write'),
  request: {
    params: z.object({ dataset: datasetParameter }),
    body: jsonBody(
      z.strictObject({
        tags: z
          .record(z.string(), z.string().nullable())
          .openapi({ example: { env: 'prod', draft: null }, description: 'Null removes a tag.' }),
      }),
    ),
  },
  responses: { ...answer('The changed dataset.'), ...namedErrors },
});

const link = createRoute({
  method: 'put',
  path: '/api/v1/datasets/{dataset}/experiments/{experiment}',
  operationId: 'linkDataset',
  tags: ['Datasets'],
  summary: 'Link an experiment',
  ...secured('write'),
  request: { params: z.object({ dataset: datasetParameter, experiment: experimentParameter }) },
  responses: { ...answer('The changed dataset.'), ...namedErrors },
});

const unlink = createRoute({
  method: 'delete',
  path: '/api/v1/datasets/{dataset}/experiments/{experiment}',
  operationId: 'unlinkDataset',
  tags: ['Datasets'],
  summary: 'Unlink an experiment',
  ...secured('write'),
  request: { params: z.object({ dataset: datasetParameter, experiment: experimentParameter }) },
  responses: { ...answer('The changed dataset.'), ...namedErrors },
});

/** Routes under `/api/v1/datasets` on datasets as a whole. */
export function createDatasetRoutes(services: DatasetRoutesServices): Api {
  const api = newApi();
  addReading(api, services);
  addChanging(api, services);
  return api;
}

function addReading(api: Api, services: DatasetRoutesServices): void {
  api.openapi(search, async (context) => {
    const query = context.req.valid('query');
    const within = context.get('identity').experimentId;
    const experimentId =
      query.experiment === undefined ? null : await services.findExperimentId(query.experiment, within);
    const page = await searchDatasets({
      services,
      input: {
        experimentIds: experimentId === null ? [] : [experimentId],
        filter: query.filter,
        orderBy: query.order_by?.split(',') ?? [],
        pageSize: query.page_size,
        pageToken: query.page_token ?? null,
        within,
      },
    });
    return context.json(
      {
        datasets: page.datasets.map((dataset) => render(dataset, within).dataset),
        next_page_token: page.nextPageToken,
      },
      200,
    );
  });
  api.openapi(get, async (context) => {
    const within = context.get('identity').experimentId;
    const nameOrId = context.req.valid('param').dataset;
    return context.json(render(await getDataset({ services, input: { nameOrId, within } }), within), 200);
  });
}

function addChanging(api: Api, services: DatasetRoutesServices): void {
  api.openapi(create, async (context) => {
    const { name, experiments, tags } = context.req.valid('json');
    const within = context.get('identity').experimentId;
    const experimentIds = await Promise.all(
      experiments.map((named) => services.findExperimentId(named, within)),
    );
    const input = { name, experimentIds, tags, createdBy: null, within, sameName: 'refused' } as const;
    return context.json(render(await createDataset({ services, input }), within), 200);
  });
  api.openapi(remove, async (context) => {
    const within = context.get('identity').experimentId;
    await deleteDataset({ services, input: { nameOrId: context.req.valid('param').dataset, within } });
    return context.json({}, 200);
  });
  api.openapi(changeTags, async (context) => {
    const within = context.get('identity').experimentId;
    const nameOrId = context.req.valid('param').dataset;
    const { tags } = context.req.valid('json');
    const changed = await setDatasetTags({ services, input: { nameOrId, within, tags } });
    return context.json(render(changed, within), 200);
  });
  for (const [route, verb] of [
    [link, linkExperiments],
    [unlink, unlinkExperiments],
  ] as const) {
    api.openapi(route, async (context) => {
      const { dataset: nameOrId, experiment } = context.req.valid('param');
      const within = context.get('identity').experimentId;
      const experimentIds = [await services.findExperimentId(experiment, within)];
      const changed = await verb({ services, input: { nameOrId, within, experimentIds } });
      return context.json(render(changed, within), 200);
    });
  }
}

function render(dataset: Dataset, within: string | null): { dataset: z.infer<typeof datasetSchema> } {
  return { dataset: toDatasetJson(shownWithin(dataset, within)) };
}
