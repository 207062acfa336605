/** Begins a session of the dashboard with a key, which is shown to us this once. */
import { AppError } from '../core/app-error.ts';
import { limits } from '../core/limits.ts';
import { authenticate, type AuthenticateServices } from './authenticate.ts';
import type { Identity } from './identity.ts';
import { refuseCredential } from './refusals.ts';
import { hashSessionToken, newSessionToken, proveAdminKey } from './session.ts';

/** A session that has begun. The token goes into the cookie and nowhere else. */
export interface StartedSession {
  token: string;
  identity: Identity;
  expiresAtMs: number;
}

/**
 * Begins a session.
 *
 * @throws AppError UNAUTHENTICATED for a key that is none, PERMISSION_DENIED for one that may not read;
 *   TEMPORARILY_UNAVAILABLE when this deployment has no admin key yet
 */
export async function startSession({
  services,
  input,
}: {
  services: AuthenticateServices;
  input: { request: Request; key: string };
}): Promise<StartedSession> {
  const headers = new Headers(input.request.headers);
  // The key that was typed counts, not what the browser may hold from before.
  for (const name of ['cookie', 'authorization']) headers.delete(name);
  headers.set('x-weir-key', input.key);
  const identity = await authenticate({
    services,
    request: new Request(input.request.url, { headers }),
    credential: 'sign_in',
  });
  if (identity.kind === 'open') {
    const error = new AppError('UNAUTHENTICATED', 'This key is unknown or revoked.');
    const refused = { headers: input.request.headers, credential: 'sign_in' as const, error };
    throw await refuseCredential({ services, input: refused });
  }
  if (!identity.scopes.includes('read') && !identity.scopes.includes('admin')) {
    throw new AppError('PERMISSION_DENIED', 'This key may not read: the dashboard needs the scope "read".');
  }
  const token = newSessionToken();
  const { adminKey } = services.settings;
  const adminProof =
    identity.kind === 'admin' && adminKey !== null ? await proveAdminKey(token, adminKey) : null;
  const nowMs = services.now();
  const expiresAtMs = nowMs + limits.sessionMs;
  await services.sessions.insert(
    await hashSessionToken(token),
    { keyId: identity.keyId, adminProof, expiresAtMs },
    nowMs,
  );
  return { token, identity, expiresAtMs };
}
