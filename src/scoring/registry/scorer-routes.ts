/** Scorers over REST. Handlers parse, call a verb and render. */
import { createRoute, z } from '@hono/zod-openapi';
import { sees, type Identity } from '../../access/identity.ts';
import { AppError } from '../../core/app-error.ts';
import { outboundFor } from '../../core/outbound-url.ts';
import {
  commonErrors,
  jsonAnswer,
  jsonBody,
  namedErrors,
  newApi,
  secured,
  type Api,
} from '../../http/open-api.ts';
import { anyJson } from '../../http/json-schema.ts';
import { listCodeScorers } from '../code/index.ts';
import { listJudges } from '../judges/index.ts';
import type { RegisteredScorer } from '../registered-scorer.ts';
import type { SampledScorers } from '../online/sampled-scorers.ts';
import {
  scorerDescriptionSchema,
  scorerKindsSchema,
  scorerSchema,
  serializedOf,
  toScorerJson,
} from './scorer-json.ts';
import {
  deleteScorer,
  getScorer,
  listScorers,
  listScorerVersions,
  registerScorer,
  type ScorerServices,
} from './scorer-access.ts';
import { checkSampling, setSampling } from './set-sampling.ts';

/** What the routes need. */
export interface ScorerRoutesServices extends ScorerServices {
  sampled: SampledScorers;
  /** The id of an experiment by name or id; rejects when there is none. */
  findExperimentId: (nameOrId: string, within: string | null) => Promise<string>;
}

const experiment = z.string().min(1).max(500).default('0').openapi({ description: 'Name or id.' });
const name = z.string().min(1).max(250).openapi({ example: 'politeness' });
const version = z.coerce.number().int().min(1).optional();
const sampling = {
  sample_rate: z
    .number()
    .min(0)
    .max(1)
    .openapi({ example: 0.1, description: 'Share of traces; 0 stops it.' }),
  filter: z.string().max(20_000).nullish().openapi({ example: "status = 'OK'" }),
};
const one = (description: string) => ({ 200: jsonAnswer(description, scorerSchema) });
const many = (description: string) => ({
  200: jsonAnswer(description, z.object({ scorers: z.array(scorerSchema) })),
});
const base = { tags: ['Scorers'] };

const register = createRoute({
  ...base,
  method: 'post',
  path: '/api/v1/scorers',
  operationId: 'registerScorer',
  summary: 'Register a scorer',
  description:
    'A name that is there gets its next version. Either `scorer`, or `serialized_scorer` in the form of MLflow. With ' +
    '`sample_rate` it judges traces as they come from now on. A scorer that asks a model needs the scope `proxy` too.',
  ...secured('write'),
  request: {
    body: jsonBody(
      z
        .strictObject({
          experiment,
          name,
          scorer: scorerDescriptionSchema.optional(),
          serialized_scorer: anyJson("MLflow's serialised form, as object or text.", {}).optional(),
          sample_rate: sampling.sample_rate.optional(),
          filter: sampling.filter,
        })
        .refine(
          (body) => (body.scorer === undefined) !== (body.serialized_scorer === undefined),
          'expected either scorer or serialized_scorer',
        ),
    ),
  },
  responses: { ...one('The version that was made.'), ...namedErrors },
});

const list = createRoute({
  ...base,
  method: 'get',
  path: '/api/v1/scorers',
  operationId: 'listScorers',
  summary: 'List scorers',
  description: 'The newest version of each, and the one that is on by default.',
  ...secured('read'),
  request: { query: z.object({ experiment }) },
  responses: { ...many('By name.'), ...namedErrors },
});

const kinds = createRoute({
  ...base,
  method: 'get',
  path: '/api/v1/scorers/kinds',
  operationId: 'listScorerKinds',
  summary: 'List what can be registered',
  ...secured('read'),
  responses: {
    200: jsonAnswer('Built-in judges and code scorers.', scorerKindsSchema),
    ...commonErrors,
  },
});

const versions = createRoute({
  ...base,
  method: 'get',
  path: '/api/v1/scorers/{name}/versions',
  operationId: 'listScorerVersions',
  summary: 'List versions of a scorer',
  ...secured('read'),
  request: { params: z.object({ name }), query: z.object({ experiment }) },
  responses: { ...many('Oldest first.'), ...namedErrors },
});

const get = createRoute({
  ...base,
  method: 'get',
  path: '/api/v1/scorers/{name}',
  operationId: 'getScorer',
  summary: 'Get a scorer',
  ...secured('read'),
  request: { params: z.object({ name }), query: z.object({ experiment, version }) },
  responses: { ...one('The version; without one the newest.'), ...namedErrors },
});

const remove = createRoute({
  ...base,
  method: 'delete',
  path: '/api/v1/scorers/{name}',
  operationId: 'deleteScorer',
  summary: 'Delete a scorer',
  description: 'One version, or all. Verdicts stay.',
  ...secured('write'),
  request: { params: z.object({ name }), query: z.object({ experiment, version }) },
  responses: { 200: jsonAnswer('Deleted.', z.object({})), ...namedErrors },
});

