/**
 * What every answer of ours tells browsers, whatever it is: a page, a file, data, a failure. What an answer says of its own
 * stays: pages and scripts have policies that let them do what they are for.
 */

/** Nothing runs, nothing loads, nothing is framed, and no address goes on: right for everything that is no page. */
const GUARDS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** An answer with what it did not say of its own. */
export function guardAnswer(answer: Response): Response {
  // An answer that opens a socket is no document, and cannot be made again.
  if (answer.webSocket) return answer;
  const guarded = new Response(answer.body, answer);
  for (const [name, value] of Object.entries(GUARDS))
    if (!guarded.headers.has(name)) guarded.headers.set(name, value);
  return guarded;
}

/** A year: what the preload lists ask for at least. Names below this one are not ours to speak for. */
const KEPT_SECONDS = 31_536_000;

/**
 * Tells browsers to come by TLS alone from now on (RFC 6797), where it is known that people reach Weir by TLS.
 *
 * @param headers changed in place
 * @param where the address that was asked, and `WEIR_PUBLIC_URL` or null
 */
export function demandTls(
  headers: Headers,
  { url, publicUrl }: { url: string; publicUrl: string | null },
): void {
  if ((publicUrl ?? url).startsWith('https:'))
    headers.set('strict-transport-security', `max-age=${KEPT_SECONDS}`);
}
