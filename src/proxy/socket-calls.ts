/**
 * The calls on one WebSocket, followed by its messages: each is recorded as a call of its own as soon as it has ended, with
 * the message that made it as its request and the events it got as a stream. Conversations on the socket are its lanes; in
 * each, calls are answered one after another in the order they were made.
 */
import { limits } from '../core/limits.ts';
import type { ExchangeRecording, RecordingEnd } from './exchange-recording.ts';
import type { CallerMessage, ProviderMessage, SocketProtocol } from './providers/socket-protocol.ts';

/** How a socket ended: which side left, and why, where it said so. */
export interface SocketEnd {
  by: 'caller' | 'provider';
  /** In words, for the provider's side; null for nothing to say. */
  failure: string | null;
}

/** What following a socket needs. */
export interface SocketCallsOptions {
  protocol: SocketProtocol;
  /** Headers of the answer that opened the socket. */
  headers: Headers;
  /** Opens the recording of a call that begins now; null when none is wanted. */
  open(place: { lane: string | null; conversation: string | null }): ExchangeRecording | null;
}

interface CallStart {
  lane: string | null;
  parent: string | null;
  conversation: string | null;
  /** The body, as text. */
  request: string;
}

interface SocketCall extends Omit<CallStart, 'request'> {
  responseId: string | null;
  recording: ExchangeRecording;
  headersSeen: boolean;
  cancelAsked: boolean;
}

/** Follows one socket. */
export class SocketCalls {
  readonly #options: SocketCallsOptions;
  readonly #encoder = new TextEncoder();
  /** Made, and not answered yet, in order. */
  readonly #waiting: SocketCall[] = [];
  /** Being answered, in the order they began. A lane has one at a time, but not every provider keeps to that. */
  readonly #underWay: SocketCall[] = [];
  /** Input the caller added to what follows a response, by that response. */
  readonly #additions = new Map<string, string[]>();
  /** The last message of the caller's that no call was seen in: what an error may be about. */
  #notUnderstood: string | null = null;
  #lastConversation: string | null = null;
  #over = false;

  constructor(options: SocketCallsOptions) {
    this.#options = options;
  }

