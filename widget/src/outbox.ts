/**
 * What is said goes out in order, and waits in this browser while it cannot: no network, Weir busy, a page that closes.
 * Each piece has an id of its own, so one that is sent twice counts once.
 */
import { readStored, writeStored } from './settings.ts';

/** What became of a piece. */
export type SendState = 'sent' | 'waiting' | 'refused';

interface Piece {
  id: string;
  url: string;
  body: Record<string, unknown>;
  /** Unix milliseconds. */
  at: number;
}

const KEY = 'weir.outbox';
const MOST_PIECES = 50;
/** The token will have expired. */
const LIFETIME_MS = 7 * 24 * 3_600_000;
const LONGEST_PAUSE_MS = 300_000;

let inMemory: Piece[] = [];
let storageWorks = true;
let flushing: Promise<void> | null = null;
let pauseMs = 2000;
let timer: ReturnType<typeof setTimeout> | undefined;
const outcomes = new Map<string, (state: SendState) => void>();

/** Sends a piece of feedback after those that wait. What is said of the same thing again takes the place of what waits. */
export async function send(url: string, said: Record<string, unknown>): Promise<SendState> {
  const id = crypto.randomUUID();
  const body = { ...said, submission_id: id };
  const before = load();
  const others = before.filter((piece) => subjectOf(piece.body) !== subjectOf(body) || piece.url !== url);
  const kept = [...others, { id, url, body, at: Date.now() }].slice(-MOST_PIECES);
  save(kept);
  // Whoever waits for what was replaced need not wait any longer.
  for (const piece of before) if (!kept.includes(piece)) settle(piece.id, 'waiting');
  const outcome = new Promise<SendState>((resolve) => outcomes.set(id, resolve));
  void flush();
  return outcome;
}

/** Sends what waits, in order, up to the first piece that cannot be sent. */
export function flush(): Promise<void> {
  flushing ??= sendAll().finally(() => {
    flushing = null;
  });
  return flushing;
}

/** The page closes: everything goes out at once, and whoever opens the next page makes sure of it. */
export function flushNow(): void {
  for (const piece of load()) void post(piece).catch(() => undefined);
}

/** Begins to send what earlier pages left, and to send again when the network is back. */
export function startOutbox(): void {
  addEventListener('online', () => void flush());
  if (load().length > 0) void flush();
}

async function sendAll(): Promise<void> {
  clearTimeout(timer);
  for (let piece = load()[0]; piece !== undefined; piece = load()[0]) {
    const { id } = piece;
    const state = await attempt(piece);
    settle(id, state);
    if (state === 'waiting') {
      for (const other of outcomes.keys()) settle(other, 'waiting');
      timer = setTimeout(() => void flush(), pauseMs);
      pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
      return;
    }
    pauseMs = 2000;
    save(load().filter((other) => other.id !== id));
  }
}

function settle(id: string, state: SendState): void {
  outcomes.get(id)?.(state);
  outcomes.delete(id);
}

async function attempt(piece: Piece): Promise<SendState> {
  try {
    const { status, ok } = await post(piece);
    if (ok) return 'sent';
    return status === 408 || status === 429 || status >= 500 ? 'waiting' : 'refused';
  } catch {
    return 'waiting';
  }
}

/** Plain text needs no preflight, and may outlive the page. */
function post({ url, body }: Piece): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'text/plain;charset=UTF-8' },
    keepalive: true,
    credentials: 'omit',
    mode: 'cors',
  });
}

/** What a piece speaks of: the trace, and each name. */
function subjectOf({ trace_id: traceId, user, name, feedback, expectation }: Piece['body']): string {
  const names = [name, ...Object.keys(feedback ?? {}), ...Object.keys(expectation ?? {})];
  return JSON.stringify([traceId, user, names]);
}

/** From the browser's storage each time, because another tab may have said something too. */
function load(): Piece[] {
  const stored = storageWorks ? parsePieces(readStored(KEY)) : null;
  const held = stored ?? inMemory;
  return held.filter((piece) => typeof piece?.url === 'string' && piece.at > Date.now() - LIFETIME_MS);
}

function save(kept: Piece[]): void {
  inMemory = kept;
  storageWorks = writeStored(KEY, JSON.stringify(kept));
}

function parsePieces(text: string | null): Piece[] | null {
  try {
    const parsed: unknown = JSON.parse(text ?? 'null');
    return Array.isArray(parsed) ? (parsed as Piece[]) : null;
  } catch {
    return null;
  }
}
