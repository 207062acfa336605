/**
 * A judge model at a provider of the table, called through Weir's own proxy: the call is signed, traced and priced like
 * any other. The wire is left to a maintained client library, which also holds each provider to a JSON schema its own way.
 */
import { AnthropicLanguageModel } from '@ai-sdk/anthropic/internal';
import { OpenAICompatibleChatLanguageModel } from '@ai-sdk/openai-compatible';
import {
  APICallError,
  type LanguageModelV4,
  type LanguageModelV4GenerateResult,
  type LanguageModelV4Prompt,
} from '@ai-sdk/provider';
import { JudgeFailure, type JudgeAnswer, type JudgeModel, type JudgePrompt } from '../judge-model.ts';
import { filingHeaders } from './filing-headers.ts';
import type { ModelName } from './model-uri.ts';
import { openaiPath } from './openai-path.ts';

/** Calls a path of Weir's proxy, such as `/openai/v1/chat/completions`. */
export type CallProxy = (path: string, init: RequestInit) => Promise<Response>;

/** What a provider's model needs. */
export interface ProviderModelOptions extends ModelName {
  uri: string;
  /** Name of the dialect the provider speaks. */
  dialect: string;
  callProxy: CallProxy;
  /** USD of the call with that usage; null when the model has no price. */
  price(usage: { inputTokens: number | null; outputTokens: number | null }): Promise<number | null>;
  /** Longest wait for an answer, milliseconds. */
  timeoutMs: number;
}

/** The host is never called: `fetch` is the proxy. */
const BASE = 'https://weir.invalid';

/** A judge model at a provider. */
export function createProviderModel(options: ProviderModelOptions): JudgeModel {
  return {
    uri: options.uri,
    judges: 'anything',
    ask: (prompt, { filedIn }) => ask(prompt, filedIn, options),
  };
}

async function ask(
  prompt: JudgePrompt,
  filedIn: string | undefined,
  options: ProviderModelOptions,
): Promise<JudgeAnswer> {
  let traceId: string | null = null;
  const model = languageModel(options, async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const headers = filingHeaders(filedIn, init?.headers);
    const answer = await options.callProxy(url.pathname + url.search, { ...init, headers });
    traceId = answer.headers.get('x-weir-trace-id');
    return answer;
  });
  const result = await generate(model, prompt, options.timeoutMs);
  const text = result.content.map((part) => (part.type === 'text' ? part.text : '')).join('');
  if (result.finishReason.unified === 'content-filter' || text.trim() === '')
    throw new JudgeFailure('refused', `The judge gave no answer (${result.finishReason.unified}).`);
  const usage = {
    inputTokens: result.usage.inputTokens.total ?? null,
    outputTokens: result.usage.outputTokens.total ?? null,
  };
  return { text, ...usage, costUsd: await options.price(usage), traceId };
}

/** What is asked for beside the prompt, and what a refusal of it says. Not every model takes every wish. */
const WISHES = [
  { refused: /temperature/i, options: { temperature: 0 } },
  { refused: /response_format|json_schema|response schema|structured|output_config/i, options: 'schema' },
] as const;

async function generate(
  model: LanguageModelV4,
  prompt: JudgePrompt,
  timeoutMs: number,
): Promise<LanguageModelV4GenerateResult> {
  const abortSignal = AbortSignal.timeout(timeoutMs);
  let wishes = [...WISHES];
  for (;;) {
    try {
      return await model.doGenerate({ ...callOptions(prompt, wishes), abortSignal });
    } catch (cause) {
      const kept = wishes.filter(({ refused }) => !isRefusalOf(cause, refused));
      if (kept.length === wishes.length) throw asFailure(cause, timeoutMs);
      wishes = kept;
    }
  }
}

function callOptions({ system, user, schema }: JudgePrompt, wishes: readonly (typeof WISHES)[number][]) {
  const asked = wishes.map(({ options }) =>
    options === 'schema' ? { responseFormat: { type: 'json' as const, name: 'verdict', schema } } : options,
  );
  const prompt: LanguageModelV4Prompt = [
    { role: 'system', content: system },
    { role: 'user', content: [{ type: 'text', text: user }] },
  ];
  return Object.assign({ prompt }, ...asked) as { prompt: LanguageModelV4Prompt };
}

function isRefusalOf(cause: unknown, wish: RegExp): boolean {
  return APICallError.isInstance(cause) && cause.statusCode === 400 && wish.test(cause.message);
}

/** Why the call failed, and whether another attempt may help. The provider's words are kept short and carry no key. */
function asFailure(cause: unknown, timeoutMs: number): JudgeFailure {
  if (cause instanceof Error && cause.name === 'TimeoutError')
    return new JudgeFailure('unavailable', `The judge did not answer within ${timeoutMs} ms.`, { cause });
  if (!APICallError.isInstance(cause))
    return new JudgeFailure('unavailable', 'The judge could not be reached.', { cause });
  const { statusCode } = cause;
  const message = `The judge's provider answered ${statusCode ?? 'nothing'}: ${cause.message.slice(0, 200)}`;
  return new JudgeFailure(cause.isRetryable ? 'unavailable' : 'refused', message, {
    cause,
    retryAfterMs: retryAfterMs(cause.responseHeaders?.['retry-after']),
  });
}

function retryAfterMs(header: string | undefined): number | null {
  const seconds = Number(header ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null;
}

/** The models themselves, not their providers: those bring embeddings, images, files and tools into the bundle. */
function languageModel(options: ProviderModelOptions, fetch: typeof globalThis.fetch): LanguageModelV4 {
  const { provider, model, dialect } = options;
  // Anthropic's OpenAI-compatible path holds no answer to a schema; everybody else's does.
  if (dialect === 'anthropic')
    return new AnthropicLanguageModel(model, {
      provider,
      baseURL: `${BASE}/${provider}/v1`,
      // The proxy adds the stored key.
      headers: { 'anthropic-version': '2023-06-01' },
      fetch,
    });
  const base = BASE + openaiPath({ name: provider, dialect });
  return new OpenAICompatibleChatLanguageModel(model, {
    provider,
    url: ({ path }) => base + path,
    fetch,
    supportsStructuredOutputs: true,
  });
}
