/** Redaction rules over REST. Handlers parse, call a verb and render. Changing what is stored takes the scope `admin`. */
import { createRoute, z } from '@hono/zod-openapi';
import { sees, type Identity } from '../access/identity.ts';
import { AppError } from '../core/app-error.ts';
import {
  commonErrors,
  jsonAnswer,
  jsonBody,
  namedErrors,
  newApi,
  secured,
  type Api,
} from '../http/open-api.ts';
import { fromMasksJson, masksSchema, redactionRuleSchema, toRuleJson } from './rule-json.ts';
import {
  changeRedactionRule,
  createRedactionRule,
  deleteRedactionRule,
  listRedactionRules,
  type RedactionRuleServices,
} from './rule-access.ts';
import { tryRedactionRules } from './try-rules.ts';

/** What the routes need. */
export interface RedactionRoutesServices extends RedactionRuleServices {
  /** The id of an experiment by name or id; rejects when there is none. */
  findExperimentId: (nameOrId: string, within: string | null) => Promise<string>;
}

/** Longest text to try rules on, in characters. */
const MAX_TRIED_CHARACTERS = 100_000;

const base = { tags: ['Redaction'] };
const ruleAnswer = {
  200: jsonAnswer('The rule.', z.object({ rule: redactionRuleSchema })),
  ...namedErrors,
};
const ruleId = z.object({ rule_id: z.string().min(1).max(100) });
const name = z.string().trim().min(1).max(200).openapi({ example: 'personal data' });
const experiment = z
  .string()
  .min(1)
  .max(500)
  .nullish()
  .openapi({ description: 'Name or id; without one every experiment.' });

const list = createRoute({
  ...base,
  method: 'get',
  path: '/api/v1/redaction-rules',
  operationId: 'listRedactionRules',
  summary: 'List redaction rules',
  description: 'In the order they were made, which is the order in which they mask.',
  ...secured('read'),
  responses: {
    200: jsonAnswer('The rules.', z.object({ rules: z.array(redactionRuleSchema) })),
    ...commonErrors,
  },
});

const create = createRoute({
  ...base,
  method: 'post',
  path: '/api/v1/redaction-rules',
  operationId: 'createRedactionRule',
  summary: 'Create a redaction rule',
  description:
    'From within five seconds on it masks what is about to be stored: traces, whichever way they come, and feedback. ' +
    'What callers and providers see is never touched; what is stored already stays.',
  ...secured('admin'),
  request: {
    body: jsonBody(
      z.strictObject({
        name,
        experiment,
        masks: masksSchema,
        includes_identifiers: z.boolean().default(false),
        enabled: z.boolean().default(true),
      }),
    ),
  },
  responses: ruleAnswer,
});

const change = createRoute({
  ...base,
  method: 'patch',
  path: '/api/v1/redaction-rules/{rule_id}',
  operationId: 'changeRedactionRule',
  summary: 'Change a redaction rule',
  ...secured('admin'),
  request: {
    params: ruleId,
    body: jsonBody(
      z.strictObject({
        name: name.optional(),
        masks: masksSchema.optional(),
        includes_identifiers: z.boolean().optional(),
        enabled: z.boolean().optional(),
      }),
    ),
  },
  responses: ruleAnswer,
});

const remove = createRoute({
  ...base,
  method: 'delete',
  path: '/api/v1/redaction-rules/{rule_id}',
  operationId: 'deleteRedactionRule',
  summary: 'Delete a redaction rule',
  description: 'What it masked stays masked.',
  ...secured('admin'),
  request: { params: ruleId },
  responses: { 200: jsonAnswer('Deleted.', z.object({})), ...namedErrors },
});

const attempt = createRoute({
  ...base,
  method: 'post',
  path: '/api/v1/redaction-rules/test',
  operationId: 'testRedactionRules',
  summary: 'Show what a text would become',
  description:
    'By `masks`, which need not be kept, or else by the rules in force. The text is looked at as the content of a trace: ' +
    'JSON by its members. Nothing is stored.',
  ...secured('read'),
  request: {
    body: jsonBody(
      z.strictObject({
        text: z.string().max(MAX_TRIED_CHARACTERS).openapi({ example: 'Write to ann@example.org' }),
        masks: masksSchema.optional(),
        experiment,
      }),
    ),
  },
  responses: {
    200: jsonAnswer(
      'The text as it would be stored.',
      z.object({
        text: z.string().openapi({ example: 'Write to [email]' }),
        found: z.array(
          z.object({ marker: z.string().openapi({ example: '[email]' }), count: z.number().int() }),
        ),
      }),
    ),
    ...namedErrors,
  },
});

/** Routes under `/api/v1/redaction-rules`. */
export function createRedactionRoutes(services: RedactionRoutesServices): Api {
  const api = newApi();
  const find = async (nameOrId: string | null | undefined, identity: Identity): Promise<string | null> => {
    if (nameOrId === null || nameOrId === undefined) return null;
    const experimentId = await services.findExperimentId(nameOrId, identity.experimentId);
    if (sees(identity, experimentId)) return experimentId;
    throw new AppError('RESOURCE_DOES_NOT_EXIST', `There is no experiment "${nameOrId.slice(0, 100)}".`);
  };
  api.openapi(list, async (context) => {
    const within = context.get('identity').experimentId;
    const rules = await listRedactionRules({ services, input: { within } });
    return context.json({ rules: rules.map(toRuleJson) }, 200);
  });
  api.openapi(create, async (context) => {
    const body = context.req.valid('json');
    const input = {
      experimentId: await find(body.experiment, context.get('identity')),
      name: body.name,
      enabled: body.enabled,
      masks: fromMasksJson(body.masks),
      includesIdentifiers: body.includes_identifiers,
    };
    return context.json({ rule: toRuleJson(await createRedactionRule({ services, input })) }, 200);
  });
  api.openapi(change, async (context) => {
    const { name: renamed, enabled, masks, includes_identifiers: includes } = context.req.valid('json');
    const input = {
      ruleId: context.req.valid('param').rule_id,
      changes: {
        ...(renamed === undefined ? {} : { name: renamed }),
        ...(enabled === undefined ? {} : { enabled }),
        ...(masks === undefined ? {} : { masks: fromMasksJson(masks) }),
        ...(includes === undefined ? {} : { includesIdentifiers: includes }),
      },
    };
    return context.json({ rule: toRuleJson(await changeRedactionRule({ services, input })) }, 200);
  });
  api.openapi(remove, async (context) => {
    await deleteRedactionRule({ services, input: { ruleId: context.req.valid('param').rule_id } });
    return context.json({}, 200);
  });
  api.openapi(attempt, async (context) => {
    const identity = context.get('identity');
    const { text, masks, experiment: nameOrId } = context.req.valid('json');
    const experimentId = (await find(nameOrId, identity)) ?? identity.experimentId;
    const input = { text, masks: masks === undefined ? null : fromMasksJson(masks), experimentId };
    return context.json(await tryRedactionRules({ services, input }), 200);
  });
  return api;
}
