/**
 * `/review/{session}`: the review app and what it calls. Not part of the REST surface: a link opens it, no key does, and what
 * a link opens is this one session. The link's secret is exchanged for a cookie that only these paths are sent.
 */
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import { serialize } from 'hono/utils/cookie';
import { z } from 'zod';
import { isFromOurOrigin } from '../access/same-origin.ts';
import { AppError } from '../core/app-error.ts';
import type { Json } from '../core/json.ts';
import { limits } from '../core/limits.ts';
import type { HonoEnv } from '../http/hono-env.ts';
import { countingRefusals, type RefuseServices } from '../access/refusals.ts';
import { jsonOnly } from '../http/json-only.ts';
import { limitBody } from '../http/limit-body.ts';
import { newApi, type Api } from '../http/open-api.ts';
import { refusalOf } from '../http/refuse-input.ts';
import { authoriseReviewer, type ReviewerCall, type ReviewLinkServices } from './review-links.ts';
import { page, pageHeaders, workerPolicy } from './review-page.ts';
import type { Submission } from './review-wire.ts';
import { readItem, readSummary, readWork } from './review-work.ts';
import { submitReview, type SubmitReviewServices } from './submit-review.ts';

/** What the routes need. */
export type ReviewRoutesServices = ReviewLinkServices &
  RefuseServices &
  SubmitReviewServices & {
    /** The app's files. */
    fetchAsset: (request: Request) => Promise<Response>;
  };

/** The proxy drops cookies that begin with `weir_`. */
const cookieName = 'weir_review';
const path = '/review/:session';
const MAX_TOKEN_CHARACTERS = 300;

const json = z.custom<Json>(() => true);
const answerSchema = z.strictObject({ value: json, comment: z.string().nullable().default(null) });
const submissionSchema = z.strictObject({
  submissionId: z.string().min(8).max(100),
  answers: z.record(z.string().max(100), answerSchema.nullable()).default({}),
  state: z.enum(['complete', 'skipped']).nullable().default(null),
});

/** Routes under `/review`. */
export function createReviewRoutes(services: ReviewRoutesServices): Api {
  const api = newApi();
  const admit = async (context: Context<HonoEnv>, token: string | null): Promise<ReviewerCall> => {
    const sessionId = context.req.param('session') ?? '';
    const attempt = (): Promise<ReviewerCall> => authoriseReviewer({ services, input: { sessionId, token } });
    if (token === null) return attempt();
    const { headers } = context.req.raw;
    return countingRefusals(services, { headers, credential: 'review_link' }, attempt);
  };
  const authorise = async (context: Context<HonoEnv>): Promise<ReviewerCall> =>
    admit(context, getCookie(context, cookieName) ?? null);
  api.use(`${path}/api/*`, noStore, limitBody(limits.feedbackBodyBytes), sameOriginOnly(services));
  api.get('/review/assets/:file', (context) => serveAsset(context, services));
  api.get(path, (context) => context.body(page, 200, pageHeaders));
  api.post(`${path}/api/sign-in`, jsonOnly, async (context) => {
    const { token } = await readBody(
      context,
      z.strictObject({ token: z.string().max(MAX_TOKEN_CHARACTERS) }),
    );
    const { expiresAtMs } = await admit(context, token);
    // Without a path the browser takes where it called from: `{prefix}/review/{session}/api`, whatever the prefix.
    const cookie = serialize(cookieName, token, {
      httpOnly: true,
      sameSite: 'Strict',
      secure: (services.publicUrl ?? context.req.url).startsWith('https:'),
      maxAge: Math.max(0, Math.floor((expiresAtMs - services.now()) / 1000)),
    });
    context.header('set-cookie', cookie, { append: true });
    return context.json({}, 200);
  });
  api.get(`${path}/api/work`, async (context) =>
    context.json(await readWork({ services, call: await authorise(context) })),
  );
  api.get(`${path}/api/summary`, async (context) =>
    context.json(await readSummary({ services, call: await authorise(context) })),
  );
  api.get(`${path}/api/items/:trace`, async (context) => {
    const call = await authorise(context);
    return context.json(
      await readItem({ services, input: { ...call, traceId: context.req.param('trace') } }),
    );
  });
  api.post(`${path}/api/items/:trace`, jsonOnly, async (context) => {
    const call = await authorise(context);
    const submission: Submission = await readBody(context, submissionSchema);
    await submitReview({ services, input: { ...call, traceId: context.req.param('trace'), submission } });
    return context.json({}, 200);
  });
  api.all(`${path}/*`, () => {
    throw new AppError('ENDPOINT_NOT_FOUND', 'There is no such page.');
  });
  return api;
}

/** Answers are about people's conversations: no cache keeps them. */
const noStore: MiddlewareHandler<HonoEnv> = async (context, next) => {
  await next();
  context.header('cache-control', 'no-store');
  context.header('x-content-type-options', 'nosniff');
};

/**
 * Refuses writes that another site's page makes with the reviewer's cookie: SameSite keeps it back already, this holds where
 * a neighbour on the same site would pass.
 */
function sameOriginOnly({ publicUrl }: { publicUrl: string | null }): MiddlewareHandler<HonoEnv> {
  return async (context, next) => {
    if (context.req.method !== 'GET' && context.req.method !== 'HEAD') {
      const site = context.req.header('sec-fetch-site');
      if (
        !isFromOurOrigin(context.req.raw, publicUrl) ||
        (site !== undefined && site !== 'same-origin' && site !== 'none')
      ) {
        throw new AppError('PERMISSION_DENIED', 'Answers are taken from the review page alone.');
      }
    }
    await next();
  };
}

async function readBody<Schema extends z.ZodType>(
  context: Context<HonoEnv>,
  schema: Schema,
): Promise<z.output<Schema>> {
  const body: unknown = await context.req.json().catch(() => undefined);
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw refusalOf(parsed.error, 'json', schema);
}

async function serveAsset(context: Context<HonoEnv>, services: ReviewRoutesServices): Promise<Response> {
  const asset = await services.fetchAsset(context.req.raw);
  const headers = new Headers(asset.headers);
  headers.set('x-content-type-options', 'nosniff');
  headers.set('cache-control', 'no-cache');
  if (context.req.param('file') === 'service-worker.js') {
    // The worker that opens the app without a network stands for the pages beside its folder.
    headers.set('service-worker-allowed', '../');
    headers.set('content-security-policy', workerPolicy);
  }
  return new Response(asset.body, { status: asset.status, headers });
}
