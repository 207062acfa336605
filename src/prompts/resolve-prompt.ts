/**
 * What a reference leads to, by the shortest way: the isolate's cache, the data centre's, the registry. An alias is at most
 * {@link aliasStaleMs} old; a version is served at once and looked at again in the background, so that a deleted one goes
 * away too (F94). A registry that is down serves what was last known.
 */
import { AppError } from '../core/app-error.ts';
import { inTime } from '../core/in-time.ts';
import type { Log } from '../core/log.ts';
import type { Outage } from '../core/outage.ts';
import type { PromptCache, Resolution } from './prompt-cache.ts';
import { formatReference, type PromptReference } from './prompt-reference.ts';
import type { PromptStore } from './store/prompt-store.ts';
import type { SharedPromptCache } from './store/shared-prompt-cache.ts';

/** After a change anywhere, calls see the old version of an alias for at most this long. */
export const aliasStaleMs = 10_000;

/** A registry that takes longer is one that does not answer, milliseconds. */
const PATIENCE_MS = 3_000;

/** What resolving needs. */
export interface ResolvePromptServices {
  prompts: PromptStore;
  promptCache: PromptCache;
  sharedPromptCache: SharedPromptCache;
  /** Whether the registry answers: while it does not, what is known is served at once. */
  registryOutage?: Outage;
  log: Log;
  /** Unix milliseconds. */
  now: () => number;
}

/** What a reference leads to; `stale` when the registry could not be asked. */
export interface ResolvedPrompt extends Resolution {
  stale: boolean;
}

/**
 * Resolves a reference; no arms when it leads nowhere.
 *
 * @param background owns what goes on after the answer
 * @throws AppError TEMPORARILY_UNAVAILABLE when the registry is down and nothing is known
 */
export async function resolvePrompt({
  services,
  input,
}: {
  services: ResolvePromptServices;
  input: { reference: PromptReference; background: (work: Promise<unknown>) => void };
}): Promise<ResolvedPrompt> {
  const { promptCache, sharedPromptCache } = services;
  const { reference, background } = input;
  const key = formatReference(reference);
  const held = promptCache.get(key);
  if (held !== undefined && isUsable(held, reference, services)) {
    if (promptCache.claimRefresh(key)) background(refresh(services, reference));
    return { ...held, stale: false };
  }
  const generation = promptCache.generation();
  const shared = await sharedPromptCache.get(key);
  if (shared !== null && isUsable(shared, reference, services)) {
    promptCache.set(key, shared, generation);
    if (promptCache.claimRefresh(key)) background(refresh(services, reference));
    return { ...shared, stale: false };
  }
  const known =
    [held, shared].find((one) => one !== undefined && one !== null && one.arms.length > 0) ?? null;
  const { registryOutage: outage } = services;
  if (known !== null && outage?.isAway() === true) {
    if (outage.claimAttempt()) background(refresh(services, reference));
    return { ...known, stale: true };
  }
  try {
    const resolution = await ask(services, reference);
    if (resolution.arms.length > 0) background(sharedPromptCache.put(key, resolution));
    return { ...resolution, stale: false };
  } catch (cause) {
    services.log.error('prompt-registry-unreachable', cause, { prompt: key, known: known !== null });
    if (known !== null) return { ...known, stale: true };
    throw new AppError(
      'TEMPORARILY_UNAVAILABLE',
      `The prompt registry cannot be reached to look up "${key}".`,
      {
        cause,
      },
    );
  }
}

/** A version stays what it is; where nothing was found, and for aliases, an answer counts for seconds. */
function isUsable(
  resolution: Resolution,
  { selector }: PromptReference,
  { now }: ResolvePromptServices,
): boolean {
  if ('version' in selector && resolution.arms.length > 0) return true;
  return now() - resolution.readAtMs < aliasStaleMs;
}

async function ask(services: ResolvePromptServices, reference: PromptReference): Promise<Resolution> {
  const { promptCache, prompts, registryOutage, now } = services;
  const generation = promptCache.generation();
  const readAtMs = now();
  let resolution: Resolution;
  try {
    resolution = { arms: await inTime(prompts.resolve(reference), PATIENCE_MS), readAtMs };
  } catch (cause) {
    registryOutage?.noteFailure();
    throw cause;
  }
  registryOutage?.noteAnswer();
  promptCache.set(formatReference(reference), resolution, generation);
  return resolution;
}

/** Asks again while the call goes on with what is held. A registry that is down leaves that in place. */
async function refresh(services: ResolvePromptServices, reference: PromptReference): Promise<void> {
  const key = formatReference(reference);
  try {
    const resolution = await ask(services, reference);
    if (resolution.arms.length > 0) await services.sharedPromptCache.put(key, resolution);
    else await services.sharedPromptCache.delete(key);
  } catch (cause) {
    services.log.error('prompt-not-refreshed', cause, { prompt: key });
  }
}
