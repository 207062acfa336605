/** What the pages ask for, by name, so that what is shown twice is fetched once. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ApiError, call, type Parameters } from './call.ts';
import type {
  AuditEntry,
  AssessmentStatistics,
  Dataset,
  DatasetRecord,
  Experiment,
  Key,
  Prompt,
  PromptVersion,
  RedactionRule,
  Session,
  Settings,
  TestCaseRule,
  Trace,
  TraceInfo,
  TraceStatistics,
} from './types.ts';

const MINUTE_MS = 60_000;

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => call<Session>('/api/v1/session', { signal }),
  staleTime: 5 * MINUTE_MS,
  retry: false,
});

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ signal }) => call<Settings>('/api/v1/settings', { signal }),
  staleTime: 5 * MINUTE_MS,
});

export const experimentsQuery = queryOptions({
  queryKey: ['experiments'],
  queryFn: async ({ signal }) =>
    (await call<{ experiments: Experiment[] }>('/api/v1/experiments', { signal })).experiments,
  staleTime: MINUTE_MS,
});

interface TracePage {
  traces: TraceInfo[];
  next_page_token: string | null;
}

export const tracesQuery = (query: Parameters) =>
  infiniteQueryOptions({
    queryKey: ['traces', query],
    queryFn: ({ signal, pageParam }) =>
      call<TracePage>('/api/v1/traces', {
        query: { ...query, page_size: 100, page_token: pageParam },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_page_token,
    placeholderData: keepPreviousData,
  });

export const newestTracesQuery = (query: Parameters) =>
  queryOptions({
    queryKey: ['newest-traces', query],
    queryFn: ({ signal }) =>
      call<TracePage>('/api/v1/traces', { query: { ...query, page_size: 100 }, signal }),
    placeholderData: keepPreviousData,
  });

const TRACE_APPEARS_WITHIN = { looks: 4, pauseMs: 800 };
const LATE_TRACE_PAUSE_MS = 5000;

/** A trace appears a moment after its call has ended: one that is not there is looked for again. */
export const traceQuery = (traceId: string) =>
  queryOptions({
    queryKey: ['trace', traceId],
    queryFn: ({ signal }) => call<Trace>(`/api/v1/traces/${encodeURIComponent(traceId)}`, { signal }),
    staleTime: MINUTE_MS,
    retry: (looks, cause) => isMissing(cause) && looks < TRACE_APPEARS_WITHIN.looks,
    retryDelay: TRACE_APPEARS_WITHIN.pauseMs,
    refetchInterval: ({ state }) => isMissing(state.error) && LATE_TRACE_PAUSE_MS,
  });

/** As many ids as an address takes well. */
const IDS_AT_A_TIME = 100;

/** Those of the traces that are kept, without their spans. */
export const tracesByIdQuery = (traceIds: readonly string[]) =>
  queryOptions({
    queryKey: ['traces-by-id', traceIds],
    async queryFn({ signal }) {
      const found: TraceInfo[] = [];
      for (let at = 0; at < traceIds.length; at += IDS_AT_A_TIME) {
        const ids = traceIds.slice(at, at + IDS_AT_A_TIME);
        const filter = `request_id IN (${ids.map((id) => `'${id}'`).join(', ')})`;
        const query = { filter, page_size: IDS_AT_A_TIME };
        const page = await call<TracePage>('/api/v1/traces', { query, signal });
        found.push(...page.traces);
      }
      return found;
    },
    staleTime: MINUTE_MS,
  });

function isMissing(cause: unknown): boolean {
  return cause instanceof ApiError && cause.status === 404;
}

export const statisticsQuery = (query: Parameters) =>
  queryOptions({
    queryKey: ['statistics', query],
    queryFn: ({ signal }) => call<TraceStatistics>('/api/v1/traces/statistics', { query, signal }),
    staleTime: MINUTE_MS / 2,
    placeholderData: keepPreviousData,
  });

export const assessmentStatisticsQuery = (query: Parameters) =>
  queryOptions({
    queryKey: ['assessment-statistics', query],
    queryFn: ({ signal }) => call<AssessmentStatistics>('/api/v1/assessments/statistics', { query, signal }),
    staleTime: MINUTE_MS / 2,
    placeholderData: keepPreviousData,
  });

export const promptsQuery = queryOptions({
  queryKey: ['prompts'],
  queryFn: async ({ signal }) =>
    (await call<{ prompts: Prompt[] }>('/api/v1/prompts', { query: { max_results: 500 }, signal })).prompts,
});

export const promptQuery = (name: string) =>
  queryOptions({
    queryKey: ['prompts', name],
    queryFn: async ({ signal }) =>
      (await call<{ prompt: Prompt }>(`/api/v1/prompts/${encodeURIComponent(name)}`, { signal })).prompt,
  });

export const promptVersionsQuery = (name: string) =>
  queryOptions({
    queryKey: ['prompts', name, 'versions'],
    queryFn: async ({ signal }) =>
      (
        await call<{ prompt_versions: PromptVersion[] }>(
          `/api/v1/prompts/${encodeURIComponent(name)}/versions`,
          { query: { max_results: 200 }, signal },
        )
      ).prompt_versions,
  });

export const datasetsQuery = queryOptions({
  queryKey: ['datasets'],
  queryFn: async ({ signal }) =>
    (await call<{ datasets: Dataset[] }>('/api/v1/datasets', { query: { page_size: 200 }, signal })).datasets,
});

interface RecordPage {
  records: DatasetRecord[];
  next_page_token: string | null;
}

export const recordsQuery = (datasetId: string) =>
  infiniteQueryOptions({
    queryKey: ['datasets', datasetId, 'records'],
    queryFn: ({ signal, pageParam }) =>
      call<RecordPage>(`/api/v1/datasets/${encodeURIComponent(datasetId)}/records`, {
        query: { page_size: 50, page_token: pageParam },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_page_token,
  });

export const auditQuery = (query: Parameters) =>
  infiniteQueryOptions({
    queryKey: ['audit', query],
    queryFn: ({ signal, pageParam }) =>
      call<{ entries: AuditEntry[]; next_page_token: string | null }>('/api/v1/audit', {
        query: { ...query, page_size: 50, page_token: pageParam },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_page_token,
    placeholderData: keepPreviousData,
  });

export const keysQuery = queryOptions({
  queryKey: ['keys'],
  queryFn: async ({ signal }) => (await call<{ keys: Key[] }>('/api/v1/keys', { signal })).keys,
});

export const redactionRulesQuery = queryOptions({
  queryKey: ['redaction-rules'],
  queryFn: async ({ signal }) =>
    (await call<{ rules: RedactionRule[] }>('/api/v1/redaction-rules', { signal })).rules,
});

export const testCaseRuleQuery = (experimentId: string) =>
  queryOptions({
    queryKey: ['test-case-rule', experimentId],
    queryFn: ({ signal }) =>
      call<{ rule: TestCaseRule; is_default: boolean }>(
        `/api/v1/experiments/${encodeURIComponent(experimentId)}/test-case-rule`,
        { signal },
      ),
  });
