/** Says who a session's cookie speaks for. Asked of the store at every call: the dashboard makes few. */
import { isSameSecret } from './is-same-secret.ts';
import { adminIdentity, type Identity } from './identity.ts';
import { hashSessionToken, proveAdminKey } from './session.ts';
import type { SessionStore } from './store/session-store.ts';

/** What verifying needs. */
export interface VerifySessionServices {
  sessions: SessionStore;
  settings: { adminKey: string | null };
  /** Unix milliseconds. */
  now: () => number;
}

/** The identity of the session, or null when it is none of ours, has expired, or its key is valid no more. */
export async function verifySession({
  services,
  input,
}: {
  services: VerifySessionServices;
  input: { token: string };
}): Promise<Identity | null> {
  const found = await services.sessions.find(await hashSessionToken(input.token), services.now());
  if (found === null) return null;
  if (found.key !== null) {
    const { keyId, scopes, experimentId } = found.key;
    return { kind: 'key', keyId, scopes, experimentId };
  }
  const { adminKey } = services.settings;
  if (adminKey === null || found.session.adminProof === null) return null;
  const proof = await proveAdminKey(input.token, adminKey);
  return (await isSameSecret(proof, found.session.adminProof)) ? adminIdentity : null;
}
