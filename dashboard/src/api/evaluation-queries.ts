/** What the pages of evaluations ask for. What is under way is looked at again until it has ended. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from './call.ts';
import type { Comparison, Evaluation, EvaluationRow } from './types.ts';

const WATCH_MS = 1000;
const PAGE = 100;

const pathOf = (evaluationId: string) => `/api/v1/evaluations/${encodeURIComponent(evaluationId)}`;

/** True until it has ended, well or not. */
export const isGoingOn = ({ state }: Evaluation): boolean => state === 'preparing' || state === 'running';

interface EvaluationPage {
  evaluations: Evaluation[];
}

export const evaluationsQuery = (experiment: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['evaluations', { experiment }],
    queryFn: ({ signal, pageParam }) =>
      call<EvaluationPage>('/api/v1/evaluations', {
        query: { experiment, limit: PAGE, before: pageParam },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ evaluations }) =>
      evaluations.length < PAGE ? null : evaluations.at(-1)?.creation_time,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ evaluations }) => evaluations.some(isGoingOn)) === true ? WATCH_MS : false,
    placeholderData: keepPreviousData,
  });

export const evaluationQuery = (evaluationId: string) =>
  queryOptions({
    queryKey: ['evaluations', evaluationId],
    queryFn: ({ signal }) => call<Evaluation>(pathOf(evaluationId), { signal }),
    refetchInterval: ({ state }) => (state.data !== undefined && isGoingOn(state.data) ? WATCH_MS : false),
  });

interface RowPage {
  rows: EvaluationRow[];
}

/** @param failing only rows that fail in this metric; an empty one is all */
export const evaluationRowsQuery = (evaluationId: string, failing: string) =>
  infiniteQueryOptions({
    queryKey: ['evaluations', evaluationId, 'rows', failing],
    queryFn: ({ signal, pageParam }) =>
      call<RowPage>(`${pathOf(evaluationId)}/rows`, {
        query: { limit: PAGE, after: pageParam, failing },
        signal,
      }),
    initialPageParam: 0,
    getNextPageParam: ({ rows }) => (rows.length < PAGE ? null : rows.at(-1)?.row),
    placeholderData: keepPreviousData,
  });

export const evaluationRowQuery = (evaluationId: string, row: number) =>
  queryOptions({
    queryKey: ['evaluations', evaluationId, 'row', row],
    queryFn: async ({ signal }) => {
      const query = { limit: 1, after: row - 1 };
      const { rows } = await call<RowPage>(`${pathOf(evaluationId)}/rows`, { query, signal });
      return rows.find((one) => one.row === row) ?? null;
    },
  });

export const comparisonQuery = (evaluationId: string, baseline: string) =>
  queryOptions({
    queryKey: ['evaluations', evaluationId, 'compare', baseline],
    queryFn: ({ signal }) =>
      call<Comparison>(`${pathOf(evaluationId)}/compare`, { query: { baseline }, signal }),
  });
