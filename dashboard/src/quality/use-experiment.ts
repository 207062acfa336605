/** The experiment that is looked at where it must be one: the one chosen, or the one with most traces lately. */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { experimentsQuery, statisticsQuery } from '../api/queries.ts';
import { resolveRange } from '../format/time-range.ts';
import { toFilters } from '../traces/trace-search.ts';

const DEFAULT_EXPERIMENT = '0';

/** Its id; undefined while that is not known. */
export function useExperiment(chosen: string | undefined): string | undefined {
  const { fromMs } = useMemo(() => resolveRange('30d', Date.now()), []);
  const busiest = useQuery({
    ...statisticsQuery({ ...toFilters({}), group_by: 'experiment', from: fromMs, limit: 1 }),
    enabled: chosen === undefined,
  });
  if (chosen !== undefined) return chosen;
  if (busiest.isPending) return undefined;
  return busiest.data?.statistics[0]?.group ?? DEFAULT_EXPERIMENT;
}

/** The name of an experiment, for people. */
export function useExperimentName(): (experimentId: string) => string {
  const { data = [] } = useQuery(experimentsQuery);
  return (experimentId) =>
    data.find(({ experiment_id: id }) => id === experimentId)?.name ?? `experiment ${experimentId}`;
}
