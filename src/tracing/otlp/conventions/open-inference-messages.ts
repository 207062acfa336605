/**
 * OpenInference's messages, which it spells as flat attributes, in the shape of chat completions.
 * https://github.com/Arize-ai/openinference/blob/main/spec/semantic_conventions.md
 */
import { asString, isObject, type Json, type JsonObject } from '../../../core/json.ts';
import { readIndexed, type ConventionSpan } from './convention.ts';

/** What was sent, as `{messages}`; null when the span has no messages with content. */
export function inputMessages(span: ConventionSpan): Json | null {
  const messages = readMessages(span, 'llm.input_messages', 'user');
  return messages.some(saysSomething) ? { messages } : null;
}

/** What was answered, as `{choices}`; null likewise. */
export function outputMessages(span: ConventionSpan): Json | null {
  const messages = readMessages(span, 'llm.output_messages', 'assistant');
  const reason = asString(span.attributes['llm.finish_reason']);
  if (!messages.some(saysSomething)) return null;
  return {
    choices: messages.map((message) => (reason === null ? { message } : { message, finish_reason: reason })),
  };
}

/** Tools that were offered, as chat completions write them; null when there are none. */
export function offeredTools(span: ConventionSpan): Json | null {
  const tools = readIndexed(span, 'llm.tools').flatMap((item) => {
    const schema = item['tool.json_schema'];
    return isObject(schema) ? [toFunction(schema)] : [];
  });
  return tools.length === 0 ? null : tools;
}

/** Anthropic names the schema of a tool's input otherwise, and OpenAI's Responses leaves out a level. */
function toFunction(schema: JsonObject): Json {
  if (isObject(schema['function']) || asString(schema['name']) === null) return schema;
  const { type, input_schema: input, ...members } = schema;
  const described: JsonObject = input === undefined ? members : { ...members, parameters: input };
  return type === undefined || type === 'function' || type === 'custom'
    ? { type: 'function', function: described }
    : schema;
}

function readMessages(span: ConventionSpan, prefix: string, role: string): JsonObject[] {
  return readIndexed(textsOf(span), prefix).map((item) => toMessage(item, role));
}

/** As they were sent: the text of a message may look like JSON and is text all the same. */
function textsOf({ attributes, sent, events }: ConventionSpan): ConventionSpan {
  return { attributes: sent ?? attributes, events };
}

function toMessage(item: JsonObject, role: string): JsonObject {
  const message: JsonObject = { role: item['message.role'] ?? role, content: contentOf(item) };
  const calls = toolCallsOf(item);
  if (calls.length > 0) message['tool_calls'] = calls;
  const [callId, name] = [asString(item['message.tool_call_id']), asString(item['message.name'])];
  if (callId !== null) message['tool_call_id'] = callId;
  if (name !== null) message['name'] = name;
  return message;
}

function contentOf(item: JsonObject): Json {
  const parts = readIndexed(of(item), 'message.contents').flatMap(toPart);
  const content = item['message.content'];
  if (parts.length === 0) return content === undefined || content === '' ? null : textOf(content);
  const [only] = parts;
  return parts.length === 1 && only?.['type'] === 'text' ? (only['text'] ?? null) : parts;
}

/** A piece of a message; calls of tools stand beside the content. */
function toPart(part: JsonObject): JsonObject[] {
  const type = asString(part['message_content.type']);
  const text = part['message_content.text'];
  const url = asString(part['message_content.image.image.url']);
  if (url !== null) return [{ type: 'image_url', image_url: { url } }];
  const audio = asString(part['message_content.audio.audio.url']);
  if (audio !== null) return [{ type: 'input_audio', input_audio: { data: audio } }];
  if (text === undefined) return [];
  return [
    type === 'reasoning' || type === 'thinking'
      ? { type, text: textOf(text) }
      : { type: 'text', text: textOf(text) },
  ];
}

function toolCallsOf(item: JsonObject): JsonObject[] {
  const calls = readIndexed(of(item), 'message.tool_calls').map((call) => ({
    id: asString(call['tool_call.id']),
    type: 'function',
    function: {
      name: asString(call['tool_call.function.name']),
      arguments: textOf(call['tool_call.function.arguments'] ?? ''),
    },
  }));
  const legacy = asString(item['message.function_call_name']);
  if (calls.length > 0 || legacy === null) return calls;
  const given = textOf(item['message.function_call_arguments_json'] ?? '');
  return [{ id: null, type: 'function', function: { name: legacy, arguments: given } }];
}

const of = (attributes: JsonObject): ConventionSpan => ({ attributes, events: [] });

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function saysSomething(message: JsonObject): boolean {
  return message['content'] !== null || message['tool_calls'] !== undefined;
}
