/**
 * How calls share one WebSocket, for dialects that answer many calls over one: which message makes a call, which belongs
 * to it, which ends it. The proxy follows a socket by it; what the calls say is read as it is over HTTP.
 */

/** Tells the messages of a socket apart. Pure; never throws; a message that concerns no call is null. */
export interface SocketProtocol {
  fromCaller(text: string): CallerMessage | null;
  fromProvider(text: string): ProviderMessage | null;
  /**
   * The body of a call to which input was added on the way.
   *
   * @param body the call as JSON text; null for a call that the provider began by itself with the added input
   * @param additions bodies of the messages that added it, in order
   */
  withAdditions(body: string | null, additions: readonly string[]): string;
}

/** What a caller's message means. `lane` is the conversation on the socket; null where the message names none. */
export type CallerMessage =
  | {
      kind: 'call';
      lane: string | null;
      /** The response it goes on from. */
      parent: string | null;
      /** The conversation it says to belong to, for the cache's sake; null for none. */
      conversation: string | null;
      /** What would have been the body of the same call over HTTP, as JSON text. */
      body: string;
    }
  | {
      /** Input for what follows a response that is under way. */
      kind: 'addition';
      parent: string;
      body: string;
    }
  | { kind: 'cancel'; lane: string | null; responseId: string | null };

/** What a provider's message means. */
export interface ProviderMessage {
  /** `failure` ends a call by an error; `addition_refused` takes back the oldest input added to `parent`. */
  kind: 'begin' | 'middle' | 'end' | 'failure' | 'addition_refused';
  lane: string | null;
  responseId: string | null;
  parent: string | null;
  /** The HTTP status a failure states; null for none. */
  status: number | null;
  /** True for a failure of a request that was not taken up, while an answer may be under way. */
  ofRequest: boolean;
  /** True for the end of a response that was cancelled. */
  cancelled: boolean;
}