  /** A text message passes. */
  messagePassed(from: 'caller' | 'provider', text: string): void {
    if (this.#over) return;
    if (from === 'caller') this.#fromCaller(this.#options.protocol.fromCaller(text), text);
    else {
      const message = this.#options.protocol.fromProvider(text);
      if (message !== null) this.#fromProvider(message, text);
    }
  }

  /** The socket is closed: what was not answered whole ends with it. Only the first end counts. */
  ended({ by, failure }: SocketEnd): void {
    if (this.#over) return;
    this.#over = true;
    const end: RecordingEnd =
      by === 'caller' ? { end: 'client_cancelled', failure: null } : { end: 'upstream_failed', failure };
    for (const { recording } of [...this.#underWay, ...this.#waiting]) recording.finish(end);
    this.#underWay.length = 0;
    this.#waiting.length = 0;
    this.#additions.clear();
  }

  #fromCaller(message: CallerMessage | null, text: string): void {
    if (message === null) this.#notUnderstood = text.slice(0, limits.inspectedErrorBytes);
    else if (message.kind === 'call') this.#makeCall(message);
    else if (message.kind === 'addition') this.#add(message.parent, message.body);
    else {
      const asked = this.#find({ lane: message.lane, responseId: message.responseId });
      if (asked !== undefined) asked.cancelAsked = true;
    }
  }

  #makeCall({ lane, parent, conversation, body }: CallerMessage & { kind: 'call' }): void {
    this.#lastConversation = conversation;
    const additions = this.#takeAdditions(parent);
    const request = additions.length === 0 ? body : this.#options.protocol.withAdditions(body, additions);
    const call = this.#openCall({ lane, parent, conversation, request });
    if (call !== null) this.#waiting.push(call);
  }

  #openCall({ request, ...asked }: CallStart): SocketCall | null {
    if (this.#waiting.length + this.#underWay.length >= limits.socketCalls) return null;
    const recording = this.#options.open(asked);
    if (recording === null) return null;
    recording.request.add(this.#encoder.encode(request));
    return { ...asked, responseId: null, recording, headersSeen: false, cancelAsked: false };
  }

  #fromProvider(message: ProviderMessage, text: string): void {
    if (message.kind === 'addition_refused') {
      this.#takeBackAddition(message.parent);
      return;
    }
    if (message.kind === 'begin') this.#notUnderstood = null;
    const call = message.kind === 'failure' ? this.#failedCall(message) : this.#answeredCall(message);
    if (call === null) return;
    this.#note(call, message, text);
    if (message.kind !== 'end' && message.kind !== 'failure') return;
    const cancelled = message.cancelled || (call.cancelAsked && message.kind === 'failure');
    call.recording.finish({ end: cancelled ? 'client_cancelled' : 'complete', failure: null });
    remove(this.#underWay, call);
  }

  /** An event is kept as a stream would have carried it. */
  #note(call: SocketCall, { status }: ProviderMessage, text: string): void {
    if (!call.headersSeen) {
      call.headersSeen = true;
      const headers = new Headers(this.#options.headers);
      headers.set('content-type', 'text/event-stream');
      headers.delete('content-encoding');
      call.recording.headersArrived(status ?? OK, headers);
    }
    const lines = text.split(/\r\n|\r|\n/).map((line) => `data: ${line}\n`);
    call.recording.chunkArrived(this.#encoder.encode(`${lines.join('')}\n`));
  }

  /** The call an event belongs to: the one under way in its lane, else the next that waits there. */
  #answeredCall(message: ProviderMessage): SocketCall | null {
    const { responseId, lane, kind } = message;
    const current = this.#find({ lane, responseId });
    const isNext = kind === 'begin' && current?.responseId !== responseId;
    if (current !== undefined && !isNext) {
      current.responseId ??= responseId;
      return current;
    }
    const next = this.#takeWaiting(message) ?? this.#begunByProvider(message);
    if (next === null) return null;
    next.responseId = responseId;
    // Events name the lane they belong to; where they name none, so does the call from here on.
    next.lane = lane;
    this.#underWay.push(next);
    return next;
  }

  #takeWaiting({ lane, parent }: ProviderMessage): SocketCall | null {
    const inLane = this.#waiting.find((call) => call.lane === lane);
    const follows = parent !== null && this.#additions.has(parent) && inLane?.parent !== parent;
    const found = follows ? undefined : (inLane ?? (lane === null ? this.#waiting[0] : undefined));
    if (found === undefined) return null;
    remove(this.#waiting, found);
    return found;
  }

  /** Input that was added to a response makes the provider begin the next by itself. */
  #begunByProvider({ kind, lane, parent }: ProviderMessage): SocketCall | null {
    if (kind !== 'begin') return null;
    const additions = this.#takeAdditions(parent);
    const request = additions.length === 0 ? '' : this.#options.protocol.withAdditions(null, additions);
    const conversation = this.#lastConversation;
    return this.#openCall({ lane, parent, conversation, request });
  }

  /**
   * The call an error ends. A request that is refused is the newest where another is being answered, else the oldest; an
   * error that names no lane can be about the only call there is.
   */
  #failedCall({ lane, responseId, ofRequest }: ProviderMessage): SocketCall | null {
    const current = this.#find({ lane, responseId });
    const inLane = this.#waiting.filter((call) => call.lane === lane);
    const waits = current === undefined ? inLane[0] : inLane.at(-1);
    const [only, ...others] = [...this.#underWay, ...this.#waiting];
    const found =
      (ofRequest ? (waits ?? current) : (current ?? waits)) ?? (others.length === 0 ? only : null);
    if (found === undefined || found === null) return this.#refusedMessage(lane);
    remove(this.#waiting, found);
    return found;
  }

  /** An error about no call: about a message that was to be one, else about the socket, which is no call. */
  #refusedMessage(lane: string | null): SocketCall | null {
    const request = this.#notUnderstood;
    this.#notUnderstood = null;
    if (request === null) return null;
    return this.#openCall({ lane, parent: null, conversation: this.#lastConversation, request });
  }

  #find({ lane, responseId }: Pick<SocketCall, 'lane' | 'responseId'>): SocketCall | undefined {
    const named = this.#underWay.find((call) => responseId !== null && call.responseId === responseId);
    return named ?? this.#underWay.findLast((call) => call.lane === lane);
  }

  #add(parent: string, body: string): void {
    const held = [...this.#additions.values()].flat();
    const heldCharacters = held.reduce((sum, { length }) => sum + length, body.length);
    if (held.length >= limits.socketCalls || heldCharacters > limits.captureBytes) return;
    const added = this.#additions.get(parent);
    if (added === undefined) this.#additions.set(parent, [body]);
    else added.push(body);
  }

  #takeAdditions(parent: string | null): string[] {
    const additions = parent === null ? undefined : this.#additions.get(parent);
    if (parent !== null) this.#additions.delete(parent);
    return additions ?? [];
  }

  #takeBackAddition(parent: string | null): void {
    const [, ...kept] = this.#takeAdditions(parent);
    if (parent !== null && kept.length > 0) this.#additions.set(parent, kept);
  }
}

function remove(calls: SocketCall[], call: SocketCall): void {
  const index = calls.indexOf(call);
  if (index !== -1) calls.splice(index, 1);
}

/** The status a call would have been answered with over HTTP, once its answer has begun. */
const OK = 200;
