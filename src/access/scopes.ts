/**
 * What a key may do. `admin` includes every other scope; beyond that no scope includes another: a key that writes traces
 * from a production service has no business reading them.
 */

/** All scopes, weakest first. */
export const scopes = ['proxy', 'feedback', 'read', 'write', 'admin'] as const;

/** One of {@link scopes}. */
export type Scope = (typeof scopes)[number];

/** True when the scopes held allow what needs `needed`. */
export function allows(held: readonly Scope[], needed: Scope): boolean {
  return held.includes(needed) || held.includes('admin');
}

/** True for the name of a scope. */
export function isScope(text: string): text is Scope {
  return scopes.some((scope) => scope === text);
}
