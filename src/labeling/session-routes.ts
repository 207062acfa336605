/** Labeling sessions over REST. Their items are in `item-routes`, their links in `link-routes`. */
import { createRoute, z } from '@hono/zod-openapi';
import type { Identity } from '../access/identity.ts';
import { AppError } from '../core/app-error.ts';
import { jsonAnswer, jsonBody, namedErrors, newApi, secured, type Api } from '../http/open-api.ts';
import { createSession, deleteSession, updateSession, type ChangeSessionServices } from './change-session.ts';
import { addItems, type ItemServices } from './items.ts';
import { getLabelSchema, getLabelSchemaByName } from './label-schemas.ts';
import type { LabelingSession } from './labeling-session.ts';
import { tellProgress, type ProgressServices } from './progress.ts';
import {
  experimentOf,
  offsetOf,
  pageParameters,
  referenceOf,
  sessionParameter,
  tokenOf,
  type FindsExperiments,
} from './route-parameters.ts';
import { toItemSource } from './item-routes.ts';
import {
  newSessionSchema,
  progressSchema,
  sessionChangesSchema,
  sessionSchema,
  toProgressJson,
  toSessionJson,
} from './session-json.ts';
import { countItems, getSession, listSessions } from './sessions.ts';

/** What the routes need. */
export type SessionRoutesServices = ChangeSessionServices &
  ItemServices &
  ProgressServices &
  FindsExperiments;

const path = '/api/v1/labeling-sessions';
const params = z.object({ session_id: sessionParameter });
const answer = (description: string) => ({
  200: jsonAnswer(description, z.object({ labeling_session: sessionSchema })),
  ...namedErrors,
});

const create = createRoute({
  method: 'post',
  path,
  operationId: 'createLabelingSession',
  tags: ['Labeling'],
  summary: 'Create a labeling session',
  description: 'With traces by selection, by filter or from a dataset at once, or later.',
  ...secured('write'),
  request: { body: jsonBody(newSessionSchema) },
  responses: answer('The new session.'),
});

const list = createRoute({
  method: 'get',
  path,
  operationId: 'listLabelingSessions',
  tags: ['Labeling'],
  summary: 'List labeling sessions',
  description: 'Newest first. Without an experiment: of all that the key may see.',
  ...secured('read'),
  request: {
    query: pageParameters.extend({
      status: z.enum(['open', 'closed']).optional(),
      reviewer: z.string().min(1).max(250).optional().openapi({ description: 'Assigned to them.' }),
      trace_id: z.string().min(1).max(200).optional().openapi({ description: 'With this trace.' }),
    }),
  },
  responses: {
    200: jsonAnswer(
      'A page of sessions.',
      z.object({
        labeling_sessions: z.array(sessionSchema),
        next_page_token: z.string().nullable(),
      }),
    ),
    ...namedErrors,
  },
});

const get = createRoute({
  method: 'get',
  path: `${path}/{session_id}`,
  operationId: 'getLabelingSession',
  tags: ['Labeling'],
  summary: 'Get a labeling session',
  ...secured('read'),
  request: { params },
  responses: answer('The session.'),
});

const change = createRoute({
  method: 'patch',
  path: `${path}/{session_id}`,
  operationId: 'changeLabelingSession',
  tags: ['Labeling'],
  summary: 'Change a labeling session',
  description: 'Close it to take no more answers. Its questions are fixed once it has items.',
  ...secured('write'),
  request: {
    params,
    body: jsonBody(sessionChangesSchema),
  },
  responses: answer('The changed session.'),
});

const remove = createRoute({
  method: 'delete',
  path: `${path}/{session_id}`,
  operationId: 'deleteLabelingSession',
  tags: ['Labeling'],
  summary: 'Delete a labeling session',
  description: 'With its items and links. What reviewers said stays on the traces.',
  ...secured('write'),
  request: { params },
  responses: {
    200: jsonAnswer('Deleted.', z.object({})),
    ...namedErrors,
  },
});

const progress = createRoute({
  method: 'get',
  path: `${path}/{session_id}/progress`,
  operationId: 'getLabelingProgress',
  tags: ['Labeling'],
  summary: 'Tell the progress of a session',
  description: 'Items, each reviewer, and per question the answers given and how far people agree.',
  ...secured('read'),
  request: { params },
  responses: {
    200: jsonAnswer('The progress.', progressSchema),
    ...namedErrors,
  },
});

