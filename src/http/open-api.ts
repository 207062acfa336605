/** The base of our REST surface: apps with one way to refuse bad input, and what every route's description shares. */
import { OpenAPIHono, z, type RouteConfig } from '@hono/zod-openapi';
import type { Handler, MiddlewareHandler } from 'hono';
import type { Scope } from '../access/scopes.ts';
import { requireScope } from './authenticate.ts';
import type { HonoEnv } from './hono-env.ts';
import { refusalOf } from './refuse-input.ts';
import { jsonBodyOf, strictRequests } from './strict-requests.ts';

/** An app whose routes describe themselves. */
export type Api = OpenAPIHono<HonoEnv>;

/**
 * A new app; input that does not fit its schema is answered with INVALID_PARAMETER_VALUE, and so is what no schema names: see
 * `strict-requests.ts`.
 */
export function newApi(): Api {
  const api = new OpenAPIHono<HonoEnv>();
  const register = api.openapi as (route: RouteConfig, handler: Handler, hook: Refusing) => Api;
  const registerStrict: typeof register = (route, handler, hook) => {
    const own = route.middleware ?? [];
    const middleware = [...(Array.isArray(own) ? own : [own]), strictRequests(route)];
    const responses = { ...route.responses, ...longAddress, ...bodyErrorsOf(route) };
    return register({ ...route, responses, middleware }, handler, hook ?? refuseMisfits(route));
  };
  // Generic over the route it is given; what is added to that is nothing its types speak of.
  api.openapi = registerStrict as typeof api.openapi;
  return api;
}

type Refusing = (result: { success: boolean; target: string; error?: z.core.$ZodError }) => undefined;

/** Refuses what does not fit a schema of the route. */
function refuseMisfits(route: RouteConfig): Refusing {
  return ({ error, target }) => {
    if (error === undefined) return undefined;
    const { request } = route;
    const bySource = { param: request?.params, query: request?.query, header: request?.headers };
    const schema = bySource[target as keyof typeof bySource] ?? jsonBodyOf(route);
    throw refusalOf(error, target, schema instanceof z.ZodType ? schema : z.unknown());
  };
}

/** The body of a failed call, as a schema. */
const errorSchema = z
  .object({
    error_code: z
      .string()
      .openapi({ example: 'INVALID_PARAMETER_VALUE', description: 'One of a closed set.' }),
    message: z.string().openapi({ description: 'For people.' }),
    request_id: z
      .string()
      .openapi({ description: 'Under this id the log has more.', example: '9f86d081884c7d65' }),
    details: z.record(z.string(), z.string()).optional(),
  })
  .openapi('Error');

/** A body of JSON that a route needs. */
export function jsonBody<Schema extends z.ZodType>(schema: Schema) {
  return { required: true, content: { 'application/json': { schema } } };
}

/** An answer of JSON. */
export function jsonAnswer<Schema extends z.ZodType>(description: string, schema: Schema) {
  return { description, content: { 'application/json': { schema } } };
}

const failure = (description: string) => jsonAnswer(description, errorSchema);

/** Failures that any route may answer with. */
export const commonErrors = {
  400: failure('The input is not what was expected; the message names the field.'),
  401: failure('No key was sent, or an unknown one.'),
  403: failure('The key lacks the scope, or is bound to another experiment.'),
  429: failure(
    'Too many refused keys from this address, or too many calls; `retry-after` says when to try again.',
  ),
  500: failure('Our fault; the log has more under the request id.'),
  503: failure('A dependency is down, or the deployment has no admin key yet.'),
} as const;

/** Those, and that of routes that name a thing. */
export const namedErrors = {
  ...commonErrors,
  404: failure('There is no such thing, or the key may not see it.'),
} as const;

/** What the front door of any route refuses. */
const longAddress = { 414: failure('The address is longer than is read.') };

/** Failures of routes that read a body, and of those that look whether there is one. */
function bodyErrorsOf(route: RouteConfig): RouteConfig['responses'] {
  if (route.method === 'get') return {};
  const tooLarge = { 413: failure('The body is larger than this route takes.') };
  if (jsonBodyOf(route) === null) return tooLarge;
  return { ...tooLarge, 415: failure('The body does not say that it is `application/json`.') };
}

/** Name of the security scheme in the document. */
const securityScheme = 'key';

/** The parts of a route that need a scope: the check itself, and its description. Spread it into `createRoute`. */
export function secured(scope: Scope): {
  middleware: MiddlewareHandler<HonoEnv>;
  security: Record<string, string[]>[];
} {
  return { middleware: requireScope(scope), security: [{ [securityScheme]: [scope] }] };
}

/** Registers the security scheme; call it once on the app that the document is made from. */
export function describeSecurity(api: Api): void {
  api.openAPIRegistry.registerComponent('securitySchemes', securityScheme, {
    type: 'http',
    scheme: 'bearer',
    description:
      'A Weir key (`weir_…`) or the admin key. Also taken as basic password and in the header `x-weir-key`.',
  });
}

/** The head of the OpenAPI document. */
export const documentHead = {
  openapi: '3.1.0',
  info: {
    title: 'Weir',
    version: '1',
    description:
      'Traces, experiments and keys. Times are RFC 3339, members snake_case. Unknown is null, never zero. ' +
      'Failures have one shape, with the error codes of MLflow.',
  },
};
