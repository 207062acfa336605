/** JSON bodies bounded in depth, wherever a route reads its own: parts that lie deeper come to it as text. */
import type { MiddlewareHandler } from 'hono';
import { parseJson, type Json } from '../core/json.ts';
import type { HonoEnv } from './hono-env.ts';

/** Lets `context.req.json()` answer with JSON no deeper than `limits.jsonDepth`; it throws SyntaxError as before. */
export const boundedJson: MiddlewareHandler<HonoEnv> = async (context, next) => {
  const { req } = context;
  const readJson = async (): Promise<Json> => {
    const body = parseJson(await req.text());
    if (body === undefined) throw new SyntaxError('The body is not valid JSON.');
    return body;
  };
  // Hono lets each caller name the type it expects; what comes is JSON.
  req.json = readJson as typeof req.json;
  await next();
};
