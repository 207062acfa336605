/** A prompt in a chat completion request (platform.openai.com/docs/api-reference/chat/create). */
import { asArray, asObject, isObject, type Json, type JsonObject } from '../../../core/json.ts';
import type { RenderedPrompt } from '../../../prompts/rendered-prompt.ts';
import type { PromptEditor } from '../contract.ts';
import {
  messageSites,
  promptMessages,
  replaceAt,
  solePart,
  spliced,
  wholeMessages,
} from '../wire/prompt-placing.ts';
import { fillAbsent, responseFormatOf, type Settings } from '../wire/prompt-settings.ts';

/** Models that take `max_completion_tokens` and refuse `max_tokens`. */
const REASONING_MODEL = /^(?:o\d|gpt-[5-9])/;

/** The editor. */
export const chatPrompt: PromptEditor = {
  sites: (body) => messageSites(body.messages, 'messages', 'content'),
  injectPrompt: (body, prompt, site) =>
    applySettings(
      { ...body, messages: placeMessages(wholeMessages(prompt), { given: body.messages, prompt, site }) },
      prompt,
    ),
};

/** Where a prompt's messages go. */
interface Placing {
  given: Json | undefined;
  prompt: RenderedPrompt;
  /** Its path begins with the messages' own name and an index; null: before all others. */
  site: Parameters<PromptEditor['injectPrompt']>[2];
}

/**
 * The messages of a call with the prompt's among them, for APIs that take a role and a text.
 *
 * @throws AppError INVALID_PARAMETER_VALUE for messages that hold more
 */
export function placeInMessages(
  given: Json | undefined,
  prompt: RenderedPrompt,
  site: Placing['site'],
): Json[] {
  const messages = promptMessages(prompt).map(({ role, content }): JsonObject => ({ role, content }));
  return placeMessages(messages, { given, prompt, site });
}

/** The messages of a call with the prompt's among them: all of these first, or where its URI stood. */
export function placeMessages(prompted: readonly JsonObject[], { given, prompt, site }: Placing): Json[] {
  const messages = asArray(given);
  const placed = prompted.map((message) => ({ ...message }));
  if (site === null) return [...placed, ...messages];
  const [, index, ...rest] = site.path;
  const { content } = prompt;
  if (content.type === 'text') return replaceAt(messages, [index ?? 0, ...rest], content.text);
  const part = solePart(asObject(messages[Number(index)]).content, prompt);
  const last = placed.at(-1);
  if (part !== null && typeof last?.content === 'string') last.content = [{ ...part, text: last.content }];
  return spliced(messages, Number(index), placed);
}

/** The body with the prompt's settings where the caller left a field out. */
function applySettings(body: JsonObject, prompt: RenderedPrompt): JsonObject {
  const config = prompt.modelConfig;
  const settings: Settings = { response_format: responseFormat(prompt) };
  if (config !== null) {
    Object.assign(settings, {
      model: config.modelName,
      temperature: config.temperature,
      top_p: config.topP,
      top_k: config.topK,
      frequency_penalty: config.frequencyPenalty,
      presence_penalty: config.presencePenalty,
      stop: config.stopSequences,
      ...maxTokens(body, config.modelName, config.maxTokens),
      ...config.extraParams,
    });
  }
  return fillAbsent(body, settings);
}

function maxTokens(body: JsonObject, modelName: string | null, count: number | null): Settings {
  const isSaid = [body.max_tokens, body.max_completion_tokens].some(
    (said) => said !== undefined && said !== null,
  );
  if (isSaid) return {};
  const model = typeof body.model === 'string' && body.model !== '' ? body.model : (modelName ?? '');
  return REASONING_MODEL.test(model) ? { max_completion_tokens: count } : { max_tokens: count };
}

function responseFormat(prompt: RenderedPrompt): Json {
  const format = responseFormatOf(prompt);
  if (format === null) return null;
  if (format.kind === 'any-json') return { type: 'json_object' };
  if (format.kind === 'own') return format.given;
  const { name, schema, given } = format;
  const isWrapped = isObject(given) && typeof given.name === 'string';
  return { type: 'json_schema', json_schema: isWrapped ? given : { name, schema } };
}
