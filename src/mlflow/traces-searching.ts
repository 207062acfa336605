/** Searching traces on MLflow's wire: SearchTracesV3, and its older sister of API 2.0. */
import { z } from 'zod';
import { AppError } from '../core/app-error.ts';
import { searchTraces } from '../tracing/search-traces.ts';
import type { TracePage, TraceStore } from '../tracing/store/trace-store.ts';
import { renderTraceInfo, renderTraceInfoV2 } from './entities/trace-info.ts';
import { experimentIdField, integer, list, queryList, text } from './message-fields.ts';
import type { Surface } from './surface.ts';

/** What the endpoints need. */
export interface TraceSearchingServices {
  traces: TraceStore;
}

const DEFAULT_MAX_RESULTS = 100;
/** MLflow's bound (mlflow/server/handlers.py). */
const MAX_RESULTS = 500;

interface SearchMessage {
  filter?: string | undefined;
  max_results?: number | undefined;
  order_by?: string[] | undefined;
  page_token?: string | undefined;
}

/** `POST /traces/search` of API 3.0, `GET /traces` of 2.0. */
export function addTraceSearchingEndpoints(surface: Surface, services: TraceSearchingServices): void {
  const common = {
    filter: text().optional(),
    max_results: integer().optional(),
    page_token: text().optional(),
  };
  const location = z.looseObject({
    mlflow_experiment: z.looseObject({ experiment_id: experimentIdField() }).nullish(),
  });
  surface.on(
    {
      method: 'POST',
      versions: ['3.0'],
      path: '/traces/search',
      scopes: ['read'],
      message: z.object({
        ...common,
        locations: list(location).min(1, 'expected at least one location'),
        order_by: list(text()).optional(),
      }),
    },
    async ({ message, within }) => {
      const experimentIds = message.locations.flatMap(({ mlflow_experiment: experiment }) =>
        experiment === null || experiment === undefined ? [] : [experiment.experiment_id],
      );
      const page = await search(services, { ...message, experimentIds, within });
      return { traces: page.traces.map(renderTraceInfo), ...tokenOf(page) };
    },
  );
  surface.on(
    {
      method: 'GET',
      versions: ['2.0'],
      path: '/traces',
      scopes: ['read'],
      message: z.object({
        ...common,
        experiment_ids: queryList(experimentIdField()),
        order_by: queryList(text()).optional(),
      }),
    },
    async ({ message, within }) => {
      const page = await search(services, { ...message, experimentIds: message.experiment_ids, within });
      return { traces: page.traces.map(renderTraceInfoV2), ...tokenOf(page) };
    },
  );
}

async function search(
  services: TraceSearchingServices,
  message: SearchMessage & { experimentIds: string[]; within: string | null },
): Promise<TracePage> {
  const pageSize = message.max_results ?? DEFAULT_MAX_RESULTS;
  if (pageSize < 1 || pageSize > MAX_RESULTS) {
    throw new AppError(
      'INVALID_PARAMETER_VALUE',
      `Invalid value ${pageSize} for parameter 'max_results' supplied: expected 1 to ${MAX_RESULTS}.`,
    );
  }
  const { filter = '', order_by: orderBy = [], page_token: pageToken = '' } = message;
  const query = {
    experimentIds: message.experimentIds,
    pageSize,
    ...(filter === '' ? {} : { filter }),
    ...(orderBy.length === 0 ? {} : { orderBy }),
    ...(pageToken === '' ? {} : { pageToken }),
  };
  return searchTraces({ services, input: { query, within: message.within } });
}

function tokenOf({ nextPageToken }: TracePage): { next_page_token?: string } {
  return nextPageToken === null ? {} : { next_page_token: nextPageToken };
}
