/** Everything but the way of the call: the order of middleware and where what is mounted. A table of contents. */
import { auditChanges } from './audit/audit-changes.ts';
import { createAuditRoutes } from './audit/routes.ts';
import { createErrorHandler, notFoundHandler } from './http/render-error.ts';
import { authenticated, requireScope } from './http/authenticate.ts';
import { boundedJson } from './http/bounded-json.ts';
import { createDashboardRoutes } from './http/dashboard-routes.ts';
import { createHealthRoutes } from './http/health.ts';
import { createKeyRoutes } from './http/key-routes.ts';
import { limitBody } from './http/limit-body.ts';
import { newApi, type Api } from './http/open-api.ts';
import { refuseOtherMethods } from './http/other-methods.ts';
import { longAddressPath, refuseLongAddress } from './http/refuse-long-address.ts';
import { createReferenceRoutes } from './http/reference-page.ts';
import { requestId } from './http/request-id.ts';
import { createSessionRoutes } from './http/session-routes.ts';
import { createSettingsRoutes } from './http/settings-routes.ts';
import { limits } from './core/limits.ts';
import { createExperimentRoutes } from './experiments/routes.ts';
import { createDatasetRoutes } from './datasets/dataset-routes.ts';
import { createRecordRoutes } from './datasets/record-routes.ts';
import { createTestCaseRoutes } from './datasets/test-case-routes.ts';
import { createFeedbackRoutes } from './feedback/routes.ts';
import { createPromptStatsRoutes } from './feedback/prompt-stats-routes.ts';
import { createFeedbackStatsRoutes } from './feedback/stats-routes.ts';
import { createWidgetRoutes } from './feedback/widget-routes.ts';
import { createItemRoutes } from './labeling/item-routes.ts';
import { createLabelSchemaRoutes } from './labeling/label-schema-routes.ts';
import { createLinkRoutes } from './labeling/link-routes.ts';
import { createReviewRoutes } from './labeling/review-routes.ts';
import { createSessionReviewRoutes } from './labeling/session-review-routes.ts';
import { createSessionRoutes as createLabelingSessionRoutes } from './labeling/session-routes.ts';
import { createMlflowRoutes } from './mlflow/index.ts';
import { createJudgeGateway } from './mlflow/judge-gateway.ts';
import { createServingEndpoints } from './mlflow/serving-endpoints.ts';
import { createEvaluationRoutes } from './scoring/evaluation/routes.ts';
import { createAlertRoutes } from './scoring/monitoring/alert-routes.ts';
import { createQualityRoutes } from './scoring/monitoring/quality-routes.ts';
import { createScoringFactRoutes } from './scoring/online/routes.ts';
import { createScheduleRoutes } from './scoring/schedules/routes.ts';
import { createScorerRoutes } from './scoring/registry/scorer-routes.ts';
import type { BackgroundOwner } from './proxy/admitted-call.ts';
import { forward } from './proxy/forward.ts';
import { forwardForIdentity, identityProxyPath } from './proxy/forward-for-identity.ts';
import { createAssessmentRoutes } from './tracing/assessments/routes.ts';
import { createRedactionRoutes } from './redaction/routes.ts';
import { createPromptRoutes } from './prompts/routes.ts';
import { createIngestRoutes } from './tracing/ingest/routes.ts';
import { createOtlpRoutes } from './tracing/otlp/routes.ts';
import { createMetricsRoutes } from './tracing/calls/routes.ts';
import { createTraceRoutes } from './tracing/routes.ts';
import { createStatisticsRoutes } from './tracing/statistics/routes.ts';
import type { Services } from './services.ts';

/** The app behind every path that is no provider's. */
export function createManagement(services: Services): Api {
  const app = newApi();
  app.onError(createErrorHandler({ log: services.log }));

  app.use('*', requestId);
  app.all(longAddressPath, refuseLongAddress);
  app.use('*', boundedJson);
  app.use('*', auditChanges(services));
  app.route('/', createWidgetRoutes(services));
  app.route('/', createFeedbackRoutes(services));
  app.route('/', createDashboardRoutes(services));
  app.route('/', createSessionRoutes(services));
  app.route('/', createReviewRoutes(services));
  app.use('/api/v1/*', authenticated(services));
  mountIdentityProxy(app, services);
  app.use('/api/v1/*', limitBody(bodyLimitOf));
  app.route('/', createHealthRoutes(services));
  app.route('/', createMetricsRoutes(services));
  app.route('/', createStatisticsRoutes(services));
  app.route('/', createTraceRoutes(services));
  app.route('/', createAssessmentRoutes(services));
  app.route('/', createExperimentRoutes(services));
  app.route('/', createDatasetRoutes(services));
  app.route('/', createRecordRoutes(services));
  app.route('/', createTestCaseRoutes(services));
  app.route('/', createFeedbackStatsRoutes(services));
  app.route('/', createPromptStatsRoutes(services));
  app.route('/', createPromptRoutes(services));
  app.route('/', createScorerRoutes(services));
  app.route('/', createScoringFactRoutes(services));
  app.route('/', createEvaluationRoutes(services));
  app.route('/', createScheduleRoutes(services));
  app.route('/', createQualityRoutes(services));
  app.route('/', createAlertRoutes(services));
  app.route('/', createLabelSchemaRoutes(services));
  app.route('/', createLabelingSessionRoutes(services));
  app.route('/', createItemRoutes(services));
  app.route('/', createSessionReviewRoutes(services));
  app.route('/', createLinkRoutes(services));
  app.route('/', createKeyRoutes(services));
  app.route('/', createSettingsRoutes(services));
  app.route('/', createAuditRoutes(services));
  app.route('/', createRedactionRoutes(services));
  app.route('/', createIngestRoutes(services));
  app.route('/', createMlflowRoutes(services));
  app.route('/', createJudgeGateway(services));
  app.route('/', createServingEndpoints(services));
  app.route('/', createOtlpRoutes(services));
  app.route('/', createReferenceRoutes(app, services));

  app.all('*', refuseOtherMethods(app));
  for (const path of ['/api/*', '/ajax-api/*']) app.all(path, notFoundHandler);
  app.all('*', (context) => answerRest(context.req.raw, context.executionCtx, services));
  return app;
}

/** The same for whoever is signed in to the dashboard. */
function mountIdentityProxy(app: Api, services: Services): void {
  app.all(`${identityProxyPath}/*`, requireScope('proxy'), (context) =>
    forwardForIdentity(
      { request: context.req.raw, owner: context.executionCtx, identity: context.get('identity') },
      services.proxy,
    ),
  );
}

/** Other files of the dashboard; anything else was meant for a provider, and is told which there are. */
async function answerRest(request: Request, owner: BackgroundOwner, services: Services): Promise<Response> {
  if (request.method === 'GET' || request.method === 'HEAD') {
    const asset = await services.fetchAsset(request);
    if (asset.status !== 404) return asset;
  }
  return forward(request, owner, services.proxy);
}

/** Records come in files; everything else is small. */
function bodyLimitOf(path: string): number {
  const takesRecords = /^\/api\/v1\/datasets\/[^/]+\/(?:records|import)$/.test(path);
  if (path === '/api/v1/evaluations') return limits.evaluationBodyBytes;
  return takesRecords ? limits.datasetBodyBytes : limits.managementBodyBytes;
}
