/** Evaluations over REST. Handlers parse, call a verb and render. */
import { createRoute, z } from '@hono/zod-openapi';
import { jsonAnswer, jsonBody, namedErrors, newApi, secured, type Api } from '../../http/open-api.ts';
import { outboundFor } from '../../core/outbound-url.ts';
import { cancelEvaluation, getEvaluation, getProgress } from './evaluation-access.ts';
import { compareEvaluations } from './compare-evaluations.ts';
import {
  comparisonSchema,
  evaluationRowSchema,
  evaluationSchema,
  newEvaluationSchema,
  toComparisonJson,
  toEvaluationJson,
  toRowJson,
  toRowSource,
  toTarget,
  toWantedScorers,
} from './evaluation-json.ts';
import { startEvaluation, type StartEvaluationServices } from './start-evaluation.ts';

/** What the routes need. */
export interface EvaluationRoutesServices extends StartEvaluationServices {
  /** The id of an experiment by name or id; rejects when there is none. */
  findExperimentId: (nameOrId: string, within: string | null) => Promise<string>;
}

const id = z.string().min(1).max(100).openapi({ example: 'ev-4bf92f3577b34da6a3ce929d0e0e4736' });
const params = z.object({ evaluation_id: id });
const base = { tags: ['Evaluations'] };
const limit = z.coerce.number().int().min(1).max(500).default(100);

const start = createRoute({
  ...base,
  method: 'post',
  path: '/api/v1/evaluations',
  operationId: 'startEvaluation',
  summary: 'Evaluate rows, a dataset, or traces',
  description:
    'It goes on in the background, also over a restart; ask for it to see how far it is. Its results are a run, ' +
    'with a trace and assessments per row. A target or a scorer that asks a model needs the scope `proxy` too.',
  ...secured('write'),
  request: { body: jsonBody(newEvaluationSchema) },
  responses: { 200: jsonAnswer('It has begun.', evaluationSchema), ...namedErrors },
});

const list = createRoute({
  ...base,
  method: 'get',
  path: '/api/v1/evaluations',
  operationId: 'listEvaluations',
  summary: 'List evaluations',
  ...secured('read'),
  request: {
    query: z.object({
      experiment: z.string().min(1).max(500).optional(),
      limit,
      before: z.iso.datetime({ offset: true }).optional(),
    }),
  },
  responses: {
    200: jsonAnswer(
      'Newest first; pass the last creation_time as `before` for more.',
      z.object({ evaluations: z.array(evaluationSchema) }),
    ),
    ...namedErrors,
  },
});

const get = createRoute({
  ...base,
  method: 'get',
  path: '/api/v1/evaluations/{evaluation_id}',
  operationId: 'getEvaluation',
  summary: 'Get an evaluation',
  description: 'By its id, or that of its run.',
  ...secured('read'),
  request: { params },
  responses: { 200: jsonAnswer('The evaluation.', evaluationSchema), ...namedErrors },
});

const rows = createRoute({
  ...base,
  method: 'get',
  path: '/api/v1/evaluations/{evaluation_id}/rows',
  operationId: 'listEvaluationRows',
  summary: 'List rows with their verdicts',
  ...secured('read'),
  request: {
    params,
    query: z.object({
      limit,
      after: z.coerce.number().int().min(0).default(0),
      failing: z.string().min(1).max(250).optional().openapi({
        example: 'correctness',
        description: 'Only rows whose verdict of that name is no, or has an error.',
      }),
    }),
  },
  responses: {
    200: jsonAnswer(
      'In order; pass the last row as `after` for more.',
      z.object({ rows: z.array(evaluationRowSchema) }),
    ),
    ...namedErrors,
  },
});

const cancel = createRoute({
  ...base,
  method: 'post',
  path: '/api/v1/evaluations/{evaluation_id}/cancel',
  operationId: 'cancelEvaluation',
  summary: 'Cancel an evaluation',
  description: 'Rows under way still end; what is done stays.',
  ...secured('write'),
  request: { params },
  responses: { 200: jsonAnswer('Cancelled.', evaluationSchema), ...namedErrors },
});

const compare = createRoute({
  ...base,
  method: 'get',
  path: '/api/v1/evaluations/{evaluation_id}/compare',
  operationId: 'compareEvaluations',
  summary: 'Compare with another evaluation',
  description: 'Row by row, what got worse first. Either may also be the id of a run.',
  ...secured('read'),
  request: { params, query: z.object({ baseline: id }) },
  responses: { 200: jsonAnswer('The comparison.', comparisonSchema), ...namedErrors },
});

