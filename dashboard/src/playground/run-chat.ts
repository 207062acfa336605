/** Calls a model through the proxy, as whoever is signed in; the answer is given piece by piece. */
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { ApiError, send } from '../api/call.ts';
import type { Part } from '../trace/conversation.ts';
import { addChunk, partsOf, startAnswer } from './read-chunk.ts';

/** A message in OpenAI's form, which every provider of the proxy takes at its compatible path. */
export interface ChatMessage {
  role: string;
  content: unknown;
  tool_calls?: unknown;
  tool_call_id?: string;
}

/** A registered prompt, which the proxy puts in; the trace says which version it was. */
export interface PromptChoice {
  /** Put before the messages, such as `support/3`; null where a message names it. */
  reference: string | null;
  variables: Record<string, string>;
}

/** What is asked of whom. */
export interface ChatRequest {
  provider: string;
  model: string;
  messages: ChatMessage[];
  /** Other members of the request, such as `temperature`. */
  parameters: Record<string, unknown>;
  prompt: PromptChoice | null;
  signal: AbortSignal;
}

/** What came of it. */
export interface ChatOutcome {
  parts: Part[];
  traceId: string | null;
  firstTokenMs: number | null;
  durationMs: number;
  inputTokens: number | null;
  outputTokens: number | null;
}

/** Where providers take OpenAI's form when it is not under `/v1`. */
const paths: Record<string, string> = {
  google: '/google/v1beta/openai/chat/completions',
  cohere: '/cohere/compatibility/v1/chat/completions',
  bedrock: '/bedrock/openai/v1/chat/completions',
  databricks: '/databricks/serving-endpoints/chat/completions',
};

/**
 * Runs the call.
 *
 * @param onParts is given the whole answer so far
 * @throws ApiError with the provider's words
 */
export async function runChat(request: ChatRequest, onParts: (parts: Part[]) => void): Promise<ChatOutcome> {
  const startedAtMs = performance.now();
  const response = await ask(request);
  if (!response.ok || response.body === null) throw await toFailure(response);
  const answer = startAnswer();
  let firstTokenMs: number | null = null;
  const events = response.body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream());
  const reader = events.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    if (next.value.data === '[DONE]' || !addChunk(next.value.data, answer)) continue;
    firstTokenMs ??= performance.now() - startedAtMs;
    onParts(partsOf(answer));
  }
  return {
    parts: partsOf(answer),
    traceId: response.headers.get('x-weir-trace-id'),
    firstTokenMs,
    durationMs: performance.now() - startedAtMs,
    inputTokens: answer.inputTokens,
    outputTokens: answer.outputTokens,
  };
}

function ask({ provider, model, messages, parameters, prompt, signal }: ChatRequest): Promise<Response> {
  const path = paths[provider] ?? `/${provider}/v1/chat/completions`;
  const body = {
    ...parameters,
    model,
    messages,
    stream: true,
    stream_options: { include_usage: true },
    // Weir takes them out before the call goes on.
    ...(prompt === null ? {} : { prompt_variables: prompt.variables }),
  };
  return send(`/api/v1/proxy${path}`, {
    method: 'POST',
    body,
    signal,
    ...(prompt?.reference == null ? {} : { headers: { 'x-weir-prompt': prompt.reference } }),
  });
}

async function toFailure(response: Response): Promise<ApiError> {
  const text = await response.text();
  try {
    const body = JSON.parse(text) as { message?: string; error?: { message?: string } };
    return new ApiError(
      response.status,
      'PROVIDER_ERROR',
      body.error?.message ?? body.message ?? text.slice(0, 500),
    );
  } catch {
    return new ApiError(
      response.status,
      'PROVIDER_ERROR',
      text.slice(0, 500) || `Status ${response.status}.`,
    );
  }
}
