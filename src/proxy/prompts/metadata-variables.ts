/**
 * Values for a prompt out of the request's metadata, for SDKs that send no field they do not know: a member
 * `prompt_variables` (an object, or JSON text of one), and any member a variable is named after.
 */
import { isObject, parseJson, type JsonObject } from '../../core/json.ts';

/** Where dialects have their metadata: OpenAI and Anthropic, and Bedrock's Converse. */
const FIELDS = ['metadata', 'requestMetadata'] as const;
/** What providers themselves read there. */
const PROVIDERS_OWN = new Set(['user_id']);

/** The values, and the body without those that were for the prompt alone. */
export interface MetadataVariables {
  /** From `prompt_variables`. */
  variables: JsonObject;
  /** All other texts, which name a variable or do not. */
  candidates: JsonObject;
  body: JsonObject;
}

/** Takes the values; the body is a new one when something was taken. */
export function takeMetadataVariables(body: JsonObject): MetadataVariables {
  const taken: MetadataVariables = { variables: {}, candidates: {}, body };
  for (const field of FIELDS) {
    const metadata = body[field];
    if (!isObject(metadata)) continue;
    const { prompt_variables: given, ...rest } = metadata;
    for (const [name, value] of Object.entries(rest)) {
      if (typeof value !== 'object') taken.candidates[name] = value;
    }
    const variables = typeof given === 'string' ? parseJson(given) : given;
    if (!isObject(variables)) continue;
    Object.assign(taken.variables, variables);
    taken.body = withMetadata(taken.body, field, rest);
  }
  return taken;
}

/** The body without metadata that was a variable of a prompt: what fed the prompt does not travel twice. */
export function withoutUsedMetadata(body: JsonObject, names: readonly string[]): JsonObject {
  let result = body;
  for (const field of FIELDS) {
    const metadata = result[field];
    if (!isObject(metadata)) continue;
    const rest = Object.fromEntries(
      Object.entries(metadata).filter(([name]) => PROVIDERS_OWN.has(name) || !names.includes(name)),
    );
    if (Object.keys(rest).length < Object.keys(metadata).length) result = withMetadata(result, field, rest);
  }
  return result;
}

function withMetadata(body: JsonObject, field: string, metadata: JsonObject): JsonObject {
  if (Object.keys(metadata).length > 0) return { ...body, [field]: metadata };
  const { [field]: _empty, ...rest } = body;
  return rest;
}
