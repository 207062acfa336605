/**
 * Serving endpoints as MLflow's deployment client calls them (mlflow/deployments/databricks): a Python program whose
 * `DATABRICKS_HOST` is Weir evaluates with `mlflow.genai.to_predict_fn("endpoints:/openai/gpt-4.1-mini")` any model that
 * Weir proxies, and with `endpoints:/<name>` an endpoint of the Databricks workspace behind it. The calls go through the
 * proxy, with stored secrets, traces and prices.
 */
import { Hono, type Context } from 'hono';
import type { AuthenticateServices } from '../access/authenticate.ts';
import { AppError } from '../core/app-error.ts';
import { openExactJson } from '../core/exact-json.ts';
import { isObject } from '../core/json.ts';
import type { Log } from '../core/log.ts';
import { limits } from '../core/limits.ts';
import { authenticated, requireScope } from '../http/authenticate.ts';
import type { HonoEnv } from '../http/hono-env.ts';
import { jsonOnly } from '../http/json-only.ts';
import { limitBody } from '../http/limit-body.ts';
import { forwardForIdentity, identityProxyPath } from '../proxy/forward-for-identity.ts';
import type { ProxyServices } from '../proxy/proxy-services.ts';
import type { Provider } from '../proxy/providers/contract.ts';
import { parseModelUri } from '../scoring/models/model-uri.ts';
import { chatCompletionsPath } from '../scoring/models/openai-path.ts';
import { createMlflowErrorHandler } from './render-error.ts';

/** What the endpoints need. */
export interface ServingEndpointServices extends AuthenticateServices {
  proxy: ProxyServices;
  log: Log;
}

/** An endpoint: a model of a provider, or one of the workspace, whose model is null. */
interface Endpoint {
  name: string;
  provider: Provider;
  model: string | null;
}

const NAME = ':name{.+}';

/** The routes. */
export function createServingEndpoints(services: ServingEndpointServices): Hono<HonoEnv> {
  const api = new Hono<HonoEnv>();
  const guard = [authenticated(services), requireScope('proxy')] as const;
  api.onError(createMlflowErrorHandler(services));
  api.get(`/api/2.0/serving-endpoints/${NAME}`, ...guard, (context) => {
    const { name } = findEndpoint(context.req.param('name'), services);
    // Of this type, the client sends the inputs as they are, and asks for no trace in the answer: the proxy makes one.
    return context.json({
      name,
      endpoint_type: 'FOUNDATION_MODEL_API',
      task: 'llm/v1/chat',
      state: { ready: 'READY', config_update: 'NOT_UPDATING' },
    });
  });
  api.post(
    `/serving-endpoints/${NAME}/invocations`,
    ...guard,
    jsonOnly,
    limitBody(limits.editableRequestBytes),
    (context) => invoke(context, findEndpoint(context.req.param('name'), services), services),
  );
  return api;
}

/**
 * The endpoint of a name.
 *
 * @throws AppError RESOURCE_DOES_NOT_EXIST saying how to name or to configure one
 */
function findEndpoint(name: string, { proxy }: ServingEndpointServices): Endpoint {
  const isModel = name.includes('/');
  const { provider: row, model } = isModel
    ? parseModelUri(`gateway:/${name}`, null)
    : { provider: 'databricks', model: null };
  const provider = proxy.providers.get(row);
  if (provider !== undefined && provider.baseUrl !== null) return { name, provider, model };
  const hint = provider?.configureHint ?? `name a model of ${proxy.providers.names().join(', ')}`;
  const other = isModel ? '' : ', or name a model as endpoints:/<provider>/<model>';
  throw new AppError(
    'RESOURCE_DOES_NOT_EXIST',
    `Endpoint with name '${name.slice(0, 100)}' does not exist: ${hint}${other}.`,
  );
}

async function invoke(
  context: Context<HonoEnv>,
  { name, provider, model }: Endpoint,
  { proxy }: ServingEndpointServices,
): Promise<Response> {
  const document = openExactJson(await context.req.text());
  const body = document?.value;
  if (document === undefined || !isObject(body))
    throw new AppError('INVALID_PARAMETER_VALUE', 'The body must be a JSON object.');
  const path =
    model === null
      ? `/${provider.name}/serving-endpoints/${encodeURIComponent(name)}/invocations`
      : chatCompletionsPath(provider);
  const headers = new Headers(context.req.raw.headers);
  const sent = new TextEncoder().encode(document.write(model === null ? body : { ...body, model }));
  // Without it the body would go on in chunks, which some providers refuse.
  headers.set('content-length', String(sent.byteLength));
  headers.set('content-type', 'application/json');
  const request = new Request(`https://weir.invalid${identityProxyPath}${path}`, {
    method: 'POST',
    headers,
    body: sent,
    signal: context.req.raw.signal,
  });
  const identity = context.get('identity');
  return forwardForIdentity({ request, owner: context.executionCtx, identity }, proxy);
}
