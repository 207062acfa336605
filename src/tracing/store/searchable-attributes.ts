/**
 * The attributes of a span that can be searched: short ones, as text, within bounds. What was said lies in the content
 * alone; keys that only name the trace say nothing new.
 */
import { isObject, type Json } from '../../core/json.ts';
import { toValueText } from '../assessments/assessment.ts';

const MAX_VALUE_CHARACTERS = 250;
const MAX_KEY_CHARACTERS = 250;
/** In all, of one span. */
const MAX_CHARACTERS = 8000;

const NOT_SEARCHED = new Set([
  'mlflow.spanInputs',
  'mlflow.spanOutputs',
  'mlflow.traceRequestId',
  'mlflow.experimentId',
  'mlflow.spanType',
]);

/** Scalars as text, and short arrays of scalars as JSON. */
export function searchableAttributes(attributes: { [key: string]: Json }): Record<string, string> {
  const kept: Record<string, string> = {};
  let characters = 0;
  for (const [key, value] of Object.entries(attributes)) {
    if (NOT_SEARCHED.has(key) || key.length > MAX_KEY_CHARACTERS || !isShallow(value)) continue;
    const text = toValueText(value);
    if (text.length > MAX_VALUE_CHARACTERS) continue;
    characters += key.length + text.length;
    if (characters > MAX_CHARACTERS) break;
    kept[key] = text;
  }
  return kept;
}

function isShallow(value: Json): boolean {
  if (Array.isArray(value)) return value.every((item) => item === null || typeof item !== 'object');
  return value !== null && !isObject(value);
}
