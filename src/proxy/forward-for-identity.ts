/**
 * Calls that the dashboard makes for somebody who is signed in (the playground, replays): the way of every other call,
 * with the grant of the session where a program would send a key.
 */
import { keyPrefix } from '../access/key.ts';
import type { Identity } from '../access/identity.ts';
import { dashboardHeader } from '../access/session.ts';
import { refuseCode } from './answer-headers.ts';
import type { BackgroundOwner } from './admitted-call.ts';
import { forward } from './forward.ts';
import type { ProxyServices } from './proxy-services.ts';

/** Where these calls come in: `/api/v1/proxy/openai/v1/chat/completions` goes where `/openai/v1/chat/completions` does. */
export const identityProxyPath = '/api/v1/proxy';

/** What forwarding for somebody needs. */
export interface ForwardForIdentityInput {
  request: Request;
  owner: BackgroundOwner;
  /** Must hold the scope `proxy`. */
  identity: Identity;
}

/** What the browser adds for us: some providers refuse what looks like a page's own call. */
const headersOfThePage = [
  dashboardHeader,
  'cookie',
  'authorization',
  'origin',
  'referer',
  'sec-fetch-site',
  'sec-fetch-mode',
  'sec-fetch-dest',
];

/**
 * Forwards the call. Nothing that says who is signed in goes on to the provider.
 *
 * @throws AppError PERMISSION_DENIED when the answer would be run by the page that asks
 */
export function forwardForIdentity(
  { request, owner, identity }: ForwardForIdentityInput,
  services: ProxyServices,
): Promise<Response> {
  refuseCode(request);
  const url = new URL(request.url);
  url.pathname = url.pathname.slice(identityProxyPath.length);
  const headers = new Headers(request.headers);
  for (const name of headersOfThePage) headers.delete(name);
  // Stands where a key would: what is asked of it is answered here, and it is no key anywhere else.
  headers.set('x-weir-key', `${keyPrefix}session`);
  const { method, body, signal } = request;
  const grant = { keyId: identity.keyId ?? identity.kind, experimentId: identity.experimentId };
  return forward(new Request(url, { method, headers, body, signal }), owner, {
    ...services,
    verifyProxyKey: async () => ({ ok: true, grant }),
  });
}
