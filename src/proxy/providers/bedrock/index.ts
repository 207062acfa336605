/**
 * The Bedrock dialect (docs.aws.amazon.com/bedrock/latest/APIReference). A table of contents: the operation stands at the
 * end of the path and the model before it; Converse is read here, InvokeModel by the vendor's form, and the
 * OpenAI-compatible path as OpenAI's.
 */
import { readRerank } from '../cohere/read-rerank.ts';
import type { CallKind, Dialect, Reader } from '../contract.ts';
import { openaiDialect } from '../openai/index.ts';
import { readPlainJson } from '../wire/read-plain-json.ts';
import { unknownUsage } from '../wire/usage.ts';
import { conversePrompt } from './converse-prompt.ts';
import { modelInPath } from './model-in-path.ts';
import { withBedrockFacts } from './read-bedrock-call.ts';
import { readConverse } from './read-converse.ts';
import { readEmbedding } from './read-embedding.ts';
import { readImages } from './read-images.ts';
import { readInvoke } from './read-invoke.ts';
import { renderBedrockFailure } from './render-failure.ts';
import { readGuardrailUnits } from './usage.ts';
import { takeSignature } from './take-signature.ts';

const kind = (operation: string, spanType: CallKind['spanType'], read: Reader): CallKind => ({
  operation,
  spanType,
  messageFormat: null,
  usageOnRequest: false,
  read,
});

const readPlain: Reader = (call) => withBedrockFacts(call, readPlainJson(call));

/** A guardrail that is applied by itself tells its units in `usage` (API_runtime_ApplyGuardrail). */
const readGuardrail: Reader = (call) => {
  const reading = readPlain(call);
  const extra = readGuardrailUnits({ invocationMetrics: call.response.json });
  return Object.keys(extra).length === 0 ? reading : { ...reading, usage: { ...unknownUsage(), extra } };
};

const converse: CallKind = {
  ...kind('chat', 'CHAT_MODEL', readConverse),
  messageFormat: 'bedrock',
  prompts: conversePrompt,
};
const plainByEnd: readonly (readonly [end: RegExp, operation: string])[] = [
  [/\/count-tokens$/, 'count_tokens'],
  [/\/guardrail\/.+\/version\/[^/]+\/apply$/, 'apply_guardrail'],
  [/\/guardrail-checks\/invoke$/, 'apply_guardrail'],
  [/\/async-invoke(?:\/.+)?$/, 'async_invoke'],
];

/** The dialect; `authorization` carries a Bedrock API key as a bearer token, or a signature. */
export const bedrockDialect: Dialect = {
  name: 'bedrock',
  credentialHeaders: ['authorization'],
  credentialParameter: null,
  basePath: '',
  versionPaths: [],
  applySecret(headers, secret) {
    headers.set('authorization', `Bearer ${secret}`);
  },
  takeSignature,
  renderFailure: renderBedrockFailure,
  callFor(method, path) {
    if (path.includes('/openai/')) return openaiDialect.callFor(method, path);
    const plain = plainByEnd.find(([end]) => end.test(path));
    if (plain !== undefined) {
      return kind(plain[1], 'UNKNOWN', plain[1] === 'apply_guardrail' ? readGuardrail : readPlain);
    }
    if (method !== 'POST') return null;
    if (/\/converse(?:-stream)?$/.test(path)) return converse;
    return /\/invoke(?:-with-response-stream)?$/.test(path)
      ? invocationOf(modelInPath(path)?.id ?? '')
      : null;
  },
};

/** What an invocation is, by the id of its model; a model that is known only by ARN is taken for one that chats. */
function invocationOf(model: string): CallKind {
  if (/embed/.test(model)) return kind('embeddings', 'EMBEDDING', readEmbedding);
  if (/rerank/.test(model))
    return kind('rerank', 'RERANKER', (call) => withBedrockFacts(call, readRerank(call)));
  if (/^(?:[a-z-]+\.)?(?:stability\.|amazon\.(?:titan-image|nova-canvas))/.test(model)) {
    return kind('image_generation', 'LLM', readImages);
  }
  return { ...kind('chat', 'CHAT_MODEL', readInvoke), messageFormat: messageFormatOf(model) };
}

/** Vendors whose bodies MLflow knows how to draw. */
function messageFormatOf(model: string): string | null {
  if (model.includes('anthropic.')) return 'anthropic';
  if (model.includes('amazon.nova')) return 'bedrock';
  return model.includes('openai.') ? 'openai' : null;
}
