/** What the pages of quality ask for: scorers, schedules, alerts, agreement. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call, type Parameters } from './call.ts';
import type { Alert, JudgeAgreement, Schedule, ScheduleRun, Scorer, ScorerKinds } from './types.ts';

const MINUTE_MS = 60_000;
/** How often what is under way is looked at again. */
const WATCH_MS = 2000;

export const scorersQuery = (experiment: string) =>
  queryOptions({
    queryKey: ['scorers', experiment],
    queryFn: async ({ signal }) =>
      (await call<{ scorers: Scorer[] }>('/api/v1/scorers', { query: { experiment }, signal })).scorers,
  });

export const scorerVersionsQuery = (experiment: string, name: string) =>
  queryOptions({
    queryKey: ['scorers', experiment, name],
    queryFn: async ({ signal }) =>
      (
        await call<{ scorers: Scorer[] }>(`/api/v1/scorers/${encodeURIComponent(name)}/versions`, {
          query: { experiment },
          signal,
        })
      ).scorers,
  });

export const scorerKindsQuery = queryOptions({
  queryKey: ['scorer-kinds'],
  queryFn: ({ signal }) => call<ScorerKinds>('/api/v1/scorers/kinds', { signal }),
  staleTime: 60 * MINUTE_MS,
});

export const schedulesQuery = (experiment: string | undefined) =>
  queryOptions({
    queryKey: ['schedules', { experiment }],
    queryFn: async ({ signal }) =>
      (await call<{ schedules: Schedule[] }>('/api/v1/schedules', { query: { experiment }, signal }))
        .schedules,
    refetchInterval: MINUTE_MS / 2,
  });

export const scheduleQuery = (scheduleId: string) =>
  queryOptions({
    queryKey: ['schedules', scheduleId],
    queryFn: ({ signal }) =>
      call<Schedule>(`/api/v1/schedules/${encodeURIComponent(scheduleId)}`, { signal }),
  });

/** Looked at again while one is under way. */
export const scheduleRunsQuery = (scheduleId: string) =>
  queryOptions({
    queryKey: ['schedules', scheduleId, 'runs'],
    queryFn: async ({ signal }) =>
      (
        await call<{ runs: ScheduleRun[] }>(`/api/v1/schedules/${encodeURIComponent(scheduleId)}/runs`, {
          query: { limit: 50 },
          signal,
        })
      ).runs,
    refetchInterval: ({ state }) => (state.data?.some(isUnderWay) === true ? WATCH_MS : MINUTE_MS / 2),
  });

/** True for a run that has not ended. */
const isUnderWay = ({ state }: ScheduleRun): boolean => state === 'collecting' || state === 'running';

export const alertsQuery = (experiment: string | undefined) =>
  queryOptions({
    queryKey: ['alerts', { experiment }],
    queryFn: async ({ signal }) =>
      (await call<{ alerts: Alert[] }>('/api/v1/alerts', { query: { experiment }, signal })).alerts,
    refetchInterval: MINUTE_MS / 2,
  });

export const agreementQuery = (query: Parameters) =>
  queryOptions({
    queryKey: ['agreement', query],
    queryFn: async ({ signal }) =>
      (await call<{ judges: JudgeAgreement[] }>('/api/v1/quality/agreement', { query, signal })).judges,
    placeholderData: keepPreviousData,
  });
