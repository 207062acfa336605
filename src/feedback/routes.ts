/**
 * `POST /feedback` and `GET /feedback/{trace_id}`: the way in for pages and backends. Open to other origins by CORS, to
 * those on the list; a token or a key says what the caller may do. Bodies are read as JSON whatever their content type:
 * plain text needs no preflight, and is all that a closing page can send.
 */
import { createRoute, z } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import { callerAddress, wasPassedOn } from '../access/caller-address.ts';
import { isOwnMachine } from '../access/open-access.ts';
import { AppError } from '../core/app-error.ts';
import { limits } from '../core/limits.ts';
import { anyJson } from '../http/json-schema.ts';
import type { HonoEnv } from '../http/hono-env.ts';
import { limitBody } from '../http/limit-body.ts';
import { commonErrors, jsonAnswer, jsonBody, newApi, type Api } from '../http/open-api.ts';
import { strictRequests } from '../http/strict-requests.ts';
import type { Assessment } from '../tracing/assessments/assessment.ts';
import {
  authoriseFeedback,
  tokenHeader,
  type AuthoriseFeedbackServices,
  type FeedbackCaller,
} from './authorise-feedback.ts';
import { giveFeedback, type GiveFeedbackServices } from './give-feedback.ts';
import { listFeedback } from './list-feedback.ts';
import { isAllowedOrigin } from './origins.ts';
import { spendRateLimit, type FeedbackRateLimits } from './rate-limits.ts';
import { experimentOfScope, keyOfTrace } from './trace-scope.ts';
import { readSubmission, submissionSchema, toVotes, traceIdSchema } from './submission.ts';

/** What the routes need. */
export interface FeedbackRoutesServices extends AuthoriseFeedbackServices, GiveFeedbackServices {
  settings: AuthoriseFeedbackServices['settings'] & { feedbackOrigins: string[] };
  rateLimits: FeedbackRateLimits;
  /** Unix milliseconds. */
  now: () => number;
}

const givenSchema = z
  .object({
    trace_id: traceIdSchema,
    state: z.enum(['stored', 'waiting']).openapi({
      description: '`waiting`: the store is down; what was sent is kept and stored when it is back.',
    }),
    assessments: z.array(
      z.object({
        assessment_id: z.string().openapi({ example: 'a-3f2c9a527a514c3e9d399d1f5f0f1f6e' }),
        name: z.string().openapi({ example: 'rating' }),
        kind: z.enum(['feedback', 'expectation']),
      }),
    ),
  })
  .openapi('GivenFeedback');

const heldSchema = z
  .object({
    assessment_id: z.string(),
    name: z.string(),
    kind: z.enum(['feedback', 'expectation']),
    value: anyJson('What was said.', 2),
    rationale: z.string().nullable(),
    user: z.string(),
    time: z.string().openapi({ example: '2026-10-15T12:00:00.000Z' }),
    valid: z.boolean().openapi({ description: 'False once the same user said something else.' }),
  })
  .openapi('HeldFeedback');

const headers = z.object({
  [tokenHeader]: z.string().optional().openapi({
    description: 'The token of the proxied answer. Without one, a key with scope `feedback` is needed.',
  }),
});

const give = createRoute({
  method: 'post',
  path: '/feedback',
  operationId: 'giveFeedback',
  tags: ['Feedback'],
  summary: 'Give feedback',
  description:
    'One value, many at once by name, or what the answer should have been. The trace may still be on its way. Every ' +
    'content type is read as JSON, so that `navigator.sendBeacon` and plain-text requests without preflight work.',
  request: {
    headers,
    body: jsonBody(submissionSchema),
  },
  responses: {
    200: jsonAnswer('Stored.', givenSchema),
    202: jsonAnswer('Kept, to be stored.', givenSchema),
    ...commonErrors,
    429: { description: 'Too much feedback with this token, on this trace, or from this address.' },
  },
});

const list = createRoute({
  method: 'get',
  path: '/feedback/{trace_id}',
  operationId: 'listFeedback',
  tags: ['Feedback'],
  summary: 'Read the feedback on a trace',
  description: "For the token's holder, or a key with scope `feedback`. What judges said is not shown here.",
  request: {
    headers,
    params: z.object({ trace_id: traceIdSchema }),
    query: z.object({
      user: z.string().max(250).optional().openapi({ description: 'Only what this user said.' }),
    }),
  },
  responses: {
    200: jsonAnswer(
      'In the order it was given, overridden pieces too.',
      z.object({ trace_id: traceIdSchema, feedback: z.array(heldSchema) }),
    ),
    ...commonErrors,
  },
});

