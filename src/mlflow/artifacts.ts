/**
 * The artifact proxy (mlflow/protos/mlflow_artifacts.proto): bodies as they are, both ways. A trace's `traces.json` is
 * not kept as a file: its spans join those that came over OTLP, and reading it shows them all.
 */
import type { Context } from 'hono';
import { z } from 'zod';
import type { ArtifactPath } from '../artifacts/artifact-path.ts';
import {
  deleteArtifact,
  getArtifact,
  listArtifacts,
  noSuchArtifact,
  putArtifact,
  resolveArtifactPath,
  type ArtifactServices,
} from '../artifacts/use-artifacts.ts';
import type { StoredArtifact } from '../artifacts/store/artifact-store.ts';
import { AppError } from '../core/app-error.ts';
import { limits } from '../core/limits.ts';
import { readStart, readUpTo } from '../core/read-up-to.ts';
import { getExperiment } from '../experiments/get-experiment.ts';
import type { ExperimentStore } from '../experiments/store/experiment-store.ts';
import { downloadHeaders } from '../http/download.ts';
import type { HonoEnv } from '../http/hono-env.ts';
import { getRun, type RunServices } from '../runs/get-run.ts';
import { noSuchTrace } from '../tracing/get-trace.ts';
import { callerTraceIdKey, type TraceInfo } from '../tracing/trace.ts';
import { splitJson } from '../tracing/otlp/split/split-json.ts';
import { ingestSpans, type IngestSpansServices } from '../tracing/otlp/ingest-spans.ts';
import { artifactUriOf } from './entities/run.ts';
import { readTraceData, renderTraceData, traceDataFile } from './entities/trace-data.ts';
import { requiredText, text } from './message-fields.ts';
import type { Surface } from './surface.ts';

/** What the endpoints need. */
export type ArtifactEndpointServices = ArtifactServices &
  IngestSpansServices &
  Pick<RunServices, 'runs'> & { experiments: ExperimentStore };

const PREFIXES = ['/api', '/ajax-api'].map((prefix) => `${prefix}/2.0/mlflow-artifacts`);
/** Python's client goes on with a plain PUT when it reads this (mlflow/exceptions.py). */
const NO_MULTIPART = 'Multipart upload is not supported for the current artifact repository';

/** Routes under `/mlflow-artifacts`, and the listings of a run's and a trace's artifacts. */
export function addArtifactEndpoints(surface: Surface, services: ArtifactEndpointServices): void {
  for (const prefix of PREFIXES) {
    addFiles(surface, services, prefix);
    for (const step of ['create', 'complete', 'abort']) {
      const route = { method: 'POST', path: `${prefix}/mpu/${step}/*`, scopes: ['write'] } as const;
      surface.serve(route, () => Promise.reject(new AppError('NOT_IMPLEMENTED', NO_MULTIPART)));
    }
  }
  addRunListing(surface, services);
  addTraceArtifact(surface, services);
}

function addFiles(surface: Surface, services: ArtifactEndpointServices, prefix: string): void {
  const folder = `${prefix}/artifacts/`;
  surface.serve({ method: 'PUT', path: `${folder}*`, scopes: ['write'] }, async (context) => {
    await put(context, services, pathAfter(context, folder));
    return context.json({});
  });
  surface.serve({ method: 'GET', path: `${prefix}/artifacts`, scopes: ['read'] }, async (context) => {
    const within = context.get('identity').experimentId;
    const path = context.req.query('path') ?? '';
    const entries = await listArtifacts({ services, input: { path, within } });
    return context.json({ files: entries.map(renderEntry) });
  });
  surface.serve({ method: 'GET', path: `${folder}*`, scopes: ['read'] }, async (context) =>
    get(context, services, pathAfter(context, folder)),
  );
  surface.serve({ method: 'DELETE', path: `${folder}*`, scopes: ['write'] }, async (context) => {
    const within = context.get('identity').experimentId;
    await deleteArtifact({ services, input: { path: pathAfter(context, folder), within } });
    return context.json({});
  });
}

async function put(
  context: Context<HonoEnv>,
  services: ArtifactEndpointServices,
  path: string,
): Promise<void> {
  const within = context.get('identity').experimentId;
  const resolved = resolveArtifactPath({ path, within });
  const { body } = context.req.raw;
  if (resolved.traceFile === traceDataFile) {
    await ingestTraceData(services, { ...resolved, body });
    return;
  }
  const declared = context.req.header('content-length');
  const isOfKnownLength = declared !== undefined && /^\d+$/.test(declared);
  if (isOfKnownLength && Number(declared) > limits.artifactBytes) {
    throw new AppError('PAYLOAD_TOO_LARGE', `An artifact has at most ${limits.artifactBytes} bytes.`);
  }
  // A stream is passed on as it comes; without a length it must be held, and is bounded closer.
  const content =
    body === null ? new Uint8Array() : isOfKnownLength ? body : await readUpTo(limits.otlpBodyBytes, body);
  const byteLength = content instanceof Uint8Array ? content.byteLength : Number(declared);
  await putArtifact({ services, input: { path, within, body: content, byteLength } });
}

async function ingestTraceData(
  services: ArtifactEndpointServices,
  upload: ArtifactPath & { body: ReadableStream<Uint8Array> | null },
): Promise<void> {
  const { traceId, experimentId, body } = upload;
  if (traceId === null || experimentId === null) throw noSuchArtifact(upload.path);
  const ingest = async (text: string): Promise<void> => {
    const spans = readTraceData(text, traceId);
    await getExperiment({ services, input: { experimentId } });
    await ingestSpans({ services, input: { spans, experimentId, source: 'client' } });
  };
  const start = body === null ? { whole: new Uint8Array() } : await readStart(body, limits.otlpBodyBytes);
  if ('whole' in start) return ingest(new TextDecoder().decode(start.whole));
  // Too large to be held: some spans after the others, their long texts shortened.
  let count = 0;
  for await (const { spans } of splitJson(start.large)) {
    await ingest(`{"spans":[${spans.join(',')}]}`);
    count += spans.length;
  }
  if (count === 0) await ingest('{}');
}

