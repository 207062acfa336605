/**
 * JSON whose integers may be 64 bits wide. `JSON.parse` rounds those beyond 2^53; nanosecond timestamps are beyond it.
 * MLflow's TypeScript client, its uploaded `traces.json` and protobuf-JSON all send them as plain numbers.
 */
import { boundDepth } from './bound-depth.ts';
import { parseJson, type Json } from './json.ts';
import { limits } from './limits.ts';

const MAY_HOLD_LARGE_INTEGER = /\d{16}/;
const INTEGER = /^-?\d+$/;

/** TypeScript's library does not describe the third argument yet (ECMA-262, JSON.parse source text access). */
type SourceAwareParse = (
  text: string,
  reviver: (key: string, value: Json, context: { source?: string }) => Json,
) => Json;

/**
 * Parses JSON text; an integer that a number cannot hold exactly becomes its decimal text, and what is deeper than
 * `maxDepth` its own text.
 *
 * @returns the value, or `undefined` when the text is not JSON
 */
export function parseLosslessJson(text: string, maxDepth: number = limits.jsonDepth): Json | undefined {
  if (!MAY_HOLD_LARGE_INTEGER.test(text)) return parseJson(text, maxDepth);
  try {
    return (JSON.parse as SourceAwareParse)(boundDepth(text, maxDepth), keepLargeInteger);
  } catch {
    return undefined;
  }
}

function keepLargeInteger(_key: string, value: Json, { source }: { source?: string }): Json {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  return source !== undefined && INTEGER.test(source) ? source : value;
}
