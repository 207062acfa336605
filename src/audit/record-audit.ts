/**
 * Records that something was done. It neither fails nor slows what it records: nobody waits for the store, and an entry that
 * cannot be kept is told to the log instead, whole.
 */
import type { Identity } from '../access/identity.ts';
import { firstCharacters } from '../core/first-characters.ts';
import type { Log } from '../core/log.ts';
import { redactSecrets } from '../core/redaction.ts';
import type { AuditOrigin } from './audit-entry.ts';
import type { AuditStore } from './store/audit-store.ts';

/** What recording needs. */
export interface RecordAuditServices {
  audit: AuditStore;
  log: Log;
  /** Keeps work going once the answer has gone. */
  keepAlive: (work: Promise<unknown>) => void;
  /** Unix milliseconds. */
  now: () => number;
}

/** What was done. */
export interface RecordAuditInput {
  /** Who; null: nobody whose key was taken. */
  who: Pick<Identity, 'kind' | 'keyId'> | null;
  /** Object and verb, such as `key.create`. */
  action: string;
  /** What it was done to, by the names the API uses. */
  target: Record<string, string>;
  from: AuditOrigin;
  /** How many there were; absent: one. */
  count?: number;
  /** What is counted together in one entry; absent: nothing. */
  tally?: string;
}

/** Longest value of one member of a target. */
const VALUE_CHARACTERS = 300;
/** Looked at of it: a credential that is cut has its shape no more. */
const READ_CHARACTERS = 4_000;

/** Records it. Returns at once, and never throws. */
export function recordAudit({
  services,
  input,
}: {
  services: RecordAuditServices;
  input: RecordAuditInput;
}): void {
  const { who, action, target, from, count = 1, tally = null } = input;
  const event = {
    atMs: services.now(),
    action,
    actor: who === null ? { kind: 'nobody' as const, keyId: null } : { kind: who.kind, keyId: who.keyId },
    target: Object.fromEntries(Object.entries(target).map(([name, value]) => [name, presentable(value)])),
    from: { ...from, userAgent: from.userAgent === null ? null : presentable(from.userAgent) },
    count,
    tally,
  };
  const told = {
    action,
    actor: event.actor.keyId ?? event.actor.kind,
    target: JSON.stringify(event.target),
    address: from.address,
    count,
  };
  services.keepAlive(
    services.audit.add(event).catch((cause: unknown) => services.log.error('audit-not-kept', cause, told)),
  );
}

/** People put keys where names belong. */
function presentable(text: string): string {
  return firstCharacters(redactSecrets(firstCharacters(text, READ_CHARACTERS)), VALUE_CHARACTERS);
}
