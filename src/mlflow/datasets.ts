/** Evaluation datasets on MLflow's wire (mlflow/protos/datasets.proto, API 3.0). Mind the JSON inside strings. */
import { z } from 'zod';
import {
  deleteDataset,
  linkExperiments,
  setDatasetTags,
  unlinkExperiments,
} from '../datasets/change-dataset.ts';
import { createDataset, type CreateDatasetServices } from '../datasets/create-dataset.ts';
import { getDataset, shownWithin } from '../datasets/dataset-access.ts';
import { isDatasetId } from '../datasets/dataset.ts';
import { deleteRecords, listRecords } from '../datasets/list-records.ts';
import { mergeRecords, type MergeRecordsServices } from '../datasets/merge-records.ts';
import { searchDatasets } from '../datasets/search-datasets.ts';
import { AppError } from '../core/app-error.ts';
import { limits } from '../core/limits.ts';
import { writePythonJson } from '../core/python-json.ts';
import { parseRecords, parseTags, renderDataset, renderRecord } from './entities/dataset.ts';
import { experimentIdField, integer, list, queryList, requiredText, text } from './message-fields.ts';
import type { Surface } from './surface.ts';

/** What the endpoints need. */
export type DatasetEndpointServices = CreateDatasetServices & MergeRecordsServices;

const V3 = ['3.0'] as const;
/** MLflow's bounds and defaults (mlflow/store/tracking/__init__.py). */
const MAX_RESULTS = 1000;
const DEFAULT_RESULTS = 1000;
const id = { dataset_id: requiredText() };

/** Endpoints under `/datasets`. */
export function addDatasetEndpoints(surface: Surface, services: DatasetEndpointServices): void {
  // Fixed paths come before those with an id.
  addCreating(surface, services);
  addSearching(surface, services);
  addRecords(surface, services);
  addStoredRecords(surface, services);
  addExperiments(surface, services);
  addTags(surface, services);
  addOne(surface, services);
}

function addCreating(surface: Surface, services: DatasetEndpointServices): void {
  surface.on(
    {
      method: 'POST',
      versions: V3,
      path: '/datasets/create',
      scopes: ['write'],
      message: z.object({
        name: requiredText(),
        experiment_ids: list(experimentIdField()).optional(),
        tags: text().optional(),
        created_by: text().optional(),
      }),
    },
    async ({ message, within }) => {
      const tags = Object.entries(parseTags(message.tags));
      const dataset = await createDataset({
        services,
        input: {
          name: message.name,
          experimentIds: message.experiment_ids ?? [],
          tags: Object.fromEntries(tags.map(([key, value]) => [key, value ?? ''])),
          createdBy: message.created_by ?? null,
          within,
          sameName: 'allowed',
        },
      });
      return { dataset: renderDataset(shownWithin(dataset, within)) };
    },
  );
}

function addSearching(surface: Surface, services: DatasetEndpointServices): void {
  for (const method of ['POST', 'GET'] as const) {
    const many = method === 'GET' ? queryList : list;
    const message = z.object({
      experiment_ids: many(experimentIdField()).optional(),
      filter_string: text().max(10_000, 'expected at most 10000 characters').optional(),
      max_results: integer().optional(),
      order_by: many(text()).optional(),
      page_token: text().optional(),
    });
    surface.on(
      { method, versions: V3, path: '/datasets/search', scopes: ['read'], message },
      async ({ message: sent, within }) => {
        const page = await searchDatasets({
          services,
          input: {
            experimentIds: sent.experiment_ids ?? [],
            filter: sent.filter_string ?? '',
            orderBy: sent.order_by ?? [],
            pageSize: checkedSize(sent.max_results),
            pageToken: sent.page_token ?? null,
            within,
          },
        });
        return {
          datasets: page.datasets.map((dataset) => renderDataset(shownWithin(dataset, within))),
          ...(page.nextPageToken === null ? {} : { next_page_token: page.nextPageToken }),
        };
      },
    );
  }
}

function addRecords(surface: Surface, services: DatasetEndpointServices): void {
  const path = '/datasets/{dataset_id}/records';
  surface.on(
    {
      method: 'POST',
      versions: V3,
      path,
      scopes: ['write'],
      message: z.object({ ...id, records: requiredText(), updated_by: text().optional() }),
      maxBodyBytes: limits.datasetBodyBytes,
    },
    async ({ message, within }) => {
      const merged = await mergeRecords({
        services,
        input: {
          nameOrId: checkedId(message.dataset_id),
          within,
          records: parseRecords(message.records),
          by: message.updated_by ?? null,
        },
      });
      return { inserted_count: merged.insertedCount, updated_count: merged.updatedCount };
    },
  );
}

