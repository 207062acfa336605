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

/** The queue of one reviewer in one session. */
export interface Outbox {
  /** Adds to what is said of an item. */
  say(traceId: string, said: Partial<Pick<Submission, 'answers' | 'state'>>, afterMs?: number): void;
  /** The item with what waits applied to it. */
  apply(item: ReviewItem): ReviewItem;
  /** The state of an item after what waits, or undefined when nothing that waits speaks of it. */
  stateOf(traceId: string): Submission['state'] | undefined;
  flush(): void;
  state(): OutboxState;
  /** Called whenever something changed. Returns how to stop. */
  subscribe(listener: () => void): () => void;
}

const FIRST_PAUSE_MS = 1500;
const LONGEST_PAUSE_MS = 60_000;

/** Opens the queue; what earlier pages left is in it. */
export function openOutbox(
  api: Api,
  {
    sessionId,
    reviewer,
    onRefused,
  }: { sessionId: string; reviewer: string; onRefused: (message: string) => void },
): Outbox {
  const key = `weir.review.outbox.${sessionId}.${reviewer}`;
  const listeners = new Set<() => void>();
  let pieces = load(key);
  let inFlight: Piece | null = null;
  let failure: Failure | null = null;
  let pauseMs = FIRST_PAUSE_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const changed = (): void => {
    store(key, pieces);
    for (const listener of listeners) listener();
  };
  const later = (afterMs: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void sendAll(), afterMs);
  };
  async function sendAll(): Promise<void> {
    if (inFlight !== null) return;
    for (let piece = pieces[0]; piece !== undefined; piece = pieces[0]) {
      inFlight = piece;
      const { traceId, submissionId, answers, state } = piece;
      const outcome = await api.submit(traceId, { submissionId, answers, state });
      inFlight = null;
      if (!outcome.ok && outcome.failure.kind !== 'refused') {
        failure = outcome.failure;
        changed();
        if (failure.kind === 'unreachable') later(pauseMs);
        pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
        return;
      }
      const sent = piece;
      pieces = pieces.filter((other) => other !== sent);
      failure = null;
      pauseMs = FIRST_PAUSE_MS;
      if (!outcome.ok && outcome.failure.kind === 'refused') onRefused(outcome.failure.message);
      changed();
    }
  }
  const flush = (): void => {
    clearTimeout(timer);
    void sendAll();
  };
  addEventListener('online', flush);
  addEventListener('pagehide', flush);
  if (pieces.length > 0) flush();
  return {
    say(traceId, said, afterMs = 0) {
      const last = pieces.at(-1);
      const joined = last !== undefined && last !== inFlight && last.traceId === traceId ? last : null;
      const piece: Piece = {
        traceId,
        // A piece that was tried already may have arrived: with more in it, it is another one.
        submissionId: crypto.randomUUID(),
        answers: { ...joined?.answers, ...said.answers },
        state: said.state ?? joined?.state ?? null,
      };
      pieces = [...pieces.filter((other) => other !== joined), piece];
      changed();
      later(afterMs);
    },
    apply: (item) => {
      const own = pieces.filter(({ traceId }) => traceId === item.traceId);
      return own.reduce<ReviewItem>(
        (merged, piece) => ({
          ...merged,
          state: piece.state ?? merged.state,
          answers: withAnswers(merged.answers, piece.answers),
        }),
        item,
      );
    },
    stateOf: (traceId) =>
      pieces.findLast((piece) => piece.traceId === traceId && piece.state !== null)?.state,
    flush,
    state: () => ({ waiting: pieces.length, failure }),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
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

/** A browser that stores nothing still sends what it can. */
function store(key: string, pieces: Piece[]): void {
  try {
    if (pieces.length === 0) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(pieces));
  } catch (cause) {
    console.warn('Answers cannot be kept in this browser; they are sent at once.', cause);
  }
}
