/** What reviewers of a session said, over REST: item by item, and as expectations sent into a dataset. */
import { createRoute, z } from '@hono/zod-openapi';
import { jsonAnswer, jsonBody, namedErrors, newApi, secured, type Api } from '../http/open-api.ts';
import { offsetOf, pageParameters, referenceOf, sessionParameter, tokenOf } from './route-parameters.ts';
import { sendExpectations, type SendExpectationsServices } from './send-expectations.ts';
import { askedSchema, reviewedItemSchema, toAskedJson, toReviewedItemJson } from './session-review-json.ts';
import { listReviewedItems, type SessionReviewsServices } from './session-reviews.ts';

/** What the routes need. */
export type SessionReviewRoutesServices = SessionReviewsServices & SendExpectationsServices;

const path = '/api/v1/labeling-sessions/{session_id}';
const params = z.object({ session_id: sessionParameter });
const nextPage = z.string().nullable();

const list = createRoute({
  method: 'get',
  path: `${path}/reviews`,
  operationId: 'listLabelingReviews',
  tags: ['Labeling'],
  summary: 'List what reviewers said',
  description: 'Item by item in the order they were added, with what each person did and answered.',
  ...secured('read'),
  request: {
    params,
    query: pageParameters.omit({ experiment: true, page_size: true }).extend({
      page_size: z.coerce.number().int().min(1).max(200).default(50),
      status: z.enum(['PENDING', 'COMPLETE', 'DECLINED']).optional(),
    }),
  },
  responses: {
    200: jsonAnswer(
      'A page of items.',
      z.object({
        questions: z.array(askedSchema),
        items: z.array(reviewedItemSchema),
        next_page_token: nextPage,
      }),
    ),
    ...namedErrors,
  },
});

const send = createRoute({
  method: 'post',
  path: `${path}/send-expectations`,
  operationId: 'sendLabelingExpectations',
  tags: ['Labeling'],
  summary: 'Send expectations into a dataset',
  description:
    'Items whose answer was corrected, or that got another expectation, become records; the same inputs are the same record. ' +
    'A hundred items at a time: call again with `next_page_token` until it is null.',
  ...secured('write'),
  request: {
    params,
    body: jsonBody(
      z.strictObject({
        dataset: z.string().min(1).max(500).openapi({
          example: 'refund questions',
          description: 'Name or id.',
        }),
        page_token: z.string().max(50).optional(),
      }),
    ),
  },
  responses: {
    200: jsonAnswer(
      'What sending did.',
      z.object({
        inserted_count: z.number().int(),
        updated_count: z.number().int(),
        missing_count: z
          .number()
          .int()
          .openapi({ description: 'Traces whose content is not kept any more.' }),
        next_page_token: nextPage,
      }),
    ),
    ...namedErrors,
  },
});

/** Routes under `/api/v1/labeling-sessions/{session_id}`. */
export function createSessionReviewRoutes(services: SessionReviewRoutesServices): Api {
  const api = newApi();
  api.openapi(list, async (context) => {
    const { status, page_token: token, page_size: pageSize } = context.req.valid('query');
    const input = {
      ...referenceOf(context.req.valid('param'), context.get('identity')),
      ...(status === undefined ? {} : { status }),
      offset: offsetOf(token),
      pageSize,
    };
    const { questions, items, nextOffset } = await listReviewedItems({ services, input });
    const page = {
      questions: questions.map(toAskedJson),
      items: items.map(toReviewedItemJson),
      next_page_token: tokenOf(nextOffset),
    };
    return context.json(page, 200);
  });
  api.openapi(send, async (context) => {
    const { dataset, page_token: token } = context.req.valid('json');
    const session = referenceOf(context.req.valid('param'), context.get('identity'));
    const sent = await sendExpectations({
      services,
      input: { ...session, dataset, offset: offsetOf(token) },
    });
    const answer = {
      inserted_count: sent.insertedCount,
      updated_count: sent.updatedCount,
      missing_count: sent.missingCount,
      next_page_token: tokenOf(sent.nextOffset),
    };
    return context.json(answer, 200);
  });
  return api;
}
