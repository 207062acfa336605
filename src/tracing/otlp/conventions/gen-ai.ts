/**
 * OpenTelemetry's conventions for generative AI, and Spring AI, which follows them with events of its own.
 * https://opentelemetry.io/docs/specs/semconv/gen-ai/
 */
import { isObject, type Json, type JsonObject } from '../../../core/json.ts';
import type { SpanEvent } from '../../trace.ts';
import {
  firstValue,
  readKeys,
  readType,
  type Convention,
  type ConventionSpan,
  type UsageKeys,
} from './convention.ts';

/** Where conventions that build on this one find tokens. */
export const genAiUsageKeys: UsageKeys = {
  input: ['gen_ai.usage.input_tokens'],
  output: ['gen_ai.usage.output_tokens'],
  cacheRead: ['gen_ai.usage.cache_read.input_tokens'],
  // The second is the name of the registry before.
  cacheWrite: ['gen_ai.usage.cache_write.input_tokens', 'gen_ai.usage.cache_creation.input_tokens'],
};

/** The answering model before the requested one. */
export const genAiModelKeys = ['gen_ai.response.model', 'gen_ai.request.model'] as const;

const OPERATION = 'gen_ai.operation.name';

/** The conventions as they are. */
export const genAi: Convention = {
  spanType: readType(OPERATION, {
    chat: 'CHAT_MODEL',
    create_agent: 'AGENT',
    invoke_agent: 'AGENT',
    invoke_workflow: 'WORKFLOW',
    embeddings: 'EMBEDDING',
    execute_tool: 'TOOL',
    generate_content: 'LLM',
    text_completion: 'LLM',
    response: 'LLM',
  }),
  inputMessages: (span) => withInstructions(span),
  outputMessages: readKeys('gen_ai.output.messages'),
  inputs: (span) => withInstructions(span) ?? firstValue(span, ['gen_ai.tool.call.arguments']),
  outputs: readKeys('gen_ai.output.messages', 'gen_ai.tool.call.result'),
  eventInputs: (span) =>
    withInstructions(detailsOf(span)) ?? messagesOf(span.events.filter(({ name }) => INPUT_ROLES.has(name))),
  eventOutputs: (span) =>
    firstValue(detailsOf(span), ['gen_ai.output.messages']) ??
    messagesOf(span.events.filter(({ name }) => name === 'gen_ai.choice')),
  usageKeys: () => genAiUsageKeys,
  modelKeys: genAiModelKeys,
  providerKeys: ['gen_ai.provider.name'],
  toolKeys: ['gen_ai.tool.definitions'],
};

/** Spring AI keeps content in events. */
export const springAi: Convention = {
  eventInputs: (span) => eventAttribute(span, 'gen_ai.content.prompt', 'gen_ai.prompt'),
  eventOutputs: (span) => eventAttribute(span, 'gen_ai.content.completion', 'gen_ai.completion'),
};

/** Events of messages, and the role each means. */
const INPUT_ROLES = new Map([
  ['gen_ai.system.message', 'system'],
  ['gen_ai.user.message', 'user'],
  ['gen_ai.assistant.message', 'assistant'],
  ['gen_ai.tool.message', 'tool'],
]);

/** The messages, and the instructions that stand beside them as the message that they are. */
function withInstructions(span: ConventionSpan): Json | null {
  const messages = firstValue(span, ['gen_ai.input.messages']);
  const instructions = firstValue(span, ['gen_ai.system_instructions']);
  if (!Array.isArray(messages) || instructions === null) return messages;
  const parts = Array.isArray(instructions) ? instructions : [{ type: 'text', content: instructions }];
  return [{ role: 'system', parts }, ...messages];
}

/** The event that carries what attributes would, for who keeps content out of these. */
function detailsOf({ events }: ConventionSpan): ConventionSpan {
  const details = events.find(({ name }) => name === 'gen_ai.client.inference.operation.details');
  return { attributes: details?.attributes ?? {}, events: [] };
}

/** A choice holds its message; a call of a tool may come without content. */
function messagesOf(events: readonly SpanEvent[]): Json | null {
  const messages = events.flatMap(({ name, attributes }): JsonObject[] => {
    const held = isObject(attributes['message']) ? { ...attributes, ...attributes['message'] } : attributes;
    const { content = null, tool_calls: calls, id } = held;
    const isEmpty = content === null || content === '';
    if (isEmpty && !Array.isArray(calls)) return [];
    const message: JsonObject = { role: INPUT_ROLES.get(name) ?? held['role'] ?? 'assistant', content };
    if (Array.isArray(calls)) message['tool_calls'] = calls;
    if (name === 'gen_ai.tool.message' && typeof id === 'string') message['tool_call_id'] = id;
    return [message];
  });
  return messages.length === 0 ? null : messages;
}

function eventAttribute({ events }: ConventionSpan, name: string, key: string): Json | null {
  const found = events.find((event) => event.name === name && event.attributes[key] !== undefined);
  return found?.attributes[key] ?? null;
}
