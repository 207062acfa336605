/** What makes two rows the same row: equal inputs. A record of a dataset is its inputs, so records need no key beside it. */
import type { Json, JsonObject } from '../../core/json.ts';
import { hashOf } from '../verdict-assessment.ts';

/** The key of a row with these inputs, 32 hex digits; the order of an object's members does not count. */
export function keyOfInputs(inputs: Json): Promise<string> {
  return hashOf('inputs', stableJson(inputs));
}

/** Whether the key is one of inputs; otherwise it is the id of a trace. */
export function isKeyOfInputs(key: string): boolean {
  return /^[0-9a-f]{32}$/.test(key);
}

/** JSON with members in the order of their names. */
function stableJson(value: Json): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member as JsonObject).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
