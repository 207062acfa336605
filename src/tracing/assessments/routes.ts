/** Assessments over REST, below the trace they speak of. Handlers parse, call a verb and render. */
import { createRoute, z } from '@hono/zod-openapi';
import { jsonAnswer, jsonBody, namedErrors, newApi, secured, type Api } from '../../http/open-api.ts';
import { noSuchTrace } from '../get-trace.ts';
import type { TraceStore } from '../store/trace-store.ts';
import {
  assessmentChangesSchema,
  assessmentSchema,
  newAssessmentsSchema,
  toAssessmentChanges,
  toAssessmentJson,
  toNewAssessments,
} from './assessment-json.ts';
import { createAssessments, noSuchAssessment, type AssessmentServices } from './create-assessment.ts';
import { deleteAssessment } from './delete-assessment.ts';
import { listAssessments } from './list-assessments.ts';
import { updateAssessment } from './update-assessment.ts';

/** What the routes need. */
export interface AssessmentRoutesServices extends AssessmentServices {
  traces: Pick<TraceStore, 'getExperimentId'>;
}

const traceId = z.string().min(1).max(200).openapi({ example: 'tr-4bf92f3577b34da6a3ce929d0e0e4736' });
const assessmentId = z.string().min(1).max(200).openapi({ example: 'a-4bf92f3577b34da6a3ce929d0e0e4736' });
const list = z.object({ assessments: z.array(assessmentSchema) });

const addRoute = createRoute({
  method: 'post',
  path: '/api/v1/traces/{trace_id}/assessments',
  operationId: 'createAssessments',
  tags: ['Assessments'],
  summary: 'Say something of a trace',
  description:
    'Either one assessment in full, with `name`; or the simple shape, which makes one per key: ' +
    '`{"feedback": {"helpfulness": 4}, "source": "human"}`. The trace may still be on its way: what is said joins it.',
  ...secured('write'),
  request: {
    params: z.object({ trace_id: traceId }),
    body: jsonBody(newAssessmentsSchema),
  },
  responses: {
    200: jsonAnswer('What is kept.', list),
    ...namedErrors,
  },
});

const listRoute = createRoute({
  method: 'get',
  path: '/api/v1/traces/{trace_id}/assessments',
  operationId: 'listAssessments',
  tags: ['Assessments'],
  summary: 'List what is said of a trace',
  description: 'In the order they were made, overridden ones too.',
  ...secured('read'),
  request: { params: z.object({ trace_id: traceId }) },
  responses: {
    200: jsonAnswer('The assessments.', list),
    ...namedErrors,
  },
});

const updateRoute = createRoute({
  method: 'patch',
  path: '/api/v1/traces/{trace_id}/assessments/{assessment_id}',
  operationId: 'updateAssessment',
  tags: ['Assessments'],
  summary: 'Change an assessment',
  description: 'Its source and its span stay; metadata is merged.',
  ...secured('write'),
  request: {
    params: z.object({ trace_id: traceId, assessment_id: assessmentId }),
    body: jsonBody(assessmentChangesSchema),
  },
  responses: {
    200: jsonAnswer('As it is now.', assessmentSchema),
    ...namedErrors,
  },
});

const removeRoute = createRoute({
  method: 'delete',
  path: '/api/v1/traces/{trace_id}/assessments/{assessment_id}',
  operationId: 'deleteAssessment',
  tags: ['Assessments'],
  summary: 'Take an assessment back',
  description: 'What it had overridden counts again.',
  ...secured('write'),
  request: { params: z.object({ trace_id: traceId, assessment_id: assessmentId }) },
  responses: {
    200: jsonAnswer('Deleted.', z.object({})),
    ...namedErrors,
  },
});

/** Routes under `/api/v1/traces/{trace_id}/assessments`. */
export function createAssessmentRoutes(services: AssessmentRoutesServices): Api {
  const api = newApi();
  api.openapi(addRoute, async (context) => {
    const { trace_id: traceId } = context.req.valid('param');
    const within = context.get('identity').experimentId;
    const assessments = toNewAssessments(context.req.valid('json'), traceId);
    const kept = await createAssessments({ services, input: { assessments, within } });
    return context.json({ assessments: kept.map(toAssessmentJson) }, 200);
  });
  api.openapi(listRoute, async (context) => {
    const { trace_id: traceId } = context.req.valid('param');
    const within = context.get('identity').experimentId;
    const found = await listAssessments({ services, input: { traceIds: [traceId], within } });
    const assessments = found.get(traceId);
    if (assessments === undefined && (await services.traces.getExperimentId(traceId, within)) === null)
      throw noSuchTrace(traceId);
    return context.json({ assessments: (assessments ?? []).map(toAssessmentJson) }, 200);
  });
  api.openapi(updateRoute, async (context) => {
    const { trace_id: traceId, assessment_id: assessmentId } = context.req.valid('param');
    const within = context.get('identity').experimentId;
    const changes = toAssessmentChanges(context.req.valid('json'));
    const updated = await updateAssessment({ services, input: { traceId, assessmentId, within, changes } });
    return context.json(toAssessmentJson(updated), 200);
  });
  api.openapi(removeRoute, async (context) => {
    const { trace_id: traceId, assessment_id: assessmentId } = context.req.valid('param');
    const within = context.get('identity').experimentId;
    const deleted = await deleteAssessment({ services, input: { traceId, assessmentId, within } });
    if (!deleted) throw noSuchAssessment(traceId, assessmentId);
    return context.json({}, 200);
  });
  return api;
}
