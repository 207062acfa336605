/**
 * OpenInference, Arize Phoenix's instrumentations.
 * https://github.com/Arize-ai/openinference/blob/main/spec/semantic_conventions.md
 */
import { asObject, asString, type Json, type JsonObject } from '../../../core/json.ts';
import { firstValue, readIndexed, readType, type Convention, type ConventionSpan } from './convention.ts';
import { readLangChain } from './langchain-messages.ts';
import { inputMessages, offeredTools, outputMessages } from './open-inference-messages.ts';

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
  inputMessages,
  outputMessages,
  inputs: (span) => blob(span, 'input.value') ?? inputMessages(span),
  outputs: (span) => documents(span) ?? blob(span, 'output.value') ?? outputMessages(span),
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
  tools: offeredTools,
};

/** What the instrumentation serialised as a whole; LangChain's messages are read out of it. */
function blob(span: ConventionSpan, key: string): Json | null {
  const value = firstValue(span, [key]);
  return value === null ? null : readLangChain(value);
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
