/** Ends a session: signing out forgets the token, so that a copy of the cookie is worth nothing. */
import { hashSessionToken } from './session.ts';
import type { SessionStore } from './store/session-store.ts';

/** Ends the session of a token; one that is none stays none. */
export async function endSession({
  services,
  input,
}: {
  services: { sessions: SessionStore };
  input: { token: string };
}): Promise<void> {
  await services.sessions.delete(await hashSessionToken(input.token));
}
