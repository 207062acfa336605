/** The part of the composition root that belongs to feedback, and to the datasets it fills. */
import type { Log } from './core/log.ts';
import type { Settings } from './core/settings.ts';
import { collectTestCase, type CollectTestCaseServices } from './datasets/collect-test-case.ts';
import { redactDatasets } from './datasets/store/redact-datasets.ts';
import type { ContentMasking } from './redaction/content-masking.ts';
import { createD1DatasetStore } from './datasets/store/d1-dataset-store.ts';
import { createD1TestCaseStore } from './datasets/store/d1-test-case-store.ts';
import type { DatasetStore } from './datasets/store/dataset-store.ts';
import type { TestCaseStore } from './datasets/store/test-case-store.ts';
import type { ExperimentStore } from './experiments/store/experiment-store.ts';
import type { ConsumeFeedbackServices } from './feedback/consume-feedback.ts';
import { createFeedbackTokens, type FeedbackTokens } from './feedback/feedback-token.ts';
import type { FeedbackInbox } from './feedback/inbox.ts';
import type { TraceScopeServices } from './feedback/trace-scope.ts';
import type { FeedbackRateLimits } from './feedback/rate-limits.ts';
import { createPlatformRateLimits } from './feedback/store/platform-rate-limits.ts';
import { createQueuedInbox } from './feedback/store/queued-inbox.ts';
import type { AssessmentStore } from './tracing/store/assessment-store.ts';
import { createD1FeedbackStatsStore } from './tracing/store/d1-feedback-stats-store.ts';
import { createD1PromptStatsStore } from './tracing/store/d1-prompt-stats-store.ts';
import type { FeedbackStatsStore } from './tracing/store/feedback-stats-store.ts';
import type { PromptStatsStore } from './tracing/store/prompt-stats-store.ts';
import type { TraceStore } from './tracing/store/trace-store.ts';

/** What feedback and datasets add to the services. */
export interface FeedbackServices {
  /** Null when this deployment has no signing key. */
  tokens: FeedbackTokens | null;
  inbox: FeedbackInbox;
  rateLimits: FeedbackRateLimits;
  feedbackStats: FeedbackStatsStore;
  promptStats: PromptStatsStore;
  datasets: DatasetStore;
  testCases: TestCaseStore;
}

/** Builds them. */
export function createFeedbackServices(
  env: Env,
  options: { settings: Settings; masking: ContentMasking; log: Log; now: () => number },
): FeedbackServices {
  const { settings, masking, log, now } = options;
  const { signingKeys, feedbackTokenLifetimeMs: lifetimeMs } = settings;
  return {
    tokens: signingKeys === null ? null : createFeedbackTokens({ signingKeys, lifetimeMs, now }),
    inbox: createQueuedInbox({
      queue: env.FEEDBACK_QUEUE,
      bucket: env.CONTENT,
      spoolAll: settings.spool === 'all',
      log,
      now,
    }),
    rateLimits: createPlatformRateLimits({
      byToken: env.FEEDBACK_BY_TOKEN,
      byTrace: env.FEEDBACK_BY_TRACE,
      byAddress: env.FEEDBACK_BY_ADDRESS,
      log,
    }),
    feedbackStats: createD1FeedbackStatsStore({ database: env.TRACES }),
    promptStats: createD1PromptStatsStore({ database: env.TRACES }),
    datasets: redactDatasets(createD1DatasetStore({ database: env.REGISTRY }), masking),
    testCases: createD1TestCaseStore({ database: env.REGISTRY }),
  };
}

/** What the inbox's consumer needs. */
export function createConsumeFeedbackServices(
  services: FeedbackServices &
    TraceScopeServices & {
      assessments: AssessmentStore;
      traces: TraceStore;
      experiments: ExperimentStore;
      masking: ContentMasking;
      log: Log;
      now: () => number;
    },
): ConsumeFeedbackServices {
  const { assessments, inbox, log, now } = services;
  const collecting: CollectTestCaseServices = {
    ...services,
    getExperiment: (experimentId) => services.experiments.get(experimentId),
  };
  return {
    assessments,
    inbox,
    onGiven: (input) => collectTestCase({ services: collecting, input }),
    resolveExperimentId: (nameOrId) => services.resolveExperimentId(nameOrId),
    log,
    now,
  };
}

/** A token for the proxy's answer. A failure costs the token, never the answer. */
export async function issueFeedbackToken(
  { tokens, log }: Pick<FeedbackServices, 'tokens'> & { log: Log },
  call: { traceId: string; experiment: string | null },
): Promise<string | null> {
  try {
    return tokens === null ? null : await tokens.issue(call);
  } catch (cause) {
    log.error('feedback-token-failed', cause, { traceId: call.traceId });
    return null;
  }
}
