/** The part of the composition root that belongs to scoring. */
import { isOpenDeployment } from './access/open-access.ts';
import type { Log } from './core/log.ts';
import { createOutboundFetch, type OutboundFetch } from './core/outbound-fetch.ts';
import type { OutboundRules } from './core/outbound-url.ts';
import { resolveHost } from './core/resolve-host.ts';
import type { Settings } from './core/settings.ts';
import type { ProxyServices } from './proxy/proxy-services.ts';
import { createJudgeCalls } from './scoring/models/call-proxy.ts';
import type { RunWorkersAi } from './scoring/models/guard-model.ts';
import { createJudgeModels, type JudgeModels } from './scoring/models/judge-models.ts';
import type { ModelName } from './scoring/models/model-uri.ts';
import type { CarryServices } from './scoring/evaluation/carry-evaluation.ts';
import type { EvaluationWork } from './scoring/evaluation/evaluation-work.ts';
import { createSampledScorers, type SampledScorers } from './scoring/online/sampled-scorers.ts';
import type { EvaluationStore } from './scoring/store/evaluation-store.ts';
import type { ContentMasking } from './redaction/content-masking.ts';
import { redactEvaluations } from './scoring/store/redact-evaluations.ts';
import { createD1EvaluationStore } from './scoring/store/d1-evaluation-store.ts';
import type { ScoreQueue } from './scoring/online/score-queue.ts';
import { createD1ScorerStore } from './scoring/store/d1-scorer-store.ts';
import { createD1SpendLedger } from './scoring/store/d1-spend-ledger.ts';
import { createD1TaskStore } from './scoring/store/d1-task-store.ts';
import { createScoreQueue } from './scoring/store/queued-scores.ts';
import { createEvaluationWork } from './scoring/store/workflow-evaluation-work.ts';
import type { ScorerStore } from './scoring/store/scorer-store.ts';
import type { TaskStore } from './scoring/store/task-store.ts';
import type { AlertStore } from './scoring/store/alert-store.ts';
import { createD1AlertStore } from './scoring/store/d1-alert-store.ts';
import { createD1ScheduleStore } from './scoring/store/d1-schedule-store.ts';
import type { ScheduleStore } from './scoring/store/schedule-store.ts';
import type { WebhookServices } from './scoring/webhook.ts';
import type { ConsumeServices } from './tracing/ingest/consume.ts';
import { createD1QualityStore } from './tracing/store/d1-quality-store.ts';
import { createD1RollupStore } from './tracing/store/d1-rollup-store.ts';
import type { RollupStore } from './tracing/store/rollup-store.ts';
import type { QualityStore } from './tracing/store/quality-store.ts';
import { unknownUsage } from './proxy/providers/wire/usage.ts';
import { priceCall } from './tracing/price.ts';
import type { PriceOverrides } from './tracing/pricing/overrides.ts';

/** What scoring adds to the services. */
export interface ScoringServices {
  scorers: ScorerStore;
  models: JudgeModels;
  sampled: SampledScorers;
  tasks: TaskStore;
  scoreQueue: ScoreQueue;
  evaluations: EvaluationStore;
  evaluationWork: EvaluationWork;
  schedules: ScheduleStore;
  alerts: AlertStore;
  quality: QualityStore;
  rollups: RollupStore;
  /** What callers may have Weir call. */
  outbound: OutboundRules;
  webhooks: WebhookServices;
}

/** What it is built of. */
export interface ScoringOptions {
  settings: Settings;
  proxy: ProxyServices;
  priceOverrides: PriceOverrides;
  masking: ContentMasking;
  log: Log;
  now: () => number;
  sleep: (durationMs: number) => Promise<void>;
}

/** Attempts at one question in one go; the work itself is tried again later. */
const ATTEMPTS = 3;

