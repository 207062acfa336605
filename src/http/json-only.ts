/**
 * Bodies of JSON are taken as `application/json` alone. What a page of another origin can make a browser send without asking
 * first, with what the browser knows of the user, is a form or plain text
 * (https://fetch.spec.whatwg.org/#cors-safelisted-request-header); read as JSON, it would do what the user may.
 */
import type { MiddlewareHandler } from 'hono';
import { AppError } from '../core/app-error.ts';
import type { HonoEnv } from './hono-env.ts';

/** The refusal of a body that does not say it is JSON, with the way out. */
export function notJson(cause?: unknown): AppError {
  return new AppError(
    'UNSUPPORTED_MEDIA_TYPE',
    "The body must be JSON and say so: send the header `content-type: application/json` (curl: -H 'content-type: application/json', or --json in place of -d).",
    { cause, details: { field: 'content-type', expected: 'application/json' } },
  );
}

/** Refuses requests whose body does not say that it is JSON, for routes that read it themselves. */
export const jsonOnly: MiddlewareHandler<HonoEnv> = async (context, next) => {
  if (!isJson(context.req.header('content-type') ?? '')) throw notJson();
  await next();
};

function isJson(contentType: string): boolean {
  const mediaType = contentType.split(';')[0]?.trim() ?? '';
  return /^application\/(?:[\w.-]+\+)?json$/i.test(mediaType);
}
