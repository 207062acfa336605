/** JSON bodies bounded in depth, wherever a route reads its own: parts that lie deeper come to it as text. */
import type { HonoRequest, MiddlewareHandler } from 'hono';
import { parseExactJson } from '../core/exact-json.ts';
import { parseJson, type Json } from '../core/json.ts';
import type { HonoEnv } from './hono-env.ts';

/** Lets `context.req.json()` answer with JSON no deeper than `limits.jsonDepth`; it throws SyntaxError as before. */
export const boundedJson: MiddlewareHandler<HonoEnv> = async (context, next) => {
  readWith(context.req, parseJson);
  await next();
};

/** The same with numbers as they were written, `2.0` and integers beyond 2^53, for routes that keep values. */
export const exactJson: MiddlewareHandler<HonoEnv> = async (context, next) => {
  readWith(context.req, parseExactJson);
  await next();
};

function readWith(request: HonoRequest, parse: (text: string) => Json | undefined): void {
  const readJson = async (): Promise<Json> => {
    const body = parse(await request.text());
    if (body === undefined) throw new SyntaxError('The body is not valid JSON.');
    return body;
  };
  // Hono lets each caller name the type it expects; what comes is JSON.
  request.json = readJson as typeof request.json;
}
