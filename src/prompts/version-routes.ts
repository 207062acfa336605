/** Versions of a prompt over REST: register, list, read, change, delete, compare, render. */
import { createRoute, z } from '@hono/zod-openapi';
import { invalidParameter } from '../core/app-error.ts';
import type { JsonObject } from '../core/json.ts';
import { jsonBody, namedErrors, secured, type Api } from '../http/open-api.ts';
import { changeVersion } from './change-prompt.ts';
import { deleteVersion } from './delete-prompt.ts';
import { diffVersions } from './diff-versions.ts';
import { getVersion } from './get-prompt.ts';
import { listVersions } from './list-versions.ts';
import { fromModelConfigJson } from './model-config.ts';
import { latestAlias } from './prompt.ts';
import {
  newVersionSchema,
  renderedJson,
  renderedSchema,
  toNewVersion,
  versionChangesSchema,
  versionJson,
  versionSchema,
} from './prompt-json.ts';
import type { PromptSelector } from './prompt-reference.ts';
import { registerVersion } from './register-version.ts';
import { renderPrompt, type RenderPromptInput } from './render-prompt.ts';
import type { RenderedPrompt } from './rendered-prompt.ts';
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

const versionNumber = z.coerce.number('expected a number').int().min(1).max(999_999_999);
const versionParameter = nameParameter.extend({ version: versionNumber.openapi({ example: 4 }) });
const tags = ['Prompts'];
const oneVersion = (description: string) => ok(description, z.object({ prompt_version: versionSchema }));

const renderBody = z.strictObject({
  variables: z
    .record(z.string(), z.unknown())
    .default({})
    .openapi({ example: { question: 'Where is my order?' } }),
  subject: z.string().max(1000).optional().openapi({
    description: 'Session or user, to whom a split sticks; absent draws anew each time.',
  }),
});

const list = createRoute({
  method: 'get',
  path: '/api/v1/prompts/{name}/versions',
  operationId: 'listPromptVersions',
  tags,
  summary: 'List the versions of a prompt',
  description: 'Highest first.',
  ...secured('read'),
  request: { params: nameParameter, query: pageQuery },
  responses: {
    ...ok(
      'The versions.',
      z.object({ prompt_versions: z.array(versionSchema), next_page_token: z.string().nullable() }),
    ),
    ...namedErrors,
  },
});

const register = createRoute({
  method: 'post',
  path: '/api/v1/prompts/{name}/versions',
  operationId: 'registerPromptVersion',
  tags,
  summary: 'Register the next version of a prompt that is there',
  ...secured('write'),
  request: { params: nameParameter, body: jsonBody(newVersionSchema) },
  responses: { ...ok('The new version.', registrationSchema), ...namedErrors },
});

const get = createRoute({
  method: 'get',
  path: '/api/v1/prompts/{name}/versions/{version}',
  operationId: 'getPromptVersion',
  tags,
  summary: 'Get a version',
  ...secured('read'),
  request: {
    params: nameParameter.extend({
      version: z
        .union([z.literal(latestAlias), versionNumber])
        .openapi({ example: 4, description: 'Or `latest`.' }),
    }),
  },
  responses: { ...oneVersion('The version.'), ...namedErrors },
});

const change = createRoute({
  method: 'patch',
  path: '/api/v1/prompts/{name}/versions/{version}',
  operationId: 'changePromptVersion',
  tags,
  summary: 'Change what is said about a version',
  description: 'Commit message, tags and model config; the template never changes.',
  ...secured('write'),
  request: { params: versionParameter, body: jsonBody(versionChangesSchema) },
  responses: { ...oneVersion('The changed version.'), ...namedErrors },
});

const remove = createRoute({
  method: 'delete',
  path: '/api/v1/prompts/{name}/versions/{version}',
  operationId: 'deletePromptVersion',
  tags,
  summary: 'Delete a version',
  description: 'Refused with RESOURCE_CONFLICT while an alias leads to it. The number is not given again.',
  ...secured('write'),
  request: { params: versionParameter },
  responses: { ...ok('Deleted.', z.object({})), ...namedErrors },
});

const diff = createRoute({
  method: 'get',
  path: '/api/v1/prompts/{name}/diff',
  operationId: 'diffPromptVersions',
  tags,
  summary: 'Compare two versions',
  ...secured('read'),
  request: { params: nameParameter, query: z.object({ from: versionNumber, to: versionNumber }) },
  responses: {
    ...ok(
      'The difference.',
      z.object({
        patch: z
          .string()
          .nullable()
          .openapi({ description: 'Unified diff of the templates; null when they are the same.' }),
        changed: z.array(
          z.object({
            member: z.enum(['type', 'response_format', 'model_config', 'tags']),
            from: z.unknown(),
            to: z.unknown(),
          }),
        ),
      }),
    ),
    ...namedErrors,
  },
});

