/** One entry of the trail: who did what to what, when and from where. Never a secret, and never content. */
import type { Identity } from '../access/identity.ts';

/** Who acted. */
export interface AuditActor {
  /** `nobody`: whoever it was, no key of theirs was taken. */
  kind: Identity['kind'] | 'nobody';
  /** Null unless `kind` is `key`. */
  keyId: string | null;
}

/** Where a call came from. */
export interface AuditOrigin {
  /** As `access/caller-address.ts` finds it; null when that is not known. */
  address: string | null;
  userAgent: string | null;
  requestId: string | null;
}

/** What is recorded. */
export interface AuditEvent {
  /** Unix milliseconds. */
  atMs: number;
  /** Object and verb, such as `key.create`. */
  action: string;
  actor: AuditActor;
  /** What it was done to, by the names the API uses. */
  target: Record<string, string>;
  from: AuditOrigin;
  /** How many there were, of those that are counted together. */
  count: number;
  /** What is counted together in one entry; null: nothing. */
  tally: string | null;
}

/** What is stored. */
export interface AuditEntry extends Omit<AuditEvent, 'tally'> {
  /** Grows with time: pages go by it. */
  entryId: number;
  /** Of what was counted together, the last. Unix milliseconds. */
  lastAtMs: number;
  /** What the key is called; null when the actor is none, or it is not known any more. */
  keyName: string | null;
}
