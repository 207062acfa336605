/** Gives every request an id: in the answer's header, in error bodies and in the log. */
import type { MiddlewareHandler } from 'hono';
import { randomHex } from '../core/ids.ts';
import type { HonoEnv } from './hono-env.ts';

/** Sets the variable `requestId` and the header `x-request-id`. A caller's own id is kept when it is a plain one. */
export const requestId: MiddlewareHandler<HonoEnv> = async (context, next) => {
  const given = context.req.header('x-request-id') ?? '';
  const id = /^[A-Za-z0-9._-]{8,64}$/.test(given) ? given : randomHex(8);
  context.set('requestId', id);
  await next();
  context.header('x-request-id', id);
};
