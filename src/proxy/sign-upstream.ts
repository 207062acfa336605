/** Credentials that are not a header's value: calls to AWS are signed with the worker's own, if it has any. */
import type { AdmittedCall } from './admitted-call.ts';
import { regionOf, signForBedrock } from './providers/bedrock/sign.ts';
import type { ProxyServices } from './proxy-services.ts';

/**
 * The headers to send. A caller's own bearer key passes as it is; a caller's signature cannot (it covers our host), so
 * for a caller with a valid Weir key the call is signed anew with the stored credentials.
 */
export async function signUpstream(
  call: AdmittedCall,
  body: BodyInit | null,
  services: ProxyServices,
): Promise<Headers> {
  const headers = new Headers(call.headers);
  if (call.match.provider.signing === 'none' || call.admission.grant === null) return headers;
  const authorization = headers.get('authorization') ?? '';
  if (authorization !== '' && !authorization.startsWith('AWS4-')) return headers;
  const accessKeyId = services.secret('AWS_ACCESS_KEY_ID');
  const secretAccessKey = services.secret('AWS_SECRET_ACCESS_KEY');
  if (accessKeyId === null || secretAccessKey === null) return headers;
  return signForBedrock(
    { method: call.request.method, url: call.url, headers, body: bytesOf(body) },
    {
      accessKeyId,
      secretAccessKey,
      sessionToken: services.secret('AWS_SESSION_TOKEN'),
      region: services.secret('AWS_REGION') ?? regionOf(call.match.provider.baseUrl),
    },
  );
}

function bytesOf(body: BodyInit | null): Uint8Array | null {
  if (body instanceof Uint8Array) return body;
  return typeof body === 'string' ? new TextEncoder().encode(body) : null;
}
