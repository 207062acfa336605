/** Aliases of a prompt over REST. */
import { createRoute, z } from '@hono/zod-openapi';
import { invalidParameter } from '../core/app-error.ts';
import { jsonBody, namedErrors, secured, type Api } from '../http/open-api.ts';
import { deleteAlias } from './delete-alias.ts';
import { getPrompt } from './get-prompt.ts';
import { noSuchAlias } from './no-such-prompt.ts';
import { latestAlias, type PromptAlias } from './prompt.ts';
import { aliasJson, aliasSchema } from './prompt-json.ts';
import { nameParameter, ok, refuseBound, type PromptRoutesServices } from './route-manners.ts';
import { setAlias } from './set-alias.ts';

const aliasParameter = nameParameter.extend({
  alias: z.string().max(100).openapi({ example: 'production' }),
});
const tags = ['Prompts'];
const oneAlias = (description: string) => ok(description, z.object({ alias: aliasSchema }));
const version = z.number().int().min(1).max(999_999_999);

const get = createRoute({
  method: 'get',
  path: '/api/v1/prompts/{name}/aliases/{alias}',
  operationId: 'getPromptAlias',
  tags,
  summary: 'Get an alias',
  ...secured('read'),
  request: { params: aliasParameter },
  responses: { ...oneAlias('The alias.'), ...namedErrors },
});

const set = createRoute({
  method: 'put',
  path: '/api/v1/prompts/{name}/aliases/{alias}',
  operationId: 'setPromptAlias',
  tags,
  summary: 'Point an alias at a version, or split it',
  description:
    'Calls see the change within ten seconds everywhere. A split sticks to the session or user of a call.',
  ...secured('write'),
  request: {
    params: aliasParameter,
    body: jsonBody(
      z.strictObject({
        version: version.optional().openapi({ example: 4 }),
        split: z
          .array(z.strictObject({ version, weight: z.number() }))
          .optional()
          .openapi({
            example: [
              { version: 4, weight: 90 },
              { version: 5, weight: 10 },
            ],
          }),
      }),
    ),
  },
  responses: { ...oneAlias('The alias as it is now.'), ...namedErrors },
});

const remove = createRoute({
  method: 'delete',
  path: '/api/v1/prompts/{name}/aliases/{alias}',
  operationId: 'deletePromptAlias',
  tags,
  summary: 'Remove an alias',
  ...secured('write'),
  request: { params: aliasParameter },
  responses: { ...ok('Removed.', z.object({})), ...namedErrors },
});

/** Adds the routes below a prompt that concern its aliases. */
export function addAliasRoutes(api: Api, services: PromptRoutesServices): void {
  api.openapi(get, async (context) => {
    const { name, alias } = context.req.valid('param');
    const prompt = await getPrompt({ services, input: { name } });
    const { latestVersion, updatedAtMs } = prompt;
    const found: PromptAlias | undefined =
      alias === latestAlias && latestVersion !== null
        ? { alias, arms: [{ version: latestVersion, weight: 1 }], updatedAtMs }
        : prompt.aliases.find((one) => one.alias === alias);
    if (found === undefined) throw noSuchAlias(name, alias);
    return context.json({ alias: aliasJson(found) }, 200);
  });
  api.openapi(set, async (context) => {
    refuseBound(context.get('identity'));
    const body = context.req.valid('json');
    if ((body.version === undefined) === (body.split === undefined)) {
      throw invalidParameter('version', 'either version or split');
    }
    const arms = body.version === undefined ? (body.split ?? []) : [{ version: body.version, weight: 1 }];
    const alias = await setAlias({ services, input: { ...context.req.valid('param'), arms } });
    return context.json({ alias: aliasJson(alias) }, 200);
  });
  api.openapi(remove, async (context) => {
    refuseBound(context.get('identity'));
    await deleteAlias({ services, input: context.req.valid('param') });
    return context.json({}, 200);
  });
}
