/** Authentication as middleware: `authenticated` says who calls, `requireScope` whether they may. */
import type { MiddlewareHandler } from 'hono';
import { authenticate, type AuthenticateServices } from '../access/authenticate.ts';
import { allows, type Scope } from '../access/scopes.ts';
import { AppError } from '../core/app-error.ts';
import type { HonoEnv } from './hono-env.ts';

/** Sets the variable `identity`, or refuses. Mount it once per surface, before its routes. */
export function authenticated(services: AuthenticateServices): MiddlewareHandler<HonoEnv> {
  return async (context, next) => {
    context.set('identity', await authenticate({ services, request: context.req.raw }));
    await next();
  };
}

/** Lets only callers through who hold the scope. Refuses everybody when `authenticated` was not mounted. */
export function requireScope(scope: Scope): MiddlewareHandler<HonoEnv> {
  return async (context, next) => {
    // Typed as always set; a surface that forgot to authenticate must not be an open one.
    const identity: HonoEnv['Variables']['identity'] | undefined = context.get('identity');
    if (identity === undefined) throw new AppError('UNAUTHENTICATED', 'A Weir key is needed.');
    if (!allows(identity.scopes, scope)) {
      throw new AppError('PERMISSION_DENIED', `This key lacks the scope "${scope}".`, { details: { scope } });
    }
    await next();
  };
}
