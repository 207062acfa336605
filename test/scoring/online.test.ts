import { describe, expect, it, vi } from 'vitest';
import { scoreTask } from '../../src/scoring/online/score-task.ts';
import { sweepTasks } from '../../src/scoring/online/sweep-tasks.ts';
import { explainScoring } from '../../src/scoring/online/explain-scoring.ts';
import { consumeScores } from '../../src/scoring/online/consume-scores.ts';
import { judgeTag } from '../../src/scoring/models/call-proxy.ts';
import type { TraceInfo } from '../../src/tracing/trace.ts';
import { newExperiment, sampleSpan, sampleTrace } from '../contracts/sample-trace.ts';
import { createWire, type Wire } from '../helpers/mlflow-wire.ts';
import { scriptedModel, scriptJudge, verdictText } from '../helpers/scripted-judge.ts';

const judged = { WEIR_JUDGE_MODEL: scriptedModel, WEIR_SAFETY_SAMPLE_RATE: '0' };

async function experimentOf(wire: Wire): Promise<string> {
  const { body } = await wire.call('POST', '/api/2.0/mlflow/experiments/create', {
    name: `scoring ${crypto.randomUUID()}`,
  });
  return body.experiment_id;
}

async function addScorer(wire: Wire, experiment: string, more: object = {}) {
  const { body, status } = await wire.call('POST', '/api/v1/scorers', {
    experiment,
    name: 'polite',
    scorer: { instructions: 'Is {{ outputs }} polite?' },
    sample_rate: 1,
    ...more,
  });
  expect({ status, body }).toMatchObject({ status: 200 });
  return body;
}

/** A stored trace with an answer. */
async function store(wire: Wire, changes: Partial<TraceInfo>) {
  const trace = sampleTrace(changes);
  const span = trace.spans[0] ?? sampleSpan();
  span.attributes['mlflow.spanOutputs'] = {
    choices: [{ message: { role: 'assistant', content: 'It left yesterday, dear customer.' } }],
  };
  await wire.services.traces.write([trace]);
  return trace;
}

/** Does everything that is due, as the queue would have it done. */
async function drain({ services }: Wire, traceId: string): Promise<void> {
  for (const { taskId } of await services.tasks.listByTrace(traceId)) {
    await scoreTask({ services: services.consumeScores, input: { taskId } });
  }
}

const scoringOf = async ({ services }: Wire, traceId: string) =>
  explainScoring({ services, input: { traceId, within: null } });
const assessmentsOf = async ({ services }: Wire, traceId: string) =>
  (await services.assessments.listByTrace([traceId], null)).get(traceId) ?? [];

