/** From traces to test cases over REST: picked by hand, and by the rule of an experiment. */
import { createRoute, z } from '@hono/zod-openapi';
import { AppError } from '../core/app-error.ts';
import { sees } from '../access/identity.ts';
import { jsonAnswer, jsonBody, namedErrors, newApi, secured, type Api } from '../http/open-api.ts';
import { addTraces, type AddTracesServices } from './add-traces.ts';
import { datasetParameter } from './dataset-routes.ts';
import { ruleSchema } from './rule-json.ts';
import type { TestCaseStore } from './store/test-case-store.ts';
import { defaultRule } from './test-case-rule.ts';

/** What the routes need. */
export interface TestCaseRoutesServices extends AddTracesServices {
  testCases: TestCaseStore;
  /** The id of an experiment by name or id; rejects when there is none. */
  findExperimentId: (nameOrId: string, within: string | null) => Promise<string>;
}

const experimentParameter = z.object({
  experiment: z.string().min(1).max(500).openapi({ example: 'support-bot', description: 'Name or id.' }),
});
const rulePath = '/api/v1/experiments/{experiment}/test-case-rule';
const ruleAnswer = {
  200: jsonAnswer('The rule that holds.', z.object({ rule: ruleSchema, is_default: z.boolean() })),
  ...namedErrors,
};

const add = createRoute({
  method: 'post',
  path: '/api/v1/datasets/{dataset}/records/from-traces',
  operationId: 'addTraces',
  tags: ['Datasets'],
  summary: 'Make records of traces',
  description:
    'Inputs and outputs of the root span, expectations from corrections, what people said as tags, the trace as source.',
  ...secured('write'),
  request: {
    params: z.object({ dataset: datasetParameter }),
    body: jsonBody(
      z.strictObject({
        trace_ids: z
          .array(z.string().min(1).max(200))
          .min(1)
          .max(100)
          .openapi({ example: ['tr-4bf92f3577b34da6a3ce929d0e0e4736'] }),
      }),
    ),
  },
  responses: {
    200: jsonAnswer(
      'What merging did.',
      z.object({
        inserted_count: z.number().int(),
        updated_count: z.number().int(),
        record_ids: z.array(z.string()),
      }),
    ),
    ...namedErrors,
  },
});

const getRule = createRoute({
  method: 'get',
  path: rulePath,
  operationId: 'getTestCaseRule',
  tags: ['Datasets'],
  summary: 'Get the rule for negative feedback',
  description:
    'When feedback makes a trace a test case. Without a rule of its own an experiment has the default.',
  ...secured('read'),
  request: { params: experimentParameter },
  responses: ruleAnswer,
});

const setRule = createRoute({
  method: 'put',
  path: rulePath,
  operationId: 'setTestCaseRule',
  tags: ['Datasets'],
  summary: 'Set the rule for negative feedback',
  ...secured('write'),
  request: {
    params: experimentParameter,
    body: jsonBody(ruleSchema),
  },
  responses: ruleAnswer,
});

const resetRule = createRoute({
  method: 'delete',
  path: rulePath,
  operationId: 'resetTestCaseRule',
  tags: ['Datasets'],
  summary: 'Go back to the default rule',
  ...secured('write'),
  request: { params: experimentParameter },
  responses: ruleAnswer,
});

/** Routes from traces to test cases. */
export function createTestCaseRoutes(services: TestCaseRoutesServices): Api {
  const api = newApi();
  api.openapi(add, async (context) => {
    const input = {
      nameOrId: context.req.valid('param').dataset,
      within: context.get('identity').experimentId,
      traceIds: context.req.valid('json').trace_ids,
    };
    const merged = await addTraces({ services, input });
    const { insertedCount, updatedCount, recordIds } = merged;
    return context.json(
      { inserted_count: insertedCount, updated_count: updatedCount, record_ids: recordIds },
      200,
    );
  });
  const read = async (experimentId: string) => {
    const own = await services.testCases.getRule(experimentId);
    return { rule: own ?? defaultRule, is_default: own === null };
  };
  const find = async (nameOrId: string, identity: Parameters<typeof sees>[0]): Promise<string> => {
    const experimentId = await services.findExperimentId(nameOrId, identity.experimentId);
    if (sees(identity, experimentId)) return experimentId;
    throw new AppError('RESOURCE_DOES_NOT_EXIST', `There is no experiment "${nameOrId.slice(0, 100)}".`);
  };
  api.openapi(getRule, async (context) => {
    const experimentId = await find(context.req.valid('param').experiment, context.get('identity'));
    return context.json(await read(experimentId), 200);
  });
  api.openapi(setRule, async (context) => {
    const experimentId = await find(context.req.valid('param').experiment, context.get('identity'));
    await services.testCases.setRule(experimentId, context.req.valid('json'), services.now());
    return context.json(await read(experimentId), 200);
  });
  api.openapi(resetRule, async (context) => {
    const experimentId = await find(context.req.valid('param').experiment, context.get('identity'));
    await services.testCases.setRule(experimentId, null, services.now());
    return context.json(await read(experimentId), 200);
  });
  return api;
}
