/** Comparison of secrets. */

/** Compares digests, so that neither the time nor the length tells anything of the secret. */
export async function isSameSecret(given: string, secret: string): Promise<boolean> {
  const encoder = new TextEncoder();
  const [one, two] = await Promise.all([
    crypto.subtle.digest('SHA-256', encoder.encode(given)),
    crypto.subtle.digest('SHA-256', encoder.encode(secret)),
  ]);
  return crypto.subtle.timingSafeEqual(one, two);
}

/** Compares keys of our own making, whose length is no secret: at once, and in the same time whatever is given. */
export function isSameKey(given: string, key: string): boolean {
  const encoder = new TextEncoder();
  const [one, two] = [encoder.encode(given), encoder.encode(key)];
  return one.byteLength === two.byteLength && crypto.subtle.timingSafeEqual(one, two);
}
