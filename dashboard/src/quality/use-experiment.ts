/** The experiment that is looked at where it must be one: the one chosen, or the one with most traces lately. */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { experimentsQuery, statisticsQuery } from '../api/queries.ts';
import { resolveRange } from '../format/time-range.ts';

/** Where judges' own calls are traced; they are never judged. */
const JUDGES = 'weir-judges';
const DEFAULT_EXPERIMENT = '0';

/** Its id; undefined while that is not known. */
export function useExperiment(chosen: string | undefined): string | undefined {
  const { fromMs } = useMemo(() => resolveRange('30d', Date.now()), []);
  const experiments = useQuery({ ...experimentsQuery, enabled: chosen === undefined });
  const busiest = useQuery({
    ...statisticsQuery({ group_by: 'experiment', from: fromMs, limit: 2 }),
    enabled: chosen === undefined,
  });
  if (chosen !== undefined) return chosen;
  if (busiest.isPending || experiments.isPending) return undefined;
  const judges = experiments.data?.find(({ name }) => name === JUDGES)?.experiment_id;
  const found = busiest.data?.statistics.find(({ group }) => group !== null && group !== judges);
  return found?.group ?? DEFAULT_EXPERIMENT;
}

/** The name of an experiment, for people. */
export function useExperimentName(): (experimentId: string) => string {
  const { data = [] } = useQuery(experimentsQuery);
  return (experimentId) =>
    data.find(({ experiment_id: id }) => id === experimentId)?.name ?? `experiment ${experimentId}`;
}
