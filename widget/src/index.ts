/** Feedback without our looks: for pages that draw their own buttons. Importing it changes nothing until it is called. */
import { send as sendPiece, type SendState } from './outbox.ts';
import { currentUser, endpointFor } from './settings.ts';
import { findTrace, lastTrace } from './traces.ts';

export { flush, flushNow, startOutbox, type SendState } from './outbox.ts';
export { configure, type WeirSettings } from './settings.ts';
export {
  findTrace,
  lastTrace,
  noteAnswer,
  noteTrace,
  onTrace,
  watchFetch,
  type SeenTrace,
} from './traces.ts';
export type { Labels } from './labels.ts';

/** What is said. Without a trace it is about the answer that came last. */
export interface Saying {
  traceId?: string;
  token?: string | null;
  name?: string;
  value?: unknown;
  /** Many at once, by name. */
  feedback?: Record<string, unknown>;
  /** What it should have been, by name. */
  expectation?: Record<string, unknown>;
  rationale?: string;
  user?: string;
  metadata?: Record<string, string | number | boolean>;
  /** Origin of Weir. */
  endpoint?: string;
}

/**
 * Gives feedback.
 *
 * @returns `waiting` when it is kept in this browser and sent later; `refused` when Weir did not take it
 * @throws Error when there is no answer to speak of
 */
export function give(saying: Saying): Promise<SendState> {
  const { traceId, token, endpoint, user, ...said } = saying;
  const trace = traceId === undefined ? lastTrace() : findTrace(traceId);
  const id = traceId ?? trace?.traceId;
  if (id === undefined) throw new Error('Weir: there is no answer to give feedback on yet.');
  const body: Record<string, unknown> = { trace_id: id, ...said, user: user ?? currentUser() };
  const held = token ?? trace?.token ?? null;
  if (held !== null) body['token'] = held;
  return sendPiece(`${endpointFor(endpoint, trace?.origin ?? null)}/feedback`, body);
}