const sample = createRoute({
  ...base,
  method: 'put',
  path: '/api/v1/scorers/{name}/sampling',
  operationId: 'setScorerSampling',
  summary: 'Say how many traces it judges',
  description: 'For a scorer that asks a model it needs the scope `proxy` too, except to stop it.',
  ...secured('write'),
  request: {
    params: z.object({ name }),
    query: z.object({ experiment }),
    body: jsonBody(z.strictObject(sampling)),
  },
  responses: { ...one('The scorer with its sampling.'), ...namedErrors },
});

/** Routes under `/api/v1/scorers`. */
export function createScorerRoutes(services: ScorerRoutesServices): Api {
  const api = newApi();
  const { place, render, renderOne } = manners(services);
  api.openapi(register, async (context) => {
    const body = context.req.valid('json');
    const where = await place(body.experiment, context.get('identity'));
    const serialized = serializedOf(body.name, body);
    const { scopes } = context.get('identity');
    const input = { ...where, name: body.name, serialized, scopes };
    const { sample_rate: sampleRate, filter = null } = body;
    // What cannot be sampled is refused before there is a version of it.
    if (sampleRate !== undefined) checkSampling({ services, input: { ...input, sampleRate, filter } });
    const outbound = outboundFor(services.outbound, context.get('identity'));
    const registered = await registerScorer({ services: { ...services, outbound }, input });
    if (sampleRate !== undefined) {
      await setSampling({ services, input: { ...input, sampleRate, filter } });
    }
    services.sampled.clear();
    return context.json(await renderOne(registered), 200);
  });
  api.openapi(list, async (context) => {
    const where = await place(context.req.valid('query').experiment, context.get('identity'));
    const scorers = await render(await listScorers({ services, input: where }));
    const byDefault = await services.sampled.defaultOf(where.experimentId);
    if (byDefault !== null) scorers.push(toScorerJson(byDefault, byDefault, true));
    return context.json({ scorers }, 200);
  });
  api.openapi(kinds, (context) => {
    const builtin = listJudges().map((judge) => ({
      builtin: judge.className,
      default_name: judge.defaultName,
      description: judge.description,
      is_session_level: judge.isSessionLevel,
    }));
    const code = listCodeScorers().map(({ name: code, description, optionsSchema: options }) => ({
      code,
      description,
      options,
    }));
    return context.json({ builtin, code }, 200);
  });
  addSingle(api, services);
  return api;
}

/** Routes of one scorer. */
function addSingle(api: Api, services: ScorerRoutesServices): void {
  const { place, render, renderOne } = manners(services);
  api.openapi(versions, async (context) => {
    const where = await place(context.req.valid('query').experiment, context.get('identity'));
    const input = { ...where, ...context.req.valid('param') };
    return context.json({ scorers: await render(await listScorerVersions({ services, input })) }, 200);
  });
  api.openapi(get, async (context) => {
    const { experiment: nameOrId, version: wanted = null } = context.req.valid('query');
    const where = await place(nameOrId, context.get('identity'));
    const input = { ...where, ...context.req.valid('param'), version: wanted };
    return context.json(await renderOne(await getScorer({ services, input })), 200);
  });
  api.openapi(remove, async (context) => {
    const { experiment: nameOrId, version: wanted = null } = context.req.valid('query');
    const where = await place(nameOrId, context.get('identity'));
    const { scopes } = context.get('identity');
    const input = { ...where, ...context.req.valid('param'), version: wanted, scopes };
    await deleteScorer({ services, input });
    services.sampled.clear();
    return context.json({}, 200);
  });
  api.openapi(sample, async (context) => {
    const where = await place(context.req.valid('query').experiment, context.get('identity'));
    const { sample_rate: sampleRate, filter = null } = context.req.valid('json');
    const input = { ...where, ...context.req.valid('param'), scopes: context.get('identity').scopes };
    await setSampling({ services, input: { ...input, sampleRate, filter } });
    services.sampled.clear();
    const scorer = await getScorer({ services, input: { ...input, version: null } });
    return context.json(await renderOne(scorer), 200);
  });
}

/** What the handlers share. */
function manners(services: ScorerRoutesServices) {
  const place = async (nameOrId: string, identity: Identity) => {
    const experimentId = await services.findExperimentId(nameOrId, identity.experimentId);
    if (!sees(identity, experimentId))
      throw new AppError('RESOURCE_DOES_NOT_EXIST', `There is no experiment "${nameOrId.slice(0, 100)}".`);
    return { experimentId, within: identity.experimentId };
  };
  const render = async (scorers: RegisteredScorer[]) => {
    const configs = await services.scorers.listSampling(scorers.map(({ scorerId }) => scorerId));
    return scorers.map((scorer) =>
      toScorerJson(scorer, configs.find(({ scorerId }) => scorerId === scorer.scorerId) ?? null),
    );
  };
  const renderOne = async (scorer: RegisteredScorer) => {
    const [rendered] = await render([scorer]);
    return rendered ?? toScorerJson(scorer, null);
  };
  return { place, render, renderOne };
}
