/** Runs on MLflow's wire (API 2.0), as far as evaluation, prompt optimisation and links need them. */
import { z } from 'zod';
import { AppError } from '../core/app-error.ts';
import type { ExperimentStore } from '../experiments/store/experiment-store.ts';
import { deleteRun, restoreRun, updateRun } from '../runs/change-run.ts';
import { createRun } from '../runs/create-run.ts';
import { getRun } from '../runs/get-run.ts';
import { linkToRun } from '../runs/link-to-run.ts';
import { deleteRunTag, logToRun, type LogToRunServices } from '../runs/log-to-run.ts';
import { runStatuses } from '../runs/run.ts';
import { searchRuns } from '../runs/search-runs.ts';
import { readDataset, datasetInputMessage, renderMetric, renderRun, renderRunInfo } from './entities/run.ts';
import { viewTypeField } from './experiments.ts';
import { double, experimentIdField, integer, list, requiredText, tagList, text } from './message-fields.ts';
import { createPageToken, readPageToken } from './page-token.ts';
import type { Surface } from './surface.ts';

/** What the endpoints need. */
export type RunEndpointServices = LogToRunServices & { experiments: ExperimentStore };

const V2 = ['2.0'] as const;
/** MLflow's bounds (mlflow/store/tracking/__init__.py). */
const MAX_RESULTS = 50_000;
const DEFAULT_MAX_RESULTS = 1000;
const MAX_HISTORY_RESULTS = 25_000;

/** The id, under its name or the one before. */
const runId = z.object({ run_id: text().optional(), run_uuid: text().optional() });
const metric = z.object({
  key: requiredText(),
  value: double(),
  timestamp: integer(),
  step: integer().optional(),
});
const entry = z.object({ key: requiredText(), value: text().nullish() });
const status = z
  .union([z.string(), z.number().transform((number) => runStatuses[number - 1] ?? '')])
  .refine((value) => runStatuses.some((name) => name === value), `expected one of ${runStatuses.join(', ')}`)
  .transform((value) => runStatuses.find((name) => name === value) ?? null);

/** Endpoints under `/runs`, and the history of metrics. */
export function addRunEndpoints(surface: Surface, services: RunEndpointServices): void {
  addLife(surface, services);
  addDeletion(surface, services);
  addReading(surface, services);
  addHistory(surface, services);
  addLogging(surface, services);
  addLinking(surface, services);
}

function addLife(surface: Surface, services: RunEndpointServices): void {
  surface.on(
    {
      method: 'POST',
      versions: V2,
      path: '/runs/create',
      scopes: ['write'],
      message: z.object({
        experiment_id: experimentIdField(),
        user_id: text().optional(),
        run_name: text().optional(),
        start_time: integer().optional(),
        tags: tagList().optional(),
      }),
    },
    async ({ message, within }) => {
      const input = {
        experimentId: message.experiment_id,
        name: message.run_name === undefined || message.run_name === '' ? null : message.run_name,
        userId: message.user_id ?? '',
        startTimeMs: message.start_time ?? null,
        tags: message.tags ?? {},
        within,
      };
      return { run: renderRun(await createRun({ services, input })) };
    },
  );
  surface.on(
    {
      method: 'POST',
      versions: V2,
      path: '/runs/update',
      scopes: ['write'],
      message: runId.extend({
        status: status.optional(),
        end_time: integer().optional(),
        run_name: text().optional(),
      }),
    },
    async ({ message, within }) => {
      const input = {
        runId: idOf(message),
        within,
        status: message.status ?? null,
        endTimeMs: message.end_time ?? null,
        name: message.run_name === undefined || message.run_name === '' ? null : message.run_name,
      };
      return { run_info: renderRunInfo(await updateRun({ services, input })) };
    },
  );
}

function addDeletion(surface: Surface, services: RunEndpointServices): void {
  for (const [path, change] of [
    ['/runs/delete', deleteRun],
    ['/runs/restore', restoreRun],
  ] as const) {
    surface.on(
      { method: 'POST', versions: V2, path, scopes: ['write'], message: runId },
      async ({ message, within }) => {
        await change({ services, input: { runId: idOf(message), within } });
        return {};
      },
    );
  }
}

function addReading(surface: Surface, services: RunEndpointServices): void {
  surface.on(
    { method: 'GET', versions: V2, path: '/runs/get', scopes: ['read'], message: runId },
    async ({ message, within }) => {
      const run = await getRun({ services, input: { runId: idOf(message), within } });
      return { run: renderRun(run) };
    },
  );
  surface.on(
    {
      method: 'POST',
      versions: V2,
      path: '/runs/search',
      scopes: ['read'],
      message: z.object({
        experiment_ids: list(experimentIdField()).optional(),
        filter: text().optional(),
        run_view_type: viewTypeField().optional(),
        max_results: integer().optional(),
        order_by: list(text()).optional(),
        page_token: text().optional(),
      }),
    },
    async ({ message, within }) => {
      const limit = checkLimit(message.max_results ?? DEFAULT_MAX_RESULTS, MAX_RESULTS);
      const offset = readPageToken(message.page_token);
      const { runs, more } = await searchRuns({
        services,
        input: {
          experimentIds: message.experiment_ids ?? [],
          filter: message.filter ?? '',
          orderBy: message.order_by ?? [],
          lifecycleStages: message.run_view_type ?? ['active'],
          offset,
          limit,
          within,
        },
      });
      return {
        runs: runs.map(renderRun),
        ...(more ? { next_page_token: createPageToken(offset + limit) } : {}),
      };
    },
  );
}

