/** Evaluations carried by the workflow itself: the engine runs its instances, the store says how far each is. */
import { introspectWorkflow } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { sweepEvaluations } from '../../src/scoring/evaluation/sweep-evaluations.ts';
import { createEvaluationWork } from '../../src/scoring/store/workflow-evaluation-work.ts';
import { createWire, type Loose } from '../helpers/mlflow-wire.ts';

/** A worker whose evaluations are begun on the platform's workflow. */
function createWireWithWorkflow() {
  const wire = createWire();
  const { begin } = createEvaluationWork(env.EVALUATIONS);
  wire.services.evaluationWork.begin = begin;
  return wire;
}

const rowsOf = (count: number) =>
  Array.from({ length: count }, (_, q) => ({
    inputs: { q },
    outputs: q % 2 === 0 ? 'a' : 'b',
    expectations: { expected_response: 'a' },
  }));
const scorers = [{ name: 'exact', scorer: { code: 'exact_match' } }];

describe('the workflow of evaluations', () => {
  it('carries one to its end', async () => {
    await using workflow = await introspectWorkflow(env.EVALUATIONS);
    const wire = createWireWithWorkflow();
    const started = await wire.call('POST', '/api/v1/evaluations', { rows: rowsOf(10), scorers });
    expect(started).toMatchObject({ status: 200, body: { state: 'running' } });
    const { evaluation_id: id } = started.body;
    const [instance, ...others] = await workflow.get();
    await instance?.waitForStatus('complete');
    expect(others).toEqual([]);
    expect(await instance?.waitForStepResult({ name: 'rows, part 1' })).toMatchObject({ next: 'nothing' });
    const { body } = await wire.call('GET', `/api/v1/evaluations/${id}`);
    expect(body).toMatchObject({ state: 'finished', rows: { total: 10, done: 10, pending: 0 } });
    expect(body.metrics).toMatchObject([{ name: 'exact', count: 10, mean: 0.5 }]);
  });

  it('tries a part again that failed, and does what was left', async () => {
    await using workflow = await introspectWorkflow(env.EVALUATIONS);
    await workflow.modifyAll(async (modifier) => {
      await modifier.disableRetryDelays();
      await modifier.mockStepError({ name: 'rows, part 1' }, new Error('the store is away'), 3);
    });
    const wire = createWireWithWorkflow();
    const { body: started } = await wire.call('POST', '/api/v1/evaluations', { rows: rowsOf(4), scorers });
    const [instance] = await workflow.get();
    await instance?.waitForStatus('complete');
    const { body } = await wire.call('GET', `/api/v1/evaluations/${started.evaluation_id}`);
    expect(body).toMatchObject({ state: 'finished', rows: { done: 4 } });
  });

  it('hands a long one over to the next instance before the limits of one are reached', async () => {
    await using workflow = await introspectWorkflow(env.EVALUATIONS);
    const wire = createWireWithWorkflow();
    const { body: started } = await wire.call('POST', '/api/v1/evaluations', {
      rows: rowsOf(500),
      scorers,
      concurrency: 16,
    });
    const state = async (): Promise<Loose> =>
      (await wire.call('GET', `/api/v1/evaluations/${started.evaluation_id}`)).body;
    await expect.poll(async () => (await state()).state, { timeout: 100_000 }).toBe('finished');
    expect(await state()).toMatchObject({ rows: { total: 500, done: 500 } });
    const instances = await workflow.get();
    expect(instances.length).toBeGreaterThan(1);
    for (const instance of instances) await instance.waitForStatus('complete');
  });

  it('ends soon when its evaluation is cancelled', async () => {
    await using workflow = await introspectWorkflow(env.EVALUATIONS);
    const wire = createWireWithWorkflow();
    const { body: started } = await wire.call('POST', '/api/v1/evaluations', {
      rows: rowsOf(400),
      scorers,
      concurrency: 1,
    });
    const id = started.evaluation_id;
    expect((await wire.call('POST', `/api/v1/evaluations/${id}/cancel`)).status).toBe(200);
    const [instance] = await workflow.get();
    await instance?.waitForStatus('complete');
    expect(await workflow.get()).toHaveLength(1);
    const { body } = await wire.call('GET', `/api/v1/evaluations/${id}`);
    expect(body.state).toBe('cancelled');
    expect(body.rows.pending).toBeGreaterThan(0);
  });

  it('is begun again by the sweep for one whose instance is gone, once and not while it waits', async () => {
    await using workflow = await introspectWorkflow(env.EVALUATIONS);
    const wire = createWireWithWorkflow();
    const { services } = wire;
    const { begin } = services.evaluationWork;
    services.evaluationWork.begin = async () => undefined;
    const { body: started } = await wire.call('POST', '/api/v1/evaluations', { rows: rowsOf(3), scorers });
    services.evaluationWork.begin = begin;
    await sweepEvaluations({ services, input: { afterStart: false } });
    expect(await workflow.get()).toHaveLength(0);
    const later = { ...services, now: () => Date.now() + 16 * 60_000 };
    await Promise.all([
      sweepEvaluations({ services: later, input: { afterStart: false } }),
      sweepEvaluations({ services: later, input: { afterStart: false } }),
    ]);
    const [instance, ...others] = await workflow.get();
    expect(others).toEqual([]);
    await instance?.waitForStatus('complete');
    const { body } = await wire.call('GET', `/api/v1/evaluations/${started.evaluation_id}`);
    expect(body).toMatchObject({ state: 'finished', rows: { done: 3 } });
  });

  it('that the platform refuses leaves the evaluation to the sweep', async () => {
    await using workflow = await introspectWorkflow(env.EVALUATIONS);
    const wire = createWireWithWorkflow();
    const { services } = wire;
    const { begin } = services.evaluationWork;
    services.evaluationWork.begin = () => Promise.reject(new Error('too many instances'));
    const answer = await wire.call('POST', '/api/v1/evaluations', { rows: rowsOf(2), scorers });
    expect(answer).toMatchObject({ status: 200, body: { state: 'running' } });
    services.evaluationWork.begin = begin;
    await sweepEvaluations({ services, input: { afterStart: false } });
    const [instance] = await workflow.get();
    await instance?.waitForStatus('complete');
    const { body } = await wire.call('GET', `/api/v1/evaluations/${answer.body.evaluation_id}`);
    expect(body).toMatchObject({ state: 'finished' });
  });
});
