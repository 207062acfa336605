/**
 * Which answer is spoken of: the page's own `fetch` is watched for Weir's headers, so a page that streams answers through
 * Weir, or through a backend that hands the headers on, has nothing to pass along.
 */

/** An answer of the page that went through Weir. */
export interface SeenTrace {
  traceId: string;
  /** Null when the answer carried none. */
  token: string | null;
  /** Where the answer came from. */
  origin: string | null;
}

const MOST_KEPT = 100;
const seen: SeenTrace[] = [];
const listeners = new Set<(trace: SeenTrace) => void>();
let watching = false;

/** Watches the page's `fetch` from now on; what it returns is not touched. */
export function watchFetch(): void {
  if (watching || typeof fetch !== 'function') return;
  watching = true;
  const original = globalThis.fetch;
  globalThis.fetch = async function watched(...call: Parameters<typeof fetch>): Promise<Response> {
    const response = await original.apply(this, call);
    noteAnswer(response);
    return response;
  };
}

/** Notes an answer that another way than the page's `fetch` brought. Returns its trace, or null when it has none. */
export function noteAnswer(response: Pick<Response, 'headers' | 'url'>): SeenTrace | null {
  const traceId = response.headers.get('x-weir-trace-id');
  if (traceId === null) return null;
  const origin = /^https?:/.test(response.url) ? new URL(response.url).origin : null;
  return noteTrace({ traceId, token: response.headers.get('x-weir-feedback-token'), origin });
}

/** Notes a trace that the page was told of. */
export function noteTrace(trace: SeenTrace): SeenTrace {
  seen.push(trace);
  if (seen.length > MOST_KEPT) seen.shift();
  for (const listener of listeners) listener(trace);
  return trace;
}

/** The answer that came last, or null. */
export function lastTrace(): SeenTrace | null {
  return seen.at(-1) ?? null;
}

/** The answer of that trace, if the page has seen it. */
export function findTrace(traceId: string): SeenTrace | null {
  return seen.findLast((trace) => trace.traceId === traceId) ?? null;
}

/** Calls back for every answer from now on. Returns what ends it. */
export function onTrace(listener: (trace: SeenTrace) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
