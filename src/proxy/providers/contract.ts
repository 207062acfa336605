/**
 * What a provider is to Weir: a row of data (`Provider`) and the dialect it speaks (`Dialect`). Dialects are folders of
 * pure functions on data; adding an OpenAI-compatible provider is one row and no code.
 */
import type { Json, JsonObject } from '../../core/json.ts';
import type { AppError } from '../../core/app-error.ts';
import type { RenderedPrompt } from '../../prompts/rendered-prompt.ts';
import type { SocketProtocol } from './socket-protocol.ts';

/** A wire dialect: how SDKs of this family authenticate, fail, and what their calls mean. */
export interface Dialect {
  name: string;
  /** Headers in which its SDKs send a key, lower case, most specific first. */
  credentialHeaders: readonly string[];
  /** Query parameter in which a key may come; it is moved to the first credential header before the call. */
  credentialParameter: string | null;
  /** Usual path of the API at its origin, e.g. `/v1`; used when a configured base URL has no path. */
  basePath: string;
  /** Path prefixes that are versions of their own and pass as they are, e.g. `/v1beta`. */
  versionPaths: readonly string[];
  /**
   * Puts a stored secret where the provider expects it.
   *
   * @param path after the provider's segment: some providers have paths that want it elsewhere
   */
  applySecret(headers: Headers, secret: string, path: string): void;
  /**
   * Takes a signature of the caller's out of headers and query, for dialects whose SDKs sign: it covers our host and cannot
   * pass. Answers with the key id it names, which may be a Weir key; null when the call was not signed.
   */
  takeSignature?(headers: Headers, query: URLSearchParams): string | null;
  /**
   * Completes a path that leaves out what this API needs, before it is placed under the base path.
   *
   * @param path after the provider's segment, as the caller sent it
   * @param search query with `?`, or empty
   */
  completePath?(path: string, search: string): string;
  /** The body of one of our own failures in the shape this dialect's SDKs read. */
  renderFailure(error: AppError): JsonObject;
  /**
   * The call a path means.
   *
   * @param method HTTP method, upper case
   * @param path path at the provider without query, decoded, e.g. `/v1/chat/completions`
   * @returns null when nothing particular is known: the call is traced as unknown JSON
   */
  callFor(method: string, path: string): CallKind | null;
  /** How calls share a WebSocket at this path, each of which is a call of its own; null where a session is one call. */
  socketProtocol?(path: string): SocketProtocol | null;
  /** Reads a WebSocket session, for dialects that have them. */
  readSession?: SessionReader;
  /** True for a session's message whose content a later message repeats: the first to go from a long session. */
  isSessionPiece?(text: string): boolean;
  /** What stands before a key in `sec-websocket-protocol`, where browsers have to put it. */
  credentialProtocolPrefix?: string;
}

/** A message of a WebSocket session. */
export interface SessionMessage {
  from: 'caller' | 'provider';
  atMs: number;
  text: string;
}

/** Reads a whole session as one call; `path` is the provider's path with its query. Pure, never throws. */
export type SessionReader = (messages: SessionMessage[], path: string) => Reading;

/** One kind of call a dialect knows. */
export interface CallKind {
  /** `gen_ai.operation.name`: `chat`, `text_completion`, `embeddings`, `generate_content`, …. */
  operation: string;
  spanType: SpanType;
  /** `mlflow.message.format`, the hint MLflow's UI uses to draw messages. */
  messageFormat: string | null;
  /** True when streams of this call carry usage only if `stream_options.include_usage` is set. */
  usageOnRequest: boolean;
  read: Reader;
  /** How a prompt is put into a request; absent for calls that take none. */
  prompts?: PromptEditor;
}

/** Puts prompts into the requests of one kind of call. Pure; a body that is given is not changed. */
export interface PromptEditor {
  /** The texts that may be the URI of a prompt: contents of messages and system texts, in order. */
  sites(body: JsonObject): PromptSite[];
  /**
   * The body with the prompt in it and its settings where the caller left a field out. Content and markers of the caller
   * stay as they are.
   *
   * @param site the text to replace; null puts the prompt before everything the caller says
   * @throws AppError INVALID_PARAMETER_VALUE when it cannot stand there
   */
  injectPrompt(body: JsonObject, prompt: RenderedPrompt, site: PromptSite | null): JsonObject;
}

/** Members and indexes that lead to a place in a body. */
export type BodyPath = readonly (string | number)[];

/** A text in a body. */
export interface PromptSite {
  path: BodyPath;
  text: string;
}

/** MLflow's span types that Weir gives (mlflow/entities/span.py). */
export type SpanType = 'CHAT_MODEL' | 'LLM' | 'EMBEDDING' | 'RERANKER' | 'UNKNOWN' | 'TOOL';

/** One row of the provider table. */
export interface Provider {
  /** Path segment and name on the trace. */
  name: string;
  dialect: Dialect;
  /** Origin and path of the API; null until configured (Azure, Databricks). */
  baseUrl: string | null;
  /** How to configure it when `baseUrl` is null. */
  configureHint: string | null;
  /** Name of the worker secret that holds its key; null when it needs none. */
  secretName: string | null;
  /**
   * Id in the price library, when it differs from the name; null when the library does not know it. A `*` at its end stands
   * for what follows the colon in the model's name: who serves it, at a router; without that there is no price.
   */
  priceProvider: string | null;
  /** False when the provider is known to refuse or not to need `stream_options`. */
  asksStreamUsage: boolean;
  /** Exceptions in how it counts. */
  usageRules: UsageRules;
  /** Signs calls with the deployment's own credentials, where a header's value is not enough; null for most. */
  sign: Signer | null;
}

