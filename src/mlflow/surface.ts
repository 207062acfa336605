/** How an endpoint of MLflow's proto becomes routes: both prefixes, its versions, authentication, message, answer. */
import type { Context, Hono, MiddlewareHandler } from 'hono';
import type { z } from 'zod';
import type { AuthenticateServices } from '../access/authenticate.ts';
import type { Identity } from '../access/identity.ts';
import { allows, type Scope } from '../access/scopes.ts';
import { AppError } from '../core/app-error.ts';
import type { JsonObject } from '../core/json.ts';
import { limits } from '../core/limits.ts';
import { authenticated } from '../http/authenticate.ts';
import type { HonoEnv } from '../http/hono-env.ts';
import { limitBody } from '../http/limit-body.ts';
import { readMessage } from './read-message.ts';

/** The message of an endpoint: an object schema, so that query parameters can be told from lists. */
export type MessageSchema = z.ZodType<Record<string, unknown>>;

/** One RPC of MLflow's proto. */
export interface Endpoint<Schema extends MessageSchema> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** The API versions it is served under; clients mix them. */
  versions: readonly ('2.0' | '3.0')[];
  /** After `/mlflow`, parameters in braces: `/traces/{trace_id}/tags`. */
  path: string;
  /** The caller needs one of these; empty is any caller with a key. */
  scopes: readonly Scope[];
  message: Schema;
  /** Largest body; absent: `limits.mlflowBodyBytes`. */
  maxBodyBytes?: number;
}

/** What a handler gets. */
export interface Call<Message> {
  message: Message;
  identity: Identity;
  /** The only experiment the caller may see; null is all. */
  within: string | null;
  request: Request;
}

/** Where resources register their endpoints. */
export interface Surface {
  /** For routes without authentication. */
  api: Hono<HonoEnv>;
  /** Serves a route that is not JSON both ways, at its full path. */
  serve(
    route: { method: Endpoint<MessageSchema>['method']; path: string; scopes: readonly Scope[] },
    handler: (context: Context<HonoEnv>) => Promise<Response>,
  ): void;
  /** Serves an endpoint; the handler's object is the answer. */
  on<Schema extends MessageSchema>(
    endpoint: Endpoint<Schema>,
    handler: (call: Call<z.output<Schema>>) => Promise<object>,
  ): void;
}

const PREFIXES = ['/api', '/ajax-api'];

/** A surface whose endpoints are routes of `api`. */
export function createSurface(api: Hono<HonoEnv>, services: AuthenticateServices): Surface {
  const authentication = authenticated(services);
  const guard = (scopes: readonly Scope[]) => [authentication, requireOneOf(scopes)];
  return {
    api,
    serve({ method, path, scopes }, handler) {
      api.on([method], [path], ...guard(scopes), handler);
    },
    on(endpoint, handler) {
      const path = endpoint.path.replaceAll(/\{(\w+)\}/g, ':$1');
      const paths = PREFIXES.flatMap((prefix) =>
        endpoint.versions.map((version) => `${prefix}/${version}/mlflow${path}`),
      );
      const middleware = [
        ...guard(endpoint.scopes),
        limitBody(endpoint.maxBodyBytes ?? limits.mlflowBodyBytes),
      ];
      api.on([endpoint.method], paths, ...middleware, async (context) => {
        const message = await readMessage(context, endpoint.message);
        const identity = context.get('identity');
        const answer = await handler({
          message,
          identity,
          within: identity.experimentId,
          request: context.req.raw,
        });
        return answerWith(context, answer);
      });
    },
  };
}

/** Lets callers through who hold one of the scopes. */
function requireOneOf(scopes: readonly Scope[]): MiddlewareHandler<HonoEnv> {
  return async (context, next) => {
    const { scopes: held } = context.get('identity');
    if (scopes.length > 0 && !scopes.some((scope) => allows(held, scope))) {
      const names = scopes.map((scope) => `"${scope}"`).join(' or ');
      throw new AppError('PERMISSION_DENIED', `This key lacks the scope ${names}.`);
    }
    await next();
  };
}

/** Members that are unset have no place in a message (protobuf's JSON mapping). */
function answerWith(context: Context<HonoEnv>, answer: object): Response {
  return context.json(answer as JsonObject);
}
