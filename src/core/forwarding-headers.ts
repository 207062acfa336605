/**
 * Tells the headers that a proxy or platform in front of Weir adds about the caller. Asked by access, because a call that
 * was forwarded is not this machine's own, and by the proxy, because they are none of a provider's business.
 */

/** Families of one front each. `cf-aig-…` are wishes of callers (Cloudflare's AI Gateway), not of the platform. */
const FAMILIES =
  /^(?:cf-(?!aig-)|mf-|x[-_]forward(?:ed)?(?:[-_]|for|$)|x-(?:original|http)-forwarded-|x-envoy-|x-appengine-|x-vercel-|x-nf-|x-arr-|x-azure-|x-appgw-|x-sucuri-|x-railway-|x-ssl-|cloudfront-|fly-|fastly-|tailscale-|ngrok-|eo-(?:connecting|client)-|wl-proxy-)/;

/**
 * As the documents of nginx, Apache, HAProxy, Traefik, Cloudflare, Fastly, Akamai, AWS, Azure, Google, DigitalOcean, Heroku
 * and WebLogic name them, and RFC 7239 (`forwarded`), RFC 9110 (`via`) and RFC 8586 (`cdn-loop`).
 */
const NAMES = new Set([
  'akamai-origin-hop',
  'ali-cdn-real-ip',
  'cdn-loop',
  'cdn-src-ip',
  'client-ip',
  'do-connecting-ip',
  'forwarded',
  'forwarded-for',
  'forwarded-for-ip',
  'front-end-https',
  'incap-client-ip',
  'ns-client-ip',
  'proxy-client-ip',
  'remote-addr',
  'remote-ip',
  'true-client-ip',
  'via',
  'x-bluecoat-via',
  'x-cdn-src-ip',
  'x-client-ip',
  'x-cluster-client-ip',
  'x-coming-from',
  'x-connecting-ip',
  'x-host',
  'x-nginx-proxy',
  'x-original-host',
  'x-original-proto',
  'x-original-uri',
  'x-original-url',
  'x-originating-ip',
  'x-proxy-host',
  'x-proxy-remote-address',
  'x-proxyuser-ip',
  'x-real-host',
  'x-real-ip',
  'x-real-port',
  'x-real-proto',
  'x-remote-addr',
  'x-remote-ip',
  'x-rewrite-url',
  'x-scheme',
  'x-source-ip',
  'x-true-client-ip',
  'x-true-ip',
  'x-url-scheme',
  'x-varnish',
]);

/** True for the name of such a header, in lower case as `Headers` gives it. */
export function isForwardingHeader(name: string): boolean {
  return FAMILIES.test(name) || NAMES.has(name);
}

/** True when any header says that a proxy or platform passed the call on. */
export function isForwarded(headers: Headers): boolean {
  for (const [name] of headers) if (isForwardingHeader(name)) return true;
  return false;
}
