/** The worker's entry: HTTP, queues, cron and workflows, each handed to the room that answers. */
import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep } from 'cloudflare:workers';
import { runInvocation } from './core/connections.ts';
import { answerMistakes, readDeployment } from './deployment.ts';
import { consumeFeedback } from './feedback/consume-feedback.ts';
import { runSchedule } from './schedule.ts';
import { carryEvaluation } from './scoring/evaluation/carry-evaluation.ts';
import { consumeScores } from './scoring/online/consume-scores.ts';
import type { EvaluationWorkflowParameters } from './scoring/store/workflow-evaluation-work.ts';
import { consumeBatch } from './tracing/ingest/consume.ts';
import { takeDeadLetters } from './tracing/ingest/dead-letters.ts';
import { toDelivery } from './tracing/ingest/queue-store.ts';

/** Carries one evaluation: an instance is its worker. */
export class EvaluationWorkflow extends WorkflowEntrypoint<Env, EvaluationWorkflowParameters> {
  override async run(event: WorkflowEvent<EvaluationWorkflowParameters>, steps: WorkflowStep): Promise<void> {
    const deployment = readDeployment(this.env);
    // The sweep begins another once the configuration is mended.
    if (!deployment.ok) throw new Error('The configuration has mistakes.');
    const { evaluationId } = event.payload;
    const input = { evaluationId, holder: event.instanceId, steps };
    await carryEvaluation({ services: deployment.services.carryEvaluations, input });
  }
}

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
    if (batch.queue.endsWith('-scores')) {
      await runInvocation(() => consumeScores(deliveries, deployment.services.consumeScores));
      return;
    }
    // What is to be scored stands in the store: a message that was given up is no loss.
    if (batch.queue.endsWith('-scores-dead')) {
      deployment.services.log.error('scores-given-up', 'the queue gave up', { messages: deliveries.length });
      for (const delivery of deliveries) delivery.ack();
      return;
    }
    if (batch.queue.endsWith('-dead')) await takeDeadLetters(deliveries, deployment.services.spool);
    else await runInvocation(() => consumeBatch(deliveries, deployment.services.consume));
  },

  async scheduled(controller, env) {
    const deployment = readDeployment(env);
    if (deployment.ok) await runInvocation(() => runSchedule(deployment.services, controller.cron));
  },
} satisfies ExportedHandler<Env>;
