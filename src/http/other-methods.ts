/** A path that is known, asked by a method it does not have: 405, with those it has (RFC 9110, section 15.5.6). */
import type { MiddlewareHandler } from 'hono';
import { AppError } from '../core/app-error.ts';
import type { HonoEnv } from './hono-env.ts';
import type { Api } from './open-api.ts';
import { renderError } from './render-error.ts';

/** Answers what no route took, when `api` describes its path; mount it after all routes. */
export function refuseOtherMethods(api: Api): MiddlewareHandler<HonoEnv> {
  let known: (Path & { method: string })[] | null = null;
  return async (context, next) => {
    known ??= api.openAPIRegistry.definitions.flatMap((definition) =>
      definition.type === 'route'
        ? [{ ...toPath(definition.route.path), method: definition.route.method.toUpperCase() }]
        : [],
    );
    const here = known.filter(({ pattern }) => pattern.test(context.req.path));
    // A path of its own is not one of those that its last name could be a parameter of.
    const own = here.filter(({ written }) => written === context.req.path);
    const methods = (own.length > 0 ? own : here).map(({ method }) => method);
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

interface Path {
  /** As the document has it. */
  written: string;
  /** What it stands for: each parameter is one segment. */
  pattern: RegExp;
}

function toPath(written: string): Path {
  const parts = written.split(/\{\w+\}/).map((part) => part.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`));
  return { written, pattern: new RegExp(`^${parts.join('[^/]+')}$`) };
}
