/**
 * Second stage: who calls, and with whose credentials. A Weir key is recognised by its prefix wherever an SDK can put a
 * key; it never travels on. A stored provider secret is added only for a caller with a valid Weir key.
 */
import { keyPrefix } from '../access/key.ts';
import { isLoopbackOrigin } from '../access/loopback.ts';
import { isProxyOpenTo, proxyAuthOf } from '../access/open-access.ts';
import { AppError } from '../core/app-error.ts';
import { isPlaceholderKey } from './placeholder-key.ts';
import type { Provider } from './providers/contract.ts';
import type { ProxyGrant, ProxyServices } from './proxy-services.ts';

/** A call on its way in. Headers and query are changed in place: Weir's key is taken out, the provider's put in. */
export interface AdmissionInput {
  provider: Provider;
  /** After the provider's segment, as the caller sent it. */
  path: string;
  /** Key from our header, an alias, or the path. */
  key: string | null;
  headers: Headers;
  /** The headers of the call itself, as they came. */
  callerHeaders: Headers;
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
  if (key === null) return admitWithoutKey(input, moved, services);
  const verdict = await services.verifyProxyKey(key, input.callerHeaders);
  if (!verdict.ok) {
    if (verdict.reason === 'scope')
      throw new AppError('PERMISSION_DENIED', 'This Weir key lacks the scope "proxy".');
    throw new AppError('UNAUTHENTICATED', 'This Weir key is unknown or revoked.');
  }
  const given = dropPlaceholders(input, moved.credentials, services);
  const stored = given.length === 0 ? addStoredSecret(input, services) : [];
  return { grant: verdict.grant, credentials: [...given, ...stored, key] };
}

interface Taken {
  weirKey: string | null;
  credentials: string[];
  /** True when the call came with a signature, which cannot pass. */
  signed: boolean;
}

function admitWithoutKey(
  { provider, headers, callerHeaders }: AdmissionInput,
  moved: Taken,
  services: ProxyServices,
): Admission {
  const { settings } = services;
  if (!isProxyOpenTo(settings, callerHeaders)) {
    const isLocal = proxyAuthOf(settings) === 'local';
    const why = isLocal
      ? 'This call came through a proxy, or by a name that is not this machine’s, so a'
      : 'A';
    throw new AppError(
      'UNAUTHENTICATED',
      `${why} Weir key is needed: send it as x-weir-key, or in place of the provider key in the header your SDK uses.`,
    );
  }
  const origin = headers.get('origin');
  if (settings.local && moved.credentials.length === 0 && origin !== null && !isLoopbackOrigin(origin)) {
    // Any page on the web can reach this machine's ports; models that ask for no key must not be theirs to use.
    throw new AppError(
      'UNAUTHENTICATED',
      `A page of ${origin.slice(0, 100)} needs a key to call through this machine: a Weir key, or one of ${provider.name}.`,
    );
  }
  if (moved.signed && moved.credentials.length === 0) {
    throw new AppError(
      'UNAUTHENTICATED',
      `A signature covers the host it was made for, so one made for Weir cannot pass to ${provider.name}: send a Weir key ` +
        'as x-weir-key or as the access key id, and Weir signs the call; or send an API key as a bearer token.',
    );
  }
  return { grant: null, credentials: moved.credentials };
}

/** Takes Weir keys out of the SDK's places, and moves a key in the query to the header, where it is not logged. */
function takeCredentials({ provider, headers, query }: AdmissionInput): Taken {
  const { credentialHeaders, credentialParameter } = provider.dialect;
  const signedBy = provider.dialect.takeSignature?.(headers, query) ?? null;
  const taken: Taken = {
    weirKey: signedBy?.startsWith(keyPrefix) === true ? signedBy : null,
    credentials: [],
    signed: signedBy !== null,
  };
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
  takeFromProtocols(provider, headers, taken);
  return taken;
}

/**
 * What an SDK sends where it insists on a key and has none, beside a Weir key, makes room for the key that is stored.
 *
 * @returns the credentials that are left
 */
function dropPlaceholders(
  { provider, headers }: AdmissionInput,
  credentials: string[],
  services: ProxyServices,
): string[] {
  const { secretName, dialect } = provider;
  const hasStored = secretName !== null && services.secret(secretName) !== null;
  if (!hasStored || !credentials.every(isPlaceholderKey)) return credentials;
  for (const name of dialect.credentialHeaders) headers.delete(name);
  return [];
}

/** Browsers can send a WebSocket's key only among its subprotocols. */
function takeFromProtocols({ dialect }: Provider, headers: Headers, taken: Taken): void {
  const prefix = dialect.credentialProtocolPrefix;
  const protocols = headers.get('sec-websocket-protocol');
  if (prefix === undefined || protocols === null) return;
  const all = protocols.split(',').map((protocol) => protocol.trim());
  const key = all.find((protocol) => protocol.startsWith(prefix))?.slice(prefix.length);
  if (key === undefined || key === '') return;
  if (!key.startsWith(keyPrefix)) {
    taken.credentials.push(key);
    return;
  }
  taken.weirKey ??= key;
  const rest = all.filter((protocol) => !protocol.startsWith(prefix));
  if (rest.length === 0) headers.delete('sec-websocket-protocol');
  else headers.set('sec-websocket-protocol', rest.join(', '));
}

/**
 * Puts the stored key in, or makes sure that the call can be signed later.
 *
 * @returns the stored credentials that go with the call
 */
function addStoredSecret({ provider, path, headers }: AdmissionInput, services: ProxyServices): string[] {
  const { secretName, sign } = provider;
  const secret = secretName === null ? null : services.secret(secretName);
  if (secret !== null) {
    provider.dialect.applySecret(headers, secret, path);
    return [secret];
  }
  const stored = (names: readonly string[]): string[] =>
    names.map((name) => services.secret(name)).filter((value) => value !== null);
  if (sign !== null) {
    const required = stored(sign.requiredSecrets);
    if (required.length === sign.requiredSecrets.length)
      return [...required, ...stored(sign.optionalSecrets)];
  } else if (secretName === null) return [];
  const missing = [secretName, sign?.requiredSecrets.join(' and ')].filter(
    (name) => typeof name === 'string',
  );
  throw new AppError(
    'UNAUTHENTICATED',
    `The Weir key is valid, but no key for ${provider.name} came with the call and none is stored: ` +
      `send the provider's key, or set ${missing.join(', or ')}.`,
  );
}
