/**
 * What waits to be sent, piece by piece, where all tabs of this browser see it. Each piece has a key of its own, so that no
 * tab writes over what another one added; the keys sort by when the pieces were said.
 */
import type { Submission } from '../../src/labeling/review-wire.ts';

/** Something said of one item. */
export interface Piece extends Submission {
  traceId: string;
  /** The tab that said it. */
  tabId: string;
  /** Unix milliseconds: until then its tab may say more of it. */
  readyAtMs: number;
  /** It goes without having been sent: Weir will not have it, or more was said in its place. */
  isDropped?: boolean;
}

const AT_DIGITS = 15;

/** A piece and where it lies. */
export interface Waiting {
  key: string;
  piece: Piece;
}

/** The pieces of one reviewer in one session. */
export class Pieces {
  readonly #prefix: string;
  /** What this browser would not store: it is sent all the same, from this page. */
  readonly #unstored = new Map<string, Piece>();
  #lastAtMs = 0;
  /** What `list` tells until something changes: it is asked for every item of a long list. */
  #known: Waiting[] | null = null;

  constructor(sessionId: string, reviewer: string) {
    // No name ends where another one goes on: `ada` is not the beginning of `ada.smith`.
    this.#prefix = `weir.review.outbox/${sessionId}/${encodeURIComponent(reviewer)}/`;
  }

  /** All that wait, in the order they were said. */
  list(): readonly Waiting[] {
    this.#known ??= this.#readAll();
    return this.#known;
  }

  /** The same, with what other tabs did and nobody told of yet. */
  listAnew(): readonly Waiting[] {
    this.#known = null;
    return this.list();
  }

  /** Adds a piece after those that wait. */
  add(piece: Piece): void {
    // Also after what another tab said within this millisecond.
    const last = Number(this.listAnew().at(-1)?.key.slice(this.#prefix.length).split('.')[0] ?? 0);
    this.#lastAtMs = Math.max(Date.now(), this.#lastAtMs + 1, last + 1);
    const at = String(this.#lastAtMs).padStart(AT_DIGITS, '0');
    const key = `${this.#prefix}${at}.${piece.submissionId}`;
    if (!write(key, piece)) this.#unstored.set(key, piece);
    this.#known = null;
  }

  /** Takes a piece away. One that was not sent is marked first, so that other tabs do not take it for sent. */
  remove({ key, piece }: Waiting, { wasSent }: { wasSent: boolean }): void {
    if (!wasSent && !this.#unstored.has(key)) write(key, { ...piece, isDropped: true });
    this.#unstored.delete(key);
    erase(key);
    this.#known = null;
  }

  /** Tells what other tabs add, and what they send. Returns how to stop. */
  watch(listener: (sent: Piece | null) => void): () => void {
    const onStorage = ({ key, oldValue, newValue }: StorageEvent): void => {
      if (key?.startsWith(this.#prefix) !== true) return;
      this.#known = null;
      const gone = newValue === null ? parse(oldValue) : null;
      listener(gone?.isDropped === true ? null : gone);
    };
    addEventListener('storage', onStorage);
    return () => removeEventListener('storage', onStorage);
  }

  #readAll(): Waiting[] {
    return [...new Set([...this.#storedKeys(), ...this.#unstored.keys()])].sort().flatMap((key) => {
      const piece = this.#unstored.get(key) ?? read(key);
      return piece === null || piece.isDropped === true ? [] : [{ key, piece }];
    });
  }

  #storedKeys(): string[] {
    try {
      const keys = Array.from({ length: localStorage.length }, (_, index) => localStorage.key(index) ?? '');
      return keys.filter((key) => key.startsWith(this.#prefix));
    } catch {
      return [];
    }
  }
}

function read(key: string): Piece | null {
  try {
    return parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function parse(text: string | null): Piece | null {
  try {
    const stored: unknown = JSON.parse(text ?? 'null');
    // Written by `write` below.
    return typeof stored === 'object' && stored !== null && 'traceId' in stored ? (stored as Piece) : null;
  } catch {
    return null;
  }
}

/** True when it is stored. */
function write(key: string, piece: Piece): boolean {
  try {
    localStorage.setItem(key, JSON.stringify(piece));
    return true;
  } catch {
    return false;
  }
}

/** True when it is gone. */
function erase(key: string): boolean {
  try {
    localStorage.removeItem(key);
    return true;
  } catch {
    return false;
  }
}
