/**
 * Reads a judge's answer: a value of the form asked for, or an error. An answer that cannot be read is never guessed at.
 * Pure, and total: bad answers are ordinary.
 */
import { asArray, asObject, asString, isObject, parseJson, type Json } from '../core/json.ts';
import type { AnswerForm } from './scorer.ts';

/** A value with its reason, or what is wrong with the answer. */
export type VerdictResult =
  | { ok: true; value: Json; rationale: string | null }
  | { ok: false; message: string };

/** Words that MLflow's judges count as yes and as no (mlflow/genai/judges, CategoricalRating). */
const YES = new Set(['yes', 'true', 'pass', 'passed', 'correct', '1', '1.0']);
const NO = new Set(['no', 'false', 'fail', 'failed', 'incorrect', '0', '0.0']);

/** Reads the answer's text. */
export function readVerdict(text: string, form: AnswerForm): VerdictResult {
  const answer = findObject(text);
  if (answer === null) return unreadable('it is not a JSON object', text);
  if (!('result' in answer)) return unreadable('it has no member "result"', text);
  const value =
    form.kind === 'choice' ? chosen(answer.result, form.choices) : fitting(answer.result, form.schema);
  if (value === undefined) return unreadable(`its result is not ${describe(form)}`, text);
  const rationale = asString(answer.rationale)?.replace(/^\s*let's think step by step\.?\s*/i, '');
  return { ok: true, value, rationale: rationale === undefined || rationale === '' ? null : rationale };
}

/**
 * The one JSON object of a text: the whole of it, or a fenced block. Prose around bare braces is refused, because what a
 * judge quotes from its material could otherwise pass for its verdict.
 */
function findObject(text: string): { [key: string]: Json } | null {
  const fenced = /^\s*```(?:json)?\s*\n([\s\S]*?)\n\s*```\s*$/.exec(text);
  const parsed = parseJson((fenced?.[1] ?? text).trim());
  return isObject(parsed) ? parsed : null;
}

function chosen(result: Json | undefined, choices: readonly string[]): string | undefined {
  if (typeof result !== 'string' && typeof result !== 'boolean' && typeof result !== 'number')
    return undefined;
  const word = String(result).trim().toLowerCase();
  const exact = choices.find((choice) => choice.toLowerCase() === word);
  if (exact !== undefined || !choices.includes('yes') || !choices.includes('no')) return exact;
  if (YES.has(word)) return 'yes';
  return NO.has(word) ? 'no' : undefined;
}

/** The value when it fits the schema; undefined when it does not. Only the keywords of feedback types are known. */
function fitting(value: Json | undefined, schema: { [key: string]: Json }): Json | undefined {
  if (value === undefined) return undefined;
  const choices = asArray(schema.enum);
  if (choices.length > 0 && !choices.includes(value)) return undefined;
  const alternatives = asArray(schema.anyOf);
  if (alternatives.length > 0 && !alternatives.some((one) => fitting(value, asObject(one)) !== undefined))
    return undefined;
  if (!hasType(value, asString(schema.type))) return undefined;
  if (Array.isArray(value) && isObject(schema.items)) {
    const { items } = schema;
    if (value.some((entry) => fitting(entry, items) === undefined)) return undefined;
  }
  if (isObject(value) && isObject(schema.additionalProperties)) {
    const members = schema.additionalProperties;
    if (Object.values(value).some((member) => fitting(member, members) === undefined)) return undefined;
  }
  return value;
}

function hasType(value: Json, type: string | null): boolean {
  switch (type) {
    case null:
      return true;
    case 'integer':
      return Number.isInteger(value);
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    case 'null':
      return value === null;
    default:
      return typeof value === type;
  }
}

function describe(form: AnswerForm): string {
  return form.kind === 'choice' ? form.choices.join(' or ') : `of the schema ${JSON.stringify(form.schema)}`;
}

function unreadable(why: string, text: string): VerdictResult {
  return { ok: false, message: `The judge's answer cannot be read: ${why}. It began: ${text.slice(0, 200)}` };
}
