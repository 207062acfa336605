/**
 * Signing in to the dashboard: `POST /api/v1/session` takes a key and answers with a cookie, `GET` says who is signed in,
 * `DELETE` ends it. Mounted before authentication, because asking who one is needs no key.
 */
import { createRoute, z } from '@hono/zod-openapi';
import { authenticate, type AuthenticateServices } from '../access/authenticate.ts';
import { endSession } from '../access/end-session.ts';
import type { Identity } from '../access/identity.ts';
import { isLoopbackOrigin } from '../access/loopback.ts';
import { isFromOurPage } from '../access/same-origin.ts';
import {
  dashboardHeader,
  readSessionToken,
  renderSessionCookie,
  type SessionCookieOptions,
} from '../access/session.ts';
import { verifySession } from '../access/verify-session.ts';
import { startSession } from '../access/start-session.ts';
import { AppError } from '../core/app-error.ts';
import { limits } from '../core/limits.ts';
import { prefixOf } from '../core/public-url.ts';
import { limitBody } from './limit-body.ts';
import { commonErrors, jsonAnswer, jsonBody, newApi, type Api } from './open-api.ts';
import { sessionSchema } from './session-json.ts';

const BODY_BYTES = 4096;

const sessionAnswer = (description: string) => ({
  200: jsonAnswer(description, sessionSchema),
});

const start = createRoute({
  method: 'post',
  path: '/api/v1/session',
  operationId: 'startSession',
  tags: ['Session'],
  summary: 'Sign in to the dashboard',
  description: `Answers with a cookie for this site's own pages. Needs the header \`${dashboardHeader}\`. Programs send their key with each call instead.`,
  middleware: limitBody(BODY_BYTES),
  request: {
    body: jsonBody(z.strictObject({ key: z.string().trim().min(1).max(500) })),
  },
  responses: { ...sessionAnswer('The session has begun.'), ...commonErrors },
});

const show = createRoute({
  method: 'get',
  path: '/api/v1/session',
  operationId: 'getSession',
  tags: ['Session'],
  summary: 'Say who is signed in',
  responses: { ...sessionAnswer('Who it is.'), ...commonErrors },
});

const end = createRoute({
  method: 'delete',
  path: '/api/v1/session',
  operationId: 'endSession',
  tags: ['Session'],
  summary: 'Sign out',
  responses: {
    200: jsonAnswer('Ended.', z.object({})),
    ...commonErrors,
  },
});

/** The routes. */
export function createSessionRoutes(services: AuthenticateServices): Api {
  const { publicUrl } = services.settings;
  const api = newApi();
  api.openapi(start, async (context) => {
    refuseOtherPages(context.req.raw, publicUrl);
    const { key } = context.req.valid('json');
    const started = await startSession({ services, input: { request: context.req.raw, key } });
    context.set('identity', started.identity);
    context.header(
      'set-cookie',
      renderSessionCookie(started.token, cookieOptions(context.req.raw, publicUrl)),
    );
    return context.json(toSessionJson(started.identity, started.expiresAtMs), 200);
  });
  api.openapi(show, async (context) => {
    context.header('cache-control', 'no-store');
    const identity = await authenticate({ services, request: context.req.raw });
    return context.json(toSessionJson(identity, null), 200);
  });
  api.openapi(end, async (context) => {
    refuseOtherPages(context.req.raw, publicUrl);
    const token = readSessionToken(context.req.raw.headers);
    if (token !== null) {
      const identity = await verifySession({ services, input: { token } });
      // Whose session ends is told to whoever keeps the trail.
      if (identity !== null) context.set('identity', identity);
      await endSession({ services, input: { token } });
    }
    context.header('set-cookie', renderSessionCookie(null, cookieOptions(context.req.raw, publicUrl)));
    return context.json({}, 200);
  });
  return api;
}

/** Signing somebody in to a stranger's account, or out of their own, is an attack too. */
function refuseOtherPages(request: Request, publicUrl: string | null): void {
  if (isFromOurPage(request, publicUrl)) return;
  throw new AppError(
    'PERMISSION_DENIED',
    `Only the dashboard itself does this, with the header ${dashboardHeader}.`,
  );
}

function cookieOptions(request: Request, publicUrl: string | null): SessionCookieOptions {
  const { origin } = new URL(publicUrl ?? request.url);
  return { prefix: prefixOf(publicUrl), secure: !isLoopbackOrigin(origin), lifetimeMs: limits.sessionMs };
}

function toSessionJson(identity: Identity, expiresAtMs: number | null): z.infer<typeof sessionSchema> {
  return {
    kind: identity.kind,
    key_id: identity.keyId,
    scopes: [...identity.scopes],
    experiment_id: identity.experimentId,
    expiration_time: expiresAtMs === null ? null : new Date(expiresAtMs).toISOString(),
  };
}
