/** Who makes a management call, as far as it matters: what they may do, and in which experiment. */
import { scopes, type Scope } from './scopes.ts';

/** An authenticated caller. */
export interface Identity {
  /** A stored key, the admin key, or anybody on loopback in open local mode. */
  kind: 'key' | 'admin' | 'open';
  /** Null unless `kind` is `key`. */
  keyId: string | null;
  scopes: readonly Scope[];
  /** The only experiment the caller may see; null is all. */
  experimentId: string | null;
  /** Set where the deployment is open to its own machine, and this call was not made there: it came with a key. */
  passedOn?: true;
}

/** Whoever holds WEIR_ADMIN_KEY. */
export const adminIdentity: Identity = { kind: 'admin', keyId: null, scopes, experimentId: null };

/** Anybody, on loopback, while no admin key is set. */
export const openIdentity: Identity = { kind: 'open', keyId: null, scopes, experimentId: null };

/** True when the caller may see what belongs to the experiment. */
export function sees(identity: Identity, experimentId: string): boolean {
  return identity.experimentId === null || identity.experimentId === experimentId;
}
