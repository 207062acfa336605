/** The management surface on the test's own stores, put together as the worker does it. */
import { env } from 'cloudflare:workers';
import { createKey } from '../../src/access/create-key.ts';
import { createKeyCache } from '../../src/access/key-cache.ts';
import type { Scope } from '../../src/access/scopes.ts';
import { createD1KeyStore } from '../../src/access/store/d1-key-store.ts';
import { createD1SessionStore } from '../../src/access/store/d1-session-store.ts';
import { AppError } from '../../src/core/app-error.ts';
import { limits } from '../../src/core/limits.ts';
import { readSettings } from '../../src/core/settings.ts';
import { createItemRoutes } from '../../src/labeling/item-routes.ts';
import { createLabelSchemaRoutes } from '../../src/labeling/label-schema-routes.ts';
import { createSessionReviewRoutes } from '../../src/labeling/session-review-routes.ts';
import { createLinkRoutes } from '../../src/labeling/link-routes.ts';
import { createReviewTokens } from '../../src/labeling/review-token.ts';
import { createSessionRoutes } from '../../src/labeling/session-routes.ts';
import { createD1LabelSchemaStore } from '../../src/labeling/store/d1-label-schema-store.ts';
import { createD1LabelingStore } from '../../src/labeling/store/d1-labeling-store.ts';
import { createD1ReviewLinkStore } from '../../src/labeling/store/d1-review-link-store.ts';
import { createDatasetRoutes } from '../../src/datasets/dataset-routes.ts';
import { createRecordRoutes } from '../../src/datasets/record-routes.ts';
import { createD1DatasetStore } from '../../src/datasets/store/d1-dataset-store.ts';
import { createD1TestCaseStore } from '../../src/datasets/store/d1-test-case-store.ts';
import { createTestCaseRoutes } from '../../src/datasets/test-case-routes.ts';
import { createFeedbackStatsRoutes } from '../../src/feedback/stats-routes.ts';
import { createPromptStatsRoutes } from '../../src/feedback/prompt-stats-routes.ts';
import { createD1FeedbackStatsStore } from '../../src/tracing/store/d1-feedback-stats-store.ts';
import { createD1PromptStatsStore } from '../../src/tracing/store/d1-prompt-stats-store.ts';
import { createExperimentRoutes } from '../../src/experiments/routes.ts';
import { findExperiment } from '../../src/experiments/find-experiment.ts';
import { createD1ExperimentStore } from '../../src/experiments/store/d1-experiment-store.ts';
import { authenticated } from '../../src/http/authenticate.ts';
import { createKeyRoutes } from '../../src/http/key-routes.ts';
import { boundedJson } from '../../src/http/bounded-json.ts';
import { limitBody } from '../../src/http/limit-body.ts';
import { newApi, type Api } from '../../src/http/open-api.ts';
import { createErrorHandler, notFoundHandler } from '../../src/http/render-error.ts';
import { requestId } from '../../src/http/request-id.ts';
import { createSettingsRoutes } from '../../src/http/settings-routes.ts';
import { createRedactionRoutes } from '../../src/redaction/routes.ts';
import { createContentMasking } from '../../src/redaction/content-masking.ts';
import { createRulesInForce } from '../../src/redaction/rules-in-force.ts';
import { createD1RedactionRuleStore } from '../../src/redaction/store/d1-redaction-rule-store.ts';
import { createAssessmentRoutes } from '../../src/tracing/assessments/routes.ts';
import { createTraceRoutes } from '../../src/tracing/routes.ts';
import { createStatisticsRoutes } from '../../src/tracing/statistics/routes.ts';
import { createD1AssessmentStore } from '../../src/tracing/store/d1-assessment-store.ts';
import { createD1TraceStatisticsStore } from '../../src/tracing/store/d1-trace-statistics-store.ts';
import { noKnownSecrets } from '../../src/core/redaction.ts';
import { createD1TraceStore } from '../../src/tracing/store/d1-trace-store.ts';
import { createR2ContentStore } from '../../src/tracing/store/r2-content-store.ts';

/** The admin key of {@link managementApp}. */
export const adminKey = 'admin-key-of-the-tests';