describe('scoring of traces as they come', () => {
  it('writes the verdict on the trace, with its reason, model, cost and the judge’s own trace', async () => {
    const wire = createWire(judged);
    scriptJudge(wire.services, () => verdictText('yes', 'Very polite.'));
    const experimentId = await experimentOf(wire);
    await addScorer(wire, experimentId);
    const { info } = await store(wire, { experimentId });
    await drain(wire, info.traceId);
    const [assessment] = await assessmentsOf(wire, info.traceId);
    expect(assessment).toMatchObject({
      name: 'polite',
      value: 'yes',
      rationale: 'Very polite.',
      source: { type: 'LLM_JUDGE', id: scriptedModel },
      metadata: { 'weir.scorer': 'polite/1', 'mlflow.assessment.judgeInputTokens': '100' },
    });
    expect(assessment?.metadata['mlflow.assessment.scorerTraceId']).toMatch(/^tr-/);
    expect(await scoringOf(wire, info.traceId)).toMatchObject([{ scorerName: 'polite', state: 'scored' }]);
  });

  it('F100: a second delivery of the same work asks nothing and writes nothing', async () => {
    const wire = createWire(judged);
    const asked = scriptJudge(wire.services, () => verdictText('no'));
    const experimentId = await experimentOf(wire);
    await addScorer(wire, experimentId);
    const trace = await store(wire, { experimentId });
    const [{ taskId } = { taskId: '' }] = await wire.services.tasks.listByTrace(trace.info.traceId);
    await Promise.all([
      scoreTask({ services: wire.services.consumeScores, input: { taskId } }),
      scoreTask({ services: wire.services.consumeScores, input: { taskId } }),
    ]);
    await wire.services.traces.write([trace]);
    await drain(wire, trace.info.traceId);
    expect(asked).toHaveLength(1);
    expect(await assessmentsOf(wire, trace.info.traceId)).toHaveLength(1);
  });

  it('F313: work that takes longer than its lease is done once, and is free when its worker is gone', async () => {
    const wire = createWire(judged);
    const judge = Promise.withResolvers<string>();
    const asked = scriptJudge(wire.services, () => judge.promise);
    const experimentId = await experimentOf(wire);
    await addScorer(wire, experimentId);
    const { info } = await store(wire, { experimentId });
    const { tasks } = wire.services;
    let time = Date.now();
    const renewals: Promise<void>[] = [];
    const services = {
      ...wire.services.consumeScores,
      now: () => time,
      tasks: {
        ...tasks,
        renew: (...call: Parameters<typeof tasks.renew>) => {
          const renewal = tasks.renew(...call);
          renewals.push(renewal);
          return renewal;
        },
      },
    };
    const [{ taskId } = { taskId: '' }] = await tasks.listByTrace(info.traceId);
    const minutes = async (count: number) => {
      for (let minute = 0; minute < count; minute++) {
        time += 60_000;
        vi.advanceTimersByTime(60_000);
        await Promise.all(renewals);
      }
    };
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      const slow = scoreTask({ services, input: { taskId } });
      await expect.poll(() => asked).toHaveLength(1);
      await minutes(40);
      expect(await tasks.listDue(time, 10_000)).not.toContain(taskId);
      expect(await scoreTask({ services, input: { taskId } })).toEqual({ ended: true });
      // Work that never ends does not keep its task for ever.
      await minutes(120);
      expect(await tasks.listDue(time, 10_000)).toContain(taskId);
      judge.resolve(verdictText('yes'));
      expect(await slow).toEqual({ ended: true });
    } finally {
      vi.useRealTimers();
    }
    expect(asked).toHaveLength(1);
    expect(await assessmentsOf(wire, info.traceId)).toHaveLength(1);
    expect(await tasks.get(taskId)).toMatchObject({ state: 'scored', attempts: 1 });
  });

  it('F100: a worker that stopped after the verdict and before the note writes the same verdict again', async () => {
    const wire = createWire(judged);
    scriptJudge(wire.services, () => verdictText('no'));
    const experimentId = await experimentOf(wire);
    await addScorer(wire, experimentId);
    const { info } = await store(wire, { experimentId });
    const { consumeScores: services, tasks } = wire.services;
    const stopping = { ...services, tasks: { ...tasks, finish: () => Promise.reject(new Error('stopped')) } };
    const [{ taskId } = { taskId: '' }] = await tasks.listByTrace(info.traceId);
    await expect(scoreTask({ services: stopping, input: { taskId } })).rejects.toThrow('stopped');
    await sweepTasks({ services: wire.services, input: { afterStart: true } });
    await drain(wire, info.traceId);
    expect(await assessmentsOf(wire, info.traceId)).toHaveLength(1);
    expect(await scoringOf(wire, info.traceId)).toMatchObject([{ state: 'scored', attempts: 2 }]);
  });

  it('F102: tells of each scorer why it said nothing', async () => {
    const wire = createWire(judged);
    scriptJudge(wire.services, () => verdictText('yes'));
    const experimentId = await experimentOf(wire);
    await addScorer(wire, experimentId, { name: 'rare', sample_rate: 0.000001 });
    await addScorer(wire, experimentId, { name: 'errors', filter: "status = 'ERROR'" });
    await addScorer(wire, experimentId, { name: 'tools', scorer: { builtin: 'ToolCallEfficiency' } });
    const { info } = await store(wire, { experimentId });
    await drain(wire, info.traceId);
    const facts = Object.fromEntries(
      (await scoringOf(wire, info.traceId)).map((fact) => [fact.scorerName, fact]),
    );
    expect(facts['rare']).toMatchObject({ state: 'not_sampled' });
    expect(facts['rare']?.reason).toContain('not below the rate');
    expect(facts['errors']).toMatchObject({ state: 'skipped' });
    expect(facts['errors']?.reason).toContain("status = 'ERROR'");
    expect(facts['tools']).toMatchObject({ state: 'skipped' });
    expect(facts['tools']?.reason).toContain('TOOL spans');
    expect(await assessmentsOf(wire, info.traceId)).toEqual([]);
    const { body } = await wire.call('GET', `/api/v1/traces/${info.traceId}/scoring`);
    expect(body.scoring).toHaveLength(3);
  });

  it('F103: does not judge the traces of judges', async () => {
    const wire = createWire(judged);
    scriptJudge(wire.services, () => verdictText('yes'));
    const judges = await wire.services.experiments.create('weir-judges', Date.now());
    const experimentId = judges?.experimentId ?? (await experimentOf(wire));
    await addScorer(wire, experimentId);
    const { info } = await store(wire, { experimentId, tags: { [judgeTag]: 'true' } });
    expect(await wire.services.tasks.listByTrace(info.traceId)).toEqual([]);
    const [fact] = await scoringOf(wire, info.traceId);
    expect(fact).toMatchObject({ state: 'not_sampled', reason: 'A trace of a judge is not judged.' });
  });

  it('F104: a judge that cannot be reached is tried again later, and in the end named on the trace', async () => {
    const wire = createWire(judged);
    const sleep = async () => undefined;
    const asked = scriptJudge(wire.services, () => new Response('no', { status: 503 }));
    const experimentId = await experimentOf(wire);
    await addScorer(wire, experimentId);
    const { info } = await store(wire, { experimentId });
    let time = Date.now();
    const services = { ...wire.services.consumeScores, now: () => time, sleep };
    for (let round = 0; round < 6; round++) {
      time += 3_600_000;
      for (const { taskId } of await services.tasks.listByTrace(info.traceId))
        await scoreTask({ services, input: { taskId } });
    }
    expect(await scoringOf(wire, info.traceId)).toMatchObject([{ state: 'failed', attempts: 6 }]);
    expect(await assessmentsOf(wire, info.traceId)).toMatchObject([
      { value: null, error: { code: 'JUDGE_UNAVAILABLE' } },
    ]);
    expect(asked.length).toBe(18);
  }, 60_000);

  it('an answer that cannot be read is an assessment with an error, never a guess', async () => {
    const wire = createWire(judged);
    scriptJudge(wire.services, () => 'I would say it is rather polite: {"result": "yes"}');
    const experimentId = await experimentOf(wire);
    await addScorer(wire, experimentId);
    const { info } = await store(wire, { experimentId });
    await drain(wire, info.traceId);
    expect(await assessmentsOf(wire, info.traceId)).toMatchObject([
      { value: null, error: { code: 'UNPARSABLE_VERDICT' } },
    ]);
    expect(await scoringOf(wire, info.traceId)).toMatchObject([{ state: 'failed' }]);
  });

  it('judges a session when it has been quiet, and again when it went on', async () => {
    const wire = createWire({ ...judged, WEIR_SESSION_QUIET_SECONDS: '60' });
    const asked = scriptJudge(wire.services, () => verdictText('none'));
    const experimentId = await experimentOf(wire);
    await addScorer(wire, experimentId, { name: 'mood', scorer: { builtin: 'UserFrustration' } });
    const session = `s-${crypto.randomUUID()}`;
    const first = await store(wire, { experimentId, session });
    const [noted] = await wire.services.tasks.listByTrace(first.info.traceId);
    expect(noted?.dueAtMs).toBeGreaterThan(Date.now() + 50_000);
    const later = { ...wire.services.consumeScores, now: () => Date.now() + 120_000 };
    const judge = () => scoreTask({ services: later, input: { taskId: noted?.taskId ?? '' } });
    await judge();
    await store(wire, {
      experimentId,
      session,
      requestTimeMs: first.info.requestTimeMs + 5000,
    });
    await judge();
    const verdicts = await assessmentsOf(wire, first.info.traceId);
    expect(verdicts.map(({ valid, value }) => ({ valid, value }))).toEqual([
      { valid: false, value: 'none' },
      { valid: true, value: 'none' },
    ]);
    expect(asked[1]?.user).toContain('Turn 2');
    expect(verdicts[1]?.metadata['mlflow.assessment.onlineScoringSessionId']).toBe(session);
  });

  it('is on for Safety at 10 % where there is a judge model, until somebody registers another', async () => {
    const wire = createWire({ WEIR_JUDGE_MODEL: scriptedModel });
    const experimentId = await experimentOf(wire);
    const { body } = await wire.call('GET', `/api/v1/scorers?experiment=${experimentId}`);
    expect(body.scorers).toMatchObject([{ name: 'safety', is_default: true, sample_rate: 0.1 }]);
    await addScorer(wire, experimentId, { name: 'safety', scorer: { builtin: 'Safety' }, sample_rate: 0 });
    expect(await wire.services.sampled.of(experimentId)).toEqual([]);
    const without = createWire();
    expect(await without.services.sampled.of(await experimentOf(without))).toEqual([]);
    const health = await without.call('GET', '/health');
    expect(health.body.checks.scoring).toMatchObject({ has_judge_model: false });
    expect(health.body.messages.join(' ')).toContain('WEIR_JUDGE_MODEL');
  });

  it('scores what comes over OTLP once its root has come', async () => {
    const wire = createWire(judged);
    const experimentId = await experimentOf(wire);
    await addScorer(wire, experimentId, { scorer: { code: 'is_not_empty' } });
    const root = sampleSpan({ parentSpanId: null });
    const trace = sampleTrace({ experimentId, source: 'otlp' }, [
      sampleSpan({ parentSpanId: root.spanId, type: 'TOOL' }),
    ]);
    await wire.services.traces.write([trace]);
    expect(await wire.services.tasks.listByTrace(trace.info.traceId)).toEqual([]);
    const whole = sampleTrace({ experimentId, source: 'otlp', traceId: trace.info.traceId }, [root]);
    await wire.services.traces.write([whole]);
    expect(await wire.services.tasks.listByTrace(trace.info.traceId)).toHaveLength(1);
  });

  it('a queue that refuses loses nothing: the sweep brings the work back', async () => {
    const wire = createWire(judged);
    const experimentId = await experimentOf(wire);
    await addScorer(wire, experimentId, { scorer: { code: 'is_not_empty' } });
    const { services } = wire;
    const sent: unknown[] = [];
    const { noteTraces } = await import('../../src/scoring/online/note-traces.ts');
    const refusing = noteTraces(services.traces, {
      ...services,
      scoreQueue: { send: () => Promise.reject(new Error('full')) },
      sessionQuietMs: 1,
    });
    const trace = sampleTrace({ experimentId });
    await refusing.write([trace]);
    const scoreQueue = { send: async (messages: readonly unknown[]) => void sent.push(...messages) };
    await sweepTasks({ services: { ...services, scoreQueue }, input: { afterStart: true } });
    const [task] = await services.tasks.listByTrace(trace.info.traceId);
    expect(JSON.stringify(sent)).toContain(task?.taskId);
  });

  it('a message that cannot be worked on now is delivered again', async () => {
    const wire = createWire(judged);
    const services = {
      ...wire.services.consumeScores,
      tasks: { ...wire.services.tasks, claim: () => Promise.reject(new Error('down')) },
    };
    const seen: string[] = [];
    const delivery = {
      id: '1',
      attempts: 1,
      body: { tasks: ['x'] },
      ack: () => void seen.push('ack'),
      retry: (delay: number) => void seen.push(`retry ${delay}`),
    };
    await consumeScores([delivery, { ...delivery, body: 'garbage' }], services);
    expect(seen.toSorted()).toEqual(['ack', 'retry 10']);
  });

  it('a message of many pieces does what it can; what has failed or has no time left comes again', async () => {
    const wire = createWire(judged);
    scriptJudge(wire.services, () => verdictText('yes'));
    const experimentId = await experimentOf(wire);
    await addScorer(wire, experimentId, { scorer: { code: 'is_not_empty' } });
    const ids: string[] = [];
    for (let count = 0; count < 12; count++) {
      const { info } = await store(wire, { experimentId });
      for (const { taskId } of await wire.services.tasks.listByTrace(info.traceId)) ids.push(taskId);
    }
    const sent: string[] = [];
    const { tasks } = wire.services;
    let time = Date.now();
    const services = {
      ...wire.services.consumeScores,
      scoreQueue: { send: async (messages: readonly unknown[]) => void sent.push(JSON.stringify(messages)) },
      now: () => time,
      tasks: {
        ...tasks,
        claim: async (taskId: string, lease: Parameters<typeof tasks.claim>[1]) => {
          if (taskId === ids[0]) throw new Error('down');
          // This piece takes all the time there is.
          if (taskId === ids[7]) time += 600_000;
          return tasks.claim(taskId, lease);
        },
      },
    };
    const seen: string[] = [];
    const delivery = {
      id: '1',
      attempts: 1,
      body: { tasks: ids },
      ack: () => void seen.push('ack'),
      retry: () => void seen.push('retry'),
    };
    await consumeScores([delivery], services);
    expect(seen).toEqual(['retry']);
    const states = await Promise.all(ids.map(async (id) => (await tasks.get(id))?.state));
    expect(states.slice(0, 8)).toEqual(['pending', ...Array.from({ length: 7 }, () => 'scored')]);
    expect(sent).toHaveLength(1);
    for (const id of ids.filter((_, index) => states[index] === 'pending').slice(1))
      expect(sent[0]).toContain(id);
    await consumeScores([delivery], wire.services.consumeScores);
    expect(seen).toEqual(['retry', 'ack']);
    for (const id of ids) expect(await tasks.get(id)).toMatchObject({ state: 'scored', attempts: 1 });
  });

  it('keeps an experiment’s facts from keys of another', async () => {
    const wire = createWire(judged);
    const experimentId = await experimentOf(wire);
    const { info } = await store(wire, { experimentId });
    const key = await wire.keyFor(['read'], newExperiment());
    const { status } = await wire.call('GET', `/api/v1/traces/${info.traceId}/scoring`, undefined, key);
    expect(status).toBe(404);
  });
});
