/**
 * What may never be stored, logged or echoed: credentials. Headers are taken by an allow list elsewhere; here are the
 * shapes of secrets that hide inside text, URLs and query strings.
 */

const REDACTED = '[redacted]';

/** Query parameters whose value is a credential, lower case. */
const SECRET_PARAMETERS = new Set([
  'key',
  'api_key',
  'apikey',
  'api-key',
  'access_token',
  'token',
  'sig',
  'signature',
  'code',
  'client_secret',
  'x-amz-signature',
  'x-amz-credential',
  'x-amz-security-token',
  'subscription-key',
]);

/** Shapes of provider keys, tokens of well-known services, bearer values, signatures and private keys inside running text. */
const SECRET_SHAPES =
  /\b(?:sk|pk|rk)[-_][A-Za-z0-9_-]{16,}|\bweir_[A-Za-z0-9_-]{16,}|\bwf1\.[0-9a-z]{1,9}\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]{43}|\bAIza[A-Za-z0-9_-]{30,}|\b(?:gsk|xai|hf|pplx|csk|fw|dapi|tgp_v1)[-_]?[A-Za-z0-9_-]{24,}|\b(?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-)[A-Za-z0-9_-]{16,}|\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{16,}|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\b(?:Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{12,}|(?<=[?&](?:key|api_key|access_token|token|sig)=)[^&\s"']+|-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----[A-Za-z0-9+/=\s\\]{0,8192}(?:-----END [A-Z ]{0,20}PRIVATE KEY-----)?/g;

/** Replaces everything in the text that has the shape of a credential. */
export function redactSecrets(text: string): string {
  return text.replace(SECRET_SHAPES, REDACTED);
}

/** Where in the text there is something that has the shape of a credential. */
export function findSecrets(text: string): { start: number; end: number }[] {
  return [...text.matchAll(SECRET_SHAPES)].map(({ 0: found, index }) => ({
    start: index,
    end: index + found.length,
  }));
}

/**
 * The query string with the values of credential parameters replaced.
 *
 * @param search as `URL.search` gives it, with its `?`, or empty
 */
export function redactQuery(search: string): string {
  if (search.length < 2) return '';
  return search.replace(/([?&])([^=&]*)=([^&]*)/g, (whole, mark: string, name: string) =>
    SECRET_PARAMETERS.has(decodeName(name)) ? `${mark}${name}=${REDACTED}` : whole,
  );
}

/** Headers whose value is a credential, at any provider. */
const CREDENTIAL_HEADERS = [
  'authorization',
  'proxy-authorization',
  'x-api-key',
  'api-key',
  'x-goog-api-key',
  'x-amz-security-token',
  'cookie',
];

/** Shorter values, such as the `none` of a local server, are words like any other. */
const SHORTEST_CREDENTIAL = 8;

/**
 * The credentials a call came with, wherever callers put them, so that text which quotes one can be cleaned with
 * {@link withoutValues}.
 */
export function credentialsIn(headers: Headers, query: URLSearchParams): string[] {
  const inHeaders = CREDENTIAL_HEADERS.flatMap((name) => valuesOf(name, headers.get(name) ?? ''));
  const inQuery = [...query].filter(([name]) => SECRET_PARAMETERS.has(name.toLowerCase()));
  return [...inHeaders, ...inQuery.map(([, value]) => value)];
}

function valuesOf(name: string, value: string): string[] {
  if (name === 'cookie') return value.split(/;\s*/).map((pair) => pair.slice(pair.indexOf('=') + 1));
  const signature = /\bSignature=(\w+)/.exec(value)?.[1] ?? '';
  return [value.replace(/^(?:Bearer|Basic)\s+/i, ''), signature];
}

/** Replaces every occurrence of the credentials; those too short to be one are left alone. */
export function withoutValues(text: string, values: readonly string[]): string {
  return values
    .filter((value) => value.length >= SHORTEST_CREDENTIAL)
    .reduce((rest, value) => rest.replaceAll(value, REDACTED), text);
}

function decodeName(name: string): string {
  try {
    return decodeURIComponent(name).toLowerCase();
  } catch {
    return name.toLowerCase();
  }
}
