/**
 * What references lead to, shared by the isolates of a data centre through the platform's Cache API. It spares a new
 * isolate the way to the registry, and knows the last answer when the registry is down. It may fail or be absent.
 */
import { z } from 'zod';
import type { Resolution } from '../prompt-cache.ts';

/** Shared answers by reference. Nothing here rejects. */
export interface SharedPromptCache {
  get(key: string): Promise<Resolution | null>;
  put(key: string, resolution: Resolution): Promise<void>;
  delete(key: string): Promise<void>;
}

/** Freshness is judged by the time an answer carries; this only bounds how long it is a last known one. */
const KEPT_SECONDS = 86_400;

/** No sharing: where there is no cache, or nothing that tells this deployment from others at the same place. */
export const noSharedPromptCache: SharedPromptCache = {
  get: async () => null,
  put: async () => undefined,
  delete: async () => undefined,
};

const resolutionSchema = z.object({
  readAtMs: z.number(),
  arms: z.array(
    z.object({ weight: z.number(), version: z.looseObject({ name: z.string(), version: z.number() }) }),
  ),
});

/**
 * The shared cache of a deployment.
 *
 * @param deploymentSecret tells deployments of one zone apart; only its digest is used
 */
export function createSharedPromptCache({
  storage,
  deploymentSecret,
}: {
  storage: CacheStorage;
  deploymentSecret: string;
}): SharedPromptCache {
  let opened: { cache: Cache; base: string } | null = null;
  const open = async (): Promise<{ cache: Cache; base: string }> =>
    (opened ??= await openCache(storage, deploymentSecret));
  return {
    get: (key) =>
      orNull(async () => {
        const { cache, base } = await open();
        const found = await cache.match(at(base, key));
        if (found === undefined) return null;
        const parsed = resolutionSchema.safeParse(await found.json());
        // Only `put` below writes here, under a name that changes with the form.
        return parsed.success ? (parsed.data as unknown as Resolution) : null;
      }),
    async put(key, resolution) {
      await orNull(async () => {
        const { cache, base } = await open();
        const headers = { 'content-type': 'application/json', 'cache-control': `max-age=${KEPT_SECONDS}` };
        await cache.put(at(base, key), new Response(JSON.stringify(resolution), { headers }));
        return null;
      });
    },
    async delete(key) {
      await orNull(async () => {
        const { cache, base } = await open();
        await cache.delete(at(base, key));
        return null;
      });
    },
  };
}

const at = (base: string, key: string): string => `${base}${encodeURIComponent(key)}`;

async function openCache(
  storage: CacheStorage,
  deploymentSecret: string,
): Promise<{ cache: Cache; base: string }> {
  const secret = new TextEncoder().encode(`prompt cache of ${deploymentSecret}`);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', secret));
  const name = [...digest.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return { cache: await storage.open('weir-prompts'), base: `https://prompts.weir.invalid/v1/${name}/` };
}

/** A cache that fails is a cache that knows nothing. */
async function orNull<Result>(run: () => Promise<Result>): Promise<Result | null> {
  try {
    return await run();
  } catch {
    return null;
  }
}
