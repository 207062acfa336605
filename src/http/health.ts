/**
 * Whether it works. `/livez`: the proxy can proxy, whatever the stores do. `/readyz`: the stores answer. `/health`: which
 * does not, and to those who run the deployment how full they are and what waits. `/health/activity`: what is under way.
 * The stores are asked at most every few seconds, however often this is called.
 */
import { createRoute } from '@hono/zod-openapi';
import type { Identity } from '../access/identity.ts';
import { isSameSecret } from '../access/is-same-secret.ts';
import { allows } from '../access/scopes.ts';
import type { Activity } from '../core/activity.ts';
import { AppError } from '../core/app-error.ts';
import { createSharedAnswer } from '../core/shared-answer.ts';
import {
  checkHealth,
  downOf,
  forAnybody,
  forBoundReader,
  probeTimeoutMs,
  type CheckHealthServices,
} from './check-health.ts';
import { activitySchema, healthSchema, livenessSchema, readinessSchema, type Health } from './health-json.ts';
import { commonErrors, jsonAnswer, newApi, type Api } from './open-api.ts';

/** What the routes need. */
export interface HealthServices extends CheckHealthServices {
  settings: CheckHealthServices['settings'] & {
    supervisorKey: string | null;
  };
  activity: Activity;
  /** Exchanges in the spool that are not traces yet; null where it is not known. Asks nobody. */
  countWaiting(): number | null;
  /** Who asks. Rejects as every management call does. */
  authenticate(request: Request): Promise<Identity>;
}

const KEPT_MS = 5_000;

/** The header by which the process that runs Weir asks what is under way. */
const supervisorHeader = 'x-weir-supervisor';

const live = createRoute({
  method: 'get',
  path: '/livez',
  operationId: 'getLiveness',
  tags: ['Health'],
  summary: 'Ask whether calls pass',
  description:
    'For what starts Weir anew when it hangs, and for load balancers: no store is asked, because calls pass without them. No key is needed.',
  responses: { 200: jsonAnswer('It answers.', livenessSchema) },
});

const ready = createRoute({
  method: 'get',
  path: '/readyz',
  operationId: 'getReadiness',
  tags: ['Health'],
  summary: 'Ask whether the stores answer',
  description:
    'For what waits until a new deployment can do everything. No key is needed, and at most every five seconds a store is asked.',
  responses: {
    200: jsonAnswer('All stores answer.', readinessSchema),
    503: jsonAnswer('Some do not.', readinessSchema),
  },
});

const health = createRoute({
  method: 'get',
  path: '/health',
  operationId: 'getHealth',
  tags: ['Health'],
  summary: 'Ask how it is',
  description:
    'Without a key it says what is down. With one that has the scope `read` and is bound to no experiment, it says also what fills up and what waits.',
  responses: {
    200: jsonAnswer('Everything works; there may be warnings.', healthSchema),
    503: jsonAnswer('Something is down.', healthSchema),
  },
});

const activity = createRoute({
  method: 'get',
  path: '/health/activity',
  operationId: 'getActivity',
  tags: ['Health'],
  summary: 'Ask what is under way',
  description: 'Needs a key with the scope `read`. No store is asked.',
  security: [{ key: ['read'] }],
  responses: { 200: jsonAnswer('What is under way.', activitySchema), ...commonErrors },
});

/** The routes. Create them once per isolate: they remember the last answer for a moment. */
export function createHealthRoutes(services: HealthServices): Api {
  const api = newApi();
  const last = createSharedAnswer({
    read: () => checkHealth(services),
    keptMs: KEPT_MS,
    patienceMs: probeTimeoutMs,
    now: services.now,
  });
  // What is true of this moment is nobody's to keep.
  for (const path of ['/livez', '/readyz', '/health', '/health/activity']) {
    api.use(path, async (context, next) => {
      await next();
      context.header('cache-control', 'no-store');
    });
  }
  api.openapi(live, (context) => context.json({ status: 'ok' as const }, 200));
  api.openapi(ready, async (context) => {
    const down = downOf(await last.get());
    if (down.length > 0) return context.json({ status: 'down' as const, down }, 503);
    return context.json({ status: 'ok' as const, down }, 200);
  });
  api.openapi(health, async (context) => {
    const [found, identity] = await Promise.all([last.get(), identify(context.req.raw, services)]);
    const shown = shownTo(identity, found);
    return shown.status === 'down' ? context.json(shown, 503) : context.json(shown, 200);
  });
  api.openapi(activity, async (context) => {
    const within = await readerOfActivity(context.req.raw, services);
    const waiting = within === null ? services.countWaiting() : null;
    return context.json({ open: services.activity.count(within), waiting }, 200);
  });
  return api;
}

/** Who asks; null for anybody. A wrong key is told what anybody is told: it is a question of health, not of keys. */
async function identify(request: Request, services: HealthServices): Promise<Identity | null> {
  try {
    return await services.authenticate(request);
  } catch {
    return null;
  }
}

function shownTo(identity: Identity | null, found: Health): Health {
  if (identity === null || !allows(identity.scopes, 'read')) return forAnybody(found);
  return identity.experimentId === null ? found : forBoundReader(found);
}

/** The only experiment whose activity the caller may know; null is all. */
async function readerOfActivity(request: Request, services: HealthServices): Promise<string | null> {
  const { supervisorKey } = services.settings;
  const given = request.headers.get(supervisorHeader);
  if (supervisorKey !== null && given !== null && (await isSameSecret(given, supervisorKey))) return null;
  const identity = await services.authenticate(request);
  if (!allows(identity.scopes, 'read'))
    throw new AppError('PERMISSION_DENIED', 'This key lacks the scope "read".', {
      details: { scope: 'read' },
    });
  return identity.experimentId;
}
