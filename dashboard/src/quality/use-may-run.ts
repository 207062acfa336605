/** Which scorers who is signed in may have run: those that ask a model need the scope that calls providers. */
import { useQuery } from '@tanstack/react-query';
import { scorersQuery } from '../api/quality-queries.ts';
import type { Scorer } from '../api/types.ts';
import { useMay } from '../api/use-may.ts';
import { asksModel, readScorer } from './read-scorer.ts';

/** Tells of a scorer whether it may be run, now or from now on. */
export function useMayRun(): (scorer: Pick<Scorer, 'serialized_scorer'>) => boolean {
  const mayCall = useMay('proxy');
  return (scorer) => mayCall || !asksModel(readScorer(scorer));
}

/** True when all scorers of these names may be run; names that nobody registered are those of built-in judges. */
export function useMayRunAll(experiment: string, names: readonly string[]): boolean {
  const { data: scorers = [] } = useQuery(scorersQuery(experiment));
  const mayCall = useMay('proxy');
  const mayRun = useMayRun();
  return names.every((name) => {
    const scorer = scorers.find((one) => one.name === name);
    return scorer === undefined ? mayCall : mayRun(scorer);
  });
}
