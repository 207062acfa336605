/** What a zod schema says of the members of its objects, found by walking its definition; values are not looked at. */
import type { z } from '@hono/zod-openapi';

/** Any schema, with what it is made of. */
type Schema = z.core.$ZodType;
type Step = string | number;

/** The schemas that a schema is another form of: what is optional, one of several, read from text. */
function formsOf(schema: Schema): Schema[] {
  // The union of all definitions that zod has, which tells them apart by `type`.
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'nonoptional':
    case 'catch':
    case 'readonly':
    case 'promise':
      return [def.innerType];
    case 'union':
      return [...def.options];
    case 'intersection':
      return [def.left, def.right];
    case 'pipe':
      return [def.in, def.out];
    case 'lazy':
      return [def.getter()];
    default:
      return [];
  }
}

/** The schemas of what lies one step inside, with the step. */
function partsOf(schema: Schema): [Step, Schema][] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'object':
      return Object.entries(def.shape);
    case 'array':
      return [['[]', def.element]];
    case 'record':
    case 'map':
      return [['{}', def.valueType]];
    case 'set':
      return [['[]', def.valueType]];
    case 'tuple':
      return def.items.map((item, index) => [index, item]);
    default:
      return [];
  }
}

/** The schema and all its forms. */
function allForms(schema: Schema, seen = new Set<Schema>()): Set<Schema> {
  if (seen.has(schema)) return seen;
  seen.add(schema);
  for (const form of formsOf(schema)) allForms(form, seen);
  return seen;
}

/**
 * The members that objects of a schema may have, with their schemas; of a schema with several forms, those of all.
 *
 * @param path steps from the schema to the object that is asked about
 */
export function membersOf(schema: Schema, path: readonly PropertyKey[] = []): Map<string, Schema> {
  const members = new Map<string, Schema>();
  for (const form of reach([...allForms(schema)], path)) {
    if ((form as z.core.$ZodTypes)._zod.def.type !== 'object') continue;
    for (const [name, member] of partsOf(form)) members.set(String(name), member);
  }
  return members;
}

function reach(from: Schema[], path: readonly PropertyKey[]): Schema[] {
  const [step, ...rest] = path;
  if (step === undefined) return from;
  const inner = from
    .flatMap(partsOf)
    .filter(([name]) => name === step || name === '[]' || name === '{}')
    .flatMap(([, part]) => [...allForms(part)]);
  return reach(inner, rest);
}

/** True for a schema that a list fits. */
export function takesList(schema: Schema): boolean {
  return [...allForms(schema)].some((form) => {
    const { type } = (form as z.core.$ZodTypes)._zod.def;
    return type === 'array' || type === 'tuple' || type === 'set';
  });
}

/** Where objects lie in a schema that let unknown members pass unseen: `z.object` does, `z.strictObject` does not. */
export function looseObjectsIn(schema: Schema, path = 'body', seen = new Set<Schema>()): string[] {
  if (seen.has(schema)) return [];
  const forms = allForms(schema, new Set());
  for (const form of forms) seen.add(form);
  return [...forms].flatMap((form) => {
    const { def } = (form as z.core.$ZodTypes)._zod;
    const isLoose = def.type === 'object' && def.catchall === undefined;
    const inside = partsOf(form).flatMap(([step, part]) => looseObjectsIn(part, `${path}.${step}`, seen));
    return isLoose ? [path, ...inside] : inside;
  });
}
