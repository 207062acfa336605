/** A prompt's settings for a body: they apply where the caller left a field out, and nowhere else. */
import { asObject, asString, isObject, type Json, type JsonObject } from '../../../core/json.ts';
import type { RenderedPrompt } from '../../../prompts/rendered-prompt.ts';

/** Values by field name; null has nothing to say. */
export type Settings = Record<string, Json>;

/** The object with the values where it has none: absent, null or empty text. */
export function fillAbsent(object: JsonObject, settings: Settings): JsonObject {
  const missing = Object.entries(settings).filter(
    ([name, value]) =>
      value !== null && (object[name] === undefined || object[name] === null || object[name] === ''),
  );
  return missing.length === 0 ? object : { ...object, ...Object.fromEntries(missing) };
}

/** The same for an object inside the body, which is made when it is needed. */
export function fillAbsentIn(body: JsonObject, member: string, settings: Settings): JsonObject {
  const before = asObject(body[member]);
  const after = fillAbsent(before, settings);
  return after === before ? body : { ...body, [member]: after };
}

/** A response format: by schema, as any JSON, or in a form only the provider it was written for knows. */
export type ResponseFormat =
  | { kind: 'schema'; name: string; schema: JsonObject; given: JsonObject | null }
  | { kind: 'any-json' }
  | { kind: 'own'; given: JsonObject };

/** The response format of a prompt: a JSON schema (MLflow's form), or OpenAI's wrapping of one; null when there is none. */
export function responseFormatOf(prompt: RenderedPrompt): ResponseFormat | null {
  const format = prompt.responseFormat;
  if (!isObject(format) || Object.keys(format).length === 0) return null;
  if (format.type === 'json_object') return { kind: 'any-json' };
  if (format.type === 'json_schema') {
    const wrapped = isObject(format.json_schema) ? format.json_schema : format;
    if (!isObject(wrapped.schema)) return { kind: 'own', given: format };
    return { kind: 'schema', name: schemaName(wrapped, prompt), schema: wrapped.schema, given: wrapped };
  }
  if (format.type === 'text') return { kind: 'own', given: format };
  return { kind: 'schema', name: schemaName(format, prompt), schema: format, given: null };
}

function schemaName(format: JsonObject, prompt: RenderedPrompt): string {
  const name = asString(format.name) ?? asString(format.title) ?? prompt.name;
  return name.replaceAll(/[^\w-]/g, '_').slice(0, 64);
}
