/** Traces over REST. Handlers parse, call a verb and render; descriptions are in `trace-json` and `search-parameters`. */
import { createRoute, z } from '@hono/zod-openapi';
import { downloadHeaders } from '../http/download.ts';
import {
  commonErrors,
  jsonAnswer,
  jsonBody,
  namedErrors,
  newApi,
  secured,
  type Api,
} from '../http/open-api.ts';
import { chooseFormat, mediaTypes } from './export/export-format.ts';
import { streamTraces } from './export/stream-traces.ts';
import { deleteTraceTag } from './delete-trace-tag.ts';
import { deleteTraces } from './delete-traces.ts';
import { getTrace, noSuchTrace } from './get-trace.ts';
import { searchParameters, toTraceQuery } from './search-parameters.ts';
import { searchTraces } from './search-traces.ts';
import { setTraceTag } from './set-trace-tag.ts';
import type { TraceStore } from './store/trace-store.ts';
import { toTraceInfoJson, toTraceJson, traceInfoSchema, traceSchema } from './trace-json.ts';

/** What the routes need. */
export interface TraceRoutesServices {
  traces: TraceStore;
  /** The id of an experiment by name or id; rejects when there is none. */
  findExperimentId: (nameOrId: string, within: string | null) => Promise<string>;
}

// Typed as any media type: the typed handlers know JSON and text only, and this one answers with a stream too.
const NDJSON: string = mediaTypes.ndjson;
const CSV: string = 'text/csv';
const PARQUET: string = mediaTypes.parquet;

const traceId = z.string().min(1).max(200).openapi({ example: 'tr-4bf92f3577b34da6a3ce929d0e0e4736' });
const tagKey = z.string().min(1).openapi({ example: 'env', description: 'At most 250 characters.' });
const empty = (description: string) => ({
  200: jsonAnswer(description, z.object({})),
});

const search = createRoute({
  method: 'get',
  path: '/api/v1/traces',
  operationId: 'searchTraces',
  tags: ['Traces'],
  summary: 'Search traces',
  description:
    'All conditions must hold. Newest first unless `order_by` says otherwise. A page may hold fewer traces than asked ' +
    'for, even none, while `next_page_token` names the next: a filter looks at a bounded number of traces at a time.',
  ...secured('read'),
  request: { query: searchParameters },
  responses: {
    200: {
      description: 'A page of traces; as NDJSON, CSV or Parquet, every trace that is found.',
      content: {
        'application/json': {
          schema: z.object({
            traces: z.array(traceInfoSchema),
            next_page_token: z.string().nullable().openapi({ description: 'Null on the last page.' }),
          }),
        },
        [NDJSON]: { schema: traceInfoSchema },
        [CSV]: { schema: z.string() },
        [PARQUET]: { schema: z.string().openapi({ format: 'binary' }) },
      },
    },
    ...namedErrors,
  },
});

const get = createRoute({
  method: 'get',
  path: '/api/v1/traces/{trace_id}',
  operationId: 'getTrace',
  tags: ['Traces'],
  summary: 'Get a trace with its spans',
  description: 'Spans carry their whole content, in the order they began.',
  ...secured('read'),
  request: { params: z.object({ trace_id: traceId }) },
  responses: {
    200: jsonAnswer('The trace.', traceSchema),
    ...namedErrors,
  },
});

const remove = createRoute({
  method: 'delete',
  path: '/api/v1/traces/{trace_id}',
  operationId: 'deleteTrace',
  tags: ['Traces'],
  summary: 'Delete a trace',
  description: 'With its spans and tags. Its content cannot be read any more, by nobody.',
  ...secured('write'),
  request: { params: z.object({ trace_id: traceId }) },
  responses: { ...empty('Deleted.'), ...namedErrors },
});

const setTag = createRoute({
  method: 'put',
  path: '/api/v1/traces/{trace_id}/tags/{key}',
  operationId: 'setTraceTag',
  tags: ['Traces'],
  summary: 'Set a tag',
  description: 'The trace may still be on its way: the tag joins it when it arrives.',
  ...secured('write'),
  request: {
    params: z.object({ trace_id: traceId, key: tagKey }),
    body: jsonBody(
      z.strictObject({
        value: z.string().openapi({ example: 'prod', description: 'At most 8,000 characters.' }),
      }),
    ),
  },
  responses: { ...empty('Set.'), ...namedErrors },
});

