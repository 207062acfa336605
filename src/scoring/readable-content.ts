/**
 * What was asked and answered as a person would read it, whatever the API: messages one after another with their roles,
 * text parts joined, tool calls as one line each; JSON of any other shape as it is. Parts are those of the providers and of
 * OpenTelemetry (semantic conventions for generative AI, gen_ai.output.messages). Pure.
 */
import { asArray, asObject, asString, isObject, type Json, type JsonObject } from '../core/json.ts';

/** Text of inputs or outputs; empty for nothing. */
export function readableContent(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (!isObject(value)) return Array.isArray(value) ? readableList(value) : String(value);
  return readableAnswer(value) ?? readableRequest(value) ?? JSON.stringify(value);
}

/** A list of messages or parts, or any other list. */
function readableList(list: Json[]): string {
  const isMessages = list.length > 0 && list.every((entry) => isObject(entry) && 'role' in entry);
  if (isMessages) {
    const messages = list.map((entry) => asObject(entry));
    // OpenTelemetry's output messages: an answer, whose role goes without saying.
    const isAnswer = messages.every(({ role }) => role === 'assistant');
    return messages.map((message) => (isAnswer ? messageText(message) : messageLine(message))).join('\n');
  }
  return JSON.stringify(list);
}

/** The request body of a chat API: OpenAI chat and responses, Anthropic, Gemini, Converse, Cohere. */
function readableRequest(body: JsonObject): string | null {
  const system =
    body.system ?? body.instructions ?? body.systemInstruction ?? body.system_instruction ?? body.preamble;
  const messages = body.messages ?? body.contents ?? body.input ?? body.prompt ?? body.message;
  if (messages === undefined) return null;
  const said = Array.isArray(messages)
    ? messages.map((entry) => (isObject(entry) ? messageLine(entry) : readableContent(entry))).join('\n')
    : readableContent(messages);
  const instructions = contentText(system ?? null);
  return instructions === '' ? said : `system: ${instructions}\n${said}`;
}

/** The answer of a chat API. */
function readableAnswer(body: JsonObject): string | null {
  if (Array.isArray(body.choices)) {
    const texts = body.choices.map((choice) => {
      const { message, text } = asObject(choice);
      return isObject(message) ? messageText(message) : (asString(text) ?? '');
    });
    return texts.filter((text) => text !== '').join('\n');
  }
  if (Array.isArray(body.candidates))
    return body.candidates.map((candidate) => contentText(asObject(candidate).content ?? null)).join('\n');
  if (Array.isArray(body.output)) return body.output.map((item) => messageText(asObject(item))).join('\n');
  const converse = asObject(body.output).message;
  if (isObject(converse)) return messageText(converse);
  if (isObject(body.message)) return messageText(body.message);
  if (body.role !== undefined && body.content !== undefined) return messageText(body);
  return null;
}

function messageLine(message: JsonObject): string {
  const role = asString(message.role) ?? asString(message.type) ?? 'message';
  return `${role}: ${messageText(message)}`;
}

/** What a message says, and the tools it calls. */
function messageText(message: JsonObject): string {
  const said = contentText(message.content ?? message.parts ?? message.refusal ?? null);
  const calls = asArray(message.tool_calls).map((call) => callLine(asObject(call)));
  const own = asString(message.type) === 'function_call' ? [callLine(message)] : [];
  return [said, ...calls, ...own].filter((line) => line !== '').join('\n');
}

function callLine(call: JsonObject): string {
  const called = isObject(call.function) ? call.function : call;
  const input = called.arguments ?? called.input ?? called.args ?? null;
  const written = typeof input === 'string' ? input : JSON.stringify(input);
  return `[calls ${asString(called.name) ?? 'a tool'} with ${written}]`;
}

/** Text of content: a string, parts, or an object that holds parts. */
function contentText(content: Json): string {
  if (content === null) return '';
  if (typeof content === 'string') return content;
  if (Array.isArray(content)) {
    return content
      .map((part) => partText(part))
      .filter((text) => text !== '')
      .join('\n');
  }
  if (!isObject(content)) return String(content);
  return contentText(content.parts ?? content.content ?? content.text ?? null);
}

function partText(part: Json): string {
  if (typeof part === 'string') return part;
  const fields = asObject(part);
  // OpenTelemetry's parts hold their text as `content`.
  const spoken = fields.type === 'text' ? asString(fields.content) : null;
  const text = asString(fields.text) ?? asString(fields.refusal) ?? spoken;
  if (text !== null) return text;
  const call = fields.functionCall ?? fields.toolUse ?? partOf(fields, 'tool_use', 'tool_call');
  if (isObject(call)) return callLine(call);
  const result =
    fields.functionResponse ?? fields.toolResult ?? partOf(fields, 'tool_result', 'tool_call_response');
  if (isObject(result)) return `[result: ${resultText(result)}]`;
  const kind = asString(fields.type);
  return kind === null || kind === 'thinking' || kind === 'reasoning' ? '' : `[${kind}]`;
}

/** The part itself when it is of one of the types. */
function partOf(part: JsonObject, ...types: string[]): JsonObject | undefined {
  return types.includes(asString(part.type) ?? '') ? part : undefined;
}

function resultText(result: JsonObject): string {
  const said = contentText(result.content ?? null);
  return said === '' ? JSON.stringify(result.response ?? result.result ?? null) : said;
}
