/**
 * The composition root: from `Env` to services. The only place that builds stores and clients; everything else receives
 * what it uses.
 */
import { waitUntil } from 'cloudflare:workers';
import { authenticate, type AuthenticateServices } from './access/authenticate.ts';
import { isSameSecret } from './access/is-same-secret.ts';
import type { Identity } from './access/identity.ts';
import { isKey } from './access/key.ts';
import { createKeyCache, type KeyCache } from './access/key-cache.ts';
import { countingRefusals } from './access/refusals.ts';
import { allows } from './access/scopes.ts';
import { rememberSessions } from './access/last-known-sessions.ts';
import { createD1KeyStore } from './access/store/d1-key-store.ts';
import { createD1SessionStore } from './access/store/d1-session-store.ts';
import type { KeyStore } from './access/store/key-store.ts';
import type { SessionStore } from './access/store/session-store.ts';
import { createSharedKeys } from './access/store/shared-keys.ts';
import { verifyKey } from './access/verify-key.ts';
import type { ArtifactStore, SweepPlace } from './artifacts/store/artifact-store.ts';
import { createD1SweepPlace } from './artifacts/store/d1-sweep-place.ts';
import { createR2ArtifactStore } from './artifacts/store/r2-artifact-store.ts';
import { AppError } from './core/app-error.ts';
import { createActivity, type Activity } from './core/activity.ts';
import { limits } from './core/limits.ts';
import { createLog, withoutSecrets, type Log } from './core/log.ts';
import { createOutage, type Outage } from './core/outage.ts';
import type { Settings } from './core/settings.ts';
import { sleep } from './core/wait-until.ts';
import { createNearby } from './core/store/nearby.ts';
import { createConsumeServices } from './create-consume-services.ts';
import {
  createConsumeFeedbackServices,
  createFeedbackServices,
  issueFeedbackToken,
  type FeedbackServices,
} from './create-feedback-services.ts';
import {
  createCarryServices,
  createScoringServices,
  type ScoringServices,
} from './create-scoring-services.ts';
import { createRedactionServices, type RedactionServices } from './create-redaction-services.ts';
import { createHealthPart, type HealthPart } from './create-health-services.ts';
import { createLabelingServices, type LabelingServices } from './create-labeling-services.ts';
import { announceFeedback } from './feedback/announce-feedback.ts';
import type { ConsumeFeedbackServices } from './feedback/consume-feedback.ts';
import type { FeedbackInbox } from './feedback/inbox.ts';
import { createExperimentCache, type ExperimentCache } from './experiments/experiment-cache.ts';
import { findExperimentId } from './experiments/find-experiment.ts';
import { resolveExperiment } from './experiments/resolve-experiment.ts';
import { createAuditServices, type AuditServices } from './create-audit-services.ts';
import { createD1ExperimentStore } from './experiments/store/d1-experiment-store.ts';
import { redactExperiments } from './experiments/store/redact-experiments.ts';
import type { ExperimentStore } from './experiments/store/experiment-store.ts';
import { renderPrompt } from './prompts/render-prompt.ts';
import type { ProviderState } from './http/settings-routes.ts';
import { createPromptStores, type PromptStores } from './prompts/store/create-prompt-stores.ts';
import { createMemoryBudget } from './proxy/memory-budget.ts';
import { answerDemo, demoBaseUrl } from './proxy/providers/demo/index.ts';
import { createUsageMemory } from './proxy/usage-memory.ts';
import { describeProviders } from './proxy/providers/describe-providers.ts';
import { createProviderTable, type ProviderTable } from './proxy/providers/table.ts';
import type { KeyVerdict, ProxyServices } from './proxy/proxy-services.ts';
import { redactAssessments, redactTraces } from './redaction/redact-stores.ts';
import { createD1RunStore } from './runs/store/d1-run-store.ts';
import { redactRuns } from './runs/store/redact-runs.ts';
import type { RunStore } from './runs/store/run-store.ts';
import type { CarryServices } from './scoring/evaluation/carry-evaluation.ts';
import type { ConsumeScoresServices } from './scoring/online/consume-scores.ts';
import { noteTraces } from './scoring/online/note-traces.ts';
import type { ConsumeServices } from './tracing/ingest/consume.ts';
import { groupWrites } from './tracing/ingest/group-writes.ts';
import type { IngestQueue, SweepLedger } from './tracing/ingest/ports.ts';
import { createQueueRecorder } from './tracing/ingest/queue-recorder.ts';
import { createIngestQueue } from './tracing/ingest/queue-store.ts';
import { createR2Spool } from './tracing/ingest/spool-store.ts';
import { createD1SweepLedger } from './tracing/ingest/sweep-ledger-store.ts';
import { watchSpool, type WatchedSpool } from './tracing/ingest/watch-spool.ts';
import { readPriceOverrides, type PriceOverrides } from './tracing/pricing/overrides.ts';
import type { AssessmentStore } from './tracing/store/assessment-store.ts';
import type { ContentStore } from './tracing/store/content-store.ts';
import { createD1AssessmentStore } from './tracing/store/d1-assessment-store.ts';
import { createD1TraceAnalytics } from './tracing/store/d1-trace-analytics.ts';
import { createD1TraceStore } from './tracing/store/d1-trace-store.ts';
import { createR2ContentStore } from './tracing/store/r2-content-store.ts';
import type { TraceAnalytics } from './tracing/store/trace-analytics.ts';
import { createD1TraceStatisticsStore } from './tracing/store/d1-trace-statistics-store.ts';
import type { TraceStatisticsStore } from './tracing/store/trace-statistics-store.ts';
import type { TraceStore } from './tracing/store/trace-store.ts';

