/** The worker's entry: HTTP, queues and cron, each handed to the room that answers. */
import { answerMistakes, readDeployment } from './deployment.ts';
import { consumeFeedback } from './feedback/consume-feedback.ts';
import { runSchedule } from './schedule.ts';
import { consumeBatch } from './tracing/ingest/consume.ts';
import { takeDeadLetters } from './tracing/ingest/dead-letters.ts';
import { toDelivery } from './tracing/ingest/queue-store.ts';

export default {
  fetch(request, env, context) {
    const deployment = readDeployment(env);
    return deployment.ok ? deployment.app.fetch(request, env, context) : answerMistakes(deployment.mistakes);
  },

  async queue(batch, env) {
    const deployment = readDeployment(env);
    if (!deployment.ok) {
      batch.retryAll({ delaySeconds: 60 });
      return;
    }
    const deliveries = batch.messages.map(toDelivery);
    if (batch.queue.endsWith('-feedback')) {
      await consumeFeedback(deliveries, deployment.services.consumeFeedback);
      return;
    }
    if (batch.queue.endsWith('-dead')) await takeDeadLetters(deliveries, deployment.services.spool);
    else await consumeBatch(deliveries, deployment.services.consume);
  },

  async scheduled(controller, env) {
    const deployment = readDeployment(env);
    if (deployment.ok) await runSchedule(deployment.services, controller.cron);
  },
} satisfies ExportedHandler<Env>;
