/** The Vercel AI SDK's telemetry. https://ai-sdk.dev/docs/ai-sdk-core/telemetry#collected-data */
import { asArray, type Json, type JsonObject } from '../../../core/json.ts';
import { firstValue, readType, unwrapJson, type Convention, type ConventionSpan } from './convention.ts';

const TYPES: Record<string, string> = {
  'ai.toolCall': 'TOOL',
  'ai.embed': 'EMBEDDING',
  'ai.embed.doEmbed': 'EMBEDDING',
  'ai.embedMany': 'EMBEDDING',
  'ai.embedMany.doEmbed': 'EMBEDDING',
  'ai.rerank': 'RERANKER',
  'ai.rerank.doRerank': 'RERANKER',
};
for (const call of ['generateText', 'streamText', 'generateObject', 'streamObject']) {
  TYPES[`ai.${call}`] = 'LLM';
  TYPES[`ai.${call}.${call.startsWith('generate') ? 'doGenerate' : 'doStream'}`] = 'LLM';
}

/** The convention. */
export const vercelAi: Convention = {
  spanType: readType('ai.operationId', TYPES),
  inputs: (span) =>
    isChat(span)
      ? group(span, 'ai.prompt.')
      : firstValue(span, ['ai.prompt', 'ai.toolCall.args', 'ai.value', 'ai.values']),
  outputs: (span) =>
    isChat(span)
      ? group(span, 'ai.response.')
      : firstValue(span, [
          'ai.response.text',
          'ai.toolCall.result',
          'ai.response.object',
          'ai.embedding',
          'ai.embeddings',
        ]),
  usageKeys: () => ({
    input: ['ai.usage.inputTokens', 'ai.usage.promptTokens', 'ai.usage.tokens'],
    output: ['ai.usage.outputTokens', 'ai.usage.completionTokens'],
    total: ['ai.usage.totalTokens'],
    cacheRead: ['ai.usage.cachedInputTokens'],
  }),
  modelKeys: ['ai.response.model', 'ai.model.id'],
  providerKeys: ['ai.model.provider'],
  messageFormat: (span) => (isChat(span) ? 'vercel_ai' : null),
};

function isChat({ attributes }: ConventionSpan): boolean {
  const operation = attributes['ai.operationId'];
  return operation === 'ai.generateText.doGenerate' || operation === 'ai.streamText.doStream';
}

/** All attributes under a prefix as one object; tools are JSON text within a list. */
function group({ attributes }: ConventionSpan, prefix: string): Json | null {
  const members: JsonObject = {};
  for (const [key, value] of Object.entries(attributes)) {
    if (!key.startsWith(prefix)) continue;
    const name = key.slice(prefix.length);
    members[name] =
      name === 'tools' ? asArray(value).map((tool) => unwrapJson(tool, 2)) : unwrapJson(value, 2);
  }
  return Object.keys(members).length === 0 ? null : members;
}
