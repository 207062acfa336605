/**
 * Frameworks and products whose conventions are little more than names of keys: Google ADK (google/adk-python,
 * telemetry/tracing.py), VoltAgent (https://voltagent.dev/docs/observability), LiveKit Agents
 * (https://docs.livekit.io/agents/observability), Laminar (https://docs.lmnr.ai), Langfuse
 * (https://langfuse.com/integrations/native/opentelemetry).
 */
import { readKeys, readType, type Convention, type ConventionSpan } from './convention.ts';
import { genAiModelKeys, genAiUsageKeys } from './gen-ai.ts';

/** Google's agent development kit. */
export const googleAdk: Convention = {
  inputs: readKeys('gcp.vertex.agent.llm_request', 'gcp.vertex.agent.tool_call_args'),
  outputs: readKeys('gcp.vertex.agent.llm_response', 'gcp.vertex.agent.tool_response'),
};

const VOLT_TYPES = { agent: 'AGENT', llm: 'LLM', tool: 'TOOL', memory: 'MEMORY' };
const voltSpanType = readType('span.type', VOLT_TYPES);
const voltEntityType = readType('entity.type', VOLT_TYPES);

/** Children inherit `entity.type` of their agent, so the span's own type comes first. */
export const voltAgent: Convention = {
  spanType: (span) => voltSpanType(span) ?? voltEntityType(span),
  inputs: readKeys('agent.messages', 'llm.messages', 'input'),
  outputs: readKeys('output'),
  usageKeys: () => ({
    input: ['usage.prompt_tokens', 'llm.usage.prompt_tokens'],
    output: ['usage.completion_tokens', 'llm.usage.completion_tokens'],
    total: ['usage.total_tokens', 'llm.usage.total_tokens'],
  }),
  messageFormat: (span) => hasAny(span, ['voltagent.operation_id', 'voltagent.conversation_id'], 'voltagent'),
};

/** Voice agents; the type is guessed from the keys that are there. */
export const liveKit: Convention = {
  spanType(span) {
    const keys = Object.keys(span.attributes);
    if (!keys.some((key) => key.startsWith('lk.'))) return null;
    if (keys.some((key) => key.startsWith('lk.function_tool'))) return 'TOOL';
    if (keys.some((key) => key === 'lk.retry_count' || key === 'gen_ai.request.model')) return 'LLM';
    return hasAny(span, ['lk.agent_name', 'lk.instructions', 'lk.generation_id'], 'AGENT');
  },
  inputs: readKeys('lk.user_input', 'lk.user_transcript', 'lk.chat_ctx', 'lk.input_text'),
  outputs: readKeys('lk.response.text', 'lk.response.function_calls'),
  messageFormat: ({ attributes }) =>
    Object.keys(attributes).some((key) => key.startsWith('lk.')) ? 'livekit' : null,
};

/** Laminar. */
export const laminar: Convention = {
  spanType: readType('lmnr.span.type', {
    LLM: 'LLM',
    CACHED: 'LLM',
    TOOL: 'TOOL',
    DEFAULT: 'CHAIN',
    PIPELINE: 'CHAIN',
    EXECUTOR: 'AGENT',
    EVALUATOR: 'EVALUATOR',
    HUMAN_EVALUATOR: 'EVALUATOR',
    EVALUATION: 'EVALUATOR',
  }),
  inputs: readKeys('lmnr.span.input'),
  outputs: readKeys('lmnr.span.output'),
  usageKeys: () => genAiUsageKeys,
  modelKeys: genAiModelKeys,
  providerKeys: ['gen_ai.system'],
  messageFormat: (span) => hasAny(span, ['lmnr.span.type'], 'openai'),
};

/** Langfuse. */
export const langfuse: Convention = {
  spanType: readType('langfuse.observation.type', {
    generation: 'LLM',
    embedding: 'EMBEDDING',
    tool: 'TOOL',
    retriever: 'RETRIEVER',
    agent: 'AGENT',
    chain: 'CHAIN',
    evaluator: 'EVALUATOR',
    guardrail: 'GUARDRAIL',
  }),
  inputs: readKeys('langfuse.observation.input', 'langfuse.trace.input'),
  outputs: readKeys('langfuse.observation.output', 'langfuse.trace.output'),
  modelKeys: ['langfuse.observation.model.name'],
};

function hasAny(span: ConventionSpan, keys: readonly string[], answer: string): string | null {
  return keys.some((key) => span.attributes[key] !== undefined) ? answer : null;
}

/** Where products put the conversation a span belongs to, and the end user. */
export const sessionKeys = [
  'session.id',
  'gen_ai.conversation.id',
  'langfuse.session.id',
  'traceloop.association.properties.session_id',
  'ai.telemetry.metadata.sessionId',
  'voltagent.conversation_id',
  'lmnr.association.properties.session_id',
] as const;
/** The end user. */
export const userKeys = [
  'user.id',
  'enduser.id',
  'langfuse.user.id',
  'traceloop.association.properties.user_id',
  'ai.telemetry.metadata.userId',
  'lmnr.association.properties.user_id',
] as const;
