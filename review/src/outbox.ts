/**
 * What a reviewer says goes out in order, and waits in this browser while it cannot: no network, Weir busy, a page that
 * closes. Each piece has an id of its own, so one that is sent twice counts once. Of several tabs one sends at a time, for
 * all of them (https://www.w3.org/TR/web-locks/), in the order things were said.
 */
import type { ReviewItem, Submission } from '../../src/labeling/review-wire.ts';
import type { Api, Failure } from './api.ts';
import { Pieces, type Piece, type Waiting } from './pieces.ts';
import { withSaid } from './said.ts';

/** How the sending goes. */
export interface OutboxState {
  waiting: number;
  /** Why the first piece waits; null while nothing is wrong. */
  failure: Failure | null;
}

/** What an outbox is told of. */
export interface OutboxOptions {
  sessionId: string;
  reviewer: string;
  onSent: (traceId: string, said: Submission) => void;
  onRefused: (message: string) => void;
}

const FIRST_PAUSE_MS = 1500;
const LONGEST_PAUSE_MS = 60_000;
/** A piece that is about to be sent is not added to any more: the tab that sends may be another one. */
const JOIN_MARGIN_MS = 150;

/** The queue of one reviewer in one session. What earlier pages and other tabs left is in it. */
export class Outbox {
  readonly #api: Api;
  readonly #options: OutboxOptions;
  readonly #lockName: string;
  readonly #pieces: Pieces;
  readonly #tabId = crypto.randomUUID();
  readonly #listeners = new Set<() => void>();
  /** What went out while this page was open. What is fetched meanwhile may be older, so it is applied to that too. */
  readonly #sent = new Map<string, Piece[]>();
  #isSending = false;
  #failure: Failure | null = null;
  #pauseMs = FIRST_PAUSE_MS;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(api: Api, options: OutboxOptions) {
    const { sessionId, reviewer } = options;
    this.#api = api;
    this.#options = options;
    this.#lockName = `weir.review.outbox.${sessionId}.${reviewer}`;
    this.#pieces = new Pieces(sessionId, reviewer);
    this.#pieces.watch((sent) => {
      if (sent !== null) this.#noteSent(sent);
      // What another tab could send, this one can too.
      if (sent !== null) this.#failure = null;
      this.#changed();
      this.#later(this.#msToFirst());
    });
    addEventListener('online', this.flush);
    addEventListener('pagehide', this.#sayGoodbye);
    if (this.#pieces.list().length > 0) this.flush();
  }

  /** Adds to what is said of an item; it goes out after a pause, in which more of it may be said. */
  say(traceId: string, said: Partial<Pick<Submission, 'answers' | 'state'>>, afterMs = 0): void {
    const nowMs = Date.now();
    const last = this.#pieces.listAnew().at(-1);
    const isMine = last?.piece.tabId === this.#tabId && last.piece.traceId === traceId;
    const joined = isMine && last.piece.readyAtMs > nowMs + JOIN_MARGIN_MS ? last : null;
    this.#pieces.add({
      traceId,
      tabId: this.#tabId,
      readyAtMs: nowMs + afterMs,
      submissionId: crypto.randomUUID(),
      answers: { ...joined?.piece.answers, ...said.answers },
      state: said.state ?? joined?.piece.state ?? null,
    });
    // The other way round a page that closes in between would lose it.
    if (joined !== null) this.#pieces.remove(joined, { wasSent: false });
    this.#changed();
    this.#later(afterMs);
  }

  /** The item with what was said on this page, and what waits, applied to it. */
  apply(item: ReviewItem): ReviewItem {
    return this.#saidOf(item.traceId).reduce(withSaid, item);
  }

  /** The state of an item by the same, or undefined when nothing was done with it. */
  stateOf(traceId: string): Submission['state'] | undefined {
    return this.#saidOf(traceId).findLast((piece) => piece.state !== null)?.state;
  }

  /** Sends what waits, now. */
  readonly flush = (): void => {
    clearTimeout(this.#timer);
    if (this.#isSending) return;
    this.#isSending = true;
    void this.#alone(() => this.#sendAll());
  };

  /** How the sending goes. */
  state(): OutboxState {
    return { waiting: this.#pieces.list().length, failure: this.#failure };
  }

  /** Calls the listener whenever something changed. Returns how to stop. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #saidOf(traceId: string): Piece[] {
    const waiting = this.#pieces.list().map(({ piece }) => piece);
    return [...(this.#sent.get(traceId) ?? []), ...waiting.filter((piece) => piece.traceId === traceId)];
  }

  #noteSent(piece: Piece): void {
    const { traceId } = piece;
    this.#sent.set(traceId, [...(this.#sent.get(traceId) ?? []), piece]);
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }

  #later(afterMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.flush, afterMs);
  }

  #msToFirst(): number {
    const first = this.#pieces.list()[0];
    return first === undefined ? 0 : Math.max(0, first.piece.readyAtMs - Date.now());
  }

  /** One tab at a time. Browsers without locks send from each; what arrives twice counts once. */
  async #alone(work: () => Promise<void>): Promise<void> {
    if (!('locks' in navigator)) return work();
    await navigator.locks.request(this.#lockName, work);
  }

  /** In order, up to the first piece that cannot be sent, or to which more may be added. */
  async #sendAll(): Promise<void> {
    const first = (): Waiting | undefined => this.#pieces.listAnew()[0];
    for (let next = first(); next !== undefined; next = first()) {
      const waitMs = next.piece.readyAtMs - Date.now();
      if (waitMs > 0) {
        this.#later(waitMs);
        break;
      }
      if (!(await this.#send(next))) break;
    }
    this.#isSending = false;
  }

  /** False when it has to wait. */
  async #send(waiting: Waiting): Promise<boolean> {
    const { piece } = waiting;
    const { traceId } = piece;
    const submission = toSubmission(piece);
    const outcome = await this.#api.submit(traceId, submission);
    if (!outcome.ok && outcome.failure.kind !== 'refused') {
      this.#failure = outcome.failure;
      this.#changed();
      if (outcome.failure.kind === 'unreachable') this.#later(this.#pauseMs);
      this.#pauseMs = Math.min(LONGEST_PAUSE_MS, this.#pauseMs * 2);
      return false;
    }
    this.#pieces.remove(waiting, { wasSent: outcome.ok });
    this.#failure = null;
    this.#pauseMs = FIRST_PAUSE_MS;
    if (outcome.ok) {
      this.#noteSent(piece);
      this.#options.onSent(traceId, submission);
    } else if (outcome.failure.kind === 'refused') this.#options.onRefused(outcome.failure.message);
    this.#changed();
    return true;
  }

  /** The page may be gone before a lock is given: the first piece goes out at once, and stays until it is known to be there. */
  readonly #sayGoodbye = (): void => {
    const first = this.#pieces.list()[0];
    if (first === undefined || this.#isSending) return;
    void this.#api.submit(first.piece.traceId, toSubmission(first.piece));
  };
}

function toSubmission({ submissionId, answers, state }: Piece): Submission {
  return { submissionId, answers, state };
}
