/** A prompt in a Responses request (platform.openai.com/docs/api-reference/responses/create): text in `instructions`. */
import { asArray, asObject, asString, type Json, type JsonObject } from '../../../core/json.ts';
import type { RenderedPrompt } from '../../../prompts/rendered-prompt.ts';
import type { PromptEditor, PromptSite } from '../contract.ts';
import { contentSites, messageSites, promptMessages, splitSystem } from '../wire/prompt-placing.ts';
import { fillAbsent, fillAbsentIn, responseFormatOf, type Settings } from '../wire/prompt-settings.ts';
import { placeInMessages } from './chat-prompt.ts';

/** The editor. */
export const responsesPrompt: PromptEditor = {
  sites: (body) => [
    ...contentSites(asString(body.instructions) ?? undefined, ['instructions']),
    ...(typeof body.input === 'string'
      ? contentSites(body.input, ['input'])
      : messageSites(body.input, 'input', 'content')),
  ],
  injectPrompt: (body, prompt, site) => applySettings(place(body, prompt, site), prompt),
};

function place(body: JsonObject, prompt: RenderedPrompt, site: PromptSite | null): JsonObject {
  const { content } = prompt;
  if (site === null) return content.type === 'text' ? instruct(body, [content.text]) : lead(body, prompt);
  if (site.path[0] === 'instructions') {
    if (content.type === 'text') return { ...body, instructions: content.text };
    const { system, conversation } = splitSystem(prompt);
    const { instructions: _uri, ...rest } = body;
    const input = [...conversation.map(toItem), ...inputItems(body.input)];
    return instruct({ ...rest, input }, system);
  }
  if (typeof body.input === 'string') {
    return { ...body, input: content.type === 'text' ? content.text : promptMessages(prompt).map(toItem) };
  }
  return { ...body, input: placeInMessages(body.input, prompt, site) };
}

/** The prompt before the caller's own instructions. */
function instruct(body: JsonObject, texts: readonly string[]): JsonObject {
  const own = asString(body.instructions);
  const all = own === null || own === '' ? texts : [...texts, own];
  return all.length === 0 ? body : { ...body, instructions: all.join('\n\n') };
}

function lead(body: JsonObject, prompt: RenderedPrompt): JsonObject {
  return { ...body, input: placeInMessages(inputItems(body.input), prompt, null) };
}

/** The input as items; a text is a user's message. */
function inputItems(input: Json | undefined): Json[] {
  return typeof input === 'string' ? [{ role: 'user', content: input }] : asArray(input);
}

function toItem({ role, content }: { role: string; content: string }): JsonObject {
  return { role, content };
}

function applySettings(body: JsonObject, prompt: RenderedPrompt): JsonObject {
  const config = prompt.modelConfig;
  const formatted = applyFormat(body, prompt);
  if (config === null) return formatted;
  const settings: Settings = {
    model: config.modelName,
    temperature: config.temperature,
    top_p: config.topP,
    max_output_tokens: config.maxTokens,
    ...config.extraParams,
  };
  return fillAbsent(formatted, settings);
}

function applyFormat(body: JsonObject, prompt: RenderedPrompt): JsonObject {
  const format = responseFormatOf(prompt);
  if (format === null) return body;
  if (format.kind === 'any-json') return fillAbsentIn(body, 'text', { format: { type: 'json_object' } });
  if (format.kind === 'own') return fillAbsentIn(body, 'text', { format: format.given });
  const { strict } = asObject(format.given);
  const wanted = { type: 'json_schema', name: format.name, schema: format.schema };
  return fillAbsentIn(body, 'text', { format: strict === undefined ? wanted : { ...wanted, strict } });
}
