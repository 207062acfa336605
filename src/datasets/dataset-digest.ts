/** The digest of a dataset: eight hex characters that change when the dataset does. Opaque to clients, and no secret. */

/** FNV-1a over the name and the time of the last change. */
export function digestOf(name: string, updatedAtMs: number): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(`${name}:${updatedAtMs}`)) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
