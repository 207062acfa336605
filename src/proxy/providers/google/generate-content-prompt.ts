/** A prompt in a Gemini request (ai.google.dev/api/generate-content): its system texts lead the system instruction. */
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
import { fillAbsent, fillAbsentIn, responseFormatOf, type Settings } from '../wire/prompt-settings.ts';

/** The editor. Members come in both spellings, and answers to both are the same. */
export const generateContentPrompt: PromptEditor = {
  sites(body) {
    const name = systemName(body);
    return [
      ...contentSites(asObject(body[name]).parts, [name, 'parts']),
      ...messageSites(contentList(body), 'contents', 'parts'),
    ];
  },
  injectPrompt: (body, prompt, site) => applySettings(place(body, prompt, site), prompt),
};

const systemName = (body: JsonObject): string =>
  body.system_instruction === undefined ? 'systemInstruction' : 'system_instruction';

/** Contents as a list; SDKs may send a single one. */
function contentList(body: JsonObject): Json[] {
  return isObject(body.contents) ? [body.contents] : asArray(body.contents);
}

function place(body: JsonObject, prompt: RenderedPrompt, site: PromptSite | null): JsonObject {
  const { content } = prompt;
  const own = contentList(body);
  if (site !== null && content.type === 'text')
    return replaceAt({ ...body, contents: own }, site.path, content.text);
  const { system, conversation } = splitSystem(prompt);
  const contents = conversation.map(toContent);
  const name = systemName(body);
  const parts = asArray(asObject(body[name]).parts);
  const texts: Json[] = system.map((text) => ({ text }));
  if (site === null) return withSystem({ ...body, contents: [...contents, ...own] }, [...texts, ...parts]);
  if (site.path[0] === name) {
    const replaced = spliced(parts, Number(site.path[2]), texts);
    return withSystem({ ...body, contents: [...contents, ...own] }, replaced);
  }
  const index = Number(site.path[1]);
  solePart(asObject(own[index]).parts, prompt);
  return withSystem({ ...body, contents: spliced(own, index, contents) }, [...texts, ...parts]);
}

function toContent({ role, content }: ChatMessage): JsonObject {
  return { role: role === 'assistant' ? 'model' : 'user', parts: [{ text: content }] };
}

function withSystem(body: JsonObject, parts: Json[]): JsonObject {
  const name = systemName(body);
  if (parts.length > 0) return { ...body, [name]: { ...asObject(body[name]), parts } };
  const { [name]: _none, ...rest } = body;
  return rest;
}

function applySettings(body: JsonObject, prompt: RenderedPrompt): JsonObject {
  const isSnake = body.generation_config !== undefined;
  const spell = (name: string): string =>
    isSnake ? name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) : name;
  const member = isSnake ? 'generation_config' : 'generationConfig';
  const config = prompt.modelConfig;
  const settings: Settings = { ...format(body, prompt, member) };
  if (config !== null) {
    Object.assign(settings, {
      temperature: config.temperature,
      maxOutputTokens: config.maxTokens,
      topP: config.topP,
      topK: config.topK,
      frequencyPenalty: config.frequencyPenalty,
      presencePenalty: config.presencePenalty,
      stopSequences: config.stopSequences,
    });
  }
  const spelled = Object.fromEntries(Object.entries(settings).map(([name, value]) => [spell(name), value]));
  return fillAbsent(fillAbsentIn(body, member, spelled), config?.extraParams ?? {});
}

/** A schema in either of Gemini's forms counts as said by the caller. */
function format(body: JsonObject, prompt: RenderedPrompt, member: string): Settings {
  const wanted = responseFormatOf(prompt);
  const said = Object.keys(asObject(body[member])).some((name) =>
    /^response_?(?:json_?)?schema$/i.test(name),
  );
  if (wanted === null || wanted.kind === 'own' || said) return {};
  const schema = wanted.kind === 'schema' ? { responseJsonSchema: wanted.schema } : {};
  return { responseMimeType: 'application/json', ...schema };
}
