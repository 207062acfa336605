/** Credentials that are not a header's value: for some providers the call is signed with the deployment's own. */
import type { AdmittedCall } from './admitted-call.ts';
import type { ProxyServices } from './proxy-services.ts';

/**
 * The headers to send. A caller's signature covers our host and cannot pass: for a caller with a valid Weir key the call
 * is signed anew. A bearer key of the caller's own passes as it is.
 */
export async function signUpstream(
  call: AdmittedCall,
  body: BodyInit | null,
  services: ProxyServices,
): Promise<Headers> {
  const { headers } = call;
  const { sign } = call.match.provider;
  if (sign === null || call.admission.grant === null) return headers;
  if (/^Bearer /i.test(headers.get('authorization') ?? '')) return headers;
  const request = {
    method: call.request.method,
    url: call.url,
    headers: new Headers(headers),
    body: bytesOf(body),
  };
  return sign(request, (name) => services.secret(name));
}

function bytesOf(body: BodyInit | null): Uint8Array | null {
  if (body instanceof Uint8Array) return body;
  return typeof body === 'string' ? new TextEncoder().encode(body) : null;
}
