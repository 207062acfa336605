/**
 * Agreement beyond chance: Cohen's kappa for two raters (Cohen 1960, A coefficient of agreement for nominal scales), Fleiss'
 * for more (Fleiss 1971, Measuring nominal scale agreement among many raters). Answers are compared as text.
 */

/** Why there is no kappa: nothing in common, a single item from which chance cannot be told, or one answer given by all. */
export const kappaGaps = ['no_common_items', 'one_item', 'one_category'] as const;

/** One of {@link kappaGaps}. */
export type KappaGap = (typeof kappaGaps)[number];

/** Kappa, from -1 to 1; or null, and why. */
export type Kappa = { value: number; gap: null } | { value: null; gap: KappaGap };

/** Cohen's kappa of two raters, from their pairs of answers. */
export function cohensKappa(pairs: readonly (readonly [string, string])[]): Kappa {
  const [one, two] = [countOf(pairs.map(([answer]) => answer)), countOf(pairs.map(([, answer]) => answer))];
  const observed = pairs.filter(([first, second]) => first === second).length / pairs.length;
  let expected = 0;
  for (const [answer, count] of one)
    expected += (count / pairs.length) * ((two.get(answer) ?? 0) / pairs.length);
  const isOne = one.size === 1 && two.size === 1 && one.keys().next().value === two.keys().next().value;
  return beyondChance({ observed, expected, items: pairs.length, hasOneCategory: isOne });
}

/** Fleiss' kappa of items that equally many raters, two or more, have answered. */
export function fleissKappa(items: readonly (readonly string[])[]): Kappa {
  const answers = countOf(items.flat());
  const total = items.reduce((sum, item) => sum + item.length, 0);
  let observed = 0;
  for (const item of items) {
    let alike = 0;
    for (const count of countOf(item).values()) alike += count * (count - 1);
    observed += alike / (item.length * (item.length - 1)) / items.length;
  }
  let expected = 0;
  for (const count of answers.values()) expected += (count / total) ** 2;
  return beyondChance({ observed, expected, items: items.length, hasOneCategory: answers.size === 1 });
}

function beyondChance(seen: {
  observed: number;
  expected: number;
  items: number;
  hasOneCategory: boolean;
}): Kappa {
  if (seen.items === 0) return { value: null, gap: 'no_common_items' };
  if (seen.items === 1) return { value: null, gap: 'one_item' };
  if (seen.hasOneCategory) return { value: null, gap: 'one_category' };
  return { value: (seen.observed - seen.expected) / (1 - seen.expected), gap: null };
}

function countOf(answers: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const answer of answers) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  return counts;
}
