/**
 * A prompt in a Converse request (docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html). Roles must take
 * turns there, so that neighbours of one role become one message.
 */
import { asArray, asObject, isObject, type Json, type JsonObject } from '../../../core/json.ts';
import type { ChatMessage } from '../../../prompts/prompt.ts';
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
import { fillAbsentIn, responseFormatOf } from '../wire/prompt-settings.ts';

/** The editor. The model stands in the path and is always the caller's. */
export const conversePrompt: PromptEditor = {
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
  const messages = conversation.map(toMessage);
  const texts: Json[] = system.map((text) => ({ text }));
  const [own, ownSystem] = [asArray(body.messages), asArray(body.system)];
  if (site === null) return withParts(body, [...texts, ...ownSystem], [...messages, ...own]);
  const index = Number(site.path[1]);
  if (site.path[0] === 'system')
    return withParts(body, spliced(ownSystem, index, texts), [...messages, ...own]);
  solePart(asObject(own[index]).content, prompt);
  return withParts(body, [...texts, ...ownSystem], spliced(own, index, messages));
}

function toMessage({ role, content }: ChatMessage): JsonObject {
  return { role: role === 'assistant' ? 'assistant' : 'user', content: [{ text: content }] };
}

function withParts(body: JsonObject, system: Json[], messages: Json[]): JsonObject {
  const { system: _system, ...rest } = body;
  const joined = joinNeighbours(messages);
  return system.length === 0 ? { ...rest, messages: joined } : { ...rest, system, messages: joined };
}

function joinNeighbours(messages: readonly Json[]): Json[] {
  const joined: Json[] = [];
  for (const message of messages) {
    const last = joined.at(-1);
    if (isObject(last) && isObject(message) && last.role === message.role) {
      joined[joined.length - 1] = {
        ...last,
        content: [...asArray(last.content), ...asArray(message.content)],
      };
    } else joined.push(message);
  }
  return joined;
}

function applySettings(body: JsonObject, prompt: RenderedPrompt): JsonObject {
  const config = prompt.modelConfig;
  const format = responseFormatOf(prompt);
  const formatted =
    format?.kind === 'schema'
      ? fillAbsentIn(body, 'outputConfig', {
          textFormat: {
            type: 'json_schema',
            structure: { jsonSchema: { name: format.name, schema: JSON.stringify(format.schema) } },
          },
        })
      : body;
  if (config === null) return formatted;
  const inferred = fillAbsentIn(formatted, 'inferenceConfig', {
    temperature: config.temperature,
    maxTokens: config.maxTokens,
    topP: config.topP,
    stopSequences: config.stopSequences,
  });
  return fillAbsentIn(inferred, 'additionalModelRequestFields', {
    top_k: config.topK,
    ...config.extraParams,
  });
}
