/** JSON values in the descriptions of routes: any JSON. How deep it is was bounded when the body was parsed. */
import { z } from '@hono/zod-openapi';
import { isObject, type Json, type JsonObject } from '../core/json.ts';

/** Every type of JSON: a value of which no more is said. */
export const jsonTypes = ['object', 'array', 'string', 'number', 'boolean', 'null'] as const;

/** Any JSON value; an absent one stays undefined. */
export function anyJson(description: string, example: Json) {
  return (
    z
      // What a JSON body holds is JSON; the schema only has to say so.
      .custom<Json>(() => true)
      .openapi({ type: [...jsonTypes], description: `${description} Any JSON value.`, example })
  );
}

/** A JSON object. */
export function jsonObject(description: string, example: JsonObject) {
  return z
    .custom<JsonObject>(isObject, 'expected an object')
    .openapi({ type: 'object', additionalProperties: true, description, example });
}