function addStoredRecords(surface: Surface, services: DatasetEndpointServices): void {
  const path = '/datasets/{dataset_id}/records';
  surface.on(
    {
      method: 'GET',
      versions: V3,
      path,
      scopes: ['read'],
      message: z.object({ ...id, max_results: integer().optional(), page_token: text().optional() }),
    },
    async ({ message, within }) => {
      const input = {
        nameOrId: checkedId(message.dataset_id),
        within,
        pageSize: checkedSize(message.max_results),
        pageToken: message.page_token ?? null,
      };
      const page = await listRecords({ services, input });
      return {
        records: writePythonJson(page.records.map(renderRecord)),
        ...(page.nextPageToken === null ? {} : { next_page_token: page.nextPageToken }),
      };
    },
  );
  surface.on(
    {
      method: 'DELETE',
      versions: V3,
      path,
      scopes: ['write'],
      message: z.object({ ...id, dataset_record_ids: list(text()) }),
    },
    async ({ message, within }) => {
      const input = {
        nameOrId: checkedId(message.dataset_id),
        within,
        recordIds: message.dataset_record_ids,
      };
      return { deleted_count: await deleteRecords({ services, input }) };
    },
  );
}

function addExperiments(surface: Surface, services: DatasetEndpointServices): void {
  surface.on(
    {
      method: 'GET',
      versions: V3,
      path: '/datasets/{dataset_id}/experiment-ids',
      scopes: ['read'],
      message: z.object(id),
    },
    async ({ message, within }) => {
      const dataset = await getDataset({
        services,
        input: { nameOrId: checkedId(message.dataset_id), within },
      });
      return { experiment_ids: shownWithin(dataset, within).experimentIds };
    },
  );
  for (const [path, verb] of [
    ['/datasets/{dataset_id}/add-experiments', linkExperiments],
    ['/datasets/{dataset_id}/remove-experiments', unlinkExperiments],
  ] as const) {
    const message = z.object({ ...id, experiment_ids: list(experimentIdField()) });
    surface.on({ method: 'POST', versions: V3, path, scopes: ['write'], message }, async (call) => {
      const { dataset_id: datasetId, experiment_ids: experimentIds } = call.message;
      const input = { nameOrId: checkedId(datasetId), within: call.within, experimentIds };
      return { dataset: renderDataset(shownWithin(await verb({ services, input }), call.within)) };
    });
  }
}

function addTags(surface: Surface, services: DatasetEndpointServices): void {
  surface.on(
    {
      method: 'PATCH',
      versions: V3,
      path: '/datasets/{dataset_id}/tags',
      scopes: ['write'],
      message: z.object({ ...id, tags: requiredText() }),
    },
    async ({ message, within }) => {
      const input = { nameOrId: checkedId(message.dataset_id), within, tags: parseTags(message.tags) };
      return { dataset: renderDataset(shownWithin(await setDatasetTags({ services, input }), within)) };
    },
  );
  surface.on(
    {
      method: 'DELETE',
      versions: V3,
      path: '/datasets/{dataset_id}/tags/{key}',
      scopes: ['write'],
      message: z.object({ ...id, key: requiredText() }),
    },
    async ({ message, within }) => {
      const input = { nameOrId: checkedId(message.dataset_id), within, tags: { [message.key]: null } };
      await setDatasetTags({ services, input });
      return {};
    },
  );
}

function addOne(surface: Surface, services: DatasetEndpointServices): void {
  const path = '/datasets/{dataset_id}';
  surface.on(
    {
      method: 'GET',
      versions: V3,
      path,
      scopes: ['read'],
      message: z.object({ ...id, page_token: text().optional() }),
    },
    async ({ message, within }) => {
      const input = { nameOrId: checkedId(message.dataset_id), within };
      return { dataset: renderDataset(shownWithin(await getDataset({ services, input }), within)) };
    },
  );
  surface.on(
    { method: 'DELETE', versions: V3, path, scopes: ['write'], message: z.object(id) },
    async ({ message, within }) => {
      try {
        await deleteDataset({ services, input: { nameOrId: checkedId(message.dataset_id), within } });
      } catch (cause) {
        // Deleting what is not there is no mistake on this wire.
        if (!(cause instanceof AppError) || cause.code !== 'RESOURCE_DOES_NOT_EXIST') throw cause;
      }
      return {};
    },
  );
}

/** This wire knows ids only: a name in an id's place is no dataset. */
function checkedId(datasetId: string): string {
  if (isDatasetId(datasetId)) return datasetId;
  const shown = datasetId.slice(0, 200);
  throw new AppError('RESOURCE_DOES_NOT_EXIST', `Evaluation dataset with ID '${shown}' not found`);
}

function checkedSize(maxResults: number | undefined): number {
  const size = maxResults ?? DEFAULT_RESULTS;
  if (size >= 1 && size <= MAX_RESULTS) return size;
  throw new AppError(
    'INVALID_PARAMETER_VALUE',
    `Invalid value ${size} for parameter 'max_results' supplied: expected 1 to ${MAX_RESULTS}.`,
  );
}
