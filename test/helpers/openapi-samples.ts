/** The committed OpenAPI document as operations that can be called, with values that fit its schemas. */
import document from '../../openapi.json';
import { asArray, asObject, asString, isObject, type Json, type JsonObject } from '../../src/core/json.ts';

/** One operation of the document. */
export interface Operation {
  /** As requests have it. */
  method: string;
  /** As the document has it. */
  path: string;
  /** The path with its parameters filled in. */
  address: string;
  /** The query that the operation cannot do without. */
  query: URLSearchParams;
  /** The names of all its query parameters. */
  queryNames: string[];
  /** The schema of its JSON body; null when there is none. */
  body: JsonObject | null;
}

const METHODS = ['get', 'put', 'post', 'delete', 'patch'];
const whole = asObject(document);

/** All operations. */
export const operations: Operation[] = Object.entries(asObject(whole['paths'])).flatMap(([path, item]) =>
  METHODS.flatMap((method) => {
    const operation = asObject(item)[method];
    return isObject(operation) ? [toOperation(method, path, operation)] : [];
  }),
);

function toOperation(method: string, path: string, operation: JsonObject): Operation {
  const parameters = asArray(operation['parameters']).map(asObject);
  const inQuery = parameters.filter((parameter) => parameter['in'] === 'query');
  const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const schema = parameters.find((parameter) => parameter['name'] === name)?.['schema'];
    return encodeURIComponent(plain(sample(asObject(schema ?? null))));
  });
  const content = asObject(asObject(operation['requestBody'])['content']);
  const json = content['application/json'];
  return {
    method: method.toUpperCase(),
    path,
    address,
    query: new URLSearchParams(
      inQuery
        .filter((parameter) => parameter['required'] === true)
        .map((parameter) => [
          asString(parameter['name']) ?? '',
          plain(sample(asObject(parameter['schema']))),
        ]),
    ),
    queryNames: inQuery.map((parameter) => asString(parameter['name']) ?? ''),
    body: json === undefined ? null : asObject(asObject(json)['schema']),
  };
}

function plain(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function resolved(schema: JsonObject): JsonObject {
  const name = asString(schema['$ref'])?.split('/').at(-1);
  return name === undefined
    ? schema
    : resolved(asObject(asObject(asObject(whole['components'])['schemas'])[name]));
}

/** A value for a schema: its example, or its required members with one of their own. */
export function sample(given: JsonObject): Json {
  const schema = resolved(given);
  const { example } = schema;
  const choices = asArray(schema['enum']);
  if (isObject(schema['properties'] ?? null)) return sampleObject(schema);
  if (example !== undefined) return example;
  if (choices.length > 0) return choices[0] ?? null;
  const [form] = [...asArray(schema['anyOf']), ...asArray(schema['oneOf']), ...asArray(schema['allOf'])];
  if (form !== undefined) return sample(asObject(form));
  const [type = 'string'] = [schema['type']].flat().map((name) => asString(name ?? null) ?? 'string');
  if (type === 'object') return {};
  if (type === 'array') return [sample(asObject(schema['items'] ?? null))];
  if (type === 'boolean') return true;
  if (type === 'integer' || type === 'number') return schema['minimum'] ?? 1;
  return '2026-10-15T12:00:00.000Z';
}

function sampleObject(schema: JsonObject): JsonObject {
  const required = new Set(asArray(schema['required']));
  const members = Object.entries(asObject(schema['properties'])).filter(([name]) => required.has(name));
  return Object.fromEntries(members.map(([name, member]) => [name, sample(asObject(member))]));
}

/** A body with one member more than the schema of an object in it knows. */
export interface BodyWithUnknown {
  /** Where the object stands, as `targets.0`; empty for the body itself. */
  at: string;
  body: Json;
}

/** For each object of a schema, a body in which it has a member `name` that it does not know. */
export function bodiesWithUnknown(given: JsonObject, name: string): BodyWithUnknown[] {
  return withUnknown(resolved(given), name, '', 0).map(({ at, body }) => ({ at, body }));
}

function withUnknown(given: JsonObject, name: string, at: string, depth: number): BodyWithUnknown[] {
  const schema = resolved(given);
  if (depth > 8) return [];
  const forms = [...asArray(schema['anyOf']), ...asArray(schema['oneOf']), ...asArray(schema['allOf'])];
  const inForms = forms.flatMap((form) => withUnknown(asObject(form), name, at, depth + 1));
  const items = schema['items'];
  const inItems = isObject(items ?? null)
    ? withUnknown(asObject(items ?? null), name, join(at, '0'), depth + 1).map(({ at: where, body }) => ({
        at: where,
        body: [body],
      }))
    : [];
  if (!isObject(schema['properties'] ?? null)) return [...inForms, ...inItems];
  const base = sampleObject(schema);
  const own = isFree(schema) ? [] : [{ at, body: { ...base, [name]: 1 } }];
  const inMembers = Object.entries(asObject(schema['properties'])).flatMap(([member, part]) =>
    withUnknown(asObject(part), name, join(at, member), depth + 1).map(({ at: where, body }) => ({
      at: where,
      body: { ...base, [member]: body },
    })),
  );
  return [...own, ...inMembers, ...inForms, ...inItems];
}

/** Objects that hold whatever a caller puts into them say so with a schema of it; `true` would be said of any. */
function isFree(schema: JsonObject): boolean {
  return isObject(schema['additionalProperties'] ?? null);
}

function join(at: string, step: string): string {
  return at === '' ? step : `${at}.${step}`;
}