/** Builds them. */
export function createScoringServices(env: Env, options: ScoringOptions): ScoringServices {
  const { settings, proxy, log, now, sleep } = options;
  const scorers = createD1ScorerStore({ database: env.REGISTRY });
  const models = createJudgeModels({
    defaultUri: settings.judgeModel,
    limits: {
      concurrent: settings.judgeConcurrency,
      perMinute: settings.judgePerMinute,
      usdPerDay: settings.judgeUsdPerDay,
      attempts: ATTEMPTS,
    },
    timeoutMs: settings.judgeTimeoutMs,
    providers: proxy.providers,
    callProxy: createJudgeCalls(proxy),
    runWorkersAi: workersAiOf(env),
    price: (model, usage) => priceOf(model, usage, options),
    ledger: createD1SpendLedger({ database: env.REGISTRY }),
    now,
    sleep,
  });
  const { safetySampleRate, signingKeys, privateHosts } = settings;
  const outbound = { loopback: isOpenDeployment(settings), privateHosts };
  return {
    scorers,
    models,
    sampled: createSampledScorers({ scorers, models, safetySampleRate, log, now }),
    tasks: createD1TaskStore({ database: env.TRACES }),
    scoreQueue: createScoreQueue(env.SCORES_QUEUE),
    evaluations: redactEvaluations(createD1EvaluationStore({ database: env.TRACES }), options.masking),
    evaluationWork: createEvaluationWork(env.EVALUATIONS),
    schedules: createD1ScheduleStore({ database: env.REGISTRY }),
    alerts: createD1AlertStore({ database: env.REGISTRY }),
    quality: createD1QualityStore({ database: env.TRACES }),
    rollups: createD1RollupStore({ database: env.TRACES }),
    outbound,
    webhooks: { fetch: outboundFetchOf(env, outbound), signingKeys, outbound, now },
  };
}

async function priceOf(
  { provider, model }: ModelName,
  usage: { inputTokens: number | null; outputTokens: number | null },
  { proxy, priceOverrides, now }: ScoringOptions,
): Promise<number | null> {
  const { inputTokens: input, outputTokens: output } = usage;
  const { cost } = await priceCall(
    {
      provider,
      priceProvider: proxy.providers.get(provider)?.priceProvider ?? null,
      models: [model],
      usage: { ...unknownUsage(), input, output },
      estimated: false,
      serviceTier: null,
      customCost: null,
      atMs: now(),
    },
    priceOverrides,
  );
  return cost.totalCostUsd;
}

/** By the network of the platform or the machine; called without `this`, which the platform's own refuses. */
const usualFetch: typeof fetch = (url, init) => fetch(url, init);

/**
 * The fetch for addresses that callers named. The binding, which one's own machine has, is a network that reaches no private
 * address and looks when it connects, so that no answer of a resolver is trusted. On the platform there is none: from there
 * no private network can be reached, and names that lead to one are refused as far as the public DNS knows them.
 */
function outboundFetchOf(env: object, rules: OutboundRules): OutboundFetch {
  if (!('PUBLIC_NETWORK' in env))
    return createOutboundFetch({
      rules,
      fetchPublic: usualFetch,
      fetchPrivate: usualFetch,
      resolve: resolveHost,
    });
  // The binding that scripts/worker-options.mjs makes.
  const network = env.PUBLIC_NETWORK as { fetch: typeof fetch };
  const fetchPublic: typeof fetch = (url, init) => network.fetch(url, init);
  return createOutboundFetch({ rules, fetchPublic, fetchPrivate: usualFetch });
}

/** The binding of Workers AI, for deployments whose wrangler.toml has `[ai] binding = "AI"`. */
function workersAiOf(env: object): RunWorkersAi | null {
  if (!('AI' in env)) return null;
  // The platform's binding has this one method for every model.
  const binding = env.AI as { run: RunWorkersAi };
  return (model, input) => binding.run(model, input);
}

/** What the workflow of evaluations needs. Calls of a target are traced before they resolve: the row wants the trace. */
export function createCarryServices(
  services: Omit<CarryServices, 'proxy'>,
  { proxy, consume }: { proxy: ProxyServices; consume: ConsumeServices },
): CarryServices {
  const recorder: ProxyServices['recorder'] = {
    async record(exchange) {
      try {
        const { trace } = await consume.build(exchange);
        await consume.store.write([trace]);
      } catch {
        // The usual way keeps it until it can be stored.
        await proxy.recorder.record(exchange);
      }
    },
  };
  return {
    ...services,
    // Read at each call: what the proxy uses is put together once.
    get proxy() {
      return { ...proxy, recorder };
    },
  };
}
