/**
 * Traceloop's OpenLLMetry.
 * https://github.com/traceloop/openllmetry (packages/opentelemetry-semantic-conventions-ai)
 */
import { asArray, asObject, asString, parseJson, type Json, type JsonObject } from '../../../core/json.ts';
import { firstValue, readIndexed, readType, type Convention, type ConventionSpan } from './convention.ts';
import { readLangChain } from './langchain-messages.ts';

const typeOfEntity = readType('traceloop.span.kind', {
  workflow: 'WORKFLOW',
  task: 'TASK',
  agent: 'AGENT',
  tool: 'TOOL',
});
/** Calls of models carry no entity kind, but say what was asked for. */
const typeOfRequest = readType('llm.request.type', {
  chat: 'CHAT_MODEL',
  completion: 'LLM',
  embedding: 'EMBEDDING',
  rerank: 'RERANKER',
});

/** The convention. */
export const traceloop: Convention = {
  spanType: (span) => typeOfEntity(span) ?? typeOfRequest(span),
  inputMessages: prompts,
  outputMessages: completions,
  inputs: (span) => blob(span, 'traceloop.entity.input', 'inputs') ?? prompts(span),
  outputs: (span) => blob(span, 'traceloop.entity.output', 'outputs') ?? completions(span),
  usageKeys: () => ({
    input: ['gen_ai.usage.prompt_tokens'],
    output: ['gen_ai.usage.completion_tokens'],
    total: ['llm.usage.total_tokens'],
    cacheRead: ['gen_ai.usage.cache_read_input_tokens'],
    cacheWrite: ['gen_ai.usage.cache_creation_input_tokens'],
  }),
  providerKeys: ['gen_ai.system'],
};

/** What was serialised as a whole; LangChain's callbacks put it beside their own options. */
function blob(span: ConventionSpan, key: string, member: 'inputs' | 'outputs'): Json | null {
  const value = firstValue(span, [key]);
  if (value === null) return null;
  const inner = asObject(value)[member];
  const read = inner === undefined ? value : readLangChain(inner);
  // Only where it holds messages, read now or plain as they came: else it stays as it was sent.
  const isSaid = inner !== undefined && (read !== inner || holdsMessages(inner));
  return isSaid ? read : readLangChain(value);
}

function holdsMessages(value: Json): boolean {
  return asArray(asObject(value)['messages']).some(
    (message) => typeof asObject(message)['role'] === 'string',
  );
}

function prompts(span: ConventionSpan): Json | null {
  const messages = readIndexed(textsOf(span), 'gen_ai.prompt').map((item) => toMessage(item, 'user'));
  return messages.length === 0 ? null : { messages };
}

function completions(span: ConventionSpan): Json | null {
  const choices = readIndexed(textsOf(span), 'gen_ai.completion').map((item) => ({
    message: toMessage(item, 'assistant'),
    finish_reason: asString(item['finish_reason']),
  }));
  return choices.length === 0 ? null : { choices };
}

function toMessage(item: JsonObject, role: string): JsonObject {
  const calls = readIndexed({ attributes: item, events: [] }, 'tool_calls').map((call) => ({
    id: call['id'] ?? null,
    type: 'function',
    function: { name: call['name'] ?? null, arguments: argumentsOf(call) },
  }));
  const message: JsonObject = { role: item['role'] ?? role, content: contentOf(item['content']) };
  const callId = asString(item['tool_call_id']);
  if (callId !== null) message['tool_call_id'] = callId;
  return calls.length === 0 ? message : { ...message, tool_calls: calls };
}

/** As it was sent: text may look like JSON. */
function textsOf({ attributes, sent, events }: ConventionSpan): ConventionSpan {
  return { attributes: sent ?? attributes, events };
}

/** Pieces of content come as JSON text: a list whose items say what they are. */
function contentOf(content: Json | undefined): Json {
  if (content === undefined || content === '') return null;
  if (typeof content !== 'string' || !content.startsWith('[{')) return content;
  const parts = parseJson(content);
  return Array.isArray(parts) && parts.every((part) => typeof asObject(part)['type'] === 'string')
    ? parts
    : content;
}

/** As text, which is how chat messages carry them; attribute values had it unwrapped. */
function argumentsOf(call: JsonObject): string {
  const given = call['arguments'] ?? '';
  return typeof given === 'string' ? given : JSON.stringify(given);
}