const now = (): number => Date.now();
export const content = createR2ContentStore({ bucket: env.CONTENT, now });
export const traces = createD1TraceStore({ database: env.TRACES, content, now });
export const assessments = createD1AssessmentStore({ database: env.TRACES });
/** What the stores of access are made with; what they do beside the answer goes on by itself. */
const keyUse = {
  database: env.REGISTRY,
  log: { info: () => undefined, error: () => undefined },
  keepAlive: (work: Promise<unknown>) => void work,
  now,
};
export const keys = createD1KeyStore(keyUse);
export const sessions = createD1SessionStore(keyUse);
export const experiments = createD1ExperimentStore({ database: env.REGISTRY });

export const datasets = createD1DatasetStore({ database: env.REGISTRY });
export const testCases = createD1TestCaseStore({ database: env.REGISTRY });
const redactionRules = createD1RedactionRuleStore({ database: env.REGISTRY });
const rulesInForce = createRulesInForce({ redactionRules, storedSecrets: noKnownSecrets, now });
export const masking = createContentMasking(rulesInForce);
const datasetServices = {
  datasets,
  testCases,
  traces,
  assessments,
  feedbackStats: createD1FeedbackStatsStore({ database: env.TRACES }),
  promptStats: createD1PromptStatsStore({ database: env.TRACES }),
  hasExperiment: async (experimentId: string) => (await experiments.get(experimentId)) !== null,
  labelSchemas: createD1LabelSchemaStore({ database: env.REGISTRY }),
  labeling: createD1LabelingStore({ database: env.REGISTRY }),
  reviewLinks: createD1ReviewLinkStore({ database: env.REGISTRY }),
  reviewTokens: createReviewTokens({
    signingKeys: { current: 'the signing key of the tests', previous: null },
    now,
  }),
  publicUrl: null,
  redactionRules,
  rulesInForce,
  masking,
  now,
};

/** Refused credentials are counted nowhere here. */
export const refusals = { count: async () => true };
/** Settings of a deployment of which nobody said where it is. */
export const nowhere = { publicUrl: null, addressHeader: null, supervisorKey: null };

/** What was logged as an error. */
export const logged: { event: string; cause: unknown }[] = [];
export const log = {
  info: () => undefined,
  error: (event: string, cause: unknown) => void logged.push({ event, cause }),
};

/** Builds the surface. */
export function managementApp(settings = { local: false, adminKey: adminKey as string | null }): Api {
  const keyCache = createKeyCache({ now });
  const findExperimentId = async (nameOrId: string): Promise<string> => {
    const found = await findExperiment({ services: { experiments }, input: { nameOrId } });
    if (found === null) throw new AppError('RESOURCE_DOES_NOT_EXIST', `No experiment "${nameOrId}".`);
    return found.experimentId;
  };
  const app = newApi();
  app.onError(createErrorHandler({ log }));
  app.notFound(notFoundHandler);
  app.use(requestId);
  app.use('*', boundedJson);
  const access = { keys, keyCache, sessions, refusals, settings: { ...settings, ...nowhere }, now };
  app.use('/api/*', authenticated(access), limitBody(limits.managementBodyBytes));
  const statistics = createD1TraceStatisticsStore({ database: env.TRACES });
  app.route('/', createStatisticsRoutes({ statistics, findExperimentId }));
  app.route('/', createTraceRoutes({ traces, findExperimentId }));
  app.route('/', createAssessmentRoutes({ traces, assessments, now }));
  app.route('/', createExperimentRoutes({ experiments, now }));
  const services = { ...datasetServices, findExperimentId };
  for (const create of [
    createDatasetRoutes,
    createRecordRoutes,
    createTestCaseRoutes,
    createFeedbackStatsRoutes,
    createPromptStatsRoutes,
    createLabelSchemaRoutes,
    createSessionRoutes,
    createItemRoutes,
    createLinkRoutes,
    createSessionReviewRoutes,
    createRedactionRoutes,
  ]) {
    app.route('/', create(services));
  }
  app.route('/', createKeyRoutes({ keys, keyCache, findExperimentId, now }));
  const read = readSettings({});
  if (!read.ok) throw new Error(JSON.stringify(read.mistakes));
  app.route('/', createSettingsRoutes({ settings: read.settings, describeProviders: () => [] }));
  return app;
}

/** A new key with the scopes. */
export async function keyFor(scopes: Scope[], experimentId: string | null = null): Promise<string> {
  const { key } = await createKey({
    services: { keys, now },
    input: { name: `test ${scopes.join(' ')}`, scopes, experimentId },
  });
  return key;
}

/** Headers of a call with the key. */
export function bearing(key: string): { authorization: string } {
  return { authorization: `Bearer ${key}` };
}
