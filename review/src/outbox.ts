/**
 * What a reviewer says goes out in order, and waits in this browser while it cannot: no network, Weir busy, a page that
 * closes. Each piece has an id of its own, so one that is sent twice counts once.
 */
import type { Answer, ReviewItem, Submission } from '../../src/labeling/review-wire.ts';
import type { Api, Failure } from './api.ts';

/** How the sending goes. */
export interface OutboxState {
  waiting: number;
  /** Why the first piece waits; null while nothing is wrong. */
  failure: Failure | null;
}

interface Piece extends Submission {
  traceId: string;
}

const FIRST_PAUSE_MS = 1500;
const LONGEST_PAUSE_MS = 60_000;

/** The queue of one reviewer in one session. What earlier pages left is in it. */
export class Outbox {
  readonly #api: Api;
  readonly #key: string;
  readonly #onRefused: (message: string) => void;
  readonly #listeners = new Set<() => void>();
  #pieces: Piece[];
  /** What went out from this page. What is fetched meanwhile may be older, so it is applied to that too. */
  readonly #sent: Piece[] = [];
  #inFlight: Piece | null = null;
  #failure: Failure | null = null;
  #pauseMs = FIRST_PAUSE_MS;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    api: Api,
    options: { sessionId: string; reviewer: string; onRefused: (message: string) => void },
  ) {
    this.#api = api;
    this.#key = `weir.review.outbox.${options.sessionId}.${options.reviewer}`;
    this.#onRefused = options.onRefused;
    this.#pieces = load(this.#key);
    addEventListener('online', this.flush);
    addEventListener('pagehide', this.flush);
    if (this.#pieces.length > 0) this.flush();
  }

  /** Adds to what is said of an item; it goes out after a pause, in which more of it may be said. */
  say(traceId: string, said: Partial<Pick<Submission, 'answers' | 'state'>>, afterMs = 0): void {
    const last = this.#pieces.at(-1);
    const joined = last !== undefined && last !== this.#inFlight && last.traceId === traceId ? last : null;
    const piece: Piece = {
      traceId,
      // A piece that was tried already may have arrived: with more in it, it is another one.
      submissionId: crypto.randomUUID(),
      answers: { ...joined?.answers, ...said.answers },
      state: said.state ?? joined?.state ?? null,
    };
    this.#pieces = [...this.#pieces.filter((other) => other !== joined), piece];
    this.#changed();
    this.#later(afterMs);
  }

  /** The item with what was said on this page, and what waits, applied to it. */
  apply(item: ReviewItem): ReviewItem {
    return this.#saidOf(item.traceId).reduce<ReviewItem>(
      (merged, piece) => ({
        ...merged,
        state: piece.state ?? merged.state,
        answers: withAnswers(merged.answers, piece.answers),
      }),
      item,
    );
  }

  /** The state of an item by the same, or undefined when nothing was done with it. */
  stateOf(traceId: string): Submission['state'] | undefined {
    return this.#saidOf(traceId).findLast((piece) => piece.state !== null)?.state;
  }

  /** Sends what waits, now. */
  readonly flush = (): void => {
    clearTimeout(this.#timer);
    void this.#sendAll();
  };

  /** How the sending goes. */
  state(): OutboxState {
    return { waiting: this.#pieces.length, failure: this.#failure };
  }

  /** Calls the listener whenever something changed. Returns how to stop. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #saidOf(traceId: string): Piece[] {
    return [...this.#sent, ...this.#pieces].filter((piece) => piece.traceId === traceId);
  }

  #changed(): void {
    store(this.#key, this.#pieces);
    for (const listener of this.#listeners) listener();
  }

  #later(afterMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.flush, afterMs);
  }

  /** In order, up to the first piece that cannot be sent. */
  async #sendAll(): Promise<void> {
    if (this.#inFlight !== null) return;
    for (let piece = this.#pieces[0]; piece !== undefined; piece = this.#pieces[0]) {
      if (!(await this.#send(piece))) return;
    }
  }

  /** False when it has to wait. */
  async #send(piece: Piece): Promise<boolean> {
    this.#inFlight = piece;
    const { traceId, ...submission } = piece;
    const outcome = await this.#api.submit(traceId, submission);
    this.#inFlight = null;
    if (!outcome.ok && outcome.failure.kind !== 'refused') {
      this.#failure = outcome.failure;
      this.#changed();
      if (outcome.failure.kind === 'unreachable') this.#later(this.#pauseMs);
      this.#pauseMs = Math.min(LONGEST_PAUSE_MS, this.#pauseMs * 2);
      return false;
    }
    this.#pieces = this.#pieces.filter((other) => other !== piece);
    this.#failure = null;
    this.#pauseMs = FIRST_PAUSE_MS;
    if (outcome.ok) this.#sent.push(piece);
    else if (outcome.failure.kind === 'refused') this.#onRefused(outcome.failure.message);
    this.#changed();
    return true;
  }
}

function withAnswers(
  answers: Record<string, Answer>,
  said: Record<string, Answer | null>,
): Record<string, Answer> {
  const merged = new Map(Object.entries(answers));
  for (const [schemaId, answer] of Object.entries(said)) {
    if (answer === null) merged.delete(schemaId);
    else merged.set(schemaId, answer);
  }
  return Object.fromEntries(merged);
}

function load(key: string): Piece[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    // Written by `store` below.
    return Array.isArray(stored) ? (stored as Piece[]) : [];
  } catch {
    return [];
  }
}

/** A browser that stores nothing still sends what it can. True when it is stored. */
function store(key: string, pieces: Piece[]): boolean {
  try {
    if (pieces.length === 0) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(pieces));
    return true;
  } catch {
    return false;
  }
}
