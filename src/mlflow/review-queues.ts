/** Review queues on MLflow's wire (mlflow/protos/review_queues.proto, API 3.0): the labeling sessions of every surface. */
import { z } from 'zod';
import {
  createSession,
  createUserSession,
  deleteSession,
  getOrCreateUserSession,
  updateSession,
  type ChangeSessionServices,
} from '../labeling/change-session.ts';
import { addItems, listItems, removeItems, setItemStatus, type ItemServices } from '../labeling/items.ts';
import { toReviewers, toReviewer } from '../labeling/labeling-session.ts';
import { getSession, getSessionByName, listSessions } from '../labeling/sessions.ts';
import { invalidParameter } from '../core/app-error.ts';
import { renderQueue, renderQueueItem } from './entities/labeling.ts';
import { maxResults } from './label-schemas.ts';
import { experimentIdField, flag, list, requiredText, text } from './message-fields.ts';
import { createPageToken, readPageToken } from './page-token.ts';
import type { Surface } from './surface.ts';

/** What the endpoints need. */
export type ReviewQueueEndpointServices = ChangeSessionServices & ItemServices;

const V3 = ['3.0'] as const;
const PATH = '/review-queues';
const DEFAULT_RESULTS = 1000;
const queueId = { queue_id: requiredText() };
const paging = { max_results: maxResults().optional(), page_token: text().optional() };
const status = () => z.enum(['PENDING', 'COMPLETE', 'DECLINED'], 'expected PENDING, COMPLETE or DECLINED');
const itemIds = () => list(text());

/** Endpoints under `/review-queues`. */
export function addReviewQueueEndpoints(surface: Surface, services: ReviewQueueEndpointServices): void {
  addCreating(surface, services);
  addReading(surface, services);
  addChanging(surface, services);
  addItemReading(surface, services);
  addItemChanging(surface, services);
  addItemSettling(surface, services);
}

function addCreating(surface: Surface, services: ReviewQueueEndpointServices): void {
  surface.on(
    {
      method: 'POST',
      versions: V3,
      path: `${PATH}/create`,
      scopes: ['write'],
      message: z.object({
        experiment_id: experimentIdField(),
        name: requiredText(),
        queue_type: z.enum(['USER', 'CUSTOM'], 'expected USER or CUSTOM'),
        created_by: text().optional(),
        users: list(text()).optional(),
        schema_ids: list(text()).optional(),
      }),
    },
    async ({ message, within }) => {
      const { experiment_id: experimentId, name, users = [], schema_ids: schemaIds = [] } = message;
      if (message.queue_type === 'USER') {
        checkUserQueue(name, users, schemaIds);
        const input = { experimentId, user: name, within };
        return { review_queue: renderQueue(await createUserSession({ services, input })) };
      }
      const createdBy = message.created_by ?? null;
      const session = { experimentId, name, reviewers: users, schemaIds, createdBy };
      return { review_queue: renderQueue(await createSession({ services, input: { session, within } })) };
    },
  );
  surface.on(
    {
      method: 'POST',
      versions: V3,
      path: `${PATH}/get-or-create-user`,
      scopes: ['write'],
      message: z.object({ experiment_id: experimentIdField(), user: requiredText() }),
    },
    async ({ message, within }) => {
      const input = { experimentId: message.experiment_id, user: message.user, within };
      return { review_queue: renderQueue(await getOrCreateUserSession({ services, input })) };
    },
  );
}

function addReading(surface: Surface, services: ReviewQueueEndpointServices): void {
  surface.on(
    { method: 'GET', versions: V3, path: `${PATH}/get`, scopes: ['read'], message: z.object(queueId) },
    async ({ message, within }) => {
      const input = { sessionId: message.queue_id, within };
      return { review_queue: renderQueue(await getSession({ services, input })) };
    },
  );
  surface.on(
    {
      method: 'GET',
      versions: V3,
      path: `${PATH}/get-by-name`,
      scopes: ['read'],
      message: z.object({ experiment_id: experimentIdField(), name: requiredText() }),
    },
    async ({ message, within }) => {
      const input = { experimentId: message.experiment_id, name: message.name, within };
      return { review_queue: renderQueue(await getSessionByName({ services, input })) };
    },
  );
  surface.on(
    {
      method: 'GET',
      versions: V3,
      path: `${PATH}/list`,
      scopes: ['read'],
      message: z.object({
        experiment_id: experimentIdField(),
        user: text().optional(),
        item_id: text().optional(),
        ...paging,
      }),
    },
    async ({ message, within }) => {
      const query = {
        experimentId: message.experiment_id,
        ...(message.user === undefined ? {} : { reviewer: message.user }),
        ...(message.item_id === undefined ? {} : { traceId: message.item_id }),
        ...pageOf(message),
      };
      const { sessions, nextOffset } = await listSessions({ services, input: { query, within } });
      return { review_queues: sessions.map(renderQueue), ...tokenOf(nextOffset) };
    },
  );
}

