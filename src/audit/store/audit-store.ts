/** The port to where the trail is kept. */
import type { AuditEntry, AuditEvent } from '../audit-entry.ts';

/** Which entries. Null: all. */
export interface AuditFilter {
  /** From this time on, Unix milliseconds. */
  fromMs: number | null;
  /** Before this time, Unix milliseconds. */
  toMs: number | null;
  /** A key's id, or `admin`, `open` or `nobody`. */
  actor: string | null;
  /** An action, or all of an object: `key.create`, `key`. */
  action: string | null;
}

/** Storage of the trail. */
export interface AuditStore {
  /** Keeps an event; one of a tally that has an entry is added to its count. */
  add(event: AuditEvent): Promise<void>;
  /** The newest first, before the entry of an id (null: from the newest). */
  list(filter: AuditFilter, page: { beforeId: number | null; size: number }): Promise<AuditEntry[]>;
  /** Forgets what is older, and tallies that so many entries have followed. Does a bounded amount. */
  expire(limits: { beforeMs: number; mostTallies: number }): Promise<void>;
}
