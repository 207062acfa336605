/** What the queue of scoring carries: which work is due. What the work is stands in the store, so a message may be lost. */

/** A message. */
export type ScoreMessage = { task: string } | { evaluation: string };

/** The way into the queue. */
export interface ScoreQueue {
  /** Rejects when the queue refuses. */
  send(messages: readonly ScoreMessage[], delaySeconds?: number): Promise<void>;
}

/** The message of a delivery; null for anything that is none. */
export function readMessage(body: unknown): ScoreMessage | null {
  if (typeof body !== 'object' || body === null) return null;
  if ('task' in body && typeof body.task === 'string') return { task: body.task };
  if ('evaluation' in body && typeof body.evaluation === 'string') return { evaluation: body.evaluation };
  return null;
}
