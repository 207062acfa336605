/** `/feedback` on the test's own stores, put together as the worker does it. */
import { env } from 'cloudflare:workers';
import type { Refusals } from '../../src/access/refusals.ts';
import { createPlatformRefusalLimit } from '../../src/access/store/platform-refusal-limit.ts';
import { createRefusals } from '../../src/audit/count-refusals.ts';
import { createD1AuditStore } from '../../src/audit/store/d1-audit-store.ts';
import { createKeyCache } from '../../src/access/key-cache.ts';
import { collectTestCase } from '../../src/datasets/collect-test-case.ts';
import { announceFeedback } from '../../src/feedback/announce-feedback.ts';
import { consumeFeedback } from '../../src/feedback/consume-feedback.ts';
import { createFeedbackTokens } from '../../src/feedback/feedback-token.ts';
import type { FeedbackInbox, InboxMessage } from '../../src/feedback/inbox.ts';
import { createFeedbackRoutes } from '../../src/feedback/routes.ts';
import type { FeedbackRateLimits } from '../../src/feedback/rate-limits.ts';
import { createPlatformRateLimits } from '../../src/feedback/store/platform-rate-limits.ts';
import { createQueuedInbox } from '../../src/feedback/store/queued-inbox.ts';
import { newApi } from '../../src/http/open-api.ts';
import { createErrorHandler } from '../../src/http/render-error.ts';
import { requestId } from '../../src/http/request-id.ts';
import type { AssessmentStore } from '../../src/tracing/store/assessment-store.ts';
import {
  adminKey,
  assessments,
  datasets,
  experiments,
  keys,
  log,
  masking,
  sessions,
  testCases,
  traces,
} from './management-app.ts';

export const lifetimeMs = 3_600_000;
export const signingKeys = { current: 'the signing key of the tests', previous: null };

/** What may differ from a deployment that works. */
export interface FeedbackAppOptions {
  assessments?: AssessmentStore;
  feedbackOrigins?: string[];
  local?: boolean;
  adminKey?: string | null;
  withTokens?: boolean;
  refusals?: Refusals;
  rateLimits?: FeedbackRateLimits;
  supervisorKey?: string;
  addressHeader?: string;
  now?: () => number;
}

/** Builds the routes, with the inbox read by hand. */
export function feedbackApp(options: FeedbackAppOptions = {}) {
  const now = options.now ?? Date.now;
  const tokens = createFeedbackTokens({ signingKeys, lifetimeMs, now });
  const messages: InboxMessage[] = [];
  const stored = createQueuedInbox({
    queue: env.FEEDBACK_QUEUE,
    bucket: env.CONTENT,
    spoolAll: false,
    log,
    now,
  });
  const inbox: FeedbackInbox = { ...stored, put: async (message) => void messages.push(message) };
  const store = announceFeedback(options.assessments ?? assessments, { inbox, log, now });
  const resolveExperimentId = async (nameOrId: string | null) => nameOrId ?? '0';
  const counted = createRefusals({
    audit: createD1AuditStore({ database: env.REGISTRY }),
    isWithinLimit: createPlatformRefusalLimit({ counter: env.REFUSALS_BY_ADDRESS, log }),
    keepAlive: (work) => void work,
    log,
    now,
  });
  const app = newApi();
  app.onError(createErrorHandler({ log }));
  app.use(requestId);
  app.route(
    '/',
    createFeedbackRoutes({
      keys,
      keyCache: createKeyCache({ now }),
      sessions,
      refusals: options.refusals ?? counted,
      settings: {
        local: options.local ?? false,
        adminKey: options.adminKey === undefined ? adminKey : options.adminKey,
        publicUrl: null,
        supervisorKey: options.supervisorKey ?? null,
        addressHeader: options.addressHeader ?? null,
        feedbackOrigins: options.feedbackOrigins ?? [],
      },
      tokens: options.withTokens === false ? null : tokens,
      assessments: store,
      resolveExperimentId,
      inbox,
      rateLimits:
        options.rateLimits ??
        createPlatformRateLimits({
          byToken: env.FEEDBACK_BY_TOKEN,
          byTrace: env.FEEDBACK_BY_TRACE,
          byAddress: env.FEEDBACK_BY_ADDRESS,
          log,
        }),
      log,
      now,
    }),
  );
  const collecting = {
    traces,
    datasets,
    masking,
    testCases,
    getExperiment: (experimentId: string) => experiments.get(experimentId),
    log,
    now,
  };
  const onGiven = (input: { traceId: string; within: string | null }) =>
    collectTestCase({ services: collecting, input });
  return {
    app,
    /** The assessment store as every room gets it. */
    store,
    messages,
    /** As the proxy gives it out: it bears the experiment of its call, which is the trace's where that is there. */
    token: async (traceId: string, experiment: string | null = null) =>
      tokens.issue({ traceId, experiment: experiment ?? (await traces.getExperimentId(traceId, null)) }),
    /** Delivers what waits, and says which deliveries were retried. */
    async deliver(): Promise<{ retried: number }> {
      let retried = 0;
      const deliveries = messages.splice(0).map((message, index) => ({
        id: `delivery-${index}`,
        attempts: 1,
        body: { message },
        ack: () => undefined,
        retry: () => void retried++,
      }));
      await consumeFeedback(deliveries, {
        assessments: store,
        inbox,
        onGiven,
        resolveExperimentId,
        log,
        now,
      });
      return { retried };
    },
  };
}

/** Sends JSON to `POST /feedback`. */
export function posting(app: ReturnType<typeof feedbackApp>['app']) {
  return async (body: unknown, headers: Record<string, string> = {}) => {
    const response = await app.request('https://weir.example/feedback', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const answer = (await response.json()) as Record<string, never>;
    return { status: response.status, body: answer, headers: response.headers };
  };
}
