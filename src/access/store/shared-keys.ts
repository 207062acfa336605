/**
 * What is known of keys, shared by the isolates of a data centre through the platform's Cache API, so that a key used far
 * from the registry's primary costs one trip in a while for all of them. Entries lie under a digest of the key's hash,
 * encrypted and bound to that hash under a secret of the deployment (AES-GCM): whoever can write into the cache can take
 * rights away there, never make or exchange any, and whoever can read it learns nothing. It may fail or be absent.
 */
import { z } from 'zod';
import { toHex } from '../../core/ids.ts';
import { inTime } from '../../core/in-time.ts';
import type { SharedKeys } from '../key-cache.ts';
import type { StoredKey } from '../key.ts';
import { scopes } from '../scopes.ts';

/** A cache that takes longer than this knows nothing. */
const PATIENCE_MS = 500;
/** So long one isolate's promise to look a key up keeps the others from it. */
const CLAIM_MS = 10_000;
const IV_BYTES = 12;

/** Every member is required: an entry of another build, which may lack a restriction, is none. */
const storedKeySchema: z.ZodType<StoredKey> = z.object({
  keyId: z.string(),
  name: z.string(),
  hint: z.string(),
  scopes: z.array(z.enum(scopes)),
  experimentId: z.string().nullable(),
  owner: z.string().nullable(),
  createdAtMs: z.number(),
  expiresAtMs: z.number().nullable(),
  lastUsedAtMs: z.number().nullable(),
  revokedAtMs: z.number().nullable(),
});

const knownSchema = z.object({ key: storedKeySchema, readAtMs: z.number() });

/** What sharing needs. */
export interface SharedKeysOptions {
  storage: CacheStorage;
  /** Protects the entries, and tells deployments of one zone apart. */
  deploymentSecret: string;
  /** How long entries are kept, milliseconds. */
  keptMs: number;
  /** Unix milliseconds. */
  now: () => number;
}

interface Opened {
  cache: Cache;
  encryption: CryptoKey;
  addresses: CryptoKey;
}

/** The shared keys of a deployment. */
export function createSharedKeys(options: SharedKeysOptions): SharedKeys {
  const { keptMs, now } = options;
  let opened: Opened | null = null;
  // Made anew by each that comes before it is there: another invocation's promise is not to be waited for.
  const open = async (): Promise<Opened> => (opened ??= await openCache(options));
  const headers = { 'cache-control': `max-age=${Math.ceil(keptMs / 1000)}` };
  return {
    get: (hash) =>
      orElse(null, async () => {
        const { cache, encryption, addresses } = await open();
        const found = await cache.match(await addressOf(addresses, 'key', hash));
        if (found === undefined) return null;
        const known = knownSchema.parse(await decrypt(encryption, hash, await found.arrayBuffer()));
        const revoked = await cache.match(await addressOf(addresses, 'revoked', known.key.keyId));
        return revoked === undefined ? known : null;
      }),
    put: (hash, known) =>
      orElse(undefined, async () => {
        const { cache, encryption, addresses } = await open();
        const body = await encrypt(encryption, hash, known);
        await cache.put(await addressOf(addresses, 'key', hash), new Response(body, { headers }));
      }),
    delete: (hash) =>
      orElse(undefined, async () => {
        const { cache, addresses } = await open();
        await cache.delete(await addressOf(addresses, 'key', hash));
      }),
    revoke: (keyId) =>
      orElse(undefined, async () => {
        const { cache, addresses } = await open();
        await cache.put(await addressOf(addresses, 'revoked', keyId), new Response('', { headers }));
      }),
    claimRefresh: (hash) =>
      orElse(true, async () => {
        const { cache, addresses } = await open();
        const address = await addressOf(addresses, 'claim', hash);
        const claimed = await cache.match(address);
        const atMs = claimed === undefined ? 0 : Number(await claimed.text());
        if (now() - atMs < CLAIM_MS) return false;
        await cache.put(address, new Response(String(now()), { headers }));
        return true;
      }),
  };
}

async function openCache({ storage, deploymentSecret }: SharedKeysOptions): Promise<Opened> {
  const cache = await storage.open('weir-keys');
  const secret = await crypto.subtle.importKey(
    'raw',
    new TextEncoder().encode(deploymentSecret),
    'HKDF',
    false,
    ['deriveKey'],
  );
  const derive = (
    info: string,
    algorithm: SubtleCryptoImportKeyAlgorithm | string,
    uses: string[],
  ): Promise<CryptoKey> =>
    crypto.subtle.deriveKey(
      { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: new TextEncoder().encode(info) },
      secret,
      algorithm,
      false,
      uses,
    );
  return {
    cache,
    encryption: await derive('weir keys: entries', { name: 'AES-GCM', length: 256 }, ['encrypt', 'decrypt']),
    addresses: await derive('weir keys: addresses', { name: 'HMAC', hash: 'SHA-256', length: 256 }, ['sign']),
  };
}

async function addressOf(key: CryptoKey, kind: 'key' | 'revoked' | 'claim', name: string): Promise<string> {
  const digest = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(`${kind} ${name}`));
  return `https://keys.weir.invalid/v1/${toHex(new Uint8Array(digest))}`;
}

async function encrypt(key: CryptoKey, hash: string, value: unknown): Promise<Uint8Array<ArrayBuffer>> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const text = new TextEncoder().encode(JSON.stringify(value));
  const sealed = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(hash) },
    key,
    text,
  );
  const bytes = new Uint8Array(IV_BYTES + sealed.byteLength);
  bytes.set(iv);
  bytes.set(new Uint8Array(sealed), IV_BYTES);
  return bytes;
}

/** Rejects for anything that was not encrypted here for this hash. */
async function decrypt(key: CryptoKey, hash: string, bytes: ArrayBuffer): Promise<unknown> {
  const iv = bytes.slice(0, IV_BYTES);
  const text = await crypto.subtle.decrypt(
    { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(hash) },
    key,
    bytes.slice(IV_BYTES),
  );
  const value: unknown = JSON.parse(new TextDecoder().decode(text));
  return value;
}

/** A cache that fails, or does not answer in time, is a cache that knows nothing. */
async function orElse<Result>(nothing: Result, run: () => Promise<Result>): Promise<Result> {
  try {
    return await inTime(run(), PATIENCE_MS);
  } catch {
    return nothing;
  }
}
