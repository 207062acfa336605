/**
 * The exchange while it happens: one object per call that is told what passes and hands the finished exchange to the
 * recorder exactly once, however the call ends. It never fails towards the caller.
 */
import { newSpanId, newTraceId } from '../core/ids.ts';
import { limits } from '../core/limits.ts';
import { joinKnown, knownSecrets, redactQuery } from '../core/redaction.ts';
import { BodyRecorder } from './body-recorder.ts';
import type { CallerContext } from './caller-headers.ts';
import { cleanExchange } from './clean-exchange.ts';
import type {
  Arrival,
  CaptureMode,
  CapturedBody,
  Exchange,
  ExchangeEnd,
  InjectedPrompt,
  SocketPlace,
  WebSocketEvent,
} from './exchange.ts';
import { keptRequestHeaders, keptResponseHeaders } from './kept-headers.ts';
import type { ProxyServices } from './proxy-services.ts';
import { SessionRecorder } from './session-recorder.ts';

/** What is known when the call sets out. */
export interface RecordingInput {
  provider: string;
  method: string;
  url: URL;
  context: CallerContext;
  captureMode: Exclude<CaptureMode, 'off'>;
  keyId: string | null;
  /** The key's experiment wins over the caller's wish. */
  experiment: string | null;
  requestHeaders: Headers;
  /** Values that must not be kept even when an answer echoes them. */
  credentials: string[];
  startedAtMs: number;
  /** Ids that were given out already; null for new ones, or those of the caller's trace. */
  ids: RecordingIds | null;
  /** For a call that shares a WebSocket with others. */
  socket: SocketPlace | null;
}

/** What a trace and its span are known by. */
export interface RecordingIds {
  traceId: string;
  spanId: string;
  /** The caller's span; null for none. */
  parentSpanId: string | null;
}

/** How a call ended, and our words on it when the provider had none. */
export interface RecordingEnd {
  end: ExchangeEnd;
  failure: string | null;
}

/** The modes in which what the caller sends is kept, and those in which what it gets is. */
const REQUEST_MODES: readonly CaptureMode[] = ['full', 'request'];
const RESPONSE_MODES: readonly CaptureMode[] = ['full', 'response'];

/** Records one call. */
export class ExchangeRecording {
  readonly ids: RecordingIds;
  /** Resolves when the exchange is safe with the recorder. */
  readonly recorded: Promise<void>;
  /** For the answer's headers; null when this deployment issues none. */
  readonly feedbackToken: Promise<string | null>;
  readonly request: BodyRecorder;
  readonly #input: RecordingInput;
  readonly #services: ProxyServices;
  #response: BodyRecorder | null = null;
  #responseHeaders: Record<string, string> = {};
  #status: number | null = null;
  #headersAtMs: number | null = null;
  #firstByteAtMs: number | null = null;
  #leftAtMs: number | null = null;
  #arrivals: [number, number][] = [];
  #session: SessionRecorder | null = null;
  #usageAsked = false;
  #prompts: InjectedPrompt[] = [];
  #promptProblem: string | null = null;
  #editProblem: string | null = null;
  #finished = false;
  #resolveRecorded: () => void = () => undefined;

  constructor(input: RecordingInput, services: ProxyServices) {
    this.#input = input;
    this.#services = services;
    const parent = input.context.traceParent;
    this.ids = input.ids ?? {
      traceId: parent === null ? newTraceId() : `tr-${parent.traceId}`,
      spanId: newSpanId(),
      parentSpanId: parent?.spanId ?? null,
    };
    this.feedbackToken = services.issueFeedbackToken({ traceId: this.traceId, experiment: input.experiment });
    this.request = this.#bodyRecorder(input.requestHeaders, REQUEST_MODES);
    this.recorded = new Promise((resolve) => {
      this.#resolveRecorded = resolve;
    });
  }

  get traceId(): string {
    return this.ids.traceId;
  }

  /** Usage was asked for on the caller's behalf. */
  noteUsageAsked(asked: boolean): void {
    this.#usageAsked = asked;
  }

  /** Prompts were put into the request, or could not be and the call goes on without. */
  notePrompts({ prompts, problem }: { prompts: InjectedPrompt[]; problem: string | null }): void {
    this.#prompts = prompts;
    this.#promptProblem = problem;
  }

  /** An edit that Weir would have made to the request could not be made; the call goes on without. */
  noteEditProblem(problem: string): void {
    this.#editProblem = problem;
  }

  /** The provider's status and headers are here. */
  headersArrived(status: number, headers: Headers): void {
    this.#status = status;
    this.#headersAtMs = this.#elapsedMs();
    this.#responseHeaders = keptResponseHeaders(headers);
    this.#response = this.#bodyRecorder(headers, RESPONSE_MODES);
  }

