/** What ingest needs from the platform: a queue to hand over, and a spool for what is too large or must survive. */

/** A message on the queue: an exchange itself, or where in the spool it lies. */
export type IngestMessage =
  | { kind: 'exchange'; bytes: Uint8Array<ArrayBuffer> }
  /** `byteLength` of the exchange, by which it is told how many of its kind are read together. */
  | { kind: 'spooled'; key: string; byteLength: number };

/** The way into the queue. */
export interface IngestQueue {
  /** Rejects when the queue refuses. */
  send(message: IngestMessage): Promise<void>;
}

/** What lies in the spool. */
export interface SpooledItem {
  key: string;
  /** Unix milliseconds. */
  storedAtMs: number;
  /** Why it is here; empty for exchanges that merely wait. */
  reason: string;
  byteLength: number;
}

/** A page of the spool, oldest first. */
export interface SpoolPage {
  items: SpooledItem[];
  /** Null on the last page. */
  cursor: string | null;
}

/** Durable place for encoded exchanges. Keys begin with `waiting/` or `dead/`. */
export interface Spool {
  put(key: string, bytes: Uint8Array, reason?: string): Promise<void>;
  /** Null when it is gone. */
  get(key: string): Promise<Uint8Array | null>;
  delete(keys: string[]): Promise<void>;
  list(prefix: 'waiting/' | 'dead/', cursor: string | null): Promise<SpoolPage>;
}

/** How often spooled exchanges were sent back to the queue, kept where a crash of the consumer does not undo it. */
export interface SweepLedger {
  /** What is known of these; nothing of those that were never sent back. Times are Unix milliseconds. */
  find(keys: string[]): Promise<Map<string, { sweeps: number; sweptAtMs: number }>>;
  /** Counts one more sweep of each. */
  note(keys: string[], atMs: number): Promise<void>;
  /** Forgets those last swept before this moment. */
  expire(beforeMs: number): Promise<void>;
}

/** One delivery of a message. */
export interface Delivery {
  id: string;
  /** 1 on the first. */
  attempts: number;
  /** The message as the queue holds it: bytes, or `{spooled: key}`. */
  body: unknown;
  ack(): void;
  /** Delay in seconds. */
  retry(delaySeconds: number): void;
}
