/** What Cohere's calls share: parameters, tools, the words of messages, and how a generation fails under status 200. */
import { asArray, asObject, asString, type Json, type JsonObject } from '../../../core/json.ts';
import type { ReadError, Reading } from '../contract.ts';
import { functionTool } from '../wire/function-tool.ts';
import { readParameters } from '../wire/read-parameters.ts';

const PARAMETERS = {
  temperature: 'temperature',
  p: 'top_p',
  k: 'top_k',
  max_tokens: 'max_tokens',
  stop_sequences: 'stop_sequences',
  seed: 'seed',
  frequency_penalty: 'frequency_penalty',
  presence_penalty: 'presence_penalty',
};

/** The parameters. */
export function readCohereParameters(body: JsonObject): Reading['parameters'] {
  return readParameters(body, PARAMETERS);
}

/** Tools: v2 has OpenAI's shape, v1 a flat one with `parameter_definitions`. */
export function readCohereTools(body: JsonObject): Json[] {
  return asArray(body.tools)
    .map(asObject)
    .flatMap((tool) => {
      const described = typeof tool.function === 'object' ? asObject(tool.function) : tool;
      const { name, description } = described;
      return functionTool({
        name,
        description,
        parameters: described.parameters ?? described.parameter_definitions,
      });
    });
}

/** The text of content: a string or a list of parts. */
export function wordsOf(content: unknown): string {
  if (typeof content === 'string') return content;
  return asArray(content)
    .map((part) => asString(asObject(part).text) ?? '')
    .join('');
}

/**
 * The error of a stream that ended with one: `ERROR`, `ERROR_TOXIC`, `ERROR_LIMIT` or `TIMEOUT` for its reason.
 *
 * @param message the provider's words, when it gave any
 */
export function readFailedFinish(reason: string | null, message: string | null): ReadError | null {
  const failed = reason !== null && (reason.startsWith('ERROR') || reason === 'TIMEOUT');
  if (!failed && message === null) return null;
  return { type: failed ? reason : 'error', message: message ?? `The generation ended with ${reason}.` };
}