/** Everything the entry needs. Built once per isolate. */
export interface Services
  extends
    FeedbackServices,
    PromptStores,
    HealthPart,
    ScoringServices,
    LabelingServices,
    RedactionServices,
    AuditServices {
  settings: Settings;
  log: Log;
  now(): number;
  activity: Activity;
  keys: KeyStore;
  keyCache: KeyCache;
  /** Whether the registry answers, as this isolate saw it. */
  registryOutage: Outage;
  sessions: SessionStore;
  experiments: ExperimentStore;
  experimentCache: ExperimentCache;
  /** Masks what is to be masked, and notes what is to be scored. */
  traces: TraceStore;
  /** Masks likewise, and leaves word when people say something. */
  assessments: AssessmentStore;
  runs: RunStore;
  artifacts: ArtifactStore;
  artifactSweep: SweepPlace;
  analytics: TraceAnalytics;
  statistics: TraceStatisticsStore;
  content: ContentStore;
  queue: IngestQueue;
  sweeps: SweepLedger;
  spool: WatchedSpool;
  proxy: ProxyServices;
  consume: ConsumeServices;
  consumeFeedback: ConsumeFeedbackServices;
  consumeScores: ConsumeScoresServices;
  carryEvaluations: CarryServices;
  /** Who makes a management call; rejects as `authenticate` does. */
  authenticate(request: Request): Promise<Identity>;
  priceOverrides: PriceOverrides;
  /** Waits, in milliseconds. */
  sleep(durationMs: number): Promise<void>;
  /** The id of an experiment by name or id; rejects when there is none, or none that `within`, null for all, may see. */
  findExperimentId(nameOrId: string, within: string | null): Promise<string>;
  /** The id of the experiment in which a call that names this is recorded. */
  resolveExperimentId(nameOrId: string | null): Promise<string>;
  /** Whether an experiment of that id exists. */
  hasExperiment(experimentId: string): Promise<boolean>;
  /** What people who use the deployment may know of its providers. */
  describeProviders(): ProviderState[];
  /** The dashboard's files. */
  fetchAsset(request: Request): Promise<Response>;
}

