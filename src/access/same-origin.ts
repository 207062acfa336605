/** Tells calls that our own pages make from those that pages of other origins make a browser send. */
import { dashboardHeader } from './session.ts';

/**
 * True when a call that a cookie speaks for may change something: it carries the dashboard's own header, and neither
 * `Origin` nor `Sec-Fetch-Site` names another site. A cookie alone proves only whose browser it is.
 *
 * @param publicUrl where people reach this deployment; proxies may say another `host`. Null: where requests went
 */
export function isFromOurPage(request: Request, publicUrl: string | null): boolean {
  if (request.headers.get(dashboardHeader) === null) return false;
  const site = request.headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin') return false;
  return isFromOurOrigin(request, publicUrl);
}

/** True when `Origin` names the host that was asked, or the one people reach this deployment at; or nobody, as programs do. */
export function isFromOurOrigin(request: Request, publicUrl: string | null): boolean {
  const origin = request.headers.get('origin');
  if (origin === null) return true;
  if (!URL.canParse(origin)) return false;
  const { host } = new URL(origin);
  if (publicUrl !== null && new URL(publicUrl).host === host) return true;
  return (request.headers.get('host') ?? new URL(request.url).host) === host;
}

/** True for calls that change nothing, and whose answer no page of another origin can read. A socket's messages ask for whatever they like. */
export function isReading({ method, headers }: Request): boolean {
  return (method === 'GET' || method === 'HEAD') && !headers.has('upgrade');
}

/**
 * True for readings that a cookie may speak for alone, which no other site's page can send (`SameSite=Strict`). A site has many
 * origins, all ports of a machine among them: what another's page asks for is none of these, a link that is followed is.
 *
 * @param publicUrl as in {@link isFromOurPage}
 */
export function isOwnReading(request: Request, publicUrl: string | null): boolean {
  const { headers } = request;
  const site = headers.get('sec-fetch-site') ?? 'none';
  const isOwn = site === 'same-origin' || site === 'none' || headers.get('sec-fetch-mode') === 'navigate';
  return isReading(request) && isOwn && isFromOurOrigin(request, publicUrl);
}
