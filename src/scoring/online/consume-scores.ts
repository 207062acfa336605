/** The consumer of the scoring queue: each message names work that is due. What fails to be done stays noted and is done later. */
import type { Log } from '../../core/log.ts';
import type { Delivery } from '../../tracing/ingest/ports.ts';
import { readMessage, type ScoreQueue } from './score-queue.ts';
import { scoreTask, type ScoreTaskServices } from './score-task.ts';

/** What consuming needs. */
export interface ConsumeScoresServices extends ScoreTaskServices {
  scoreQueue: ScoreQueue;
  /** Works on an evaluation for a while. */
  advance: (evaluationId: string) => Promise<void>;
  log: Log;
}

const LONGEST_PAUSE_SECONDS = 900;

/** Consumes one batch, all at once: the judge models hold their own limits. Never rejects. */
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
    else if ('task' in message) await scoreAndRepeat(message.task, services);
    else await services.advance(message.evaluation);
    delivery.ack();
  } catch (cause) {
    const delaySeconds = Math.min(LONGEST_PAUSE_SECONDS, 5 * 2 ** Math.min(delivery.attempts, 8));
    services.log.error('scoring-retried', cause, { id: delivery.id, attempts: delivery.attempts });
    delivery.retry(delaySeconds);
  }
}

async function scoreAndRepeat(taskId: string, services: ConsumeScoresServices): Promise<void> {
  const outcome = await scoreTask({ services, input: { taskId } });
  if (outcome.ended) return;
  try {
    await services.scoreQueue.send([{ task: taskId }], outcome.delayMs / 1000);
  } catch (cause) {
    // The sweep finds it when it is due.
    services.log.error('scores-not-queued', cause, { tasks: 1 });
  }
}