/** Routes under `/api/v1/labeling-sessions`. */
export function createSessionRoutes(services: SessionRoutesServices): Api {
  const api = newApi();
  const render = (session: LabelingSession) => renderOne(services, session);
  api.openapi(create, async (context) => {
    const identity = context.get('identity');
    const created = await createFrom(services, context.req.valid('json'), identity);
    return context.json(await render(created), 200);
  });
  api.openapi(list, async (context) => {
    const { experiment, status, reviewer, ...asked } = context.req.valid('query');
    const { page_token: token, page_size: pageSize, trace_id: traceId } = asked;
    const { experimentId: within } = context.get('identity');
    const named = experiment === undefined ? null : await services.findExperimentId(experiment, within);
    const query = {
      ...(named === null ? {} : { experimentId: named }),
      ...(status === undefined ? {} : { status }),
      ...(reviewer === undefined ? {} : { reviewer }),
      ...(traceId === undefined ? {} : { traceId }),
      offset: offsetOf(token),
      pageSize,
    };
    const { sessions, nextOffset } = await listSessions({ services, input: { query, within } });
    const counts = await countItems(services, sessions);
    const rendered = sessions.map((session) => toSessionJson(session, counts.get(session.sessionId)));
    return context.json({ labeling_sessions: rendered, next_page_token: tokenOf(nextOffset) }, 200);
  });
  api.openapi(get, async (context) => {
    const input = referenceOf(context.req.valid('param'), context.get('identity'));
    return context.json(await render(await getSession({ services, input })), 200);
  });
  api.openapi(change, async (context) => {
    const input = referenceOf(context.req.valid('param'), context.get('identity'));
    const body = context.req.valid('json');
    const { label_schemas: schemas, allow_correction: allowCorrection, ...rest } = body;
    const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
    const { experimentId } = await getSession({ services, input });
    const { within } = input;
    const changes = {
      ...given,
      ...(allowCorrection === undefined ? {} : { allowCorrection }),
      ...(schemas === undefined
        ? {}
        : { schemaIds: await toSchemaIds(services, { experimentId, schemas, within }) }),
    };
    const changed = await updateSession({ services, input: { ...input, changes } });
    return context.json(await render(changed), 200);
  });
  api.openapi(remove, async (context) => {
    const input = referenceOf(context.req.valid('param'), context.get('identity'));
    if (await deleteSession({ services, input })) return context.json({}, 200);
    throw new AppError('RESOURCE_DOES_NOT_EXIST', `There is no labeling session "${input.sessionId}".`);
  });
  api.openapi(progress, async (context) => {
    const input = referenceOf(context.req.valid('param'), context.get('identity'));
    return context.json(toProgressJson(await tellProgress({ services, input })), 200);
  });
  return api;
}

async function renderOne(services: SessionRoutesServices, session: LabelingSession) {
  const counts = await countItems(services, [session]);
  return { labeling_session: toSessionJson(session, counts.get(session.sessionId)) };
}

async function createFrom(
  services: SessionRoutesServices,
  body: z.infer<typeof newSessionSchema>,
  identity: Identity,
): Promise<LabelingSession> {
  const source = body.items === undefined ? null : toItemSource(body.items, identity);
  const within = identity.experimentId;
  const experimentId = await experimentOf(services, body.experiment, identity);
  const schemas = body.label_schemas;
  const session = {
    experimentId,
    name: body.name,
    description: body.description,
    reviewers: body.reviewers,
    schemaIds: await toSchemaIds(services, { experimentId, schemas, within }),
    dataset: body.dataset,
    allowCorrection: body.allow_correction,
    createdBy: body.created_by,
  };
  const created = await createSession({ services, input: { session, within } });
  if (source === null) return created;
  const { sessionId } = created;
  try {
    await addItems({ services, input: { sessionId, within, source } });
  } catch (cause) {
    // A session that nobody was told of must not keep its name.
    await deleteSession({ services, input: { sessionId, within } });
    throw cause;
  }
  return created;
}

/** Ids of schemas that are named by id or by name. */
async function toSchemaIds(
  services: SessionRoutesServices,
  { experimentId, schemas, within }: { experimentId: string; schemas: string[]; within: string | null },
): Promise<string[]> {
  return Promise.all(
    schemas.map(async (nameOrId) => {
      const schema = nameOrId.startsWith('ls-')
        ? await getLabelSchema({ services, input: { schemaId: nameOrId, within } })
        : await getLabelSchemaByName({ services, input: { experimentId, name: nameOrId, within } });
      return schema.schemaId;
    }),
  );
}
