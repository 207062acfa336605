/** What the app asks of its session. Failures are told apart by what a reviewer can do about them. */
import { prefix } from './place.ts';
import type { Kept } from './kept.ts';
import type { ReviewItem, Submission, Summary, Work } from '../../src/labeling/review-wire.ts';

/** Why a call did not work. */
export type Failure =
  /** No network, or Weir is busy: try again later. */
  | { kind: 'unreachable' }
  /** The link opens nothing (any more). */
  | { kind: 'closed-to-you'; message: string }
  /** Weir will not have it, now or later. */
  | { kind: 'refused'; message: string };

/** An answer or a failure. */
export type Outcome<Value> = { ok: true; value: Value } | { ok: false; failure: Failure };

/** Calls of one session. */
export interface Api {
  signIn(token: string): Promise<Outcome<unknown>>;
  work(): Promise<Outcome<Work>>;
  item(traceId: string): Promise<Outcome<ReviewItem>>;
  submit(traceId: string, submission: Submission): Promise<Outcome<unknown>>;
  summary(): Promise<Outcome<Summary>>;
}

/** Makes the calls of a session. */
export function createApi(sessionId: string): Api {
  const base = `${prefix}/review/${encodeURIComponent(sessionId)}/api`;
  return {
    signIn: (token) => call(`${base}/sign-in`, { token }),
    work: () => call<Work>(`${base}/work`),
    item: (traceId) => call<ReviewItem>(`${base}/items/${encodeURIComponent(traceId)}`),
    submit: (traceId, submission) => call(`${base}/items/${encodeURIComponent(traceId)}`, submission),
    summary: () => call<Summary>(`${base}/summary`),
  };
}

/** The same calls; what they bring is kept for when they bring nothing. */
export function keeping(api: Api, kept: Kept): Api {
  return {
    ...api,
    work: () =>
      keptOr(kept, () => api.work(), { keep: (work) => kept.keepWork(work), recall: () => kept.work() }),
    item: (traceId) =>
      keptOr(kept, () => api.item(traceId), {
        keep: (item) => kept.keepItem(item),
        recall: () => kept.item(traceId),
      }),
    async submit(traceId, submission) {
      const outcome = await api.submit(traceId, submission);
      if (!outcome.ok && outcome.failure.kind === 'closed-to-you') await kept.forget();
      return outcome;
    },
  };
}

interface KeepingOptions<Value> {
  keep: (value: Value) => Promise<void>;
  recall: () => Promise<Value | null>;
}

async function keptOr<Value>(
  kept: Kept,
  ask: () => Promise<Outcome<Value>>,
  { keep, recall }: KeepingOptions<Value>,
): Promise<Outcome<Value>> {
  const outcome = await ask();
  if (outcome.ok) {
    void keep(outcome.value);
    return outcome;
  }
  // Whose link has ended keeps nothing of what it opened.
  if (outcome.failure.kind === 'closed-to-you') await kept.forget();
  const recalled = outcome.failure.kind === 'unreachable' ? await recall() : null;
  return recalled === null ? outcome : { ok: true, value: recalled };
}

async function call<Value>(url: string, body?: unknown): Promise<Outcome<Value>> {
  const init: RequestInit =
    body === undefined
      ? {}
      : {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
          // What is said when the page closes still goes out.
          keepalive: true,
        };
  try {
    const response = await fetch(url, { ...init, credentials: 'same-origin' });
    // The worker of this same deployment wrote it.
    if (response.ok) return { ok: true, value: (await response.json()) as Value };
    return { ok: false, failure: await toFailure(response) };
  } catch {
    return { ok: false, failure: { kind: 'unreachable' } };
  }
}

async function toFailure(response: Response): Promise<Failure> {
  const { status } = response;
  if (status === 408 || status === 429 || status >= 500) return { kind: 'unreachable' };
  const body: unknown = await response.json().catch(() => null);
  const said = typeof body === 'object' && body !== null && 'message' in body ? body.message : null;
  const message = typeof said === 'string' ? said : `Weir answered with status ${status}.`;
  return { kind: status === 401 ? 'closed-to-you' : 'refused', message };
}