/**
 * Builds the services of a deployment.
 *
 * @throws AppError INVALID_PARAMETER_VALUE when WEIR_PROVIDERS or WEIR_PRICES is not what was expected
 */
export function createServices(env: Env, settings: Settings): Services {
  const now = Date.now;
  const providers = createProviderTable({
    providersJson: settings.providersJson,
    demo: settings.demo,
    variables: { ...env },
  });
  const redaction = createRedactionServices(env, { providers, now });
  const { masking } = redaction;
  const log = withoutSecrets(createLog({ ...settings.log, now }), redaction.storedSecrets);
  const feedback = createFeedbackServices(env, { settings, masking, log, now });
  const audit = createAuditServices(env, { log, now, keepAlive: waitUntil });
  const stores = {
    ...createStores(env, { settings, redaction, log, now, inbox: feedback.inbox }),
    ...feedback,
    ...audit,
  };
  const priceOverrides = readPriceOverrides(settings.pricesJson);
  const early = { ...stores, settings, log, now, activity: createActivity(), priceOverrides };
  const proxy = createProxyServices(early, providers, env);
  const scoring = createScoringServices(env, { ...early, proxy, sleep });
  const noting = { ...early, ...scoring, sessionQuietMs: settings.sessionQuietMs };
  const traces = groupWrites(noteTraces(early.traces, noting), { keepAlive: waitUntil });
  const resolveExperimentId = async (nameOrId: string | null): Promise<string> =>
    (await resolveExperiment({ services: early, input: { nameOrId, by: null } })).experimentId;
  const base = { ...early, ...scoring, traces, resolveExperimentId };
  const consume = createConsumeServices({ ...base, providers, sleep });
  return {
    ...base,
    ...createLabelingServices(env, { settings, masking, now }),
    proxy,
    consume,
    consumeScores: base,
    carryEvaluations: createCarryServices(base, { proxy, consume }),
    consumeFeedback: createConsumeFeedbackServices(base),
    ...createHealthPart(env, { ...base, traces: stores.traces }),
    authenticate: (request) => authenticate({ services: base, request }),
    findExperimentId: (nameOrId, within) =>
      findExperimentId({ services: stores, input: { nameOrId, within } }),
    sleep,
    hasExperiment: async (experimentId) => (await stores.experiments.get(experimentId)) !== null,
    describeProviders: () => describeProviders(providers, (name) => variable(env, name)),
    fetchAsset: (request) => env.ASSETS.fetch(request),
  };
}

type Stores = Pick<
  Services,
  | 'keys'
  | 'keyCache'
  | 'registryOutage'
  | 'sessions'
  | 'experiments'
  | 'experimentCache'
  | 'traces'
  | 'assessments'
  | 'runs'
  | 'artifacts'
  | 'artifactSweep'
  | 'analytics'
  | 'statistics'
  | 'content'
  | 'queue'
  | 'spool'
  | 'sweeps'
  | keyof PromptStores
  | keyof RedactionServices
>;

type Base = Stores &
  AuditServices &
  FeedbackServices &
  ScoringServices &
  Pick<Services, 'settings' | 'log' | 'now' | 'activity' | 'priceOverrides'>;

interface StoresInput {
  settings: Settings;
  redaction: RedactionServices;
  log: Log;
  now: () => number;
  inbox: FeedbackInbox;
}

