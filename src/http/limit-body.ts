/** Refuses bodies that are too large, before anything holds them in memory. */
import type { MiddlewareHandler } from 'hono';
import { readUpTo, tooLarge } from '../core/read-up-to.ts';
import type { HonoEnv } from './hono-env.ts';

/**
 * Limits request bodies. A body of undeclared length is counted as it arrives and read no further than the limit.
 *
 * @param limit largest body that is let through, or what it is at a path
 */
export function limitBody(limit: number | ((path: string) => number)): MiddlewareHandler<HonoEnv> {
  return async (context, next) => {
    const maxBytes = typeof limit === 'number' ? limit : limit(context.req.path);
    const { body } = context.req.raw;
    if (body !== null) {
      const declared = context.req.header('content-length');
      if (declared !== undefined && Number(declared) > maxBytes) throw tooLarge(maxBytes);
      if (declared === undefined || !/^\d+$/.test(declared)) {
        const { method, raw } = context.req;
        context.req.raw = new Request(raw, { method, body: await readUpTo(maxBytes, body) });
      }
    }
    await next();
  };
}