  /** A chunk of the answer passes. */
  chunkArrived(chunk: Uint8Array): void {
    if (this.#response === null) return;
    const atMs = this.#elapsedMs();
    this.#firstByteAtMs ??= atMs;
    this.#response.add(chunk);
    const last = this.#arrivals.at(-1);
    if (last !== undefined && (last[1] === atMs || this.#arrivals.length >= limits.arrivals)) {
      last[0] = this.#response.byteLength;
      last[1] = atMs;
    } else this.#arrivals.push([this.#response.byteLength, atMs]);
  }

  /**
   * The call is a WebSocket session from here on.
   *
   * @param isPiece true for a message whose content a later message repeats
   */
  sessionOpened(isPiece: (text: string) => boolean): void {
    const { captureMode } = this.#input;
    this.#session = new SessionRecorder({
      limitBytes: this.#services.settings.captureLimitBytes,
      allowed: {
        caller: REQUEST_MODES.includes(captureMode),
        provider: RESPONSE_MODES.includes(captureMode),
      },
      budget: this.#services.memory,
      isPiece,
    });
  }

  /** A message of the session passes. */
  messagePassed(from: WebSocketEvent['from'], data: string | ArrayBuffer): void {
    const atMs = this.#elapsedMs();
    if (from === 'provider') this.#firstByteAtMs ??= atMs;
    if (typeof data === 'string') this.#session?.addText(from, data, atMs);
    else this.#session?.addBinary(from, data.byteLength);
  }

  /** The caller has gone: what the provider still sends is noted, but the call ends here. */
  callerLeft(): void {
    this.#leftAtMs ??= this.#elapsedMs();
  }

  /** Both bodies as far as they came; null before the answer. */
  soFar(): { request: CapturedBody; response: CapturedBody } | null {
    return this.#response === null
      ? null
      : { request: this.request.soFar(), response: this.#response.soFar() };
  }

  /** The call is over. Only the first call counts; the exchange goes to the recorder. */
  finish(end: RecordingEnd): void {
    if (this.#finished) return;
    this.#finished = true;
    const endedAtMs = this.#leftAtMs ?? this.#elapsedMs();
    this.#record(end, endedAtMs)
      .catch((cause: unknown) =>
        this.#services.log.error('recording-failed', cause, { traceId: this.traceId }),
      )
      .finally(() => {
        this.#release();
        this.#resolveRecorded();
      });
  }

  /** There was no call after all: nothing is recorded. */
  discard(): void {
    if (this.#finished) return;
    this.#finished = true;
    this.#release();
    this.#resolveRecorded();
  }

  #release(): void {
    this.request.release();
    this.#response?.release();
    this.#session?.release();
  }

  async #record({ end, failure }: RecordingEnd, endedAtMs: number): Promise<void> {
    const { input, context } = { input: this.#input, context: this.#input.context };
    const exchange: Exchange = {
      version: 1,
      ...this.ids,
      experiment: input.experiment,
      provider: input.provider,
      method: input.method,
      path: input.url.pathname + redactQuery(input.url.search),
      startedAtMs: input.startedAtMs,
      headersAtMs: this.#headersAtMs,
      firstByteAtMs: this.#firstByteAtMs,
      endedAtMs,
      status: this.#status,
      end,
      failure,
      request: this.#inSession('caller', await this.request.finish()),
      response: this.#inSession('provider', (await this.#response?.finish()) ?? emptyBody),
      arrivals: this.#keptArrivals(),
      webSocketEvents: this.#session === null ? null : [...this.#session.events],
      socket: input.socket,
      requestHeaders: keptRequestHeaders(input.requestHeaders),
      responseHeaders: this.#responseHeaders,
      session: context.session,
      user: context.user,
      tags: context.tags,
      requestId: context.requestId,
      environment: context.environment,
      spanName: context.spanName,
      priceModel: context.priceModel,
      customCost: context.customCost,
      prompts: this.#prompts,
      promptProblem: this.#promptProblem,
      editProblem: this.#editProblem,
      captureMode: input.captureMode,
      usageAsked: this.#usageAsked,
      notUnderstood: context.notUnderstood,
      keyId: input.keyId,
    };
    const known = joinKnown(this.#services.storedSecrets, knownSecrets(input.credentials));
    await this.#services.recorder.record(cleanExchange(exchange, known));
  }

  #keptArrivals(): Arrival[] {
    const arrivals = this.#arrivals.map(([byteCount, atMs]): Arrival => [byteCount, atMs]);
    return this.#response?.keptArrivals(arrivals) ?? arrivals;
  }

  #bodyRecorder(headers: Headers, modes: readonly CaptureMode[]): BodyRecorder {
    return new BodyRecorder({
      contentType: headers.get('content-type') ?? '',
      contentEncoding: (headers.get('content-encoding') ?? '').toLowerCase(),
      limitBytes: this.#services.settings.captureLimitBytes,
      allowed: modes.includes(this.#input.captureMode),
      budget: this.#services.memory,
    });
  }

  /** A session has messages in place of bodies: their sizes stand where the bodies' would. */
  #inSession(from: WebSocketEvent['from'], body: CapturedBody): CapturedBody {
    if (this.#session === null) return body;
    const modes = from === 'caller' ? REQUEST_MODES : RESPONSE_MODES;
    const omitted = modes.includes(this.#input.captureMode) ? null : 'capture_mode';
    return { ...body, ...this.#session.passed(from), omitted };
  }

  #elapsedMs(): number {
    return this.#services.now() - this.#input.startedAtMs;
  }
}

const emptyBody: CapturedBody = {
  contentType: '',
  contentEncoding: '',
  byteLength: 0,
  bytes: new Uint8Array(0),
  meter: null,
  truncated: false,
  endLost: false,
  omitted: null,
  sha256: null,
};
