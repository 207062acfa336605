/**
 * `POST /v1/traces`: OTLP over HTTP, as OpenTelemetry SDKs and MLflow's clients send it (mlflow/server/otel_api.py).
 *
 * Which experiment: `x-mlflow-experiment-id` (an id that exists), else `x-weir-experiment` (an id or a name; a new name
 * makes a new experiment), else the experiment of the key, else Default. MLflow refuses requests without its header;
 * an OpenTelemetry SDK that knows nothing of experiments is welcome here.
 */
import { create, toBinary, toJson } from '@bufbuild/protobuf';
import { Hono, type Context } from 'hono';
import type { AuthenticateServices } from '../../access/authenticate.ts';
import { sees, type Identity } from '../../access/identity.ts';
import { AppError } from '../../core/app-error.ts';
import { describeCause, type Log } from '../../core/log.ts';
import { checkActive } from '../../experiments/change-experiment.ts';
import { defaultExperimentId } from '../../experiments/experiment.ts';
import { getExperiment, noSuchExperiment } from '../../experiments/get-experiment.ts';
import {
  resolveExperiment,
  type ResolvedExperiment,
  type ResolveExperimentServices,
} from '../../experiments/resolve-experiment.ts';
import { authenticated, requireScope } from '../../http/authenticate.ts';
import type { HonoEnv } from '../../http/hono-env.ts';
import { renderError } from '../../http/render-error.ts';
import { linkTracesToRun } from '../link-traces.ts';
import type { Trace } from '../trace.ts';
import { decodeRequest, type DecodedRequest, type OtlpMediaType } from './decode-request.ts';
import {
  ExportTracePartialSuccessSchema,
  ExportTraceServiceResponseSchema,
} from './generated/proto/collector/trace/v1/trace_service_pb.js';
import { ingestSpans, type IngestSpansServices } from './ingest-spans.ts';
import { readBody } from './read-body.ts';
import { OtlpRefusal } from './refusal.ts';
import { splitRequest } from './split/split-request.ts';

/** Different reasons that an answer names. */
const MOST_REASONS = 5;

/** What the route needs. */
export interface OtlpRoutesServices
  extends AuthenticateServices, ResolveExperimentServices, IngestSpansServices {
  settings: AuthenticateServices['settings'] & ResolveExperimentServices['settings'];
  log: Log;
}

/** The route `/v1/traces`. */
export function createOtlpRoutes(services: OtlpRoutesServices): Hono<HonoEnv> {
  const api = new Hono<HonoEnv>();
  api.onError((thrown, context) => answerFailure(thrown, { context, log: services.log }));
  api.post('/v1/traces', authenticated(services), requireScope('write'), async (context) => {
    const mediaType = readMediaType(context);
    const body = await readBody(context.req.raw, context.req.header('content-encoding') ?? '');
    const parts: Taken[] = [];
    const take = async (part: Uint8Array) =>
      parts.push(await ingest(services, context, decodeRequest(part, mediaType)));
    // What is too large to be held comes some spans after the others, their long texts shortened.
    if ('whole' in body) await take(body.whole);
    else for await (const part of splitRequest(body.large, mediaType)) await take(part);
    refuseNone(parts);
    return answerExport(
      context,
      mediaType,
      parts.flatMap(({ reasons }) => reasons),
    );
  });
  return api;
}

/**
 * An ExportTraceServiceResponse in the encoding of the request: empty (no bytes, or an empty object) when all spans were
 * taken, else how many were not, and why the first ones.
 * https://opentelemetry.io/docs/specs/otlp/#partial-success-1
 */
function answerExport(
  context: Context<HonoEnv>,
  mediaType: OtlpMediaType,
  reasons: readonly string[],
): Response {
  const answer = create(ExportTraceServiceResponseSchema);
  if (reasons.length > 0) {
    const told = [...new Set(reasons)].slice(0, MOST_REASONS).join('; ');
    answer.partialSuccess = create(ExportTracePartialSuccessSchema, {
      rejectedSpans: BigInt(reasons.length),
      errorMessage: `${reasons.length} of the spans were rejected: ${told}`,
    });
  }
  if (mediaType === 'application/json')
    return context.json(toJson(ExportTraceServiceResponseSchema, answer) as object);
  const bytes = toBinary(ExportTraceServiceResponseSchema, answer);
  return context.body(bytes.slice().buffer, 200, { 'content-type': mediaType });
}

/** What became of the spans of a request, or of a part of one. */
interface Taken {
  taken: number;
  rejected: DecodedRequest['rejected'];
  /** Why spans were left out, for each. */
  reasons: string[];
}

async function ingest(
  services: OtlpRoutesServices,
  context: Context<HonoEnv>,
  { spans, rejected }: DecodedRequest,
): Promise<Taken> {
  const reasons = rejected.map(({ message }) => message);
  if (spans.length === 0) return { taken: 0, rejected, reasons };
  const identity = context.get('identity');
  const target = await findTargetExperiment(services, identity, context.req.raw.headers);
  const isMlflow = (context.req.header('user-agent') ?? '').startsWith('mlflow-python-client');
  const source = isMlflow ? 'client' : 'otlp';
  const traces = await ingestSpans({ services, input: { spans, ...target, source } });
  await linkToRun(services, context, traces);
  return { taken: spans.length, rejected, reasons };
}

/** @throws OtlpRefusal when there were spans and not one could be read */
function refuseNone(parts: readonly Taken[]): void {
  const [first] = parts.flatMap(({ rejected }) => rejected);
  if (first === undefined || parts.some(({ taken }) => taken > 0)) return;
  throw new OtlpRefusal(first.status, first.refusal, first);
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
 * The experiment that traces of this request belong to.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST for an id that names nothing, or nothing the caller may see
 */
async function findTargetExperiment(
  services: OtlpRoutesServices,
  identity: Identity,
  headers: Headers,
): Promise<ResolvedExperiment> {
  const mlflowId = headers.get('x-mlflow-experiment-id')?.trim() ?? '';
  if (mlflowId !== '') {
    if (!sees(identity, mlflowId)) throw noSuchExperiment(mlflowId);
    if (services.experimentCache.wasActive(mlflowId)) return { experimentId: mlflowId, refusedName: null };
    const experiment = await getExperiment({ services, input: { experimentId: mlflowId } });
    checkActive(experiment);
    services.experimentCache.setActive(experiment.experimentId);
    return { experimentId: experiment.experimentId, refusedName: null };
  }
  const nameOrId = headers.get('x-weir-experiment')?.trim() ?? '';
  if (nameOrId === '' || identity.experimentId !== null)
    return { experimentId: identity.experimentId ?? defaultExperimentId, refusedName: null };
  return resolveExperiment({ services, input: { nameOrId, by: identity.keyId } });
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
