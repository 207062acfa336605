/** Credentials that are not a header's value: for some providers the call is signed with the deployment's own. */
import type { AdmittedCall } from './admitted-call.ts';
import type { ProxyServices } from './proxy-services.ts';

/** True when the call is to be signed: its caller has a valid Weir key and sent no key of the provider's. */
export function mustSign({ match, admission, headers }: AdmittedCall): boolean {
  const { sign, dialect } = match.provider;
  const hasKey = dialect.credentialHeaders.some((name) => headers.has(name));
  return sign !== null && admission.grant !== null && !hasKey;
}

/**
 * The headers to send. Stored credentials sign only for a caller with a valid Weir key; all other calls keep the headers
 * they have.
 *
 * @param body the whole body as it will be sent: bytes, or text after an edit
 */
export async function signUpstream(
  call: AdmittedCall,
  body: BodyInit | null,
  services: ProxyServices,
): Promise<Headers> {
  const { headers } = call;
  const { sign } = call.match.provider;
  if (sign === null || !mustSign(call)) return headers;
  const request = { method: call.request.method, url: call.url, headers: new Headers(headers), body };
  return sign.sign(request, (name) => services.secret(name));
}
