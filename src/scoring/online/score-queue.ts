/** What the queue of scoring carries: which work is due. What the work is stands in the store, so a message may be lost. */

/** A message: pieces of work that came together. */
export interface ScoreMessage {
  tasks: readonly string[];
}

/** The way into the queue. */
export interface ScoreQueue {
  /** Rejects when the queue refuses. */
  send(messages: readonly ScoreMessage[], delaySeconds?: number): Promise<void>;
}

/** Pieces of work in one message: as many as a batch of traces usually gives, and far below the platform's 128 KB. */
const MOST_TASKS = 100;

/** As few messages as may be; none for no work. */
export function toMessages(taskIds: readonly string[]): ScoreMessage[] {
  const messages: ScoreMessage[] = [];
  for (let start = 0; start < taskIds.length; start += MOST_TASKS)
    messages.push({ tasks: taskIds.slice(start, start + MOST_TASKS) });
  return messages;
}

/** The message of a delivery; null for anything that is none. */
export function readMessage(body: unknown): ScoreMessage | null {
  if (typeof body !== 'object' || body === null || !('tasks' in body) || !Array.isArray(body.tasks))
    return null;
  const tasks = body.tasks.filter((task): task is string => typeof task === 'string');
  return tasks.length === body.tasks.length ? { tasks } : null;
}
