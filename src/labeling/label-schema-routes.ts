/** Label schemas over REST. */
import { createRoute, z } from '@hono/zod-openapi';
import { AppError } from '../core/app-error.ts';
import { limits } from '../core/limits.ts';
import { jsonAnswer, jsonBody, namedErrors, newApi, secured, type Api } from '../http/open-api.ts';
import {
  createLabelSchema,
  deleteLabelSchema,
  updateLabelSchema,
  type LabelSchemaChanges,
} from './change-label-schema.ts';
import {
  fromInputJson,
  labelSchemaChangesSchema,
  labelSchemaSchema,
  newLabelSchemaSchema,
  toLabelSchemaJson,
} from './label-schema-json.ts';
import { getLabelSchema, listLabelSchemas, type LabelSchemaServices } from './label-schemas.ts';
import {
  experimentOf,
  offsetOf,
  pageParameters,
  tokenOf,
  type FindsExperiments,
} from './route-parameters.ts';

const path = '/api/v1/label-schemas';
const answer = (description: string) => ({
  200: jsonAnswer(description, z.object({ label_schema: labelSchemaSchema })),
  ...namedErrors,
});
const params = z.object({
  schema_id: z.string().min(1).max(100).openapi({ example: 'ls-4bf92f3577b34da6a3ce929d0e0e4736' }),
});

const create = createRoute({
  method: 'post',
  path,
  operationId: 'createLabelSchema',
  tags: ['Labeling'],
  summary: 'Create a label schema',
  description: 'A question for reviewers. Its answers become assessments of its name.',
  ...secured('write'),
  request: { body: jsonBody(newLabelSchemaSchema) },
  responses: answer('The new schema.'),
});

const list = createRoute({
  method: 'get',
  path,
  operationId: 'listLabelSchemas',
  tags: ['Labeling'],
  summary: 'List label schemas',
  description: "Of one experiment, newest first; the experiment's default question is the last.",
  ...secured('read'),
  request: { query: pageParameters },
  responses: {
    200: jsonAnswer(
      'A page of schemas.',
      z.object({
        label_schemas: z.array(labelSchemaSchema),
        next_page_token: z.string().nullable(),
      }),
    ),
    ...namedErrors,
  },
});

const get = createRoute({
  method: 'get',
  path: `${path}/{schema_id}`,
  operationId: 'getLabelSchema',
  tags: ['Labeling'],
  summary: 'Get a label schema',
  ...secured('read'),
  request: { params },
  responses: answer('The schema.'),
});

const change = createRoute({
  method: 'patch',
  path: `${path}/{schema_id}`,
  operationId: 'changeLabelSchema',
  tags: ['Labeling'],
  summary: 'Change a label schema',
  description: 'Its type and the kind of its input stay: answers were given under them.',
  ...secured('write'),
  request: {
    params,
    body: jsonBody(labelSchemaChangesSchema),
  },
  responses: answer('The changed schema.'),
});

const remove = createRoute({
  method: 'delete',
  path: `${path}/{schema_id}`,
  operationId: 'deleteLabelSchema',
  tags: ['Labeling'],
  summary: 'Delete a label schema',
  description: 'Answers stay on their traces; sessions ask the question no more.',
  ...secured('write'),
  request: { params },
  responses: {
    200: jsonAnswer('Deleted.', z.object({})),
    ...namedErrors,
  },
});

/** Routes under `/api/v1/label-schemas`. */
export function createLabelSchemaRoutes(services: LabelSchemaServices & FindsExperiments): Api {
  const api = newApi();
  api.openapi(create, async (context) => {
    const body = context.req.valid('json');
    const identity = context.get('identity');
    const schema = {
      experimentId: await experimentOf(services, body.experiment, identity),
      name: body.name,
      type: body.type,
      title: body.title,
      instruction: body.instruction,
      enableComment: body.enable_comment,
      input: fromInputJson(body.input),
      createdBy: body.created_by,
    };
    const created = await createLabelSchema({ services, input: { schema, within: identity.experimentId } });
    return context.json({ label_schema: toLabelSchemaJson(created) }, 200);
  });
  api.openapi(list, async (context) => {
    const query = context.req.valid('query');
    const identity = context.get('identity');
    const input = {
      experimentId: await experimentOf(services, query.experiment, identity),
      offset: offsetOf(query.page_token),
      pageSize: Math.min(query.page_size, limits.pageSize),
      within: identity.experimentId,
    };
    const { schemas, nextOffset } = await listLabelSchemas({ services, input });
    const page = { label_schemas: schemas.map(toLabelSchemaJson), next_page_token: tokenOf(nextOffset) };
    return context.json(page, 200);
  });
  api.openapi(get, async (context) => {
    const { schema_id: schemaId } = context.req.valid('param');
    const within = context.get('identity').experimentId;
    const schema = await getLabelSchema({ services, input: { schemaId, within } });
    return context.json({ label_schema: toLabelSchemaJson(schema) }, 200);
  });
  api.openapi(change, async (context) => {
    const { schema_id: schemaId } = context.req.valid('param');
    const within = context.get('identity').experimentId;
    const changes = toChanges(context.req.valid('json'));
    const changed = await updateLabelSchema({ services, input: { schemaId, changes, within } });
    return context.json({ label_schema: toLabelSchemaJson(changed) }, 200);
  });
  api.openapi(remove, async (context) => {
    const { schema_id: schemaId } = context.req.valid('param');
    const within = context.get('identity').experimentId;
    if (await deleteLabelSchema({ services, input: { schemaId, within } })) return context.json({}, 200);
    throw new AppError('RESOURCE_DOES_NOT_EXIST', `Label schema with id '${schemaId}' not found.`);
  });
  return api;
}

function toChanges(body: z.infer<typeof labelSchemaChangesSchema>): LabelSchemaChanges {
  const changes: LabelSchemaChanges = {};
  if (body.name !== undefined) changes.name = body.name;
  if (body.title !== undefined) changes.title = body.title;
  if (body.instruction !== undefined) changes.instruction = body.instruction;
  if (body.enable_comment !== undefined) changes.enableComment = body.enable_comment;
  if (body.input !== undefined) changes.input = fromInputJson(body.input);
  return changes;
}
