/** Calls a model through the proxy, as whoever is signed in; the answer is given piece by piece. */
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { ApiError, send } from '../api/call.ts';

/** A message in OpenAI's form, which every provider of the proxy takes at its compatible path. */
export interface ChatMessage {
  role: string;
  content: unknown;
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
  text: string;
  traceId: string | null;
  firstTokenMs: number | null;
  durationMs: number;
  inputTokens: number | null;
  outputTokens: number | null;
}

/** Where providers take OpenAI's form when it is not under `/v1`. */
const paths: Record<string, string> = { google: '/google/openai/chat/completions' };

/**
 * Runs the call.
 *
 * @param onText is given the whole text so far
 * @throws ApiError with the provider's words
 */
export async function runChat(request: ChatRequest, onText: (text: string) => void): Promise<ChatOutcome> {
  const startedAtMs = performance.now();
  const path = paths[request.provider] ?? `/${request.provider}/v1/chat/completions`;
  const body = {
    ...request.parameters,
    model: request.model,
    messages: request.messages,
    stream: true,
    stream_options: { include_usage: true },
  };
  const headers = request.prompt === null ? {} : promptHeaders(request.prompt);
  const response = await send(`/api/v1/proxy${path}`, {
    method: 'POST',
    body,
    headers,
    signal: request.signal,
  });
  if (!response.ok || response.body === null) throw await toFailure(response);
  const outcome: ChatOutcome = {
    text: '',
    traceId: response.headers.get('x-weir-trace-id'),
    firstTokenMs: null,
    durationMs: 0,
    inputTokens: null,
    outputTokens: null,
  };
  const events = response.body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream());
  const reader = events.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    if (next.value.data === '[DONE]') continue;
    const piece = takeEvent(next.value.data, outcome);
    if (piece === '') continue;
    outcome.firstTokenMs ??= performance.now() - startedAtMs;
    outcome.text += piece;
    onText(outcome.text);
  }
  outcome.durationMs = performance.now() - startedAtMs;
  return outcome;
}

/** Headers carry no letter beyond ASCII; JSON can spell them all. */
function promptHeaders({ reference, variables }: PromptChoice): Record<string, string> {
  const values = JSON.stringify(variables).replace(
    /[^ -~]/g,
    (unit) => String.raw`\u` + unit.charCodeAt(0).toString(16).padStart(4, '0'),
  );
  return {
    ...(reference === null ? {} : { 'x-weir-prompt': reference }),
    'x-weir-prompt-variables': values,
  };
}

interface Chunk {
  choices?: { delta?: { content?: string | null } }[];
  usage?: { prompt_tokens?: number; completion_tokens?: number } | null;
  error?: { message?: string };
}

/** Notes what an event tells; returns the text it adds. */
function takeEvent(data: string, outcome: ChatOutcome): string {
  const chunk = JSON.parse(data) as Chunk;
  if (chunk.error !== undefined)
    throw new ApiError(502, 'PROVIDER_ERROR', chunk.error.message ?? 'The stream broke off.');
  if (chunk.usage) {
    outcome.inputTokens = chunk.usage.prompt_tokens ?? null;
    outcome.outputTokens = chunk.usage.completion_tokens ?? null;
  }
  return chunk.choices?.[0]?.delta?.content ?? '';
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
