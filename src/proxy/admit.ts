/**
 * Second stage: who calls, and with whose credentials. A Weir key is recognised by its prefix wherever an SDK can put a
 * key; it never travels on. A stored provider secret is added only for a caller with a valid Weir key.
 */
import { keyPrefix } from '../access/key.ts';
import { AppError } from '../core/app-error.ts';
import type { Provider } from './providers/contract.ts';
import type { ProxyGrant, ProxyServices } from './proxy-services.ts';

/** A call on its way in. Headers and query are changed in place: Weir's key is taken out, the provider's put in. */
export interface AdmissionInput {
  provider: Provider;
  /** Key from our header, an alias, or the path. */
  key: string | null;
  headers: Headers;
  query: URLSearchParams;
}

/** An admitted call. */
export interface Admission {
  grant: ProxyGrant | null;
  /** Credentials that pass to the provider, so that an answer which echoes one can be cleaned before it is kept. */
  credentials: string[];
}

/**
 * Admits a call.
 *
 * @throws AppError UNAUTHENTICATED or PERMISSION_DENIED
 */
export async function admit(input: AdmissionInput, services: ProxyServices): Promise<Admission> {
  const moved = takeCredentials(input);
  const key = input.key ?? moved.weirKey;
  if (key === null) {
    if (services.settings.proxyAuth === 'open') return { grant: null, credentials: moved.credentials };
    throw new AppError(
      'UNAUTHENTICATED',
      'A Weir key is needed: send it as x-weir-key, or in place of the provider key in the header your SDK uses.',
    );
  }
  const verdict = await services.verifyProxyKey(key);
  if (!verdict.ok) {
    if (verdict.reason === 'scope')
      throw new AppError('PERMISSION_DENIED', 'This Weir key lacks the scope "proxy".');
    throw new AppError('UNAUTHENTICATED', 'This Weir key is unknown or revoked.');
  }
  if (moved.credentials.length > 0) return { grant: verdict.grant, credentials: [...moved.credentials, key] };
  const stored = addStoredSecret(input, services);
  return { grant: verdict.grant, credentials: stored === null ? [key] : [key, stored] };
}

interface Taken {
  weirKey: string | null;
  credentials: string[];
}

/** Takes Weir keys out of the SDK's places, and moves a key in the query to the header, where it is not logged. */
function takeCredentials({ provider, headers, query }: AdmissionInput): Taken {
  const { credentialHeaders, credentialParameter } = provider.dialect;
  const taken: Taken = { weirKey: null, credentials: [] };
  const inQuery = credentialParameter === null ? null : query.get(credentialParameter);
  if (credentialParameter !== null && inQuery !== null) {
    query.delete(credentialParameter);
    const header = credentialHeaders[0];
    if (header !== undefined && !headers.has(header)) headers.set(header, inQuery);
  }
  for (const name of credentialHeaders) {
    const value = headers.get(name);
    if (value === null) continue;
    const credential = value.replace(/^Bearer\s+/i, '');
    if (credential.startsWith(keyPrefix)) {
      taken.weirKey ??= credential;
      headers.delete(name);
    } else if (credential !== '') taken.credentials.push(credential);
  }
  return taken;
}

/** Returns the secret that was added; null when none was. */
function addStoredSecret({ provider, headers }: AdmissionInput, services: ProxyServices): string | null {
  if (provider.secretName === null) return null;
  const secret = services.secret(provider.secretName);
  if (secret !== null) {
    provider.dialect.applySecret(headers, secret);
    return secret;
  }
  if (provider.sign !== null) return null;
  throw new AppError(
    'UNAUTHENTICATED',
    `The Weir key is valid, but no key for ${provider.name} came with the call and none is stored: ` +
      `send the provider's key, or set ${provider.secretName}.`,
  );
}