/** A call about to be signed; its body is whole: bytes or text. */
export interface SignableRequest {
  method: string;
  url: URL;
  headers: Headers;
  body: BodyInit | null;
}

/** Signs calls with credentials that lie in worker secrets. */
export interface Signer {
  /** Secrets without which nothing can be signed. */
  requiredSecrets: readonly string[];
  /** Secrets that are used where they are set. */
  optionalSecrets: readonly string[];
  /**
   * Makes the headers of a signed call. Only asked when all required secrets are stored.
   *
   * @param secret a stored credential by name, or null
   */
  sign(request: SignableRequest, secret: (name: string) => string | null): Promise<Headers>;
}

/** Exceptions to the dialect's usage arithmetic. */
export interface UsageRules {
  /** xAI: `completion_tokens` leaves the reasoning tokens out. */
  reasoningOutsideOutput: boolean;
}

/** A stretch of decoded response bytes and when it had arrived, in milliseconds since the start. */
export interface Segment {
  bytes: Uint8Array;
  atMs: number;
}

/** A body after decompression. */
export interface DecodedBody {
  /** Media type without parameters, lower case; empty when unknown. */
  mediaType: string;
  /** The content-type header as sent, with parameters such as a multipart boundary. */
  contentType: string;
  bytes: Uint8Array;
  /** `bytes` as UTF-8; empty for binary bodies. */
  text: string;
  /** `text` parsed, or undefined when it is not (whole) JSON. */
  json: Json | undefined;
  /** `bytes` cut where they arrived; a single segment for requests. */
  segments: Segment[];
  /** True when the end of the body was not kept. */
  truncated: boolean;
}

/** What a reader sees of a call. */
export interface ReadableCall {
  method: string;
  /** Path at the provider without query, decoded. */
  path: string;
  status: number | null;
  request: DecodedBody;
  response: DecodedBody;
  /** Response headers of the exchange, lower case. */
  responseHeaders: Record<string, string>;
  usageRules: UsageRules;
}

/**
 * Reads one kind of call. Pure: no clock, no network; never throws on what a provider sends.
 */
export type Reader = (call: ReadableCall) => Reading;

/** What a call said, in canonical form. Null and empty mean: not said. */
export interface Reading {
  requestModel: string | null;
  /** The model that answered, when the answer names it. */
  responseModel: string | null;
  /** The request as sent (JSON), or a description of it when it is not JSON. */
  inputs: Json;
  /** What a plain answer would have been, also for streams; null when nothing came. */
  outputs: Json;
  /** Tools offered, in MLflow's `mlflow.chat.tools` shape. */
  tools: Json[];
  usage: Usage | null;
  finishReasons: string[];
  responseId: string | null;
  /**
   * The id of the answer that this call tells again: fetched by its id, polled, resumed. Usage stated here is that answer's,
   * and is no further one. Null for a call that made its answer.
   */
  repeats: string | null;
  serviceTier: string | null;
  /** `gen_ai.request.*` parameters: `temperature`, `max_tokens`, `top_p`, … by OpenTelemetry's names without prefix. */
  parameters: Record<string, number | string | boolean | string[]>;
  streamed: boolean;
  /** For streams: the provider's own end marker was seen. True for plain answers. */
  complete: boolean;
  /** When the first token (text, reasoning or tool call) had arrived; null for plain answers and empty streams. */
  firstTokenAtMs: number | null;
  /** An error in the answer or in the stream. */
  error: ReadError | null;
  /** Who and what for, as the body tells. */
  user: string | null;
  session: string | null;
  tags: Record<string, string>;
  /** Text for previews: the last user message, and the answer. */
  requestPreview: string | null;
  responsePreview: string | null;
  /** Text to estimate tokens from when the provider gave no usage. */
  inputText: string;
  outputText: string;
}

/** What another model used within a call; its parts are none of its own. */
export interface OtherModelUsage {
  model: string | null;
  usage: Usage;
}

/** An error as the provider worded it. */
export interface ReadError {
  type: string;
  message: string;
}

/**
 * Token usage in canonical form: `input` includes cache reads and writes, `output` includes reasoning; null is unknown.
 */
export interface Usage {
  input: number | null;
  output: number | null;
  total: number | null;
  cacheRead: number | null;
  cacheWrite: number | null;
  /** Part of `cacheWrite` kept for one hour, priced apart (Anthropic). */
  cacheWrite1h: number | null;
  reasoning: number | null;
  /** Parts of the input, the output and the cache reads that are no text, where the provider tells them apart. */
  inputAudio: number | null;
  outputAudio: number | null;
  cacheReadAudio: number | null;
  inputImage: number | null;
  outputImage: number | null;
  cacheReadImage: number | null;
  inputVideo: number | null;
  outputVideo: number | null;
  cacheReadVideo: number | null;
  /** Billed searches and the like, by name. */
  extra: Record<string, number>;
  /** What changes the price of everything, by name: `inference_geo`, `latency`, `search_context_size`. */
  conditions: Record<string, string>;
  /**
   * Parts of the counts above that another model used within the call, such as Anthropic's advisor. A model that is not
   * named is not known.
   */
  others: OtherModelUsage[];
  /** Cost in USD as the provider itself stated it (OpenRouter's `usage.cost`). */
  statedCostUsd: number | null;
}