function addHistory(surface: Surface, services: RunEndpointServices): void {
  surface.on(
    {
      method: 'GET',
      versions: V2,
      path: '/metrics/get-history',
      scopes: ['read'],
      message: runId.extend({
        metric_key: requiredText(),
        page_token: text().optional(),
        max_results: integer().optional(),
      }),
    },
    async ({ message, within }) => {
      const limit = checkLimit(message.max_results ?? MAX_HISTORY_RESULTS, MAX_HISTORY_RESULTS);
      const offset = readPageToken(message.page_token);
      const run = await getRun({ services, input: { runId: idOf(message), within } });
      const found = await services.runs.metricHistory(run.runId, message.metric_key, { offset, limit });
      return {
        metrics: found.slice(0, limit).map(renderMetric),
        ...(found.length > limit ? { next_page_token: createPageToken(offset + limit) } : {}),
      };
    },
  );
}

function addLogging(surface: Surface, services: RunEndpointServices): void {
  const nothing = { metrics: [], params: [], tags: [] };
  const log = <Shape extends z.ZodRawShape>(
    path: string,
    shape: Shape,
    toBatch: (message: z.output<z.ZodObject<Shape>>) => Partial<Parameters<typeof logToRun>[0]['input']>,
  ): void => {
    const message = z.intersection(runId, z.object(shape));
    surface.on(
      { method: 'POST', versions: V2, path, scopes: ['write'], message },
      async ({ message: sent, within }) => {
        await logToRun({ services, input: { ...nothing, ...toBatch(sent), runId: idOf(sent), within } });
        return {};
      },
    );
  };
  log('/runs/log-metric', metric.shape, (sent) => ({ metrics: [toMetric(sent)] }));
  log('/runs/log-parameter', entry.shape, (sent) => ({ params: [toEntry(sent)] }));
  log('/runs/set-tag', entry.shape, (sent) => ({ tags: [toEntry(sent)] }));
  log(
    '/runs/log-batch',
    {
      metrics: list(metric).optional(),
      params: list(entry).optional(),
      tags: list(entry).optional(),
    },
    (sent) => ({
      metrics: (sent.metrics ?? []).map(toMetric),
      params: (sent.params ?? []).map(toEntry),
      tags: (sent.tags ?? []).map(toEntry),
    }),
  );
  surface.on(
    {
      method: 'POST',
      versions: V2,
      path: '/runs/delete-tag',
      scopes: ['write'],
      message: runId.extend({ key: requiredText() }),
    },
    async ({ message, within }) => {
      await deleteRunTag({ services, input: { runId: idOf(message), within, key: message.key } });
      return {};
    },
  );
}

function addLinking(surface: Surface, services: RunEndpointServices): void {
  const model = z.object({ model_id: requiredText(), step: integer().optional() });
  surface.on(
    {
      method: 'POST',
      versions: V2,
      path: '/runs/log-inputs',
      scopes: ['write'],
      message: runId.extend({
        datasets: list(datasetInputMessage).optional(),
        models: list(model).optional(),
      }),
    },
    async ({ message, within }) => {
      const input = {
        runId: idOf(message),
        within,
        datasets: (message.datasets ?? []).map(readDataset),
        modelInputs: (message.models ?? []).map(({ model_id: modelId }) => modelId),
        modelOutputs: [],
      };
      await linkToRun({ services, input });
      return {};
    },
  );
  surface.on(
    {
      method: 'POST',
      versions: V2,
      path: '/runs/outputs',
      scopes: ['write'],
      message: runId.extend({ models: list(model) }),
    },
    async ({ message, within }) => {
      const modelOutputs = message.models.map(({ model_id: modelId, step }) => ({
        modelId,
        step: step ?? 0,
      }));
      const input = { runId: idOf(message), within, datasets: [], modelInputs: [], modelOutputs };
      await linkToRun({ services, input });
      return {};
    },
  );
}

function idOf(message: { run_id?: string | undefined; run_uuid?: string | undefined }): string {
  const id = message.run_id ?? message.run_uuid ?? '';
  if (id === '')
    throw new AppError('INVALID_PARAMETER_VALUE', "Missing value for required parameter 'run_id'.");
  return id;
}

function checkLimit(limit: number, most: number): number {
  if (limit >= 1 && limit <= most) return limit;
  throw new AppError(
    'INVALID_PARAMETER_VALUE',
    `Invalid value ${limit} for parameter 'max_results' supplied: expected 1 to ${most}.`,
  );
}

function toMetric(sent: z.output<typeof metric>) {
  return { key: sent.key, value: sent.value, timestampMs: sent.timestamp, step: sent.step ?? 0 };
}

function toEntry(sent: z.output<typeof entry>): { key: string; value: string } {
  return { key: sent.key, value: sent.value ?? '' };
}