async function get(
  context: Context<HonoEnv>,
  services: ArtifactEndpointServices,
  path: string,
): Promise<Response> {
  const within = context.get('identity').experimentId;
  const { experimentId, traceId, traceFile } = resolveArtifactPath({ path, within });
  if (traceId === null)
    return answerWithFile(context, await getArtifact({ services, input: { path, within } }), path);
  // The path names the experiment, so it is that experiment's trace, whoever asks.
  if (traceFile === traceDataFile)
    return context.json(await readStoredTraceData(services, traceId, experimentId));
  // What belongs to a trace that is gone cannot be read any more.
  const info = await services.traces.getInfo(traceId, experimentId);
  if (info === null) throw noSuchArtifact(path);
  const artifact = await findOfTrace(services, { info, below: path.split('/').slice(3), within });
  if (artifact === null) throw noSuchArtifact(path);
  return answerWithFile(context, artifact, path);
}

/** A file of a trace that has two ids may have been put under either: before the first write only the caller's is known. */
async function findOfTrace(
  services: ArtifactEndpointServices,
  { info, below, within }: { info: TraceInfo; below: string[]; within: string | null },
): Promise<StoredArtifact | null> {
  for (const id of [info.traceId, info.metadata[callerTraceIdKey]]) {
    if (id === undefined) continue;
    const path = [info.experimentId, 'traces', id, ...below].join('/');
    const artifact = await services.artifacts.get(resolveArtifactPath({ path, within }).path);
    if (artifact !== null) return artifact;
  }
  return null;
}

/** A file of somebody's making, under our own origin: browsers shall neither guess its type nor show it. */
function answerWithFile(
  context: Context<HonoEnv>,
  { body, sizeBytes }: { body: ReadableStream<Uint8Array>; sizeBytes: number },
  path: string,
): Response {
  const fileName = path.slice(path.lastIndexOf('/') + 1);
  return context.body(body, 200, {
    ...downloadHeaders({ contentType: 'application/octet-stream', fileName }),
    'content-length': String(sizeBytes),
  });
}

async function readStoredTraceData(
  services: ArtifactEndpointServices,
  traceId: string,
  within: string | null,
): Promise<object> {
  const trace = await services.traces.get(traceId, within);
  if (trace === null) throw noSuchTrace(traceId);
  if (trace.spans.length === 0) throw noSuchArtifact(`${traceId}/${traceDataFile}`);
  return renderTraceData(trace.spans);
}

/** `GET artifacts/list`: paths are relative to the run's root. */
function addRunListing(surface: Surface, services: ArtifactEndpointServices): void {
  surface.on(
    {
      method: 'GET',
      versions: ['2.0'],
      path: '/artifacts/list',
      scopes: ['read'],
      message: z.object({
        run_id: text().optional(),
        run_uuid: text().optional(),
        path: text().optional(),
        page_token: text().optional(),
      }),
    },
    async ({ message, within }) => {
      const runId = message.run_id ?? message.run_uuid ?? '';
      const run = await getRun({ services, input: { runId, within } });
      const below = (message.path ?? '').replace(/^\/+|\/+$/g, '');
      const root = `${run.experimentId}/${run.runId}/artifacts`;
      const input = { path: below === '' ? root : `${root}/${below}`, within };
      const entries = await listArtifacts({ services, input });
      const files = entries.map((entry) =>
        renderEntry({ ...entry, path: below === '' ? entry.path : `${below}/${entry.path}` }),
      );
      return { root_uri: artifactUriOf(run), files };
    },
  );
}

/** `GET get-trace-artifact`, which MLflow's web UI reads: the spans, or an attachment by its name. */
function addTraceArtifact(surface: Surface, services: ArtifactEndpointServices): void {
  const message = z.object({ request_id: requiredText(), path: text().optional() });
  for (const version of ['2.0', '3.0']) {
    for (const prefix of ['/api', '/ajax-api']) {
      const path = `${prefix}/${version}/mlflow/get-trace-artifact`;
      surface.serve({ method: 'GET', path, scopes: ['read'] }, async (context) => {
        const parsed = message.safeParse(context.req.query());
        if (!parsed.success) {
          throw new AppError('BAD_REQUEST', 'Request must include the "request_id" query parameter.');
        }
        const { request_id: traceId, path: file = traceDataFile } = parsed.data;
        const within = context.get('identity').experimentId;
        if (file === traceDataFile) return context.json(await readStoredTraceData(services, traceId, within));
        const experimentId = await services.traces.getExperimentId(traceId, within);
        if (experimentId === null) throw noSuchTrace(traceId);
        const attachment = `${experimentId}/traces/${traceId}/artifacts/attachments/${file}`;
        return get(context, services, attachment);
      });
    }
  }
}

function renderEntry({
  path,
  isFolder,
  sizeBytes,
}: {
  path: string;
  isFolder: boolean;
  sizeBytes: number | null;
}): object {
  return { path, is_dir: isFolder, ...(sizeBytes === null ? {} : { file_size: sizeBytes }) };
}

/** The decoded rest of the request's path. */
function pathAfter(context: Context<HonoEnv>, folder: string): string {
  const { pathname } = new URL(context.req.url);
  try {
    return decodeURIComponent(pathname.slice(folder.length));
  } catch {
    throw new AppError('INVALID_PARAMETER_VALUE', 'Invalid path: expected percent-encoded UTF-8.');
  }
}
