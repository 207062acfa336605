/** What a name means in an experiment: the scorer that is registered under it, or else the built-in judge of that name. */
import type { ChosenScorer } from '../evaluation/evaluation.ts';
import { listJudges } from '../judges/index.ts';
import type { ScorerStore } from '../store/scorer-store.ts';
import { serializeScorer } from './serialize-scorer.ts';

/** The newest version of the scorer that is registered under the name, or the built-in judge of the name; else null. */
export async function findScorer(
  scorers: ScorerStore,
  experimentId: string,
  name: string,
): Promise<ChosenScorer | null> {
  const registered = await scorers.get({ experimentId, name }, null);
  if (registered !== null) return { name, version: registered.version, serialized: registered.serialized };
  return builtInScorer(name);
}

/** The built-in judge of that name, by its class or its default name; else null. */
export function builtInScorer(name: string): ChosenScorer | null {
  const judge = listJudges().find(({ className, defaultName }) => [className, defaultName].includes(name));
  if (judge === undefined) return null;
  const serialized = serializeScorer(judge.defaultName, {
    kind: 'builtin',
    className: judge.className,
    model: null,
    guidelines: null,
    shouldExactMatch: null,
    shouldConsiderOrdering: null,
  });
  return { name: judge.defaultName, version: null, serialized };
}
