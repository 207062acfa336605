/** Tags as a JSON object in a header: ours is strict, other products' are taken as far as they go. */
import { invalidParameter } from '../core/app-error.ts';
import { isObject, parseJson, type JsonObject } from '../core/json.ts';

/**
 * Tags from a header that holds a JSON object of scalars.
 *
 * @throws AppError INVALID_PARAMETER_VALUE naming the header
 */
export function parseTags(name: string, value: string): Record<string, string> {
  const parsed = parseJson(value);
  if (!isObject(parsed)) throw invalidParameter(name, 'a JSON object, such as {"team":"search"}');
  return scalarTags(parsed, () => {
    throw invalidParameter(name, 'a JSON object whose values are strings, numbers or booleans');
  });
}

/** Tags from another product's header: members that are not scalars are kept as JSON text. */
export function parseForeignTags(value: string): Record<string, string> {
  const parsed = parseJson(value);
  return isObject(parsed) ? scalarTags(parsed, (member) => JSON.stringify(member)) : {};
}

function scalarTags(object: JsonObject, onOther: (member: unknown) => string): Record<string, string> {
  const tags: Record<string, string> = {};
  for (const [key, member] of Object.entries(object)) {
    if (member === null) continue;
    tags[key] = typeof member === 'object' ? onOther(member) : String(member);
  }
  return tags;
}