const compareRuns = createRoute({
  ...base,
  method: 'get',
  path: '/api/v1/runs/{run_id}/compare',
  operationId: 'compareRuns',
  summary: 'Compare a run with another',
  description:
    'Row by row, what got worse first. A run of any client: its rows are its traces, its verdicts the assessments that ' +
    'it put on them. The same row is the one of the same trace, or with equal inputs. Either may also be an evaluation.',
  ...secured('read'),
  request: { params: z.object({ run_id: id }), query: z.object({ baseline: id }) },
  responses: { 200: jsonAnswer('The comparison.', comparisonSchema), ...namedErrors },
});

/** Routes under `/api/v1/evaluations`. */
export function createEvaluationRoutes(services: EvaluationRoutesServices): Api {
  const api = newApi();
  api.openapi(start, async (context) => {
    const body = context.req.valid('json');
    const identity = context.get('identity');
    const evaluation = await startEvaluation({
      services: { ...services, outbound: outboundFor(services.outbound, identity) },
      input: {
        experimentId: await services.findExperimentId(body.experiment, identity.experimentId),
        name: body.name ?? null,
        source: toRowSource(body),
        scorers: toWantedScorers(body.scorers),
        target: toTarget(body.target),
        concurrency: body.concurrency,
        userId: identity.keyId ?? identity.kind,
        within: identity.experimentId,
        judgesFiledIn: identity.experimentId,
        scopes: identity.scopes,
      },
    });
    const counts = { pending: evaluation.rowCount, done: 0, failed: 0 };
    return context.json(toEvaluationJson(evaluation, counts), 200);
  });
  api.openapi(list, async (context) => {
    const { experiment, limit: most, before } = context.req.valid('query');
    const within = context.get('identity').experimentId;
    const wanted = experiment === undefined ? within : await services.findExperimentId(experiment, within);
    const isHidden = within !== null && wanted !== within;
    const page = {
      beforeMs: before === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(before),
      limit: most,
    };
    const found = isHidden ? [] : await services.evaluations.list(wanted, page);
    const evaluations = await Promise.all(
      found.map(async (one) => toEvaluationJson(one, await services.evaluations.countRows(one.evaluationId))),
    );
    return context.json({ evaluations }, 200);
  });
  api.openapi(get, async (context) => {
    const input = referenceOf(context.req.valid('param'), context.get('identity').experimentId);
    const { evaluation, counts } = await getProgress({ services, input });
    return context.json(toEvaluationJson(evaluation, counts), 200);
  });
  addSingle(api, services);
  return api;
}

/** Routes of one evaluation. */
function addSingle(api: Api, services: EvaluationRoutesServices): void {
  api.openapi(rows, async (context) => {
    const input = referenceOf(context.req.valid('param'), context.get('identity').experimentId);
    const { evaluationId } = await getEvaluation({ services, input });
    const found = await services.evaluations.listRows(evaluationId, context.req.valid('query'));
    const traceIds = found.map(({ traceId }) => traceId).filter((traceId) => traceId !== null);
    const infos = await services.traces.getInfos(traceIds, input.within);
    const traces = new Map(infos.map((info) => [info.traceId, info]));
    return context.json({ rows: found.map((row) => toRowJson(row, traces.get(row.traceId ?? ''))) }, 200);
  });
  api.openapi(cancel, async (context) => {
    const input = referenceOf(context.req.valid('param'), context.get('identity').experimentId);
    const evaluation = await cancelEvaluation({ services, input });
    const counts = await services.evaluations.countRows(evaluation.evaluationId);
    return context.json(toEvaluationJson(evaluation, counts), 200);
  });
  api.openapi(compare, async (context) => {
    const { evaluation_id: candidate } = context.req.valid('param');
    const { baseline } = context.req.valid('query');
    const input = { baseline, candidate, within: context.get('identity').experimentId };
    return context.json(toComparisonJson(await compareEvaluations({ services, input })), 200);
  });
  api.openapi(compareRuns, async (context) => {
    const { run_id: candidate } = context.req.valid('param');
    const { baseline } = context.req.valid('query');
    const input = { baseline, candidate, within: context.get('identity').experimentId };
    return context.json(toComparisonJson(await compareEvaluations({ services, input })), 200);
  });
}

function referenceOf({ evaluation_id: wanted }: z.infer<typeof params>, within: string | null) {
  return { id: wanted, within };
}
