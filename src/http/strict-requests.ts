/**
 * What every described route demands of a request before its own schemas do: no query parameter that it does not know, none
 * twice that it takes once, no body where it takes none, and an experiment under either of its two names. A route cannot
 * forget it: `newApi` puts it before each.
 */
import type { RouteConfig } from '@hono/zod-openapi';
import { z } from '@hono/zod-openapi';
import type { HonoRequest, MiddlewareHandler } from 'hono';
import { AppError, invalidParameter } from '../core/app-error.ts';
import { isObject, parseJson, type Json } from '../core/json.ts';
import { limits } from '../core/limits.ts';
import { readUpTo } from '../core/read-up-to.ts';
import type { HonoEnv } from './hono-env.ts';
import { unknownName } from './refuse-input.ts';
import { looseObjectsIn, membersOf, takesList } from './schema-members.ts';

type Schema = z.core.$ZodType;

/** An address whose query gives a value without a name. */
const NAMELESS = /^[^?]*\?(?:.*&)?=/s;

/** Names that mean the same wherever a body or a query has one of them. */
const SYNONYMS = [
  ['experiment', 'experiment_id'],
  ['experiments', 'experiment_ids'],
] as const;

/** The schema of a route's JSON body; null for a route without. */
export function jsonBodyOf({ request }: Pick<RouteConfig, 'request'>): z.ZodType | null {
  const media = request?.body?.content['application/json'];
  const schema = media !== undefined && 'schema' in media ? media.schema : undefined;
  return schema instanceof z.ZodType ? schema : null;
}

/**
 * Middleware for a route.
 *
 * @throws Error for a route whose JSON body lets unknown members pass
 */
export function strictRequests(route: RouteConfig): MiddlewareHandler<HonoEnv> {
  const body = jsonBodyOf(route);
  const loose = body === null ? [] : looseObjectsIn(body);
  if (loose.length > 0) {
    throw new Error(
      `${route.method.toUpperCase()} ${route.path} swallows unknown members at ${loose.join(', ')}: use z.strictObject`,
    );
  }
  const query = membersOfQuery(route);
  const renameQuery = renamesOf([...query.keys()]);
  const renameBody = body === null ? [] : renamesOf([...membersOf(body).keys()]);
  return async (context, next) => {
    checkQuery(context.req, query, renameQuery);
    if (route.request?.body === undefined) await refuseBody(context.req.raw);
    if (renameBody.length > 0) await renameInBody(context.req, renameBody);
    await next();
  };
}

/** Synonyms that a schema does not know itself: the written name, and the one it stands for. */
interface Rename {
  written: string;
  meant: string;
}

/** The names that may be written for members, by the names that a schema knows, and the members they stand for. */
export function renamesOf(known: readonly string[]): Rename[] {
  return SYNONYMS.flatMap(([one, two]): Rename[] => {
    if (known.includes(one) === known.includes(two)) return [];
    return known.includes(one) ? [{ written: two, meant: one }] : [{ written: one, meant: two }];
  });
}

function membersOfQuery({ request }: RouteConfig): Map<string, Schema> {
  return request?.query === undefined ? new Map() : membersOf(request.query);
}

/** @throws AppError INVALID_PARAMETER_VALUE */
function checkQuery(
  request: HonoRequest,
  known: ReadonlyMap<string, Schema>,
  synonyms: readonly Rename[],
): void {
  const sent = request.queries();
  // What has no name is left out of them.
  if (NAMELESS.test(request.url))
    throw unknownName({ written: '', where: ['query'], known: [...known.keys()] });
  if (Object.keys(sent).length === 0) return;
  for (const { written, meant } of synonyms) {
    const values = sent[written];
    if (values === undefined) continue;
    sent[meant] = agreed(sent[meant], values, { written, meant, where: 'query.' });
    delete sent[written];
  }
  for (const [name, values] of Object.entries(sent)) {
    const schema = known.get(name);
    if (schema === undefined) {
      const names = [...known.keys(), ...synonyms.map(({ written }) => written)];
      throw unknownName({ written: name, where: ['query'], known: names });
    }
    if (values.length > 1 && !takesList(schema)) throw invalidParameter(`query.${name}`, 'it once');
  }
  // Hono lets a caller ask for one name as well; the validators ask for all.
  if (synonyms.length > 0) request.queries = (() => sent) as typeof request.queries;
}

/**
 * Lets validators read the JSON of the body with synonyms under the names the route knows.
 *
 * @throws AppError INVALID_PARAMETER_VALUE
 */
async function renameInBody(request: HonoRequest, synonyms: readonly Rename[]): Promise<void> {
  // What is no JSON is refused by those who need it.
  const body = await request.json<Json>().catch(() => undefined);
  if (!isObject(body)) return;
  const renamed = { ...body };
  for (const { written, meant } of synonyms) {
    if (!Object.hasOwn(body, written)) continue;
    renamed[meant] = agreed(body[meant], body[written] ?? null, { written, meant, where: '' });
    delete renamed[written];
  }
  request.json = (() => Promise.resolve(renamed)) as typeof request.json;
}

/**
 * What both names say.
 *
 * @throws AppError INVALID_PARAMETER_VALUE when they differ
 */
function agreed<Value>(
  one: Value | undefined,
  two: Value,
  { written, meant, where }: Rename & { where: string },
): Value {
  if (one === undefined) return two;
  if (JSON.stringify(one) === JSON.stringify(two)) return one;
  throw invalidParameter(`${where}${written}`, `the same as ${where}${meant}, or only one of the two`);
}

/**
 * Refuses what is sent to a route that takes no body; an empty object is nothing sent.
 *
 * @throws AppError INVALID_PARAMETER_VALUE, PAYLOAD_TOO_LARGE
 */
async function refuseBody(request: Request): Promise<void> {
  if (request.body === null || request.method === 'GET' || request.method === 'HEAD') return;
  const text = new TextDecoder().decode(await readUpTo(limits.managementBodyBytes, request.body)).trim();
  const sent = text === '' ? {} : parseJson(text);
  if (isObject(sent) && Object.keys(sent).length === 0) return;
  const [written] = isObject(sent) ? Object.keys(sent) : [];
  if (written !== undefined) throw unknownName({ written, where: [], known: [] });
  throw new AppError('INVALID_PARAMETER_VALUE', 'Invalid value for the body: expected none.', {
    details: { field: 'the body', expected: 'none' },
  });
}
