/**
 * The MLflow wire: what an unmodified MLflow client calls, over the verbs of the other rooms. A translation layer: paths,
 * snake_case entities and codes live here; storage and rules do not.
 *
 * A resource is one file with one function, `add<Resource>Endpoints(surface, services)`, called below. Inside, each
 * endpoint is one call of `surface.on({ method, versions, path, scopes, message }, handler)`:
 *
 * - `path` as in MLflow's proto, after `/mlflow` (`/traces/{trace_id}/tags`); it is served under `/api` and `/ajax-api`,
 *   once per version. Routes match in the order of registration: a fixed path comes before one with a parameter.
 * - `message` is a zod object made of the fields in `message-fields.ts`. The request's query (GET), or JSON body, and
 *   path parameters arrive in it; what does not fit is answered with INVALID_PARAMETER_VALUE in MLflow's words.
 * - `scopes` names the scopes of which the key needs one.
 * - the handler gets `{ message, within, identity, request }` and returns the response message as an object. `within`
 *   is the only experiment the caller may see (null: all); pass it to the verbs. Failures are thrown as AppError.
 *
 * What is not JSON both ways (artifacts) is served by `surface.serve({ method, path, scopes }, handler)`.
 */
import { Hono } from 'hono';
import type { AuthenticateServices } from '../access/authenticate.ts';
import type { Log } from '../core/log.ts';
import type { HonoEnv } from '../http/hono-env.ts';
import { addArtifactEndpoints, type ArtifactEndpointServices } from './artifacts.ts';
import { addAssessmentEndpoints, type AssessmentEndpointServices } from './assessments.ts';
import { addDatasetEndpoints, type DatasetEndpointServices } from './datasets.ts';
import { addExperimentEndpoints, type ExperimentEndpointServices } from './experiments.ts';
import { addLoggedModelEndpoints } from './logged-models.ts';
import { addPromptEndpoints, type PromptEndpointServices } from './prompts.ts';
import { addLabelSchemaEndpoints, type LabelSchemaEndpointServices } from './label-schemas.ts';
import { createMlflowErrorHandler } from './render-error.ts';
import { addReviewQueueEndpoints, type ReviewQueueEndpointServices } from './review-queues.ts';
import { addRunEndpoints, type RunEndpointServices } from './runs.ts';
import { addScorerEndpoints, type ScorerEndpointServices } from './scorers.ts';
import { addServerEndpoints } from './server.ts';
import { createSurface } from './surface.ts';
import { addTraceAnalyticsEndpoints, type TraceAnalyticsServices } from './traces-analytics.ts';
import { addTraceChangingEndpoints, type TraceChangingServices } from './traces-changing.ts';
import { addTraceReadingEndpoints, type TraceReadingServices } from './traces-reading.ts';
import { addTraceSearchingEndpoints } from './traces-searching.ts';
import { addOldTraceEndpoints } from './traces-v2.ts';
import { addTraceWritingEndpoints, type TraceWritingServices } from './traces-writing.ts';

/** What the MLflow surface needs: the sum of what its resources need. */
export type MlflowServices = AuthenticateServices &
  ExperimentEndpointServices &
  TraceReadingServices &
  TraceWritingServices &
  TraceChangingServices &
  TraceAnalyticsServices &
  AssessmentEndpointServices &
  RunEndpointServices &
  ArtifactEndpointServices &
  DatasetEndpointServices &
  PromptEndpointServices &
  ScorerEndpointServices &
  LabelSchemaEndpointServices &
  ReviewQueueEndpointServices & { log: Log };

/** Every route of the MLflow wire but OTLP, which belongs to tracing. */
export function createMlflowRoutes(services: MlflowServices): Hono<HonoEnv> {
  const api = new Hono<HonoEnv>();
  api.onError(createMlflowErrorHandler(services));
  const surface = createSurface(api, services);
  addServerEndpoints(surface);
  addExperimentEndpoints(surface, services);
  addTraceSearchingEndpoints(surface, services);
  addTraceAnalyticsEndpoints(surface, services);
  addTraceReadingEndpoints(surface, services);
  addTraceWritingEndpoints(surface, services);
  addTraceChangingEndpoints(surface, services);
  addOldTraceEndpoints(surface, services);
  addAssessmentEndpoints(surface, services);
  addRunEndpoints(surface, services);
  addArtifactEndpoints(surface, services);
  addDatasetEndpoints(surface, services);
  addLoggedModelEndpoints(surface);
  addPromptEndpoints(surface, services);
  addScorerEndpoints(surface, services);
  addLabelSchemaEndpoints(surface, services);
  addReviewQueueEndpoints(surface, services);
  return api;
}
