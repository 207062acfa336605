/** The identity of a record inside its dataset: SHA-256 of the inputs as JSON with sorted keys (MLflow's rule). */
import { toHex } from '../core/ids.ts';
import { isExactNumber } from '../core/python-json.ts';
import { isObject, type Json, type JsonObject } from '../core/json.ts';

/** The hash of the inputs, hex. */
export async function hashInputs(inputs: JsonObject): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(canonicalJson(inputs)));
  return toHex(new Uint8Array(digest));
}

/** JSON in which the members of every object are sorted by name. */
export function canonicalJson(value: Json): string {
  return JSON.stringify(sorted(value));
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  // 2 and 2.0 are two inputs, as they are to MLflow.
  if (!isObject(value) || isExactNumber(value)) return value;
  const names = Object.keys(value).sort((one, other) => (one < other ? -1 : 1));
  // Object.fromEntries defines members, so that "__proto__" is a member like any other.
  return Object.fromEntries(names.map((name) => [name, sorted(value[name] ?? null)]));
}
