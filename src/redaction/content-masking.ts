/**
 * Masks what is kept beside traces: records of datasets, rows of evaluations, parameters and files of runs. What a rule
 * masks is masked wherever it is kept, and credentials are masked everywhere.
 */
import { AppError } from '../core/app-error.ts';
import { asObject, type Json, type JsonObject } from '../core/json.ts';
import { redactSecrets } from '../core/redaction.ts';
import { maskJson } from './mask-json.ts';
import { maskTag, type TraceMasking } from './mask-trace.ts';
import type { RulesInForce } from './rules-in-force.ts';

/**
 * Masks by the rules of experiments; of none named, by the rules of all. Each rejects with TEMPORARILY_UNAVAILABLE when the
 * rules cannot be read: what was to be masked is not kept then.
 */
export interface ContentMasking {
  /** The value, masked; an object stays one. */
  maskValue(value: Json, experimentIds: readonly string[]): Promise<Json>;
  /** The members' values, masked; of a member that a rule names by its name, all of it. */
  maskObject(object: JsonObject, experimentIds: readonly string[]): Promise<JsonObject>;
  /** Tags, parameters, metadata: the values, masked. Names of users and of sessions stay as identifiers of traces do. */
  maskTexts(texts: Record<string, string>, experimentIds: readonly string[]): Promise<Record<string, string>>;
  maskText(text: string, experimentIds: readonly string[]): Promise<string>;
}

const maskOne = (value: Json, { content }: TraceMasking): Json => maskJson(value, content, new Map());

/** Creates it. */
export function createContentMasking(rules: RulesInForce): ContentMasking {
  const each = async <Value>(
    value: Value,
    experimentIds: readonly string[],
    mask: (value: Value, masking: TraceMasking) => Value,
  ): Promise<Value> => {
    const asked: readonly (string | null)[] = experimentIds.length === 0 ? [null] : experimentIds;
    const maskings = await orTryLater(Promise.all(asked.map((experimentId) => rules.of(experimentId))));
    return [...new Set(maskings)].reduce(mask, value);
  };
  return {
    maskValue: (value, experimentIds) => each(value, experimentIds, maskOne),
    maskObject: (object, experimentIds) =>
      each(object, experimentIds, (value, masking) => asObject(maskOne(value, masking))),
    maskTexts: (texts, experimentIds) =>
      each(texts, experimentIds, (value, masking) =>
        Object.fromEntries(
          Object.entries(value).map(([key, text]) => [redactSecrets(key), maskTag(key, text, masking)]),
        ),
      ),
    maskText: (text, experimentIds) =>
      each(text, experimentIds, (value, masking) => {
        const masked = maskOne(value, masking);
        return typeof masked === 'string' ? masked : JSON.stringify(masked);
      }),
  };
}

/** Awaits what rules are in force; a failure becomes one that makes clients send again. */
export async function orTryLater<Value>(asked: Promise<Value>): Promise<Value> {
  try {
    return await asked;
  } catch (cause) {
    throw new AppError(
      'TEMPORARILY_UNAVAILABLE',
      'The redaction rules cannot be read for now, so nothing was stored. Try again later.',
      { cause },
    );
  }
}
