/**
 * For backends that call Weir and answer the page: hands the trace id and the feedback token on, beside the answer, so
 * that a stream need not be read first. Works with any `fetch`, and with the raw response of an SDK.
 */

/** The headers that the page's widget looks for. */
const HANDED_ON = ['x-weir-trace-id', 'x-weir-feedback-token'] as const;

/** What the page needs to give feedback. Null where nothing was recorded. */
export interface FeedbackHandle {
  traceId: string | null;
  token: string | null;
}

/** Reads the handle from an answer of Weir's. */
export function feedbackHandle(answer: { headers: Headers }): FeedbackHandle {
  return {
    traceId: answer.headers.get('x-weir-trace-id'),
    token: answer.headers.get('x-weir-feedback-token'),
  };
}

/** The headers to put on your own answer, readable for pages of other origins too. */
export function feedbackHeaders(answer: { headers: Headers }): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of HANDED_ON) {
    const value = answer.headers.get(name);
    if (value !== null) headers[name] = value;
  }
  if (Object.keys(headers).length > 0) headers['access-control-expose-headers'] = HANDED_ON.join(', ');
  return headers;
}

/** Passes an answer of Weir's on as your own: status, stream, content type, and the handle. */
export function handOn(answer: Response): Response {
  return new Response(answer.body, {
    status: answer.status,
    headers: {
      'content-type': answer.headers.get('content-type') ?? 'application/octet-stream',
      'cache-control': 'no-store',
      ...feedbackHeaders(answer),
    },
  });
}
