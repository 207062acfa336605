/** What the headers of a call say about prompts, ours and other products'. Read fully only when a prompt is asked for. */
import { invalidParameter } from '../../core/app-error.ts';
import { isObject, parseJson, type JsonObject } from '../../core/json.ts';
import { decodeHeader } from '../decode-header.ts';

/** The headers as they came; null: not sent. */
export interface PromptHeaders {
  /** `x-weir-prompt`. */
  reference: string | null;
  /** `x-weir-prompt-variables`. */
  variables: string | null;
  /** What happens when the prompt cannot be had: the call fails, or goes on as it is. */
  fallback: 'fail' | 'pass';
  /**
   * A prompt named in a header of another product, which only labels calls there: it is injected when it is one of ours, and
   * else the call goes on as it is.
   */
  label: string | null;
  labelVersion: string | null;
}

/** Nothing said. */
export function noPromptHeaders(): PromptHeaders {
  return { reference: null, variables: null, fallback: 'fail', label: null, labelVersion: null };
}

/**
 * Takes one of our headers in.
 *
 * @returns false for a header that is not about prompts
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export function readPromptHeader(name: string, value: string, headers: PromptHeaders): boolean {
  switch (name) {
    case 'x-weir-prompt':
      headers.reference = decodeHeader(value);
      return true;
    case 'x-weir-prompt-variables':
      headers.variables = decodeHeader(value);
      return true;
    case 'x-weir-prompt-fallback':
      if (value !== 'pass' && value !== 'fail') throw invalidParameter(name, 'pass or fail');
      headers.fallback = value;
      return true;
    default:
      return false;
  }
}

/**
 * The variables of the header.
 *
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export function headerVariables({ variables }: PromptHeaders): JsonObject {
  if (variables === null) return {};
  const parsed = parseJson(variables);
  if (isObject(parsed)) return parsed;
  throw invalidParameter('x-weir-prompt-variables', 'a JSON object, such as {"question":"…"}');
}
