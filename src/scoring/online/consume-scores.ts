/**
 * The consumer of the scoring queue: each message names work that is due. What fails to be done stays noted and is done
 * later; what there is no time for goes on in another message.
 */
import type { Log } from '../../core/log.ts';
import type { Delivery } from '../../tracing/ingest/ports.ts';
import { readMessage, toMessages, type ScoreQueue } from './score-queue.ts';
import { scoreTask, type ScoreTaskServices } from './score-task.ts';

/** What consuming needs. */
export interface ConsumeScoresServices extends ScoreTaskServices {
  scoreQueue: ScoreQueue;
  log: Log;
}

const LONGEST_PAUSE_SECONDS = 900;
/** Pieces of work of one message under way at a time. With a batch of messages they wait for a slow judge's few places. */
const WIDTH = 4;
/** No work is begun after this long: with what is under way, the platform's fifteen minutes are kept. */
const WORK_MS = 5 * 60_000;

/** Consumes one batch, its messages at once: the judge models hold their own limits. Never rejects. */
export async function consumeScores(
  deliveries: readonly Delivery[],
  services: ConsumeScoresServices,
): Promise<void> {
  await Promise.all(deliveries.map((delivery) => consumeOne(delivery, services)));
}

async function consumeOne(delivery: Delivery, services: ConsumeScoresServices): Promise<void> {
  const message = readMessage(delivery.body);
  try {
    if (message === null) services.log.error('score-message-unknown', 'no such message', { id: delivery.id });
    else await scoreTogether(message.tasks, services);
    delivery.ack();
  } catch (cause) {
    const delaySeconds = Math.min(LONGEST_PAUSE_SECONDS, 5 * 2 ** Math.min(delivery.attempts, 8));
    services.log.error('scoring-retried', cause, { id: delivery.id, attempts: delivery.attempts });
    delivery.retry(delaySeconds);
  }
}

/** Scores what a message names. One piece that fails does not keep the others from being tried. */
async function scoreTogether(taskIds: readonly string[], services: ConsumeScoresServices): Promise<void> {
  const untilMs = services.now() + WORK_MS;
  const waiting = [...taskIds];
  const again: { taskId: string; delayMs: number }[] = [];
  const failures: unknown[] = [];
  const work = async () => {
    for (let taskId = waiting.shift(); taskId !== undefined; taskId = waiting.shift()) {
      if (services.now() >= untilMs) {
        again.push({ taskId, delayMs: 0 });
        continue;
      }
      try {
        const outcome = await scoreTask({ services, input: { taskId } });
        if (!outcome.ended) again.push({ taskId, delayMs: outcome.delayMs });
      } catch (cause) {
        failures.push(cause);
      }
    }
  };
  await Promise.all(Array.from({ length: WIDTH }, work));
  await sendAgain(again, services);
  if (failures.length > 0) throw failures[0];
}

async function sendAgain(
  again: readonly { taskId: string; delayMs: number }[],
  { scoreQueue, log }: ConsumeScoresServices,
): Promise<void> {
  try {
    for (const [delayMs, some] of Map.groupBy(again, (one) => one.delayMs))
      await scoreQueue.send(toMessages(some.map(({ taskId }) => taskId)), delayMs / 1000);
  } catch (cause) {
    // The sweep finds it when it is due.
    log.error('scores-not-queued', cause, { tasks: again.length });
  }
}
