/** Writes a scorer in MLflow's serialised form, so that what is made over REST is found by its Python client too. */
import { AppError, invalidParameter } from '../../core/app-error.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import { findJudge, listJudges } from '../judges/index.ts';

/** A scorer as somebody describes it. `model` null is the deployment's judge model. */
export type ScorerDescription =
  | {
      kind: 'builtin';
      className: string;
      model: string | null;
      guidelines: string | string[] | null;
      shouldExactMatch: boolean | null;
      shouldConsiderOrdering: boolean | null;
    }
  | { kind: 'instructions'; instructions: string; model: string | null; valueType: JsonObject | null }
  | { kind: 'code'; name: string; options: Json }
  | { kind: 'http'; url: string; timeoutMs: number | null; valueSchema: JsonObject | null };

/**
 * The serialised form.
 *
 * @throws AppError INVALID_PARAMETER_VALUE for a built-in scorer that there is not
 */
export function serializeScorer(name: string, description: ScorerDescription): string {
  return JSON.stringify({
    name,
    description: null,
    aggregations: null,
    is_session_level_scorer: isSessionLevel(description),
    mlflow_version: '3.17.0',
    serialization_version: 1,
    builtin_scorer_class: null,
    builtin_scorer_pydantic_data: null,
    call_source: null,
    call_signature: null,
    original_func_name: null,
    instructions_judge_pydantic_data: null,
    memory_augmented_judge_data: null,
    third_party_scorer_data: null,
    ...groupOf(name, description),
  });
}

function groupOf(name: string, description: ScorerDescription): JsonObject {
  switch (description.kind) {
    case 'builtin':
      return builtinGroup(name, description);
    case 'instructions':
      return {
        instructions_judge_pydantic_data: {
          instructions: description.instructions,
          model: description.model,
          feedback_value_type: description.valueType ?? { type: 'string', enum: ['yes', 'no'] },
        },
      };
    case 'code':
      return { code_scorer_data: { name: description.name, options: description.options } };
    default:
      return {
        http_scorer_data: {
          url: description.url,
          ...(description.timeoutMs === null ? {} : { timeout_ms: description.timeoutMs }),
          value_schema: description.valueSchema,
        },
      };
  }
}

function builtinGroup(
  name: string,
  description: Extract<ScorerDescription, { kind: 'builtin' }>,
): JsonObject {
  const { className, model, guidelines, shouldExactMatch, shouldConsiderOrdering } = description;
  if (findJudge(className) === undefined) {
    const known = listJudges().map((judge) => judge.className);
    throw invalidParameter('builtin', `one of ${known.join(', ')}`);
  }
  if (className.endsWith('Guidelines') && className !== 'ExpectationsGuidelines' && guidelines === null) {
    throw new AppError('INVALID_PARAMETER_VALUE', `${className} needs guidelines.`, {
      details: { field: 'guidelines', expected: 'rules in plain words' },
    });
  }
  return {
    builtin_scorer_class: className,
    builtin_scorer_pydantic_data: {
      name,
      model,
      ...(guidelines === null ? {} : { guidelines }),
      ...(shouldExactMatch === null ? {} : { should_exact_match: shouldExactMatch }),
      ...(shouldConsiderOrdering === null ? {} : { should_consider_ordering: shouldConsiderOrdering }),
    },
  };
}

function isSessionLevel(description: ScorerDescription): boolean {
  if (description.kind === 'builtin') return findJudge(description.className)?.isSessionLevel ?? false;
  return description.kind === 'instructions' && /\{\{\s*conversation\s*\}\}/.test(description.instructions);
}