function addChanging(surface: Surface, services: ReviewQueueEndpointServices): void {
  surface.on(
    {
      method: 'POST',
      versions: V3,
      path: `${PATH}/update`,
      scopes: ['write'],
      message: z.object({
        ...queueId,
        name: text().optional(),
        new_owner: text().optional(),
        update_users: flag().default(false),
        users: list(text()).default([]),
        update_schema_ids: flag().default(false),
        schema_ids: list(text()).default([]),
      }),
    },
    async ({ message, within }) => {
      const changes = {
        ...(message.name === undefined ? {} : { name: message.name }),
        ...(message.new_owner === undefined ? {} : { createdBy: checkedOwner(message.new_owner) }),
        // Protobuf cannot tell an empty list from an absent one, so flags say which is meant.
        ...(message.update_users ? { reviewers: message.users } : {}),
        ...(message.update_schema_ids ? { schemaIds: message.schema_ids } : {}),
      };
      const input = { sessionId: message.queue_id, within, changes };
      return { review_queue: renderQueue(await updateSession({ services, input })) };
    },
  );
  surface.on(
    { method: 'POST', versions: V3, path: `${PATH}/delete`, scopes: ['write'], message: z.object(queueId) },
    async ({ message, within }) => {
      // Deleting what is not there is no mistake on this wire.
      await deleteSession({ services, input: { sessionId: message.queue_id, within } });
      return {};
    },
  );
}

function addItemReading(surface: Surface, services: ReviewQueueEndpointServices): void {
  surface.on(
    {
      method: 'GET',
      versions: V3,
      path: `${PATH}/items/list`,
      scopes: ['read'],
      message: z.object({ ...queueId, status: status().optional(), ...paging }),
    },
    async ({ message, within }) => {
      const input = {
        sessionId: message.queue_id,
        within,
        order: 'newest' as const,
        ...(message.status === undefined ? {} : { status: message.status }),
        ...pageOf(message),
      };
      const { items, nextOffset } = await listItems({ services, input });
      return { items: items.map(renderQueueItem), ...tokenOf(nextOffset) };
    },
  );
}

function addItemChanging(surface: Surface, services: ReviewQueueEndpointServices): void {
  surface.on(
    {
      method: 'POST',
      versions: V3,
      path: `${PATH}/items/add`,
      scopes: ['write'],
      message: z.object({
        ...queueId,
        item_type: z.enum(['TRACE', 'REVIEW_ITEM_TYPE_UNSPECIFIED'], 'expected TRACE').optional(),
        item_ids: itemIds(),
      }),
    },
    async ({ message, within }) => {
      const { queue_id: sessionId, item_ids: wanted } = message;
      const input = { sessionId, within, source: { traceIds: wanted } };
      const { traceIds } = await addItems({ services, input });
      const items = await services.labeling.getItems(sessionId, traceIds);
      const byId = new Map(items.map((item) => [item.traceId, item]));
      // In the order of the request.
      const found = traceIds.map((traceId) => byId.get(traceId)).filter((item) => item !== undefined);
      return { items: found.map(renderQueueItem) };
    },
  );
  surface.on(
    {
      method: 'POST',
      versions: V3,
      path: `${PATH}/items/remove`,
      scopes: ['write'],
      message: z.object({ ...queueId, item_ids: itemIds() }),
    },
    async ({ message, within }) => {
      const input = { sessionId: message.queue_id, within, traceIds: message.item_ids };
      await removeItems({ services, input });
      return {};
    },
  );
}

function addItemSettling(surface: Surface, services: ReviewQueueEndpointServices): void {
  surface.on(
    {
      method: 'POST',
      versions: V3,
      path: `${PATH}/items/set-status`,
      scopes: ['write'],
      message: z.object({
        ...queueId,
        item_id: requiredText(),
        status: status(),
        completed_by: text().optional(),
      }),
    },
    async ({ message, within }) => {
      const input = {
        sessionId: message.queue_id,
        within,
        traceId: message.item_id,
        status: message.status,
        by: message.completed_by ?? null,
      };
      return { item: renderQueueItem(await setItemStatus({ services, input })) };
    },
  );
}

/** Somebody's own list has one user, its name, and every question of the experiment. */
function checkUserQueue(name: string, users: string[], schemaIds: string[]): void {
  const named = toReviewers(users);
  if (named.length > 0 && (named.length > 1 || named[0] !== toReviewer(name, 'name'))) {
    throw invalidParameter('users', 'the name of the user queue, and nobody else');
  }
  if (schemaIds.length > 0) throw invalidParameter('schema_ids', 'none for a user queue, which asks all');
}

function checkedOwner(owner: string): string {
  const name = owner.trim();
  if (name !== '' && name.length <= 250) return name;
  throw invalidParameter('new_owner', '1 to 250 characters');
}

function pageOf(message: { max_results?: number | undefined; page_token?: string | undefined }): {
  offset: number;
  pageSize: number;
} {
  return { offset: readPageToken(message.page_token), pageSize: message.max_results ?? DEFAULT_RESULTS };
}

function tokenOf(nextOffset: number | null): { next_page_token?: string } {
  return nextOffset === null ? {} : { next_page_token: createPageToken(nextOffset) };
}
