/** A model config in MLflow's form (mlflow/entities/model_registry/prompt_version.py, PromptModelConfig), and back. */
import { z } from 'zod';
import { invalidParameter } from '../core/app-error.ts';
import { isObject, parseJson, setMember, type Json, type JsonObject } from '../core/json.ts';
import type { ModelConfig } from './prompt.ts';

const number = z.number('expected a number').nullish();
const positiveInteger = z
  .number('expected a number')
  .int('expected a whole number')
  .positive('expected more than 0')
  .nullish();

/** The wire form; a member that is not known is refused, because a typo here changes every call. */
export const modelConfigSchema = z.strictObject({
  provider: z.string('expected text').nullish(),
  model_name: z.string('expected text').nullish(),
  temperature: number,
  max_tokens: positiveInteger,
  top_p: number,
  top_k: positiveInteger,
  frequency_penalty: number,
  presence_penalty: number,
  stop_sequences: z.array(z.string()).nullish(),
  extra_params: z.record(z.string(), z.unknown()).nullish(),
});

/** A model config from its wire form. */
export function fromModelConfigJson(json: z.infer<typeof modelConfigSchema>): ModelConfig {
  return {
    provider: json.provider ?? null,
    modelName: json.model_name ?? null,
    temperature: json.temperature ?? null,
    maxTokens: json.max_tokens ?? null,
    topP: json.top_p ?? null,
    topK: json.top_k ?? null,
    frequencyPenalty: json.frequency_penalty ?? null,
    presencePenalty: json.presence_penalty ?? null,
    stopSequences: json.stop_sequences ?? null,
    // It was parsed from JSON.
    extraParams: (json.extra_params ?? {}) as JsonObject,
  };
}

/**
 * Reads a model config of any origin.
 *
 * @throws AppError INVALID_PARAMETER_VALUE naming the member
 */
function readModelConfig(json: Json): ModelConfig {
  const parsed = modelConfigSchema.safeParse(json);
  if (parsed.success) return fromModelConfigJson(parsed.data);
  const issue = parsed.error.issues[0];
  const field = ['model_config', ...(issue?.path ?? [])].join('.');
  throw invalidParameter(field, issue?.message.replace(/^expected /, '') ?? 'a model config');
}

/**
 * A model config from its JSON text, which it keeps; members MLflow does not know are parameters of the provider's own.
 *
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export function parseModelConfig(source: string): ModelConfig {
  const parsed = parseJson(source);
  if (!isObject(parsed)) throw invalidParameter('model_config', 'a JSON object');
  const known: JsonObject = {};
  const extra: JsonObject = isObject(parsed.extra_params) ? { ...parsed.extra_params } : {};
  for (const [name, value] of Object.entries(parsed)) {
    if (Object.hasOwn(modelConfigSchema.shape, name)) known[name] = value;
    else setMember(extra, name, value);
  }
  return { ...readModelConfig({ ...known, extra_params: extra }), source };
}

/** The wire form; what is not said is left out. */
export function toModelConfigJson(config: ModelConfig): JsonObject {
  const members: Record<string, Json> = {
    provider: config.provider,
    model_name: config.modelName,
    temperature: config.temperature,
    max_tokens: config.maxTokens,
    top_p: config.topP,
    top_k: config.topK,
    frequency_penalty: config.frequencyPenalty,
    presence_penalty: config.presencePenalty,
    stop_sequences: config.stopSequences,
    extra_params: Object.keys(config.extraParams).length === 0 ? null : config.extraParams,
  };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null));
}
