/** The words in Converse's content blocks: for previews, and to estimate tokens by. Documents and pictures have none. */
import { asArray, asObject, asString, isObject, type Json, type JsonObject } from '../../../core/json.ts';

/** What is said in blocks, reasoning and tool calls left out. */
export function wordsIn(blocks: Json | undefined): string {
  return joined(asArray(blocks).map((block) => spoken(asObject(block))));
}

/** Everything that was generated in blocks, or goes in with them: also reasoning, arguments and results. */
export function allWordsIn(blocks: Json | undefined): string {
  return joined(asArray(blocks).map((block) => everything(asObject(block))));
}

/** Calls of tools in blocks, as text; null when there are none. */
export function callsIn(blocks: Json | undefined): string | null {
  const calls = asArray(blocks)
    .map((block) => asObject(block).toolUse)
    .filter(isObject);
  return calls.length === 0
    ? null
    : JSON.stringify(calls.map(({ name, input }) => ({ name: name ?? null, input: input ?? null })));
}

function spoken(block: JsonObject): string {
  const cited = asObject(block.citationsContent).content;
  const guarded = asObject(asObject(block.guardContent).text).text;
  return asString(block.text) ?? asString(guarded) ?? (cited === undefined ? '' : wordsIn(cited));
}

function everything(block: JsonObject): string {
  if (isObject(block.toolUse)) return JSON.stringify(block.toolUse.input ?? {});
  if (isObject(block.toolResult)) return resultWords(block.toolResult.content);
  const reasoning = asString(asObject(asObject(block.reasoningContent).reasoningText).text);
  return reasoning ?? spoken(block);
}

function resultWords(content: Json | undefined): string {
  return joined(
    asArray(content)
      .map(asObject)
      .map(({ text, json }) => asString(text) ?? (json === undefined ? '' : JSON.stringify(json))),
  );
}

function joined(texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n');
}
