/** Assessments as rows, and back; and the SQL by which a trace's row carries its assessments along. */
import { asArray, asNumber, asObject, asString, parseJson, type Json } from '../../core/json.ts';
import {
  toNumericValue,
  toValueText,
  type Assessment,
  type AssessmentError,
  type AssessmentSourceType,
} from '../assessments/assessment.ts';
import { storable, storableObject, toStrings } from './storable.ts';
import { withoutMark } from './trace-aliases.ts';

/** Columns of an assessment, in the order of {@link toAssessmentValues}. */
const writtenColumns = [
  'trace_id',
  'assessment_id',
  'span_id',
  'name',
  'kind',
  'value',
  'value_key',
  'numeric_value',
  'error',
  'source_type',
  'source_id',
  'rationale',
  'metadata',
  'overrides',
  'valid',
  'create_time_ms',
  'last_update_time_ms',
] as const;

/** Names of {@link toAssessmentValues}' columns, for a statement. */
export const assessmentColumns = writtenColumns.join(', ');

/** Longer texts are cut in the index; they are told apart by the value itself. */
const KEY_CHARACTERS = 200;

/** SQL of one assessment as a JSON array, in the order of the columns. */
export const assessmentAsJson = (row: string): string =>
  `json_array(${writtenColumns.map((column) => `${row}.${column}`).join(', ')})`;

/** SQL of a trace's assessments as a JSON array of arrays, in the order they were made. */
export function assessmentsOf(trace: string): string {
  return `(SELECT json_group_array(${assessmentAsJson('a')} ORDER BY a.create_time_ms, a.assessment_id)
    FROM assessments AS a WHERE a.trace_id = ${trace}.trace_id)`;
}

/** What an index holds of a value's text. */
function toValueKey(valueText: string): string {
  const text = storable(valueText);
  return text.length <= KEY_CHARACTERS ? text : `${text.slice(0, KEY_CHARACTERS).toWellFormed()}…`;
}

/** The columns that hold a value. */
export function toValueColumns(value: Json): {
  value: string;
  valueKey: string;
  numericValue: number | null;
} {
  return {
    value: JSON.stringify(value),
    valueKey: toValueKey(toValueText(value)),
    numericValue: toNumericValue(value),
  };
}

/** An error as its column holds it. */
export function toErrorColumn(error: AssessmentError | null): string | null {
  return error === null ? null : JSON.stringify(error);
}

/** The values of the columns. */
export function toAssessmentValues(assessment: Assessment): (string | number | null)[] {
  const { value, valueKey, numericValue } = toValueColumns(assessment.value);
  return [
    assessment.traceId,
    assessment.assessmentId,
    assessment.spanId,
    storable(assessment.name),
    assessment.kind,
    value,
    valueKey,
    numericValue,
    toErrorColumn(assessment.error),
    assessment.source.type,
    storable(assessment.source.id),
    storable(assessment.rationale),
    storableObject(assessment.metadata),
    assessment.overrides,
    assessment.valid ? 1 : 0,
    assessment.createTimeMs,
    assessment.lastUpdateTimeMs,
  ];
}

/** The assessments a JSON text of {@link assessmentsOf} tells of. */
export function toAssessments(json: string): Assessment[] {
  return asArray(parseJson(json)).map((entry) => toAssessment(asArray(entry)));
}

/** The assessment a JSON array in the order of the columns tells of. */
export function toAssessment(values: Json[]): Assessment {
  const at = (column: (typeof writtenColumns)[number]): Json =>
    values[writtenColumns.indexOf(column)] ?? null;
  return {
    assessmentId: asString(at('assessment_id')) ?? '',
    traceId: withoutMark(asString(at('trace_id')) ?? ''),
    spanId: asString(at('span_id')),
    name: asString(at('name')) ?? '',
    kind: at('kind') === 'expectation' ? 'expectation' : 'feedback',
    value: parseJson(asString(at('value')) ?? 'null') ?? null,
    error: toError(asString(at('error'))),
    // The column holds what `toAssessmentValues` wrote.
    source: {
      type: (asString(at('source_type')) ?? 'SOURCE_TYPE_UNSPECIFIED') as AssessmentSourceType,
      id: asString(at('source_id')) ?? '',
    },
    rationale: asString(at('rationale')),
    metadata: toStrings(asObject(parseJson(asString(at('metadata')) ?? '{}'))),
    overrides: asString(at('overrides')),
    valid: at('valid') === 1,
    createTimeMs: asNumber(at('create_time_ms')) ?? 0,
    lastUpdateTimeMs: asNumber(at('last_update_time_ms')) ?? 0,
  };
}

function toError(json: string | null): AssessmentError | null {
  if (json === null) return null;
  const error = asObject(parseJson(json));
  return {
    code: asString(error['code']) ?? '',
    message: asString(error['message']),
    stackTrace: asString(error['stackTrace']),
  };
}
