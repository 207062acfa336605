/** The names a filter may use, their aliases, and which operators each kind of field takes. */
import type { Field, Operator, OrderKey } from './condition.ts';

/** Operators on texts of the trace and of spans. */
const TEXT: readonly Operator[] = ['=', '!=', 'IN', 'NOT IN', 'LIKE', 'ILIKE', 'RLIKE'];
const NULLABLE_TEXT: readonly Operator[] = ['=', '!=', 'LIKE', 'ILIKE', 'RLIKE', 'IS NULL', 'IS NOT NULL'];
const NUMERIC: readonly Operator[] = ['=', '!=', '<', '<=', '>', '>='];

const TRACE_FIELDS: Record<string, Field> = {
  request_id: { of: 'trace', name: 'request_id' },
  trace_id: { of: 'trace', name: 'request_id' },
  client_request_id: { of: 'trace', name: 'client_request_id' },
  status: { of: 'trace', name: 'status' },
  name: { of: 'trace', name: 'name' },
  run_id: { of: 'trace', name: 'run_id' },
  timestamp_ms: { of: 'number', name: 'timestamp_ms' },
  timestamp: { of: 'number', name: 'timestamp_ms' },
  execution_time_ms: { of: 'number', name: 'execution_time_ms' },
  execution_time: { of: 'number', name: 'execution_time_ms' },
  end_time_ms: { of: 'number', name: 'end_time_ms' },
  end_time: { of: 'number', name: 'end_time_ms' },
  prompt: { of: 'prompt' },
  text: { of: 'content' },
};

const TRACE_PREFIXES = new Set(['attribute', 'attributes', 'trace']);
const TAG_PREFIXES = new Set(['tag', 'tags']);
const METADATA_PREFIXES = new Set(['request_metadata', 'metadata']);

/** Names and prefixes, as messages list them. */
const KNOWN = `a field: ${Object.keys(TRACE_FIELDS).join(', ')} (also after trace. or attributes.), tags.<key>, metadata.<key>, span.name, span.type, span.status, span.content, span.attributes.<key>, feedback.<name>, expectation.<name>`;

/** A name that could be read, or what was expected in its place. */
export type FieldLookup = { field: Field } | { expected: string };

/**
 * The field of an identifier.
 *
 * @param prefix what stands before the first dot; null when there is none
 */
export function findField(prefix: string | null, key: string): FieldLookup {
  if (prefix === null || TRACE_PREFIXES.has(prefix)) {
    const field = Object.hasOwn(TRACE_FIELDS, key) ? TRACE_FIELDS[key] : undefined;
    return field === undefined ? { expected: KNOWN } : { field };
  }
  if (key === '') return { expected: `a key after ${prefix}.` };
  if (TAG_PREFIXES.has(prefix)) return { field: { of: 'tag', key } };
  if (METADATA_PREFIXES.has(prefix)) return { field: { of: 'metadata', key } };
  if (prefix === 'feedback' || prefix === 'expectation') return { field: { of: prefix, name: key } };
  if (prefix === 'span') return findSpanField(key);
  return { expected: KNOWN };
}

function findSpanField(key: string): FieldLookup {
  if (key === 'name' || key === 'type' || key === 'status') return { field: { of: 'span', name: key } };
  if (key === 'content') return { field: { of: 'content' } };
  const prefix = 'attributes.';
  if (key.startsWith(prefix) && key.length > prefix.length) {
    return { field: { of: 'span_attribute', key: key.slice(prefix.length) } };
  }
  return { expected: 'span.name, span.type, span.status, span.content or span.attributes.<key>' };
}

/** The operators a field takes. */
export function operatorsOf(field: Field): readonly Operator[] {
  switch (field.of) {
    case 'trace':
      // MLflow keeps names among the tags and runs among the metadata, where they may be missing.
      return field.name === 'name' || field.name === 'run_id' ? [...TEXT, 'IS NULL', 'IS NOT NULL'] : TEXT;
    case 'column':
    case 'span':
    case 'span_attribute':
      return TEXT;
    case 'number':
      return NUMERIC;
    case 'tag':
    case 'metadata':
      return NULLABLE_TEXT;
    case 'feedback':
    case 'expectation':
      return ['=', '!=', '<', '<=', '>', '>=', 'LIKE', 'ILIKE', 'RLIKE', 'IS NULL', 'IS NOT NULL'];
    case 'content':
      return ['LIKE', 'ILIKE'];
    default:
      return ['='];
  }
}

/** The field of a key to sort by, or what was expected in its place. */
export function findOrderField(
  prefix: string | null,
  key: string,
): { field: OrderKey['field'] } | { expected: string } {
  if ((prefix === null || TRACE_PREFIXES.has(prefix)) && key === 'experiment_id') {
    return { field: { of: 'trace', name: 'experiment_id' } };
  }
  const found = findField(prefix, key);
  if ('field' in found) {
    const { field } = found;
    if (field.of === 'number' || field.of === 'tag' || field.of === 'metadata') return { field };
    if (field.of === 'trace' && field.name !== 'client_request_id') {
      return { field: { of: 'trace', name: field.name } };
    }
  }
  return {
    expected:
      'a key to sort by: timestamp_ms, execution_time_ms, end_time_ms, status, name, run_id, request_id, experiment_id, tags.<key> or metadata.<key>',
  };
}
