/**
 * `POST /gateway/mlflow/v1/chat/completions`: where judges of the Python client with a model `gateway:/<endpoint>` ask
 * (mlflow/genai/judges/adapters). OpenAI's wire in and out, over Weir's proxy with stored secrets; errors are
 * `{"detail": …}`, as MLflow's gateway words them. An endpoint is `<provider>/<model>`, or any name for the deployment's
 * own judge model.
 */
import { Hono } from 'hono';
import type { AuthenticateServices } from '../access/authenticate.ts';
import { AppError } from '../core/app-error.ts';
import { openExactJson, type ExactDocument } from '../core/exact-json.ts';
import { asObject, asString, isObject, parseJson } from '../core/json.ts';
import type { Log } from '../core/log.ts';
import { limits } from '../core/limits.ts';
import type { Settings } from '../core/settings.ts';
import { authenticated } from '../http/authenticate.ts';
import type { HonoEnv } from '../http/hono-env.ts';
import { jsonOnly } from '../http/json-only.ts';
import { limitBody } from '../http/limit-body.ts';
import { forward } from '../proxy/forward.ts';
import type { ProxyServices } from '../proxy/proxy-services.ts';
import { judgeExperiment, judgeTag, openInside } from '../scoring/models/call-proxy.ts';
import { parseModelUri } from '../scoring/models/model-uri.ts';
import { chatCompletionsPath } from '../scoring/models/openai-path.ts';
import { requireProviderCalls } from '../scoring/provider-calls.ts';

/** What the gateway needs. */
export interface JudgeGatewayServices extends AuthenticateServices {
  proxy: ProxyServices;
  settings: Settings;
  log: Log;
}

const PATH = '/gateway/mlflow/v1/chat/completions';

/** The route. */
export function createJudgeGateway(services: JudgeGatewayServices): Hono<HonoEnv> {
  const api = new Hono<HonoEnv>();
  api.onError((cause, context) => {
    if (cause instanceof AppError) return context.json({ detail: cause.message }, cause.status);
    services.log.error('judge-gateway-failed', cause);
    return context.json({ detail: 'Weir failed to handle this call.' }, 500);
  });
  api.post(
    PATH,
    authenticated(services),
    jsonOnly,
    limitBody(limits.editableRequestBytes),
    async (context) => {
      const { scopes, keyId, kind, experimentId } = context.get('identity');
      requireProviderCalls(scopes, 'the judge gateway');
      const document = openExactJson(await context.req.text());
      const request = toProxyRequest(document, context.req.raw, services);
      // Calls of a bound key are filed in its experiment, which is the only one that it may see.
      const { key, proxy } = openInside(services.proxy, { keyId: keyId ?? kind, experimentId });
      request.headers.set('x-weir-key', key);
      const answer = await forward(request, context.executionCtx, proxy);
      return answer.ok ? answer : withDetail(answer);
    },
  );
  return api;
}

function toProxyRequest(
  document: ExactDocument | undefined,
  original: Request,
  services: JudgeGatewayServices,
): Request {
  const body = document?.value;
  if (document === undefined || !isObject(body))
    throw new AppError('INVALID_PARAMETER_VALUE', 'The body must be a JSON object.');
  const endpoint = asString(body.model) ?? '';
  if (endpoint === '') throw new AppError('INVALID_PARAMETER_VALUE', 'Missing value for "model".');
  const { provider: name, model } = parseModelUri(`gateway:/${endpoint}`, services.settings.judgeModel);
  const provider = services.proxy.providers.get(name);
  if (provider === undefined)
    throw new AppError(
      'RESOURCE_DOES_NOT_EXIST',
      `There is no gateway endpoint "${endpoint.slice(0, 100)}".`,
    );
  const sent = new TextEncoder().encode(document.write({ ...body, model }));
  return new Request(`https://weir.invalid${chatCompletionsPath(provider)}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      // Without it the body would go on in chunks, which some providers refuse.
      'content-length': String(sent.byteLength),
      'x-weir-experiment': judgeExperiment,
      'x-weir-tags': JSON.stringify({ [judgeTag]: 'true' }),
    },
    body: sent,
    signal: original.signal,
  });
}

/** A provider's failure in the gateway's words; the status stays, since clients retry by it. */
async function withDetail(answer: Response): Promise<Response> {
  const text = (await answer.text()).slice(0, 4000);
  const message = asString(asObject(asObject(parseJson(text)).error).message);
  const headers = new Headers({ 'content-type': 'application/json' });
  for (const name of ['retry-after', 'x-weir-trace-id']) {
    const value = answer.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  return new Response(JSON.stringify({ detail: message ?? text }), { status: answer.status, headers });
}