/** Routes under `/feedback`. */
export function createFeedbackRoutes(services: FeedbackRoutesServices): Api {
  const api = newApi();
  for (const path of ['/feedback', '/feedback/*']) {
    api.use(path, crossOrigin(services), limitBody(limits.feedbackBodyBytes));
    api.options(path, answerPreflight);
  }
  // Read by hand, because of the content types; described like any other route.
  api.openAPIRegistry.registerPath(give);
  api.post('/feedback', strictRequests(give), async (context) => {
    const submission = readSubmission(await context.req.text());
    const { scope } = await admit(context, services, {
      traceId: submission.trace_id,
      token: submission.token ?? null,
    });
    const votes = await toVotes(submission, services.now());
    const state = await giveFeedback({ services, input: { votes, scope } });
    const assessments = votes.map(({ assessmentId, name, kind }) => ({
      assessment_id: assessmentId,
      name,
      kind,
    }));
    return context.json(
      { trace_id: submission.trace_id, state, assessments },
      state === 'stored' ? 200 : 202,
    );
  });
  api.openapi(list, async (context) => {
    const { trace_id: traceId } = context.req.valid('param');
    const { scope } = await admit(context, services, { traceId, token: null });
    const within = await experimentOfScope(scope, services);
    const user = context.req.valid('query').user ?? null;
    const held = await listFeedback({ services, input: { traceId, user, within } });
    context.header('cache-control', 'no-store');
    return context.json({ trace_id: traceId, feedback: held.map(toHeld) }, 200);
  });
  return api;
}

/**
 * Authorises first, so that strangers cannot use up the limits of those who may: tokens and keys that are refused are counted
 * apart, see `access/refusals.ts`.
 */
async function admit(
  context: Context<HonoEnv>,
  services: FeedbackRoutesServices,
  { traceId, token }: { traceId: string; token: string | null },
): Promise<FeedbackCaller> {
  const request = context.req.raw;
  const caller = await authoriseFeedback({ services, input: { request, traceId, token } });
  const isKey = caller.tokenSignature === null;
  await spendRateLimit(services.rateLimits, {
    token: caller.tokenSignature,
    traceKey: keyOfTrace(caller.scope, traceId),
    address: isKey ? null : callerAddress(request.headers, services.settings),
  });
  return caller;
}

/** CORS (https://fetch.spec.whatwg.org/#http-cors-protocol): pages of other origins are answered only if they are listed. */
function crossOrigin({ settings }: FeedbackRoutesServices): MiddlewareHandler<HonoEnv> {
  return async (context, next) => {
    const origin = context.req.header('origin') ?? null;
    const question = {
      origin,
      requestUrl: context.req.url,
      allowed: settings.feedbackOrigins,
      local: isOwnMachine(settings) && !wasPassedOn(context.req.raw.headers, settings),
    };
    context.header('vary', 'origin', { append: true });
    if (!isAllowedOrigin(question)) {
      throw new AppError(
        'PERMISSION_DENIED',
        `Pages of ${origin?.slice(0, 200)} may not give feedback here: the operator lists origins in WEIR_FEEDBACK_ORIGINS.`,
      );
    }
    if (origin !== null) {
      context.header('access-control-allow-origin', origin);
      context.header('access-control-expose-headers', 'retry-after, x-request-id');
    }
    await next();
  };
}

/** A preflight that came this far is from a page that may. */
function answerPreflight(context: Context<HonoEnv>): Response {
  return context.body(null, 204, {
    'access-control-allow-methods': 'GET, POST',
    'access-control-allow-headers': `authorization, content-type, ${tokenHeader}, x-weir-key`,
    'access-control-max-age': '86400',
  });
}

function toHeld(assessment: Assessment): z.infer<typeof heldSchema> {
  return {
    assessment_id: assessment.assessmentId,
    name: assessment.name,
    kind: assessment.kind,
    value: assessment.value,
    rationale: assessment.rationale,
    user: assessment.source.id,
    time: new Date(assessment.createTimeMs).toISOString(),
    valid: assessment.valid,
  };
}
