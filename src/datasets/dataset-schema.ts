/** What a dataset's records have in common: the types of their members, and their style. */
import { isObject, type Json, type JsonObject } from '../core/json.ts';
import { isExactNumber, nonFiniteName } from '../core/python-json.ts';
import type { DatasetSchema, DatasetStyle, NewRecord } from './dataset.ts';

/** The inputs of a simulated conversation (mlflow/genai/datasets, multi-turn records). */
const SESSION_INPUTS = new Set(['goal', 'persona', 'context', 'simulation_guidelines']);
/** Records with ever new members must not make the schema grow without end. */
const MAX_MEMBERS = 500;

/** The schema with the members of more records. A member of two types is `any`. */
export function mergeSchema(schema: DatasetSchema, records: NewRecord[]): DatasetSchema {
  const inputs = new Map(Object.entries(schema.inputs));
  const outputs = new Map(Object.entries(schema.outputs));
  const expectations = new Map(Object.entries(schema.expectations));
  for (const record of records) {
    addTypes(inputs, record.inputs);
    addTypes(outputs, isObject(record.outputs) && !isExactNumber(record.outputs) ? record.outputs : {});
    addTypes(expectations, record.expectations ?? {});
  }
  return {
    inputs: Object.fromEntries(inputs),
    outputs: Object.fromEntries(outputs),
    expectations: Object.fromEntries(expectations),
  };
}

/** A conversation to simulate names a goal and nothing that is not part of one. */
export function styleOf(inputs: JsonObject): DatasetStyle {
  return 'goal' in inputs && Object.keys(inputs).every((key) => SESSION_INPUTS.has(key))
    ? 'session'
    : 'turns';
}

function addTypes(types: Map<string, string>, values: JsonObject): void {
  for (const [key, value] of Object.entries(values)) {
    const known = types.get(key);
    const type = typeOf(value);
    if (known === undefined && types.size < MAX_MEMBERS) types.set(key, type);
    else if (known !== undefined && known !== type && type !== 'null') types.set(key, widen(known, type));
  }
}

function widen(known: string, type: string): string {
  if (known === 'null') return type;
  const numeric = new Set(['integer', 'float']);
  return numeric.has(known) && numeric.has(type) ? 'float' : 'any';
}

function typeOf(value: Json): string {
  if (value === null) return 'null';
  if (isExactNumber(value)) return /^-?\d+$/.test(value.rawJSON) ? 'integer' : 'float';
  if (nonFiniteName(value) !== null) return 'float';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'float';
  return typeof value;
}
