/** The name that somebody meant who wrote one that does not exist. */

/** Most single-character edits between a name and what was meant, for each four characters of it. */
const CHARACTERS_PER_EDIT = 4;

/**
 * The known name that is nearest to a written one: the same but for case, `_` and `-`, one that begins or ends with the other,
 * or one a few edits away.
 *
 * @returns null when none is near
 */
export function nearestName(written: string, known: readonly string[]): string | null {
  const plain = toPlain(written);
  let best: { name: string; distance: number } | null = null;
  for (const name of known) {
    const distance = distanceOf(plain, toPlain(name));
    if (distance !== null && (best === null || distance < best.distance)) best = { name, distance };
  }
  return best?.name ?? null;
}

/** How far apart two plain names are; null when too far to be meant. */
function distanceOf(written: string, known: string): number | null {
  if (written === known) return 0;
  // Names that nobody would write are not compared character by character.
  if (written.length > 4 * known.length || written.length === 0) return null;
  const edits = editsBetween(written, known);
  if (edits <= Math.ceil(Math.min(written.length, known.length) / CHARACTERS_PER_EDIT)) return edits;
  const [short, long] = written.length < known.length ? [written, known] : [known, written];
  const isPart = short.length >= 3 && (long.startsWith(short) || long.endsWith(short));
  return isPart ? long.length : null;
}

function toPlain(name: string): string {
  return name.toLowerCase().replaceAll(/[_-]/g, '');
}

/** Insertions, deletions and replacements that make one text of the other (Levenshtein's distance). */
function editsBetween(one: string, two: string): number {
  let row = Array.from({ length: two.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= two.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (one[i - 1] === two[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[two.length] ?? 0;
}
