/** Which version of a split a call gets: a hash of who calls decides, so that nobody changes sides between two calls. */
import type { ResolvedArm } from './store/prompt-store.ts';

/**
 * Chooses an arm by weight. The same subject gets the same arm as long as the arms stay as they are, in every isolate.
 *
 * @param arms at least one, in order of version
 * @param key what is split, so that two prompts are split independently
 * @param subject session, user, or something random for a caller who is neither
 */
export function chooseArm(
  arms: readonly [ResolvedArm, ...ResolvedArm[]],
  key: string,
  subject: string,
): ResolvedArm {
  const total = arms.reduce((sum, { weight }) => sum + weight, 0);
  let point = fraction(`${key}\n${subject}`) * total;
  for (const arm of arms) {
    point -= arm.weight;
    if (point < 0) return arm;
  }
  return arms[0];
}

/** A number from 0 to below 1 by FNV-1a, its bits mixed once more as MurmurHash3 ends (fmix32). */
function fraction(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
