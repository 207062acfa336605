/** The registry's stores and caches of a deployment. */
import type { Nearby } from '../../core/store/nearby.ts';
import { createPromptCache, type PromptCache } from '../prompt-cache.ts';
import { createD1PromptStore } from './d1-prompt-store.ts';
import type { PromptStore } from './prompt-store.ts';
import { redactPrompts } from './redact-prompts.ts';
import {
  createSharedPromptCache,
  noSharedPromptCache,
  type SharedPromptCache,
} from './shared-prompt-cache.ts';

/** Where prompts are kept and held. */
export interface PromptStores {
  prompts: PromptStore;
  promptCache: PromptCache;
  sharedPromptCache: SharedPromptCache;
}

/**
 * Creates them. Keep one per isolate.
 *
 * @param nearby the nearest copy of it: by that references are resolved
 * @param deploymentSecret tells deployments of one zone apart in the data centre's cache; null: that cache is not used
 */
export function createPromptStores({
  database,
  nearby,
  deploymentSecret,
  now,
}: {
  database: D1Database;
  nearby: Nearby;
  deploymentSecret: string | null;
  now: () => number;
}): PromptStores {
  return {
    prompts: redactPrompts(createD1PromptStore({ database, nearby })),
    promptCache: createPromptCache({ now }),
    sharedPromptCache:
      deploymentSecret === null
        ? noSharedPromptCache
        : createSharedPromptCache({ storage: caches, deploymentSecret }),
  };
}
