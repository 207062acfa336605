/** JSON values in the descriptions of routes: any JSON, bounded in depth so that nothing that recurses is led astray. */
import { z } from '@hono/zod-openapi';
import { isDeeperThan, isObject, type Json, type JsonObject } from '../core/json.ts';
import { limits } from '../core/limits.ts';

const tooDeep = `JSON nested at most ${limits.jsonDepth} deep`;

/** Any JSON value; an absent one stays undefined. */
export function anyJson(description: string, example: Json) {
  return (
    z
      // What a JSON body holds is JSON; the schema only has to say so.
      .custom<Json>((value) => !isDeeperThan(value, limits.jsonDepth), `expected ${tooDeep}`)
      .openapi({ type: 'object', description: `${description} Any JSON value.`, example })
  );
}

/** A JSON object. */
export function jsonObject(description: string, example: JsonObject) {
  return z
    .custom<JsonObject>(
      (value) => isObject(value) && !isDeeperThan(value, limits.jsonDepth),
      `expected an object, ${tooDeep}`,
    )
    .openapi({ type: 'object', additionalProperties: true, description, example });
}