const removeTag = createRoute({
  method: 'delete',
  path: '/api/v1/traces/{trace_id}/tags/{key}',
  operationId: 'deleteTraceTag',
  tags: ['Traces'],
  summary: 'Remove a tag',
  ...secured('write'),
  request: { params: z.object({ trace_id: traceId, key: tagKey }) },
  responses: { ...empty('Removed.'), ...namedErrors },
});

const unpriced = createRoute({
  method: 'get',
  path: '/api/v1/models/unpriced',
  operationId: 'listUnpricedModels',
  tags: ['Models'],
  summary: 'List models without a price',
  description:
    'Models that were called and whose cost is unknown; state their prices in WEIR_PRICES. A key that is bound to an experiment sees those of its own.',
  ...secured('read'),
  responses: {
    200: jsonAnswer(
      'The models, the last seen first.',
      z.object({
        models: z.array(
          z.object({
            provider: z.string().openapi({ example: 'acme' }),
            model: z.string().openapi({ example: 'acme-large-2' }),
            last_seen_time: z.string().openapi({ example: '2026-10-15T12:00:00.000Z' }),
          }),
        ),
      }),
    ),
    ...commonErrors,
  },
});

/** Routes under `/api/v1/traces` and `/api/v1/models`. */
export function createTraceRoutes(services: TraceRoutesServices): Api {
  const api = newApi();
  addReading(api, services);
  addChanging(api, services);
  return api;
}

function addReading(api: Api, services: TraceRoutesServices): void {
  api.openapi(search, async (context) => {
    const parameters = context.req.valid('query');
    const within = context.get('identity').experimentId;
    const query = await toTraceQuery(parameters, services, within);
    const format = chooseFormat(parameters.format, context.req.header('accept') ?? '');
    if (format !== null) {
      const stream = await streamTraces({ services, input: { query, format, within } });
      const file = { contentType: mediaTypes[format], fileName: `traces.${format}` };
      return context.body(stream, 200, downloadHeaders(file));
    }
    const page = await searchTraces({ services, input: { query, within } });
    return context.json(
      { traces: page.traces.map(toTraceInfoJson), next_page_token: page.nextPageToken },
      200,
    );
  });
  api.openapi(get, async (context) => {
    const within = context.get('identity').experimentId;
    const trace = await getTrace({
      services,
      input: { traceId: context.req.valid('param').trace_id, within },
    });
    return context.json(toTraceJson(trace), 200);
  });
  api.openapi(unpriced, async (context) => {
    const models = await services.traces.listUnpriced(context.get('identity').experimentId);
    const rendered = models.map(({ provider, model, lastSeenAtMs }) => ({
      provider,
      model,
      last_seen_time: new Date(lastSeenAtMs).toISOString(),
    }));
    return context.json({ models: rendered }, 200);
  });
}

function addChanging(api: Api, services: TraceRoutesServices): void {
  api.openapi(remove, async (context) => {
    const { trace_id: traceId } = context.req.valid('param');
    const within = context.get('identity').experimentId;
    const deleted = await deleteTraces({ services, input: { traceIds: [traceId], within } });
    if (deleted === 0) throw noSuchTrace(traceId);
    return context.json({}, 200);
  });
  api.openapi(setTag, async (context) => {
    const { trace_id: traceId, key } = context.req.valid('param');
    const { value } = context.req.valid('json');
    const within = context.get('identity').experimentId;
    await setTraceTag({ services, input: { traceId, key, value, within } });
    return context.json({}, 200);
  });
  api.openapi(removeTag, async (context) => {
    const { trace_id: traceId, key } = context.req.valid('param');
    const within = context.get('identity').experimentId;
    await deleteTraceTag({ services, input: { traceId, key, within } });
    return context.json({}, 200);
  });
}
