/**
 * `POST /v1/traces`: OTLP over HTTP, as OpenTelemetry SDKs and MLflow's clients send it (mlflow/server/otel_api.py).
 *
 * Which experiment: `x-mlflow-experiment-id` (an id that exists), else `x-weir-experiment` (an id or a name; a new name
 * makes a new experiment), else the experiment of the key, else Default. MLflow refuses requests without its header;
 * an OpenTelemetry SDK that knows nothing of experiments is welcome here.
 */
import { Hono, type Context } from 'hono';
import type { AuthenticateServices } from '../../access/authenticate.ts';
import { sees, type Identity } from '../../access/identity.ts';
import { AppError } from '../../core/app-error.ts';
import { describeCause, type Log } from '../../core/log.ts';
import { checkActive } from '../../experiments/change-experiment.ts';
import { defaultExperimentId } from '../../experiments/experiment.ts';
import { getExperiment, noSuchExperiment } from '../../experiments/get-experiment.ts';
import { resolveExperiment, type ResolveExperimentServices } from '../../experiments/resolve-experiment.ts';
import { authenticated, requireScope } from '../../http/authenticate.ts';
import type { HonoEnv } from '../../http/hono-env.ts';
import { renderError } from '../../http/render-error.ts';
import { linkTracesToRun } from '../link-traces.ts';
import type { Trace } from '../trace.ts';
import { decodeRequest, type OtlpMediaType, type OtlpSpan } from './decode-request.ts';
import { ingestSpans, type IngestSpansServices } from './ingest-spans.ts';
import { readBody } from './read-body.ts';
import { OtlpRefusal } from './refusal.ts';
import { splitRequest } from './split/split-request.ts';

/** What the route needs. */
export interface OtlpRoutesServices
  extends AuthenticateServices, ResolveExperimentServices, IngestSpansServices {
  log: Log;
}

/** The route `/v1/traces`. */
export function createOtlpRoutes(services: OtlpRoutesServices): Hono<HonoEnv> {
  const api = new Hono<HonoEnv>();
  api.onError((thrown, context) => answerFailure(thrown, { context, log: services.log }));
  api.post('/v1/traces', authenticated(services), requireScope('write'), async (context) => {
    const mediaType = readMediaType(context);
    const body = await readBody(context.req.raw, context.req.header('content-encoding') ?? '');
    if ('whole' in body) await ingest(services, context, decodeRequest(body.whole, mediaType));
    else {
      // Too large to be held: some spans after the others, their long texts shortened.
      for await (const part of splitRequest(body.large, mediaType)) {
        await ingest(services, context, decodeRequest(part, mediaType));
      }
    }
    // An empty ExportTraceServiceResponse in the encoding of the request: no bytes, or an empty object.
    return mediaType === 'application/json'
      ? context.json({})
      : context.body('', 200, { 'content-type': mediaType });
  });
  return api;
}

async function ingest(
  services: OtlpRoutesServices,
  context: Context<HonoEnv>,
  spans: readonly OtlpSpan[],
): Promise<void> {
  const identity = context.get('identity');
  const experimentId = await findTargetExperiment(services, identity, context.req.raw.headers);
  const isMlflow = (context.req.header('user-agent') ?? '').startsWith('mlflow-python-client');
  const source = isMlflow ? 'client' : 'otlp';
  const input = { spans, experimentId, source, within: identity.experimentId } as const;
  await linkToRun(services, context, await ingestSpans({ services, input }));
}

/** Links traces whose root came to the run a client names; spans are not refused because of it, as in MLflow. */
async function linkToRun(
  services: OtlpRoutesServices,
  context: Context<HonoEnv>,
  traces: readonly Trace[],
): Promise<void> {
  const runId = context.req.header('x-mlflow-run-id')?.trim() ?? '';
  const ended = traces.filter(({ spans }) => spans.some(({ parentSpanId }) => parentSpanId === null));
  if (runId === '' || ended.length === 0) return;
  try {
    const traceIds = ended.map(({ info }) => info.traceId);
    const within = context.get('identity').experimentId;
    await linkTracesToRun({ services, input: { traceIds, runId, within } });
  } catch (cause) {
    services.log.error('traces-not-linked', cause, { requestId: context.get('requestId') });
  }
}

function readMediaType(context: Context<HonoEnv>): OtlpMediaType {
  const contentType = context.req.header('content-type') ?? '';
  const mediaType = contentType.split(';')[0]?.trim().toLowerCase();
  if (mediaType === 'application/x-protobuf' || mediaType === 'application/json') return mediaType;
  throw new OtlpRefusal(
    400,
    `Invalid Content-Type: ${contentType.slice(0, 100)}. Expected: application/x-protobuf or application/json`,
  );
}

/**
 * The id of the experiment that traces of this request belong to.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST for an id that names nothing, or nothing the caller may see
 */
async function findTargetExperiment(
  services: OtlpRoutesServices,
  identity: Identity,
  headers: Headers,
): Promise<string> {
  const mlflowId = headers.get('x-mlflow-experiment-id')?.trim() ?? '';
  if (mlflowId !== '') {
    if (!sees(identity, mlflowId)) throw noSuchExperiment(mlflowId);
    if (services.experimentCache.wasActive(mlflowId)) return mlflowId;
    const experiment = await getExperiment({ services, input: { experimentId: mlflowId } });
    checkActive(experiment);
    services.experimentCache.setActive(experiment.experimentId);
    return experiment.experimentId;
  }
  const nameOrId = headers.get('x-weir-experiment')?.trim() ?? '';
  if (nameOrId === '' || identity.experimentId !== null) return identity.experimentId ?? defaultExperimentId;
  return resolveExperiment({ services, input: { nameOrId } });
}

/** What OTLP's endpoint itself refuses is `{"detail"}`; a failure of a verb has MLflow's form, as there. */
function answerFailure(thrown: Error, { context, log }: { context: Context<HonoEnv>; log: Log }): Response {
  if (thrown instanceof OtlpRefusal) return context.json({ detail: thrown.message }, thrown.status);
  const requestId = context.get('requestId') ?? '';
  const { status, headers, body } = renderError(thrown, requestId);
  if (status >= 500) log.error('otlp-failed', describeCause(thrown.cause ?? thrown), { requestId });
  const isOfVerb = thrown instanceof AppError && status !== 401 && status !== 403;
  const answer = isOfVerb ? { error_code: body.error_code, message: body.message } : { detail: body.message };
  return context.json(answer, status, headers);
}
