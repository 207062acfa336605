/** Reads a Messages call, plain or streamed. */
import {
  asArray,
  asObject,
  asString,
  isObject,
  parseJson,
  type Json,
  type JsonObject,
} from '../../../core/json.ts';
import type { ReadableCall, Reading } from '../contract.ts';
import { functionTool } from '../wire/function-tool.ts';
import { isEventStream, readCall, textOrNull, type ReadingPart } from '../wire/read-call.ts';
import { readParameters } from '../wire/read-parameters.ts';
import { describeBody, readErrorBody } from '../wire/reading.ts';
import { assembleMessage } from './assemble-message.ts';
import { readAnthropicUsage } from './usage.ts';

const PARAMETERS = {
  temperature: 'temperature',
  top_p: 'top_p',
  top_k: 'top_k',
  max_tokens: 'max_tokens',
  stop_sequences: 'stop_sequences',
  service_tier: 'service_tier',
};

/** Reads the call. */
export function readMessages(call: ReadableCall): Reading {
  return readCall(call, { readRequest, readAnswer });
}

function readRequest(call: ReadableCall): ReadingPart {
  const body = asObject(call.request.json);
  const messages = asArray(body.messages).map(asObject);
  const lastQuestion = messages.findLast(
    (message) => message.role === 'user' && wordsOf(message.content) !== '',
  );
  const texts = [wordsOf(body.system), ...messages.map((message) => wordsOf(message.content))];
  return {
    parameters: readParameters(body, PARAMETERS),
    tools: asArray(body.tools).map(asObject).flatMap(toTool),
    ...readUserId(asString(asObject(body.metadata).user_id)),
    requestPreview: textOrNull(wordsOf(lastQuestion?.content)),
    inputText: texts.filter((text) => text !== '').join('\n'),
  };
}

/**
 * `metadata.user_id`, into which Claude Code packs its session: as JSON with `session_id`, and in older versions behind
 * the user's hash (`user_…_account_…_session_…`).
 */
function readUserId(userId: string | null): ReadingPart {
  if (userId === null) return {};
  const packed = parseJson(userId);
  if (isObject(packed)) {
    const user = asString(packed.account_uuid) || asString(packed.device_id);
    return { user: user || userId, session: asString(packed.session_id) };
  }
  const [, user, session] = /^(user_.+)_session_([0-9a-f-]{36})$/i.exec(userId) ?? [];
  return { user: user ?? userId, session: session ?? null };
}

/** Server tools have a type and a name, but no schema. */
function toTool(tool: JsonObject): Json[] {
  return functionTool({
    name: tool.name ?? tool.type,
    description: tool.description,
    parameters: tool.input_schema,
  });
}

function readAnswer(call: ReadableCall): ReadingPart {
  if (!isEventStream(call)) return readMessage(call.response.json ?? describeBody(call.response));
  const { message, complete, firstTokenAtMs, error } = assembleMessage(call.response.segments);
  return {
    ...(message === null ? {} : readMessage(message)),
    streamed: true,
    complete,
    firstTokenAtMs,
    error,
  };
}

function readMessage(message: Json): ReadingPart {
  if (!isObject(message)) return { outputs: message };
  const stop = asString(message.stop_reason);
  const content = asArray(message.content);
  return {
    outputs: message,
    responseModel: asString(message.model),
    responseId: asString(message.id),
    finishReasons: stop === null ? [] : [stop],
    serviceTier: readTier(asObject(message.usage)),
    usage: readAnthropicUsage(message.usage),
    error: message.type === 'error' ? readErrorBody(message) : null,
    responsePreview: textOrNull(answerText(content)) ?? callsIn(content),
    outputText: content.map(allWordsOf).join('\n'),
  };
}

/** The tier that answered; fast mode, told beside it, has a price of its own. */
function readTier(usage: JsonObject): string | null {
  return usage.speed === 'fast' ? 'fast' : asString(usage.service_tier);
}

/** The text of an answer. Citations cut a sentence into blocks, so neighbours are joined as they stand. */
function answerText(content: readonly Json[]): string {
  const paragraphs: string[] = [];
  let neighbour = false;
  for (const text of content.map((block) => asString(asObject(block).text))) {
    if (text !== null && neighbour) paragraphs.push((paragraphs.pop() ?? '') + text);
    else if (text !== null) paragraphs.push(text);
    neighbour = text !== null;
  }
  return paragraphs.filter((text) => text !== '').join('\n');
}

/** The text of content: a string, or the text blocks of a list; results of tools count as what they say. */
function wordsOf(content: unknown): string {
  if (typeof content === 'string') return content;
  return asArray(content)
    .map(asObject)
    .map((block) => asString(block.text) ?? (block.type === 'tool_result' ? wordsOf(block.content) : ''))
    .filter((text) => text !== '')
    .join('\n');
}

/** Everything that was generated in a block: text, thinking, arguments. */
function allWordsOf(block: Json): string {
  const { type, text, thinking, input, content } = asObject(block);
  if (type === 'compaction') return asString(content) ?? '';
  return asString(text) ?? asString(thinking) ?? (input === undefined ? '' : JSON.stringify(input));
}

function callsIn(content: readonly Json[]): string | null {
  const calls = content.map(asObject).filter((block) => isToolUse(block.type));
  return calls.length === 0
    ? null
    : JSON.stringify(calls.map(({ name, input }) => ({ name: name ?? null, input: input ?? null })));
}

function isToolUse(type: unknown): boolean {
  return type === 'tool_use' || type === 'server_tool_use' || type === 'mcp_tool_use';
}
