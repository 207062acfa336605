/**
 * Brings due work back to the queue: after a restart (the local queue lives in memory), after an outage of the queue, and
 * whatever a stopped worker left behind. The store, not the queue, says what is to be done.
 */
import type { TaskStore } from '../store/task-store.ts';
import { toMessages, type ScoreQueue } from './score-queue.ts';

/** Work that is due this long has lost its message. */
const OVERDUE_MS = 120_000;
const PAGE = 1000;
const KEPT_DAYS = 90;
const DAY_MS = 86_400_000;
const EXPIRED_AT_ONCE = 2000;

/** Sends what is overdue. `afterStart`: nothing is under way, so everything due is sent at once. */
export async function sweepTasks({
  services,
  input,
}: {
  services: { tasks: TaskStore; scoreQueue: ScoreQueue; now: () => number };
  input: { afterStart: boolean };
}): Promise<number> {
  const { tasks, scoreQueue, now } = services;
  if (input.afterStart) await tasks.releaseAll();
  const due = await tasks.listDue(input.afterStart ? now() : now() - OVERDUE_MS, PAGE);
  await scoreQueue.send(toMessages(due));
  await tasks.expire(now() - KEPT_DAYS * DAY_MS, EXPIRED_AT_ONCE);
  return due.length;
}
