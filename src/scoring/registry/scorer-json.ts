/** Scorers as our REST surface writes them. Schema and mapping side by side. */
import { z } from '@hono/zod-openapi';
import { anyJson, jsonObject } from '../../http/json-schema.ts';
import { asObject, parseJson } from '../../core/json.ts';
import type { RegisteredScorer, SamplingConfig } from '../registered-scorer.ts';
import { serializeScorer, type ScorerDescription } from './serialize-scorer.ts';

const model = z
  .string()
  .max(500)
  .nullish()
  .openapi({ example: 'openai:/gpt-4.1-mini', description: 'Model URI; absent: WEIR_JUDGE_MODEL.' });
const guidelines = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]).nullish();
const valueSchema = jsonObject('A JSON schema of the value.', { type: 'string', enum: ['yes', 'no'] });

const builtin = z.strictObject({
  builtin: z.string().openapi({ example: 'Safety', description: 'Name of a built-in judge.' }),
  model,
  guidelines,
  should_exact_match: z.boolean().nullish(),
  should_consider_ordering: z.boolean().nullish(),
});
const instructions = z.strictObject({
  instructions: z.string().min(1).max(100_000).openapi({ example: 'Is {{ outputs }} polite?' }),
  model,
  value_type: valueSchema.nullish(),
});
const code = z.strictObject({
  code: z.string().openapi({ example: 'regex_match' }),
  options: anyJson('Options of the scorer.', { pattern: '^Order' }).optional(),
});
const http = z.strictObject({
  url: z.string().max(2000).openapi({ example: 'https://scorers.example/politeness' }),
  timeout_ms: z.number().int().min(1).max(60_000).nullish(),
  value_schema: valueSchema.nullish(),
});

/** A scorer as somebody describes it. */
export const scorerDescriptionSchema = z
  .union([builtin, instructions, code, http], {
    error: 'expected one of {builtin}, {instructions}, {code}, {url}',
  })
  .openapi('ScorerDescription');

/** A scorer in the registry. */
export const scorerSchema = z
  .object({
    scorer_id: z.string(),
    experiment_id: z.string(),
    name: z.string(),
    version: z.number().int(),
    serialized_scorer: jsonObject("MLflow's serialised form.", { name: 'safety' }),
    creation_time: z.string().openapi({ example: '2026-10-15T12:00:00.000Z' }),
    sample_rate: z.number().nullable().openapi({ description: 'Null until one was set.' }),
    filter: z.string().nullable(),
    is_default: z.boolean().openapi({ description: 'On without anybody having registered it.' }),
  })
  .openapi('Scorer');

/** What can be registered without writing anything. */
export const scorerKindsSchema = z.object({
  builtin: z.array(
    z.object({
      builtin: z.string(),
      default_name: z.string(),
      description: z.string(),
      is_session_level: z.boolean(),
    }),
  ),
  code: z.array(
    z.object({
      code: z.string(),
      description: z.string(),
      options: jsonObject('A JSON schema of its options.', { type: 'object', properties: {} }),
    }),
  ),
});

/** What is registered. */
export function describeScorer(wanted: z.infer<typeof scorerDescriptionSchema>): ScorerDescription {
  if ('builtin' in wanted) {
    return {
      kind: 'builtin',
      className: wanted.builtin,
      model: wanted.model ?? null,
      guidelines: wanted.guidelines ?? null,
      shouldExactMatch: wanted.should_exact_match ?? null,
      shouldConsiderOrdering: wanted.should_consider_ordering ?? null,
    };
  }
  if ('instructions' in wanted) {
    return {
      kind: 'instructions',
      instructions: wanted.instructions,
      model: wanted.model ?? null,
      valueType: wanted.value_type ?? null,
    };
  }
  if ('code' in wanted) return { kind: 'code', name: wanted.code, options: wanted.options ?? {} };
  return {
    kind: 'http',
    url: wanted.url,
    timeoutMs: wanted.timeout_ms ?? null,
    valueSchema: wanted.value_schema ?? null,
  };
}

/** The serialised form of what somebody sent: a description, or the serialised form itself. */
export function serializedOf(
  name: string,
  sent: { scorer?: z.infer<typeof scorerDescriptionSchema> | undefined; serialized_scorer?: unknown },
): string {
  if (sent.scorer !== undefined) return serializeScorer(name, describeScorer(sent.scorer));
  return typeof sent.serialized_scorer === 'string'
    ? sent.serialized_scorer
    : JSON.stringify(sent.serialized_scorer);
}

/** Renders a scorer. */
export function toScorerJson(
  scorer: RegisteredScorer,
  sampling: Pick<SamplingConfig, 'sampleRate' | 'filter'> | null,
  isDefault = false,
): z.infer<typeof scorerSchema> {
  return {
    scorer_id: scorer.scorerId,
    experiment_id: scorer.experimentId,
    name: scorer.name,
    version: scorer.version,
    serialized_scorer: asObject(parseJson(scorer.serialized)),
    creation_time: new Date(scorer.createdAtMs).toISOString(),
    sample_rate: sampling?.sampleRate ?? null,
    filter: sampling?.filter ?? null,
    is_default: isDefault,
  };
}
