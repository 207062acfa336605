/** Whether who is signed in may change anything: what they cannot do is not offered. */
import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from './queries.ts';

export function useMayWrite(): boolean {
  const { data: session } = useQuery(sessionQuery);
  return session !== undefined && session.scopes.some((scope) => scope === 'write' || scope === 'admin');
}
