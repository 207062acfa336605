/**
 * The request message of an endpoint, however a client sends it: as query (GET), as JSON body (also with DELETE), or as
 * JSON text inside a JSON string (old clients). Path parameters win (mlflow/server/handlers.py, `_get_request_message`).
 */
import type { Context } from 'hono';
import type { z } from 'zod';
import { AppError } from '../core/app-error.ts';
import { isObject, type Json } from '../core/json.ts';
import { parseLosslessJson } from '../core/lossless-json.ts';
import type { HonoEnv } from '../http/hono-env.ts';
import type { MessageSchema } from './surface.ts';

/** Longest value that is repeated in an error message. */
const MOST_SHOWN_CHARACTERS = 200;

/**
 * Reads and checks the message.
 *
 * @throws AppError INVALID_PARAMETER_VALUE naming the parameter
 */
export async function readMessage<Schema extends MessageSchema>(
  context: Context<HonoEnv>,
  schema: Schema,
): Promise<z.output<Schema>> {
  const sent = context.req.method === 'GET' ? readQuery(context) : await readBody(context);
  const parameters = context.req.param() as Record<string, string>;
  const message = { ...withoutNull(sent), ...parameters };
  const parsed = schema.safeParse(message);
  if (parsed.success) return parsed.data;
  throw toAppError(parsed.error, message);
}

/** Query parameters; one that is repeated is a list. */
function readQuery(context: Context<HonoEnv>): Record<string, Json> {
  const lists = context.req.queries();
  return Object.fromEntries(
    Object.entries(lists).map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]),
  );
}

async function readBody(context: Context<HonoEnv>): Promise<Record<string, Json>> {
  checkContentType(context);
  const text = await context.req.text();
  if (text.trim() === '') return {};
  const first = parseLosslessJson(text);
  const body = typeof first === 'string' ? parseLosslessJson(first) : first;
  if (isObject(body)) return body;
  const what = body === undefined ? 'The body is not valid JSON.' : 'The body must be a JSON object.';
  throw new AppError('INVALID_PARAMETER_VALUE', `Bad Request. ${what}`);
}

/** As MLflow demands it (`_validate_content_type`); it also keeps plain HTML forms of other sites out. */
function checkContentType(context: Context<HonoEnv>): void {
  if (context.req.method !== 'POST' && context.req.method !== 'PUT') return;
  const contentType = context.req.header('content-type');
  if (contentType === undefined) {
    throw new AppError('INVALID_PARAMETER_VALUE', 'Bad Request. Content-Type header is missing.');
  }
  if (contentType.split(';')[0]?.trim().toLowerCase() !== 'application/json') {
    throw new AppError(
      'INVALID_PARAMETER_VALUE',
      "Bad Request. Content-Type must be one of ['application/json'].",
    );
  }
}

/** Protobuf's JSON reads null as unset. */
function withoutNull(members: Record<string, Json>): Record<string, Json> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null));
}

/** The first thing that is wrong, in MLflow's words. */
function toAppError(error: z.ZodError, message: Record<string, Json>): AppError {
  const [issue] = error.issues;
  const field = (issue?.path ?? []).join('.');
  const expected = issue?.message ?? 'something else';
  const value = (issue?.path ?? []).reduce<unknown>(memberOf, message);
  if (value === undefined) {
    return new AppError('INVALID_PARAMETER_VALUE', `Missing value for required parameter '${field}'.`, {
      details: { field, expected },
    });
  }
  const shown = JSON.stringify(value).slice(0, MOST_SHOWN_CHARACTERS);
  return new AppError(
    'INVALID_PARAMETER_VALUE',
    `Invalid value ${shown} for parameter '${field}' supplied: ${expected}.`,
    { details: { field, expected } },
  );
}

function memberOf(value: unknown, key: PropertyKey): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return (value as Record<PropertyKey, unknown>)[key];
}