const render = createRoute({
  method: 'post',
  path: '/api/v1/prompts/{name}/render',
  operationId: 'renderPrompt',
  tags,
  summary: 'Render a prompt by alias or version',
  ...secured('read'),
  request: {
    params: nameParameter,
    body: jsonBody(
      renderBody.extend({
        alias: z
          .string()
          .max(100)
          .optional()
          .openapi({ example: 'production', description: '`latest` when absent.' }),
        version: versionNumber.optional(),
      }),
    ),
  },
  responses: { ...ok('The rendered prompt.', renderedSchema), ...namedErrors },
});

const renderOne = createRoute({
  method: 'post',
  path: '/api/v1/prompts/{name}/versions/{version}/render',
  operationId: 'renderPromptVersion',
  tags,
  summary: 'Render a version',
  ...secured('read'),
  request: { params: versionParameter, body: jsonBody(renderBody) },
  responses: { ...ok('The rendered prompt.', renderedSchema), ...namedErrors },
});

/** Adds the routes below a prompt that concern its versions. */
export function addVersionRoutes(api: Api, services: PromptRoutesServices): void {
  addReading(api, services);
  addChanging(api, services);
  addRendering(api, services);
}

function addReading(api: Api, services: PromptRoutesServices): void {
  api.openapi(list, async (context) => {
    const { max_results: limit, page_token: token } = context.req.valid('query');
    const input = { ...context.req.valid('param'), limit, offset: Number(token ?? 0) };
    const { versions, more } = await listVersions({ services, input });
    const next = more ? String(input.offset + limit) : null;
    return context.json({ prompt_versions: versions.map(versionJson), next_page_token: next }, 200);
  });
  api.openapi(get, async (context) => {
    const { name, version } = context.req.valid('param');
    const selector: PromptSelector = version === latestAlias ? { alias: version } : { version };
    const found = await getVersion({ services, input: { name, selector } });
    return context.json({ prompt_version: versionJson(found) }, 200);
  });
  api.openapi(diff, async (context) => {
    const input = { ...context.req.valid('param'), ...context.req.valid('query') };
    return context.json(await diffVersions({ services, input }), 200);
  });
}

function addChanging(api: Api, services: PromptRoutesServices): void {
  api.openapi(register, async (context) => {
    const { name } = context.req.valid('param');
    const version = toNewVersion(name, context.req.valid('json'), authorOf(context.get('identity')));
    const registered = await registerVersion({ services, input: { version, mayCreate: false } });
    return context.json(registrationJson(registered), 200);
  });
  api.openapi(change, async (context) => {
    refuseBound(context.get('identity'));
    const {
      model_config: config,
      commit_message: commitMessage,
      tags,
    } = definedOnly(context.req.valid('json'));
    const changes = {
      ...(commitMessage === undefined ? {} : { commitMessage }),
      ...(tags === undefined ? {} : { tags }),
      ...(config === undefined ? {} : { modelConfig: config === null ? null : fromModelConfigJson(config) }),
    };
    const changed = await changeVersion({ services, input: { ...context.req.valid('param'), changes } });
    return context.json({ prompt_version: versionJson(changed) }, 200);
  });
  api.openapi(remove, async (context) => {
    refuseBound(context.get('identity'));
    await deleteVersion({ services, input: context.req.valid('param') });
    return context.json({}, 200);
  });
}

function addRendering(api: Api, services: PromptRoutesServices): void {
  api.openapi(render, async (context) => {
    const { name } = context.req.valid('param');
    const { version, alias, ...body } = context.req.valid('json');
    if (version !== undefined && alias !== undefined)
      throw invalidParameter('version', 'either version or alias');
    const selector: PromptSelector = version === undefined ? { alias: alias ?? latestAlias } : { version };
    return context.json(
      renderedJson(await renderNow(services, { reference: { name, selector }, ...toInput(body) })),
      200,
    );
  });
  api.openapi(renderOne, async (context) => {
    const { name, version } = context.req.valid('param');
    const reference = { name, selector: { version } };
    const rendered = await renderNow(services, { reference, ...toInput(context.req.valid('json')) });
    return context.json(renderedJson(rendered), 200);
  });
}

/** The body was parsed from JSON. */
function toInput(body: z.infer<typeof renderBody>): Pick<RenderPromptInput, 'variables' | 'subject'> {
  return { variables: body.variables as JsonObject, subject: body.subject ?? null };
}

/** Renders, and lets the caller wait for what would go on in the background: here nobody is in a hurry. */
async function renderNow(
  services: PromptRoutesServices,
  input: Omit<RenderPromptInput, 'background'>,
): Promise<RenderedPrompt> {
  const works: Promise<unknown>[] = [];
  const rendered = await renderPrompt({
    services,
    input: { ...input, background: (work) => works.push(work) },
  });
  await Promise.all(works);
  return rendered;
}