function createStores(env: Env, { settings, redaction, log, now, inbox }: StoresInput): Stores {
  const keyUse = { database: env.REGISTRY, log, keepAlive: waitUntil, now };
  const content = createR2ContentStore({ bucket: env.CONTENT, now });
  const { rulesInForce: rules } = redaction;
  const nearby = createNearby(env.REGISTRY);
  const deploymentSecret = settings.signingKeys?.current ?? settings.adminKey;
  const outage = createOutage({ now });
  const { keyLastKnownMs: lastKnownMs } = settings;
  const keyCache = createKeyCache({
    now,
    outage,
    lastKnownMs,
    background: waitUntil,
    ...(deploymentSecret === null
      ? {}
      : { shared: createSharedKeys({ storage: caches, deploymentSecret, keptMs: lastKnownMs, now }) }),
  });
  const traces = redactTraces(createD1TraceStore({ database: env.TRACES, content, now }), rules);
  const assessments = redactAssessments(createD1AssessmentStore({ database: env.TRACES }), { rules, traces });
  return {
    ...redaction,
    registryOutage: outage,
    keys: createD1KeyStore({ ...keyUse, nearby }),
    keyCache,
    sessions: rememberSessions(createD1SessionStore(keyUse), {
      outage,
      lastKnownMs,
      isRevoked: (keyId) => keyCache.isRevoked(keyId),
    }),
    experiments: redactExperiments(createD1ExperimentStore({ database: env.REGISTRY })),
    experimentCache: createExperimentCache({ now }),
    content,
    traces,
    assessments: announceFeedback(assessments, { inbox, log, now }),
    artifacts: createR2ArtifactStore({ bucket: env.CONTENT }),
    artifactSweep: createD1SweepPlace({ database: env.REGISTRY }),
    runs: redactRuns(createD1RunStore({ database: env.TRACES }), redaction.masking),
    analytics: createD1TraceAnalytics({ database: env.TRACES }),
    statistics: createD1TraceStatisticsStore({ database: env.TRACES }),
    spool: watchSpool(createR2Spool(env.CONTENT)),
    queue: createIngestQueue({ small: env.TRACES_QUEUE, large: env.SPOOLED_QUEUE }),
    sweeps: createD1SweepLedger({ database: env.REGISTRY }),
    ...createPromptStores({
      database: env.REGISTRY,
      nearby,
      deploymentSecret,
      now,
    }),
  };
}

function createProxyServices(
  base: Omit<Base, keyof ScoringServices>,
  providers: ProviderTable,
  env: Env,
): ProxyServices {
  const { settings, log, now, activity, queue, spool } = base;
  return {
    settings,
    providers,
    prompts: { render: (input) => renderPrompt({ services: base, input }) },
    recorder: createQueueRecorder({ queue, spool, spoolAll: settings.spool === 'all', log, now, sleep }),
    activity,
    memory: createMemoryBudget(limits.heldBytes),
    usageMemory: createUsageMemory({ now }),
    log,
    verifyProxyKey: (key, headers) => verifyProxyKey(base, key, headers),
    secret: (name) => variable(env, name),
    storedSecrets: base.storedSecrets,
    fetchUpstream: (url, init) =>
      url.href.startsWith(demoBaseUrl) ? answerDemo(new Request(url, init)) : fetch(url, init),
    now,
    issueFeedbackToken: (call) => issueFeedbackToken(base, call),
  };
}

/** A variable or secret of the worker by its name; null when there is none. */
function variable(env: Env, name: string): string | null {
  const value: unknown = Reflect.get(env, name);
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The admin key may call too; any other key needs the scope `proxy`. */
async function verifyProxyKey(
  services: AuthenticateServices,
  key: string,
  headers: Headers,
): Promise<KeyVerdict> {
  const { adminKey } = services.settings;
  // Two digests, which a call with a key of ours need not wait for.
  const mayBeAdmin = adminKey !== null && (!isKey(key) || isKey(adminKey));
  if (mayBeAdmin && (await isSameSecret(key, adminKey)))
    return { ok: true, grant: { keyId: 'admin', experimentId: null } };
  return countingRefusals(services, { headers, credential: 'key' }, async () => {
    const verified = await verifyKey({ services, input: { key } });
    if (verified === null) throw new AppError('UNAUTHENTICATED', 'This Weir key is unknown or revoked.');
    if (!allows(verified.scopes, 'proxy')) return { ok: false, reason: 'scope' };
    return { ok: true, grant: { keyId: verified.keyId, experimentId: verified.experimentId } };
  });
}
