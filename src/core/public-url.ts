/** Where people reach a deployment, as its settings say it: what lies behind a proxy cannot tell from a request. */

/**
 * The path that a proxy takes off before requests come here.
 *
 * @param publicUrl `WEIR_PUBLIC_URL` without a slash at the end, or null
 * @returns such as `/weir`; empty when Weir lies at the root of its origin
 */
export function prefixOf(publicUrl: string | null): string {
  return publicUrl === null ? '' : new URL(publicUrl).pathname.replace(/\/+$/, '');
}
