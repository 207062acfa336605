/** Which conversation a call belongs to: as the caller says in headers, else in the body, else by the socket they share. */
import type { Exchange, SocketPlace } from '../proxy/exchange.ts';
import type { Reading } from '../proxy/providers/contract.ts';

/** The session of a call; null when nothing ties it to others. */
export function sessionOf({ session, socket }: Exchange, reading: Reading): string | null {
  return session ?? reading.session ?? (socket === null ? null : sessionOfSocket(socket));
}

function sessionOfSocket({ id, lane, conversation }: SocketPlace): string {
  if (conversation !== null) return conversation;
  return lane === null ? `ws-${id}` : `ws-${id}:${lane.slice(0, 100)}`;
}
