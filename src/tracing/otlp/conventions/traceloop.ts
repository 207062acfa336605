/**
 * Traceloop's OpenLLMetry.
 * https://github.com/traceloop/openllmetry (packages/opentelemetry-semantic-conventions-ai)
 */
import { asString, type Json, type JsonObject } from '../../../core/json.ts';
import { firstValue, readIndexed, readType, type Convention, type ConventionSpan } from './convention.ts';

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
  inputs: (span) => firstValue(span, ['traceloop.entity.input']) ?? prompts(span),
  outputs: (span) => firstValue(span, ['traceloop.entity.output']) ?? completions(span),
  usageKeys: () => ({
    input: ['gen_ai.usage.prompt_tokens'],
    output: ['gen_ai.usage.completion_tokens'],
    total: ['llm.usage.total_tokens'],
    cacheRead: ['gen_ai.usage.cache_read_input_tokens'],
    cacheWrite: ['gen_ai.usage.cache_creation_input_tokens'],
  }),
  providerKeys: ['gen_ai.system'],
};

function prompts(span: ConventionSpan): Json | null {
  const messages = readIndexed(span, 'gen_ai.prompt').map((item) => toMessage(item, 'user'));
  return messages.length === 0 ? null : { messages };
}

function completions(span: ConventionSpan): Json | null {
  const choices = readIndexed(span, 'gen_ai.completion').map((item) => ({
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
  const message: JsonObject = { role: item['role'] ?? role, content: item['content'] ?? null };
  return calls.length === 0 ? message : { ...message, tool_calls: calls };
}

/** As text, which is how chat messages carry them; attribute values had it unwrapped. */
function argumentsOf(call: JsonObject): string {
  const given = call['arguments'] ?? '';
  return typeof given === 'string' ? given : JSON.stringify(given);
}
