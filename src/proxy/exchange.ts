/**
 * The exchange: the raw fact of one call through the proxy, as data. The proxy makes it beside the stream; `tracing`
 * turns it into a trace later. It holds no credential: headers are copied by an allow list, queries are redacted.
 */

/** How a call ended. */
export type ExchangeEnd = 'complete' | 'client_cancelled' | 'upstream_failed' | 'timed_out';

/** What the caller allows to be kept: `metadata` keeps no body, `off` no exchange at all. */
export type CaptureMode = 'full' | 'request' | 'response' | 'metadata' | 'off';

/** One body as it was seen on the wire: as it was sent, or shortened in the same form when it was too long. */
export interface CapturedBody {
  /** The media type with parameters, as sent; empty when there was none. */
  contentType: string;
  /** `content-encoding`, lower case; empty when the bytes are plain. */
  contentEncoding: string;
  /** Every byte that passed, kept or not. */
  byteLength: number;
  /**
   * The body, or what is left of one that is longer than the capture limit: the same form with the middle of long content
   * left out and marked. Empty when the mode or the type forbids keeping it.
   */
  bytes: Uint8Array;
  /** Of a body that the mode forbids to keep, what it used and how it ended, in the same form without content; else null. */
  meter: Uint8Array | null;
  /** True when content was left out because of the limit. */
  truncated: boolean;
  /** True when what stood at the body's end is not to be known from the bytes, so that how a stream ended is unknown. */
  endLost: boolean;
  /** Why no bytes were kept though some passed. */
  omitted: 'binary' | 'capture_mode' | null;
  /** SHA-256 of all bytes, hex; only for bodies that are not kept because they are binary. */
  sha256: string | null;
}

/** When the bytes up to `byteCount` of the response had arrived, in milliseconds since the start. */
export type Arrival = readonly [byteCount: number, atMs: number];

/** One message of a WebSocket session, in the order seen. */
export interface WebSocketEvent {
  from: 'caller' | 'provider';
  atMs: number;
  text: string;
}

/** Where a call passed that shared a WebSocket with others. */
export interface SocketPlace {
  /** The socket, by the hex digits of the trace id that its opening was answered with. */
  id: string;
  /** The conversation on it, as the messages name it; null when they name none. */
  lane: string | null;
  /** What the call said of its conversation where it is no session of its own: the key of a cache. Null for nothing. */
  conversation: string | null;
}

/** Prompt version that was injected into the request. */
export interface InjectedPrompt {
  name: string;
  version: number;
  /** The alias it was found by; null when the caller named the version. */
  alias: string | null;
  /** The arm of a split alias, by its version (`v5`); null when there was no split. */
  arm: string | null;
  /** True when the registry could not be asked and the last known version was taken. */
  stale: boolean;
}

/** The fact of one call. Times are milliseconds; `startedAtMs` is Unix time, all others count from it. */
export interface Exchange {
  version: 1;
  traceId: string;
  spanId: string;
  /** The caller's span, when `traceparent` joined its trace. */
  parentSpanId: string | null;
  /** Experiment name or id as the caller or the key named it; null is the default experiment. */
  experiment: string | null;
  /** Row name in the provider table. */
  provider: string;
  method: string;
  /** Path at the provider, with the redacted query. */
  path: string;
  startedAtMs: number;
  /** Response headers came; null when none did. */
  headersAtMs: number | null;
  firstByteAtMs: number | null;
  endedAtMs: number;
  /** Null when the provider never answered. */
  status: number | null;
  end: ExchangeEnd;
  /** Our own words on a failure of the connection; null when the provider spoke for itself. */
  failure: string | null;
  request: CapturedBody;
  response: CapturedBody;
  arrivals: Arrival[];
  /** Messages of a WebSocket session that is one call; null for every other call. */
  webSocketEvents: WebSocketEvent[] | null;
  /** For a call that shared a WebSocket with others: its bodies are the message that made it and the events it got. */
  socket: SocketPlace | null;
  /** Headers worth keeping, lower case, by allow list. */
  requestHeaders: Record<string, string>;
  responseHeaders: Record<string, string>;
  session: string | null;
  user: string | null;
  tags: Record<string, string>;
  requestId: string | null;
  environment: string | null;
  /** Span name wished by the caller. */
  spanName: string | null;
  /** Model to price as, when the caller overrides it. */
  priceModel: string | null;
  /** Price the caller states itself, in USD. */
  customCost: CustomCost | null;
  /** The prompt versions that were injected; the request is kept as it was sent then. */
  prompts: InjectedPrompt[];
  /** Why the call went on without the prompt it asked for; null when it did not. */
  promptProblem: string | null;
  /** Why an edit of ours was not made to the request, which went on as it was; null when none failed. */
  editProblem: string | null;
  captureMode: Exclude<CaptureMode, 'off'>;
  /** True when Weir asked the provider for usage and removed the chunk again. */
  usageAsked: boolean;
  /** Headers of other products that Weir dropped without understanding them. */
  notUnderstood: string[];
  /** The Weir key that was used, by id. */
  keyId: string | null;
}

/** A price stated by the caller, as `cf-aig-custom-cost` carries it. */
export interface CustomCost {
  perTokenInUsd: number | null;
  perTokenOutUsd: number | null;
  totalUsd: number | null;
}
