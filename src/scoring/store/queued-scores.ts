/** The platform's queue behind the port of scoring. */
import type { ScoreMessage, ScoreQueue } from '../online/score-queue.ts';

/** Most messages the platform takes at once, and its longest delay. */
const BATCH = 100;
const LONGEST_DELAY_SECONDS = 43_200;

/** The queue's sending side. */
export function createScoreQueue(queue: Queue): ScoreQueue {
  return {
    async send(messages, delaySeconds = 0) {
      const delay = Math.min(LONGEST_DELAY_SECONDS, Math.max(0, Math.round(delaySeconds)));
      for (let next = 0; next < messages.length; next += BATCH) {
        const batch = messages
          .slice(next, next + BATCH)
          .map((body: ScoreMessage) => ({ body, contentType: 'json' as const }));
        await queue.sendBatch(batch, { delaySeconds: delay });
      }
    },
  };
}
