/** An instance of a JSON schema, always the same one: arguments of tools, and structured output. */
import { asArray, asNumber, asObject, asString, type Json } from '../../../core/json.ts';

const DEEPEST = 12;

/**
 * Makes a value that fits the schema, as far as type, enum, const, properties and items tell.
 *
 * @param schema a JSON schema
 * @param words text to fill strings with
 */
export function instanceOfSchema(schema: unknown, words: string, depth = 0): Json {
  const given = asObject(schema);
  if (given.const !== undefined) return given.const;
  const options = asArray(given.enum);
  if (options[0] !== undefined) return options[0];
  if (given.default !== undefined) return given.default;
  const alternative = asArray(given.anyOf)[0] ?? asArray(given.oneOf)[0] ?? asArray(given.allOf)[0];
  if (alternative !== undefined && depth < DEEPEST) return instanceOfSchema(alternative, words, depth + 1);
  switch (asString(given.type) ?? asString(asArray(given.type)[0])) {
    case 'string':
      return words;
    case 'integer':
    case 'number':
      return asNumber(given.minimum) ?? 1;
    case 'boolean':
      return true;
    case 'null':
      return null;
    case 'array':
      return depth < DEEPEST ? [instanceOfSchema(given.items, words, depth + 1)] : [];
    default:
      return objectOf(given, words, depth);
  }
}

function objectOf(schema: { [key: string]: Json }, words: string, depth: number): Json {
  if (depth >= DEEPEST) return {};
  const members = Object.entries(asObject(schema.properties)).map(([name, member]) => [
    name,
    instanceOfSchema(member, words, depth + 1),
  ]);
  return Object.fromEntries(members);
}
