/**
 * LangChain's messages as its instrumentations serialise them, in the shape of chat completions: the constructor form of
 * `langchain_core.load.dumpd` and the `{type, data}` form of `message_to_dict`. What is neither stays as it is.
 * https://github.com/langchain-ai/langchain (libs/core/langchain_core/load, libs/core/langchain_core/messages/base.py)
 */
import { asArray, asObject, asString, isObject, type Json, type JsonObject } from '../../../core/json.ts';

const ROLES: Record<string, string> = {
  human: 'user',
  ai: 'assistant',
  AIMessageChunk: 'assistant',
  system: 'system',
  tool: 'tool',
  function: 'function',
  developer: 'developer',
};

/**
 * A serialised call or state with its messages read.
 *
 * @returns `{messages}` for what was sent or the state of a graph, `{choices}` for a model's result, else the value itself
 */
export function readLangChain(value: Json): Json {
  if (Array.isArray(value)) return readList(value) ?? value;
  if (!isObject(value)) return value;
  const generations = asArray(value['generations']);
  if (generations.length > 0) return readGenerations(generations) ?? value;
  const held = value['messages'];
  if (!Array.isArray(held)) return value;
  const [first] = held;
  // Models are called with batches, of which there is one.
  const messages = readList(Array.isArray(first) ? first : held);
  return messages === null ? value : { ...value, messages };
}

function readGenerations(generations: Json[]): Json | null {
  const choices = asArray(generations[0]).flatMap((generation) => {
    const { message, text, generation_info: info } = asObject(generation);
    const read = isObject(message) ? readMessage(message) : null;
    const said = read ?? (typeof text === 'string' ? { role: 'assistant', content: text } : null);
    const reason = asString(asObject(info)['finish_reason']);
    if (said === null) return [];
    return [reason === null ? { message: said } : { message: said, finish_reason: reason }];
  });
  return choices.length === 0 ? null : { choices };
}

/** Null when any of it is no such message. */
function readList(list: Json[]): JsonObject[] | null {
  const messages = list.map((item) => (isObject(item) ? readMessage(item) : null));
  return messages.length > 0 && messages.every((message) => message !== null) ? messages : null;
}

function readMessage(item: JsonObject): JsonObject | null {
  const fields = isObject(item['kwargs']) ? item['kwargs'] : item['data'];
  if (!isObject(fields) || (item['lc'] === undefined && item['data'] === undefined)) return null;
  const role = ROLES[asString(fields['type']) ?? asString(item['type']) ?? ''] ?? asString(fields['role']);
  if (role === null || fields['content'] === undefined) return null;
  const calls = asArray(fields['tool_calls']).filter(isObject).map(toToolCall);
  const content = fields['content'] === '' && calls.length > 0 ? null : fields['content'];
  const message: JsonObject = { role, content };
  if (calls.length > 0) message['tool_calls'] = calls;
  const [callId, name] = [asString(fields['tool_call_id']), asString(fields['name'])];
  if (callId !== null) message['tool_call_id'] = callId;
  if (name !== null) message['name'] = name;
  return message;
}

function toToolCall({ id, name, args }: JsonObject): JsonObject {
  return {
    id: id ?? null,
    type: 'function',
    function: { name: name ?? null, arguments: typeof args === 'string' ? args : JSON.stringify(args ?? {}) },
  };
}
