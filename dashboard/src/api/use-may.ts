/** What who is signed in may do: a page offers only what the API would not refuse. */
import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from './queries.ts';
import type { Session } from './types.ts';

type Scope = Session['scopes'][number];

/** True when the session holds the scope; `admin` holds every other. False until it is known who is signed in. */
export function useMay(scope: Scope): boolean {
  const { data: session } = useQuery(sessionQuery);
  return session !== undefined && (session.scopes.includes(scope) || session.scopes.includes('admin'));
}

/** True when the session may change what all experiments share, such as prompts: a key of one experiment may not. */
export function useMayChangeShared(): boolean {
  const { data: session } = useQuery(sessionQuery);
  return useMay('write') && session?.experiment_id === null;
}
