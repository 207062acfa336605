/**
 * The headers of an answer on its way down. To a browser whatever a provider says is a page of Weir's own origin, where the
 * dashboard lives: nothing in an answer may act as a page, a program or a cookie of that origin, or speak for it.
 */
import { AppError } from '../core/app-error.ts';

/** RFC 9110, section 7.6.1. */
const HOP_BY_HOP = ['connection', 'keep-alive', 'proxy-authenticate', 'te', 'transfer-encoding', 'upgrade'];

/**
 * What speaks for a whole origin, and so for Weir's once it comes from there: where else it is served (RFC 7838), that it is
 * to be had by TLS alone (RFC 6797), where browsers report its failures, what they forget of it, what its service workers may
 * stand for, which pages may use its cookies, what browsers tell it of themselves from now on, whether somebody is signed in
 * to it, what its session hangs on, by which of its answers others are decompressed
 * (RFC 9842), and where a tab that shows it goes next.
 */
const OF_THE_ORIGIN = [
  'accept-ch',
  'access-control-allow-credentials',
  'activate-storage-access',
  'alt-svc',
  'clear-site-data',
  'critical-ch',
  'expect-ct',
  'nel',
  'origin-agent-cluster',
  'public-key-pins',
  'public-key-pins-report-only',
  'refresh',
  'report-to',
  'reporting-endpoints',
  'sec-session-challenge',
  'sec-session-registration',
  'secure-session-challenge',
  'secure-session-registration',
  'service-worker-allowed',
  'set-login',
  'strict-transport-security',
  'use-as-dictionary',
];

/**
 * Ours, in every way a browser, or whatever stands before it, takes for one: `weir_session=…`, with a prefix of its own, without a
 * name before it, or after another cookie in one line (https://datatracker.ietf.org/doc/html/rfc6265#section-3).
 */
const OWN_COOKIE = /(?:^|,)[\s=]*(?:__(?:host|secure|http)-(?:http-)?)?weir_/i;

/** A provider's headers as they go on to the caller: without those of the connection, of the origin, and of ours. */
export function passedHeaders(given: Headers): Headers {
  const headers = new Headers(given);
  for (const name of [...HOP_BY_HOP, ...OF_THE_ORIGIN]) headers.delete(name);
  for (const name of given.keys()) if (name.startsWith('x-weir-')) headers.delete(name);
  const cookies = headers.getSetCookie();
  const others = cookies.filter((cookie) => !OWN_COOKIE.test(cookie));
  if (others.length === cookies.length) return headers;
  headers.delete('set-cookie');
  for (const cookie of others) headers.append('set-cookie', cookie);
  return headers;
}

/**
 * Keeps browsers from taking an answer for a page: opened, it has an origin of its own and runs nothing
 * (https://www.w3.org/TR/CSP3/#directive-sandbox). A provider's own policy holds beside it, since of several all count.
 *
 * @param headers of any answer on a provider's path; changed in place
 */
export function sandbox(headers: Headers): void {
  headers.append('content-security-policy', 'sandbox');
  headers.set('x-content-type-options', 'nosniff');
}

/** What a browser would run or apply in the page that asked (https://fetch.spec.whatwg.org/#concept-request-destination). */
const CODE = new Set([
  'audioworklet',
  'embed',
  'object',
  'paintworklet',
  'script',
  'serviceworker',
  'sharedworker',
  'style',
  'worker',
  'xslt',
]);

/**
 * Refuses requests by which a browser would run the answer within Weir's origin, above all as its service worker.
 *
 * @throws AppError PERMISSION_DENIED
 */
export function refuseCode({ headers }: Request): void {
  const destination = headers.get('sec-fetch-dest')?.toLowerCase() ?? '';
  if (!headers.has('service-worker') && !CODE.has(destination)) return;
  throw new AppError('PERMISSION_DENIED', 'What a provider answers is no script or style of this site.');
}
