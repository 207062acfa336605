/** Tells this machine's own pages and hosts from all others, for what is open on loopback only. */

/** True for an origin on this machine, such as `http://localhost:3000`; false for any other, and for `null`. */
export function isLoopbackOrigin(origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { hostname } = new URL(origin);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
