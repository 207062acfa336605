/** A path that is known, asked by a method it does not have: 405, with those it has (RFC 9110, section 15.5.6). */
import type { MiddlewareHandler } from 'hono';
import { AppError } from '../core/app-error.ts';
import type { HonoEnv } from './hono-env.ts';
import type { Api } from './open-api.ts';
import { renderError } from './render-error.ts';

/** Answers what no route took, when `api` describes its path; mount it after all routes. */
export function refuseOtherMethods(api: Api): MiddlewareHandler<HonoEnv> {
  let known: { path: RegExp; methods: string[] }[] | null = null;
  return async (context, next) => {
    known ??= api.openAPIRegistry.definitions.flatMap((definition) =>
      definition.type === 'route'
        ? [{ path: toRegExp(definition.route.path), methods: [definition.route.method.toUpperCase()] }]
        : [],
    );
    const methods = known.filter(({ path }) => path.test(context.req.path)).flatMap((route) => route.methods);
    if (methods.length === 0) return next();
    const allow = [...new Set(methods.includes('GET') ? [...methods, 'HEAD'] : methods)]
      .toSorted()
      .join(', ');
    const error = new AppError(
      'METHOD_NOT_ALLOWED',
      `${context.req.path} does not take ${context.req.method}: it takes ${allow}.`,
      { details: { field: 'method', expected: allow } },
    );
    const { status, body } = renderError(error, context.get('requestId') ?? '');
    return context.json(body, status, { allow });
  };
}

/** The paths of a documented path, whose parameters are one segment each. */
function toRegExp(path: string): RegExp {
  const parts = path.split(/\{\w+\}/).map((part) => part.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('[^/]+')}$`);
}
