/** What the pages of labeling ask for. Open sessions are asked again: people answer while somebody looks. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../api/call.ts';
import type {
  AskedQuestion,
  LabelingProgress,
  LabelingSession,
  LabelSchema,
  ReviewedItem,
  ReviewLink,
} from '../api/types.ts';

const LIVE_INTERVAL_MS = 5000;
const PAGE = 50;

/** The address of a session in the API. */
export const sessionPath = (sessionId: string): string =>
  `/api/v1/labeling-sessions/${encodeURIComponent(sessionId)}`;

export const labelSchemasQuery = (experiment: string) =>
  queryOptions({
    queryKey: ['label-schemas', experiment],
    queryFn: async ({ signal }) =>
      (
        await call<{ label_schemas: LabelSchema[] }>('/api/v1/label-schemas', {
          query: { experiment, page_size: 200 },
          signal,
        })
      ).label_schemas,
  });

interface SessionPage {
  labeling_sessions: LabelingSession[];
  next_page_token: string | null;
}

export const labelingSessionsQuery = (query: {
  experiment?: string | undefined;
  status?: string | undefined;
  trace_id?: string | undefined;
}) =>
  infiniteQueryOptions({
    queryKey: ['labeling-sessions', 'list', query],
    queryFn: ({ signal, pageParam }) =>
      call<SessionPage>('/api/v1/labeling-sessions', {
        query: { ...query, page_size: PAGE, page_token: pageParam },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_page_token,
    placeholderData: keepPreviousData,
  });

export const labelingSessionQuery = (sessionId: string) =>
  queryOptions({
    queryKey: ['labeling-sessions', sessionId],
    queryFn: async ({ signal }) =>
      (await call<{ labeling_session: LabelingSession }>(sessionPath(sessionId), { signal }))
        .labeling_session,
    refetchInterval: LIVE_INTERVAL_MS,
  });

export const labelingProgressQuery = (sessionId: string) =>
  queryOptions({
    queryKey: ['labeling-sessions', sessionId, 'progress'],
    queryFn: ({ signal }) => call<LabelingProgress>(`${sessionPath(sessionId)}/progress`, { signal }),
    refetchInterval: LIVE_INTERVAL_MS,
  });

interface ReviewsPage {
  questions: AskedQuestion[];
  items: ReviewedItem[];
  next_page_token: string | null;
}

export const reviewedItemsQuery = (sessionId: string, status: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['labeling-sessions', sessionId, 'reviews', status],
    queryFn: ({ signal, pageParam }) =>
      call<ReviewsPage>(`${sessionPath(sessionId)}/reviews`, {
        query: { status, page_size: PAGE, page_token: pageParam },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_page_token,
    placeholderData: keepPreviousData,
  });

export const reviewLinksQuery = (sessionId: string) =>
  queryOptions({
    queryKey: ['labeling-sessions', sessionId, 'links'],
    queryFn: async ({ signal }) =>
      (await call<{ links: ReviewLink[] }>(`${sessionPath(sessionId)}/links`, { signal })).links,
  });
