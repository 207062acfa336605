/** The values that go into a prompt: JSON, looked up by dotted path, own members only. */
import { isObject, type Json, type JsonObject } from '../../core/json.ts';

/** Values by name. */
export type Variables = JsonObject;

/** The value at a dotted path; a number steps into a list. A name with a dot in it is looked up whole first. */
export function valueAt(variables: Variables, path: string): Json | undefined {
  if (Object.hasOwn(variables, path)) return variables[path];
  let value: Json | undefined = variables;
  for (const step of path.split('.')) {
    if (Array.isArray(value)) value = /^\d+$/.test(step) ? value[Number(step)] : undefined;
    else value = isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
    if (value === undefined) return undefined;
  }
  return value;
}

/** A value as text: text as it is, null as nothing, all else as JSON. */
export function valueText(value: Json): string {
  if (typeof value === 'string') return value;
  return value === null ? '' : JSON.stringify(value);
}
