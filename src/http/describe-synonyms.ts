/** In the OpenAPI document, the second names under which routes take an experiment: as `strict-requests.ts` reads them. */
import { asArray, asObject, asString, isObject, type JsonObject } from '../core/json.ts';
import { renamesOf } from './strict-requests.ts';

const METHODS = ['get', 'put', 'post', 'delete', 'patch'];
const REFERENCE_PREFIX = '#/components/schemas/';

/** Adds them to a document, in place: to bodies as members, to queries as parameters. */
export function describeSynonyms(document: JsonObject): void {
  const schemas = asObject(asObject(document['components'])['schemas']);
  for (const path of Object.values(asObject(document['paths'])).map(asObject)) {
    for (const operation of METHODS.map((method) => path[method]).filter((found) => isObject(found))) {
      describeInQuery(operation);
      const content = asObject(asObject(operation['requestBody'])['content']);
      const schema = asObject(asObject(content['application/json'])['schema']);
      const name = asString(schema['$ref'])?.replace(REFERENCE_PREFIX, '');
      describeInBody(name === undefined ? schema : asObject(schemas[name]));
    }
  }
}

function describeInBody(schema: JsonObject): void {
  const properties = asObject(schema['properties']);
  for (const { written, meant } of renamesOf(Object.keys(properties))) {
    properties[written] = secondName(asObject(properties[meant]), meant);
    const required = asArray(schema['required']).filter((name) => name !== meant);
    if (required.length > 0) schema['required'] = required;
    else delete schema['required'];
  }
}

function describeInQuery(operation: JsonObject): void {
  const parameters = asArray(operation['parameters']).map(asObject);
  const inQuery = parameters.filter((parameter) => parameter['in'] === 'query');
  for (const { written, meant } of renamesOf(inQuery.map(({ name }) => asString(name) ?? ''))) {
    const first = inQuery.find(({ name }) => name === meant) ?? {};
    parameters.push({
      ...first,
      schema: secondName(asObject(first['schema']), meant),
      name: written,
      required: false,
      description: `The same as \`${meant}\`.`,
    });
    first['required'] = false;
    operation['parameters'] = parameters;
  }
}

/** What the first name takes; its default stays with it alone. */
function secondName(first: JsonObject, meant: string): JsonObject {
  const second: JsonObject = { ...first, description: `The same as \`${meant}\`: one of the two is enough.` };
  delete second['default'];
  delete second['example'];
  return second;
}
