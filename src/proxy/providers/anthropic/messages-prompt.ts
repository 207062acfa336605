/**
 * A prompt in a Messages request (docs.anthropic.com, Messages API): its system texts become blocks before the caller's own,
 * whose `cache_control` markers stay where they are (F69).
 */
import { asArray, asObject, isObject, type Json, type JsonObject } from '../../../core/json.ts';
import type { RenderedPrompt } from '../../../prompts/rendered-prompt.ts';
import type { PromptEditor, PromptSite } from '../contract.ts';
import {
  contentSites,
  messageSites,
  replaceAt,
  solePart,
  splitSystem,
  spliced,
} from '../wire/prompt-placing.ts';
import { fillAbsent, fillAbsentIn, responseFormatOf, type Settings } from '../wire/prompt-settings.ts';

/** The editor. */
export const messagesPrompt: PromptEditor = {
  sites: (body) => [
    ...contentSites(body.system, ['system']),
    ...messageSites(body.messages, 'messages', 'content'),
  ],
  injectPrompt: (body, prompt, site) => applySettings(place(body, prompt, site), prompt),
};

function place(body: JsonObject, prompt: RenderedPrompt, site: PromptSite | null): JsonObject {
  const { content } = prompt;
  if (site !== null && content.type === 'text') return replaceAt(body, site.path, content.text);
  const { system, conversation } = splitSystem(prompt);
  const messages: JsonObject[] = conversation.map(({ role, content }) => ({ role, content }));
  const own = asArray(body.messages);
  if (site === null)
    return withSystem({ ...body, messages: [...messages, ...own] }, systemBlocks(system, body.system));
  const [field, index] = site.path;
  if (field === 'system') {
    const blocks = asArray(
      typeof body.system === 'string' ? [{ type: 'text', text: body.system }] : body.system,
    );
    const at = typeof index === 'number' ? index : 0;
    const replaced = spliced(blocks, at, textBlocks(system, asObject(blocks[at])));
    return withSystem({ ...body, messages: [...messages, ...own] }, replaced);
  }
  const part = solePart(asObject(own[Number(index)]).content, prompt);
  const last = messages.at(-1);
  if (part !== null && last !== undefined) last.content = [{ ...part, text: last.content ?? '' }];
  const placed = { ...body, messages: spliced(own, Number(index), messages) };
  return withSystem(placed, systemBlocks(system, body.system));
}

/** A lone text stays a text; beside the caller's own words it becomes blocks. */
function systemBlocks(texts: readonly string[], own: Json | undefined): Json | undefined {
  if (texts.length === 0) return own;
  if (own === undefined || own === null || own === '') {
    return texts.length === 1 ? texts[0] : textBlocks(texts, {});
  }
  const blocks = typeof own === 'string' ? [{ type: 'text', text: own }] : asArray(own);
  return [...textBlocks(texts, {}), ...blocks];
}

/** Texts as blocks; markers of the block they replace go over to the last one, so that they close the same stretch. */
function textBlocks(texts: readonly string[], markers: JsonObject): JsonObject[] {
  return texts.map((text, index) => ({ ...(index === texts.length - 1 ? markers : {}), type: 'text', text }));
}

function withSystem(body: JsonObject, system: Json | undefined): JsonObject {
  const isEmpty = system === undefined || system === null || (Array.isArray(system) && system.length === 0);
  if (!isEmpty) return { ...body, system };
  const { system: _none, ...rest } = body;
  return rest;
}

function applySettings(body: JsonObject, prompt: RenderedPrompt): JsonObject {
  const config = prompt.modelConfig;
  const format = responseFormatOf(prompt);
  const formatted =
    format?.kind === 'schema' && !isObject(body.output_format)
      ? fillAbsentIn(body, 'output_config', { format: { type: 'json_schema', schema: format.schema } })
      : body;
  if (config === null) return formatted;
  const settings: Settings = {
    model: config.modelName,
    temperature: config.temperature,
    max_tokens: config.maxTokens,
    top_p: config.topP,
    top_k: config.topK,
    stop_sequences: config.stopSequences,
    ...config.extraParams,
  };
  return fillAbsent(formatted, settings);
}
