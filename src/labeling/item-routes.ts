/** The traces of labeling sessions over REST. */
import { createRoute, z } from '@hono/zod-openapi';
import type { Identity } from '../access/identity.ts';
import { invalidParameter } from '../core/app-error.ts';
import { jsonAnswer, jsonBody, namedErrors, newApi, secured, type Api } from '../http/open-api.ts';
import {
  addItems,
  listItems,
  removeItems,
  setItemStatus,
  type ItemServices,
  type ItemSource,
} from './items.ts';
import {
  offsetOf,
  pageParameters,
  referenceOf,
  requireAlso,
  sessionParameter,
  tokenOf,
} from './route-parameters.ts';
import { itemSchema, newItemsSchema, toItemJson } from './session-json.ts';
import { getSession } from './sessions.ts';

const path = '/api/v1/labeling-sessions/{session_id}/items';
const traceId = z.string().min(1).max(200).openapi({ example: 'tr-4bf92f3577b34da6a3ce929d0e0e4736' });
const params = z.object({ session_id: sessionParameter });

const add = createRoute({
  method: 'post',
  path,
  operationId: 'addLabelingItems',
  tags: ['Labeling'],
  summary: 'Add traces to a session',
  description:
    'By selection, by filter or from a dataset. Traces that are there stay as they are; a session holds 2,000. A filter ' +
    'and a dataset tell what traces hold, so the key needs the scope `read` too.',
  ...secured('write'),
  request: {
    params,
    body: jsonBody(newItemsSchema),
  },
  responses: {
    200: jsonAnswer(
      'What adding did.',
      z.object({
        added: z.number().int(),
        left_out: z.number().int().openapi({ description: 'Found, but the session is full.' }),
        more: z.boolean().openapi({
          description: 'There are more traces like that than were asked for, or than a session holds.',
        }),
      }),
    ),
    ...namedErrors,
  },
});

const list = createRoute({
  method: 'get',
  path,
  operationId: 'listLabelingItems',
  tags: ['Labeling'],
  summary: 'List the traces of a session',
  description: 'In the order they were added, with how far each is as a whole.',
  ...secured('read'),
  request: {
    params,
    query: pageParameters
      .omit({ experiment: true })
      .extend({ status: z.enum(['PENDING', 'COMPLETE', 'DECLINED']).optional() }),
  },
  responses: {
    200: jsonAnswer(
      'A page of items.',
      z.object({ items: z.array(itemSchema), next_page_token: z.string().nullable() }),
    ),
    ...namedErrors,
  },
});

const remove = createRoute({
  method: 'delete',
  path,
  operationId: 'removeLabelingItems',
  tags: ['Labeling'],
  summary: 'Remove traces from a session',
  description: 'What reviewers said stays on the traces.',
  ...secured('write'),
  request: {
    params,
    query: z.object({
      trace_id: z
        .union([traceId, z.array(traceId).max(500)])
        .openapi({ description: 'Repeat it for several.' }),
    }),
  },
  responses: {
    200: jsonAnswer('How many there were.', z.object({ removed: z.number().int() })),
    ...namedErrors,
  },
});

const setStatus = createRoute({
  method: 'put',
  path: `${path}/{trace_id}/status`,
  operationId: 'setLabelingItemStatus',
  tags: ['Labeling'],
  summary: 'Set the status of an item',
  description: 'Of the item as a whole. `PENDING` asks its reviewers again; the others need a name.',
  ...secured('write'),
  request: {
    params: z.object({ session_id: sessionParameter, trace_id: traceId }),
    body: jsonBody(
      z.strictObject({
        status: z.enum(['PENDING', 'COMPLETE', 'DECLINED']),
        completed_by: z.string().max(300).nullable().default(null).openapi({ example: 'ada@shop.example' }),
      }),
    ),
  },
  responses: {
    200: jsonAnswer('The item.', z.object({ item: itemSchema })),
    ...namedErrors,
  },
});

/** Routes under `/api/v1/labeling-sessions/{session_id}/items`. */
export function createItemRoutes(services: ItemServices): Api {
  const api = newApi();
  api.openapi(add, async (context) => {
    const input = referenceOf(context.req.valid('param'), context.get('identity'));
    await getSession({ services, input });
    const source = toItemSource(context.req.valid('json'), context.get('identity'));
    const { added, leftOut, more } = await addItems({ services, input: { ...input, source } });
    return context.json({ added, left_out: leftOut, more }, 200);
  });
  api.openapi(list, async (context) => {
    const { status, page_token: token, page_size: pageSize } = context.req.valid('query');
    const input = {
      ...referenceOf(context.req.valid('param'), context.get('identity')),
      ...(status === undefined ? {} : { status }),
      order: 'arrival' as const,
      offset: offsetOf(token),
      pageSize,
    };
    const { items, nextOffset } = await listItems({ services, input });
    return context.json({ items: items.map(toItemJson), next_page_token: tokenOf(nextOffset) }, 200);
  });
  api.openapi(remove, async (context) => {
    const { trace_id: ids } = context.req.valid('query');
    const input = referenceOf(context.req.valid('param'), context.get('identity'));
    const traceIds = Array.isArray(ids) ? ids : [ids];
    const removed = await removeItems({ services, input: { ...input, traceIds } });
    return context.json({ removed }, 200);
  });
  api.openapi(setStatus, async (context) => {
    const { trace_id: traceId } = context.req.valid('param');
    const { status, completed_by: by } = context.req.valid('json');
    const session = referenceOf(context.req.valid('param'), context.get('identity'));
    const input = { ...session, traceId, status, by };
    return context.json({ item: toItemJson(await setItemStatus({ services, input })) }, 200);
  });
  return api;
}

/**
 * Where a body's items come from.
 *
 * @throws AppError INVALID_PARAMETER_VALUE unless it is one source; PERMISSION_DENIED for a key that may not read
 */
export function toItemSource(body: z.infer<typeof newItemsSchema>, identity: Identity): ItemSource {
  const { trace_ids: traceIds, filter, dataset, most } = body;
  const given = [traceIds, filter, dataset].filter((member) => member !== undefined);
  if (given.length !== 1) throw invalidParameter('items', 'one of trace_ids, filter and dataset');
  if (traceIds !== undefined) return { traceIds };
  requireAlso(identity, 'read');
  return filter === undefined ? { dataset: dataset ?? '' } : { filter, most };
}
