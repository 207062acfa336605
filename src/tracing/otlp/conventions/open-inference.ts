/**
 * OpenInference, Arize Phoenix's instrumentations.
 * https://github.com/Arize-ai/openinference/blob/main/spec/semantic_conventions.md
 */
import { asObject, asString, type Json, type JsonObject } from '../../../core/json.ts';
import { firstValue, readIndexed, readType, type Convention, type ConventionSpan } from './convention.ts';

const KINDS = [
  'TOOL',
  'CHAIN',
  'LLM',
  'RETRIEVER',
  'EMBEDDING',
  'AGENT',
  'RERANKER',
  'UNKNOWN',
  'GUARDRAIL',
  'EVALUATOR',
] as const;

/** Kinds bear the names of MLflow's types. */
export const openInference: Convention = {
  spanType: readType('openinference.span.kind', Object.fromEntries(KINDS.map((kind) => [kind, kind]))),
  inputs: (span) => firstValue(span, ['input.value']) ?? inputMessages(span),
  outputs: (span) => documents(span) ?? firstValue(span, ['output.value']) ?? outputMessage(span),
  usageKeys: () => ({
    input: ['llm.token_count.prompt'],
    output: ['llm.token_count.completion'],
    total: ['llm.token_count.total'],
    cacheRead: ['llm.token_count.prompt_details.cache_read'],
    cacheWrite: ['llm.token_count.prompt_details.cache_write'],
  }),
  modelKeys: [
    'llm.response.model_name',
    'llm.model_name',
    'llm.request.model_name',
    'embedding.model_name',
    'reranker.model_name',
  ],
  providerKeys: ['llm.provider', 'llm.system'],
};

function inputMessages(span: ConventionSpan): Json | null {
  const messages = readIndexed(span, 'llm.input_messages').map(toMessage);
  return messages.length === 0 ? null : { messages };
}

function outputMessage(span: ConventionSpan): Json | null {
  const messages = readIndexed(span, 'llm.output_messages').map(toMessage);
  return messages.length === 0 ? null : { choices: messages.map((message) => ({ message })) };
}

function toMessage(item: JsonObject): JsonObject {
  return { role: item['message.role'] ?? 'user', content: item['message.content'] ?? null };
}

/** Retrieved documents in the form that MLflow's retrieval judges read (`page_content`, `metadata`). */
function documents(span: ConventionSpan): Json | null {
  if (span.attributes['openinference.span.kind'] !== 'RETRIEVER') return null;
  const found = readIndexed(span, 'retrieval.documents').map((item) => {
    const document: JsonObject = {
      page_content: item['document.content'] ?? '',
      metadata: asObject(item['document.metadata']),
    };
    const id = asString(item['document.id']);
    return id === null ? document : { ...document, id };
  });
  return found.length === 0 ? null : found;
}
