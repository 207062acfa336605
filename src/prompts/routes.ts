/** Prompts over REST: search, register, read, change, delete; versions and aliases are in files of their own. */
import { createRoute, z } from '@hono/zod-openapi';
import { commonErrors, jsonBody, namedErrors, newApi, secured, type Api } from '../http/open-api.ts';
import { addAliasRoutes } from './alias-routes.ts';
import { changePrompt } from './change-prompt.ts';
import { deletePrompt } from './delete-prompt.ts';
import { getPrompt } from './get-prompt.ts';
import {
  newVersionSchema,
  promptChangesSchema,
  promptJson,
  promptSchema,
  toNewVersion,
} from './prompt-json.ts';
import { registerVersion } from './register-version.ts';
import {
  authorOf,
  definedOnly,
  nameParameter,
  ok,
  pageQuery,
  refuseBound,
  registrationJson,
  registrationSchema,
  type PromptRoutesServices,
} from './route-manners.ts';
import { searchPrompts } from './search-prompts.ts';
import { addVersionRoutes } from './version-routes.ts';

const search = createRoute({
  method: 'get',
  path: '/api/v1/prompts',
  operationId: 'searchPrompts',
  tags: ['Prompts'],
  summary: 'Search prompts',
  description: 'By name unless ordered otherwise.',
  ...secured('read'),
  request: {
    query: pageQuery.extend({
      filter: z.string().max(10_000).default('').openapi({
        example: "name LIKE 'support%' AND tags.team = 'core'",
        description:
          "MLflow's filter: `name` and `tags.<key>` with `=`, `!=`, `LIKE`, `ILIKE`, joined by `AND`.",
      }),
      text: z.string().max(200).default('').openapi({ description: 'A word in name, description or tags.' }),
      order_by: z.string().max(200).optional().openapi({ example: 'last_updated_timestamp DESC' }),
    }),
  },
  responses: {
    ...ok(
      'The prompts.',
      z.object({ prompts: z.array(promptSchema), next_page_token: z.string().nullable() }),
    ),
    ...commonErrors,
  },
});

const register = createRoute({
  method: 'post',
  path: '/api/v1/prompts',
  operationId: 'registerPrompt',
  tags: ['Prompts'],
  summary: 'Register a prompt version',
  description:
    'The next version of the prompt, which is created when it is new. A version never changes. Variables are ' +
    '`{{ name }}`; a template with `{% … %}` is Jinja.',
  ...secured('write'),
  request: {
    body: jsonBody(
      newVersionSchema
        .extend({ name: z.string().openapi({ example: 'support' }) })
        .openapi('NewPromptVersion'),
    ),
  },
  responses: { ...ok('The new version.', registrationSchema), ...commonErrors },
});

const get = createRoute({
  method: 'get',
  path: '/api/v1/prompts/{name}',
  operationId: 'getPrompt',
  tags: ['Prompts'],
  summary: 'Get a prompt',
  ...secured('read'),
  request: { params: nameParameter },
  responses: { ...ok('The prompt.', z.object({ prompt: promptSchema })), ...namedErrors },
});

const change = createRoute({
  method: 'patch',
  path: '/api/v1/prompts/{name}',
  operationId: 'changePrompt',
  tags: ['Prompts'],
  summary: 'Change description or tags of a prompt',
  ...secured('write'),
  request: { params: nameParameter, body: jsonBody(promptChangesSchema) },
  responses: {
    ...ok('The changed prompt.', z.object({ prompt: promptSchema })),
    ...namedErrors,
  },
});

const remove = createRoute({
  method: 'delete',
  path: '/api/v1/prompts/{name}',
  operationId: 'deletePrompt',
  tags: ['Prompts'],
  summary: 'Delete a prompt',
  description: 'With all its versions; refused with RESOURCE_CONFLICT while it has an alias.',
  ...secured('write'),
  request: { params: nameParameter },
  responses: { ...ok('Deleted.', z.object({})), ...namedErrors },
});

/** Routes under `/api/v1/prompts`. */
export function createPromptRoutes(services: PromptRoutesServices): Api {
  const api = newApi();
  api.openapi(search, async (context) => {
    const query = context.req.valid('query');
    const offset = Number(query.page_token ?? 0);
    const limit = query.max_results;
    const orderBy = query.order_by === undefined ? [] : [query.order_by];
    const { prompts, more } = await searchPrompts({
      services,
      input: { filter: query.filter, text: query.text, orderBy, offset, limit },
    });
    const next = more ? String(offset + limit) : null;
    return context.json({ prompts: prompts.map(promptJson), next_page_token: next }, 200);
  });
  api.openapi(register, async (context) => {
    const { name, ...body } = context.req.valid('json');
    const version = toNewVersion(name, body, authorOf(context.get('identity')));
    const registered = await registerVersion({ services, input: { version, mayCreate: true } });
    return context.json(registrationJson(registered), 200);
  });
  api.openapi(get, async (context) => {
    const prompt = await getPrompt({ services, input: context.req.valid('param') });
    return context.json({ prompt: promptJson(prompt) }, 200);
  });
  api.openapi(change, async (context) => {
    refuseBound(context.get('identity'));
    const { name } = context.req.valid('param');
    const changes = definedOnly(context.req.valid('json'));
    const prompt = await changePrompt({ services, input: { name, changes } });
    return context.json({ prompt: promptJson(prompt) }, 200);
  });
  api.openapi(remove, async (context) => {
    refuseBound(context.get('identity'));
    await deletePrompt({ services, input: context.req.valid('param') });
    return context.json({}, 200);
  });
  addVersionRoutes(api, services);
  addAliasRoutes(api, services);
  return api;
}
