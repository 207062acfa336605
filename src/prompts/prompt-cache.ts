/**
 * What references lead to, held in the isolate: versions for as long as there is room, aliases for seconds. Entries are
 * kept beyond that as the last known answer for a registry that is down. Bounded by characters, oldest use first out.
 */
import { templateSource } from './registered-json.ts';
import type { ResolvedArm } from './store/prompt-store.ts';

/** An answer of the registry and when it was read, in Unix milliseconds. No arms: it leads nowhere. */
export interface Resolution {
  arms: ResolvedArm[];
  readAtMs: number;
}

/** An entry; `refreshAtMs` is when it should be asked for again. */
interface Entry extends Resolution {
  refreshAtMs: number;
  characters: number;
}

/** Answers by reference, as {@link formatReference} writes it. */
export interface PromptCache {
  get(key: string): Resolution | undefined;
  /** Keeps an answer, unless the prompt was changed here since `generation` was taken. */
  set(key: string, resolution: Resolution, generation: number): void;
  /** True once for whoever should ask again: the next one is told so only after a pause. */
  claimRefresh(key: string): boolean;
  /** Grows with every {@link PromptCache.forget}. */
  generation(): number;
  /** Forgets everything of a prompt: after it was changed. */
  forget(name: string): void;
}

/** After this long a used entry is asked for again, in the background. */
const refreshAfterMs = 4000;
const MAX_CHARACTERS = 8_000_000;

/** Creates an empty cache. Keep one per isolate. */
export function createPromptCache({ now }: { now: () => number }): PromptCache {
  const entries = new Map<string, Entry>();
  let characters = 0;
  let generation = 0;
  const drop = (key: string): void => {
    characters -= entries.get(key)?.characters ?? 0;
    entries.delete(key);
  };
  return {
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      // Used last: moved to the end.
      entries.delete(key);
      entries.set(key, entry);
      return entry;
    },
    set(key, resolution, since) {
      if (since !== generation) return;
      drop(key);
      const size = key.length + 200 + resolution.arms.reduce((sum, { version }) => sum + sizeOf(version), 0);
      entries.set(key, {
        ...resolution,
        refreshAtMs: resolution.readAtMs + refreshAfterMs,
        characters: size,
      });
      characters += size;
      for (const oldest of entries.keys()) {
        if (characters <= MAX_CHARACTERS || oldest === key) break;
        drop(oldest);
      }
    },
    claimRefresh(key) {
      const entry = entries.get(key);
      if (entry === undefined || now() < entry.refreshAtMs) return false;
      entry.refreshAtMs = now() + refreshAfterMs;
      return true;
    },
    generation: () => generation,
    forget(name) {
      generation++;
      for (const key of entries.keys()) if (/^[^/@]*/.exec(key)?.[0] === name) drop(key);
    },
  };
}

/** Made ready, a template takes about twice its text. */
function sizeOf({ template, responseFormat }: ResolvedArm['version']): number {
  const format = responseFormat === null ? 0 : JSON.stringify(responseFormat).length;
  if (template.type === 'text') return 2 * template.text.length + format;
  // As it was registered, read, and made ready.
  return 4 * templateSource(template).length + 100 * template.messages.length + format;
}
