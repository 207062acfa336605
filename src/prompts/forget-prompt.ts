/** Takes a changed prompt out of the caches: this isolate's whole, the data centre's by the references that changed. */
import type { PromptCache } from './prompt-cache.ts';
import { formatReference, type PromptSelector } from './prompt-reference.ts';
import type { SharedPromptCache } from './store/shared-prompt-cache.ts';

/** What forgetting needs. */
export interface ForgetPromptServices {
  promptCache: PromptCache;
  sharedPromptCache: SharedPromptCache;
}

/** Forgets what may have changed. */
export async function forgetPrompt(
  services: ForgetPromptServices,
  name: string,
  changed: readonly PromptSelector[],
): Promise<void> {
  services.promptCache.forget(name);
  await Promise.all(
    changed.map((selector) => services.sharedPromptCache.delete(formatReference({ name, selector }))),
  );
}
