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

/** Calls that change nothing, which a cookie that no other site's page can send (`SameSite=Strict`) may speak for alone. */
export function isReading(request: Request): boolean {
  return request.method === 'GET' || request.method === 'HEAD';
}
