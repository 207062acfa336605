/**
 * The signature an AWS SDK puts on a call it believes to be for AWS. It covers Weir's host, so it cannot pass: it is taken
 * out, wherever it stands. Its access key id is where these SDKs can carry a Weir key.
 */

/** Headers of a signature besides `authorization`. */
const SIGNATURE_HEADERS = ['x-amz-date', 'x-amz-security-token', 'x-amz-content-sha256'];

/** Parameters of a presigned URL. */
const SIGNATURE_PARAMETERS =
  /^x-amz-(?:algorithm|credential|date|expires|security-token|signature|signedheaders)$/i;

/** The signature in an `authorization` header; version 4a, for several regions, has another name and the same form. */
const FORM = /^AWS4-[A-Z0-9-]+ /;

/**
 * Takes the caller's signature out of headers and query.
 *
 * @returns the access key id it was made with; null when the call was not signed
 */
export function takeSignature(headers: Headers, query: URLSearchParams): string | null {
  const authorization = headers.get('authorization') ?? '';
  const signed = FORM.test(authorization);
  const scope = (signed ? /Credential=([^,\s]+)/.exec(authorization)?.[1] : null) ?? parameterOf(query);
  if (signed) headers.delete('authorization');
  for (const name of SIGNATURE_HEADERS) headers.delete(name);
  // Found first, deleted then: deleting while iterating skips every other one.
  const parameters = [...query.keys()].filter((name) => SIGNATURE_PARAMETERS.test(name));
  for (const name of parameters) query.delete(name);
  if (scope === null) return signed ? '' : null;
  return scope.split('/')[0] ?? '';
}

function parameterOf(query: URLSearchParams): string | null {
  for (const [name, value] of query) if (name.toLowerCase() === 'x-amz-credential') return value;
  return null;
}
