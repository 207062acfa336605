import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advanceEvaluation } from '../../src/scoring/evaluation/advance-evaluation.ts';
import { signTest } from '../../src/core/statistics/sign-test.ts';
import { createSummary } from '../../src/scoring/evaluation/summarise.ts';
import { sweepEvaluations } from '../../src/scoring/evaluation/sweep-evaluations.ts';
import { createWire, type Loose, type Wire } from '../helpers/mlflow-wire.ts';
import {
  chatAnswer,
  scriptedModel,
  scriptJudge,
  verdictText,
  type Asked,
} from '../helpers/scripted-judge.ts';

const judged = { WEIR_JUDGE_MODEL: scriptedModel, WEIR_SAFETY_SAMPLE_RATE: '0' };

async function experimentOf(wire: Wire): Promise<string> {
  const name = `evaluation ${crypto.randomUUID()}`;
  return (await wire.call('POST', '/api/2.0/mlflow/experiments/create', { name })).body.experiment_id;
}

async function start(wire: Wire, body: object): Promise<Loose> {
  const answer = await wire.call('POST', '/api/v1/evaluations', body);
  expect(answer).toMatchObject({ status: 200 });
  return answer.body;
}

/** Starts, works it off, and returns it with its rows. */
async function evaluate(wire: Wire, body: object) {
  const { evaluation_id: id } = await start(wire, body);
  await wire.carry(id);
  const evaluation = (await wire.call('GET', `/api/v1/evaluations/${id}`)).body;
  const { rows } = (await wire.call('GET', `/api/v1/evaluations/${id}/rows`)).body;
  return { evaluation, rows };
}

const metricOf = (evaluation: Loose, name: string): Loose =>
  evaluation.metrics.find((metric: Loose) => metric.name === name);

/** A judge that reads: says no when the answer is wrong, unsafe or off the subject. */
function sensible({ user }: Asked): string {
  const isCorrectness = user.includes('expected answer') || user.includes('expected facts');
  const bad = isCorrectness ? /sixty days/i : /hate/i;
  return verdictText(bad.test(user.split('Criterion:')[0] ?? '') ? 'no' : 'yes', 'Read.');
}

describe('evaluate', () => {
  it('judges question and answer rows by Correctness, Safety, RelevanceToQuery and Guidelines', async () => {
    const wire = createWire(judged);
    scriptJudge(wire.services, sensible);
    const experiment = await experimentOf(wire);
    const { evaluation, rows } = await evaluate(wire, {
      experiment,
      name: 'seed',
      rows: [
        {
          inputs: { question: 'How long may I return it?' },
          outputs: { response: 'Thirty days.' },
          expectations: { expected_response: 'Thirty days.' },
        },
        {
          inputs: { question: 'May I return it after a month?' },
          outputs: { response: 'Within sixty days, yes.' },
          expectations: { expected_response: 'No, within thirty days only.' },
        },
      ],
      scorers: [
        'Correctness',
        'safety',
        'RelevanceToQuery',
        { name: 'guidelines', scorer: { builtin: 'Guidelines', guidelines: ['Answer in English.'] } },
      ],
    });
    expect(evaluation).toMatchObject({ state: 'finished', rows: { total: 2, pending: 0, done: 2 } });
    expect(metricOf(evaluation, 'correctness')).toMatchObject({ count: 2, errors: 0, mean: 0.5 });
    expect(metricOf(evaluation, 'safety')).toMatchObject({ mean: 1, values: { yes: 2 } });
    expect(metricOf(evaluation, 'safety').ci_low).toBeLessThan(1);
    expect(metricOf(evaluation, 'relevance_to_query').mean).toBe(1);
    expect(metricOf(evaluation, 'guidelines').mean).toBe(1);
    const failing = async (name: string) =>
      (await wire.call('GET', `/api/v1/evaluations/${evaluation.evaluation_id}/rows?failing=${name}`)).body
        .rows;
    expect(await failing('correctness')).toMatchObject([{ row: 2 }]);
    expect(await failing('safety')).toEqual([]);
    const run = await wire.call('GET', `/api/2.0/mlflow/runs/get?run_id=${evaluation.run_id}`);
    expect(run.body.run.info).toMatchObject({ status: 'FINISHED', run_name: 'seed' });
    const metrics = Object.fromEntries(
      run.body.run.data.metrics.map(({ key, value }: Loose) => [key, value]),
    );
    expect(metrics).toMatchObject({ 'correctness/mean': 0.5, 'safety/mean': 1, rows: 2, rows_failed: 0 });
    const search = await wire.call('POST', '/api/3.0/mlflow/traces/search', {
      locations: [{ type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: experiment } }],
      filter: `attribute.run_id = '${evaluation.run_id}'`,
    });
    expect(search.body.traces).toHaveLength(2);
    const { assessments } = search.body.traces.find((trace: Loose) => trace.trace_id === rows[1].trace_id);
    const byName = Object.fromEntries(assessments.map((one: Loose) => [one.assessment_name, one]));
    expect(byName.correctness).toMatchObject({
      feedback: { value: 'no' },
      metadata: { 'mlflow.assessment.sourceRunId': evaluation.run_id },
    });
    expect(byName.expected_response).toMatchObject({
      expectation: { value: 'No, within thirty days only.' },
    });
  });

  it('asks a model through the proxy, and judges the trace that leaves', async () => {
    const wire = createWire(judged);
    scriptJudge(wire.services, ({ model, user }) =>
      model === 'answerer' ? chatAnswer(`You asked: ${user}`) : verdictText('yes'),
    );
    const { evaluation, rows } = await evaluate(wire, {
      experiment: await experimentOf(wire),
      rows: [{ inputs: { question: 'Where is it?' } }],
      scorers: [
        'RelevanceToQuery',
        { name: 'fast', scorer: { code: 'latency_threshold', options: { maximumMs: 60_000 } } },
      ],
      target: { model: 'openai:/answerer', parameters: { temperature: 0 } },
    });
    expect(evaluation).toMatchObject({
      rows: { done: 1, failed: 0 },
      target: { model: 'openai:/answerer', prompt: null, url: null },
    });
    expect(rows[0]).toMatchObject({
      request_preview: 'Where is it?',
      response_preview: 'You asked: Where is it?',
    });
    const trace = await wire.services.traces.get(rows[0].trace_id, null);
    expect(trace?.info).toMatchObject({ source: 'proxy', runIds: [evaluation.run_id] });
    expect(JSON.stringify(rows[0].outputs)).toContain('You asked: Where is it?');
    expect(metricOf(evaluation, 'fast').mean).toBe(1);
    // Its run judges it: nothing is noted for scoring as traces come.
    expect(await wire.services.tasks.listByTrace(rows[0].trace_id)).toEqual([]);
  });

  it('a target that fails fails its row, and the others go on', async () => {
    const wire = createWire(judged);
    scriptJudge(wire.services, ({ model, user }) =>
      model !== 'answerer'
        ? verdictText('yes')
        : user.includes('break')
          ? new Response('{"error":{"message":"no"}}', { status: 400 })
          : chatAnswer('Fine.'),
    );
    const { evaluation, rows } = await evaluate(wire, {
      experiment: await experimentOf(wire),
      rows: [{ inputs: { q: 'break' } }, { inputs: { q: 'work' } }],
      scorers: ['safety'],
      target: { model: 'openai:/answerer' },
    });
    expect(evaluation).toMatchObject({ state: 'finished', rows: { done: 1, failed: 1 } });
    expect(rows.map((row: Loose) => row.state)).toEqual(['failed', 'done']);
    expect(rows[0].error).toContain('400');
  });

  it('judges traces found by a filter, on the traces themselves', async () => {
    const wire = createWire(judged);
    const experiment = await experimentOf(wire);
    const { sampleTrace } = await import('../contracts/sample-trace.ts');
    const bad = sampleTrace({ experimentId: experiment, state: 'ERROR' });
    const fine = sampleTrace({ experimentId: experiment });
    await wire.services.traces.write([bad, fine]);
    const { rows } = await evaluate(wire, {
      experiment,
      traces: { filter: "status = 'ERROR'" },
      scorers: [{ name: 'cheap', scorer: { code: 'cost_threshold', options: { maximumUsd: 1 } } }],
    });
    expect(rows.map((row: Loose) => row.trace_id)).toEqual([bad.info.traceId]);
    const said = await wire.services.assessments.listByTrace([bad.info.traceId], null);
    expect(said.get(bad.info.traceId)).toMatchObject([{ name: 'cheap', value: true }]);
  });

  it('takes the records of a dataset', async () => {
    const wire = createWire(judged);
    const experiment = await experimentOf(wire);
    const name = `cases ${crypto.randomUUID()}`;
    await wire.call('POST', '/api/v1/datasets', { name, experiments: [experiment] });
    const records = [{ inputs: { q: 1 }, outputs: 'a', expectations: { expected_response: 'a' } }];
    const added = await wire.call('POST', `/api/v1/datasets/${encodeURIComponent(name)}/records`, {
      records,
    });
    expect(added).toMatchObject({ status: 200 });
    const { evaluation } = await evaluate(wire, {
      experiment,
      dataset: name,
      scorers: [{ name: 'exact', scorer: { code: 'exact_match' } }],
    });
    expect(metricOf(evaluation, 'exact')).toMatchObject({ mean: 1, count: 1 });
    const run = await wire.call('GET', `/api/2.0/mlflow/runs/get?run_id=${evaluation.run_id}`);
    expect(run.body.run.inputs.dataset_inputs[0].dataset.name).toBe(name);
  });

  it('goes on after a crash where it was: no row twice, no target asked twice', async () => {
    const wire = createWire(judged);
    const questions: string[] = [];
    scriptJudge(wire.services, ({ model, user }) => {
      if (model !== 'answerer') return verdictText('yes');
      questions.push(user);
      return chatAnswer('Fine.');
    });
    const { evaluation_id: id } = await start(wire, {
      experiment: await experimentOf(wire),
      rows: Array.from({ length: 12 }, (_, index) => ({ inputs: { q: `question ${index}` } })),
      scorers: ['safety'],
      target: { model: 'openai:/answerer' },
      concurrency: 4,
    });
    const { services } = wire;
    let finished = 0;
    const dying = {
      ...services.evaluations,
      finishRow: async (...call: Parameters<typeof services.evaluations.finishRow>) => {
        // The worker is gone after some rows: what it had asked is stored, what came of it is not.
        if (++finished > 6) throw new Error('killed');
        await services.evaluations.finishRow(...call);
      },
    };
    const { carryEvaluations } = services;
    const advance = (holder: string, evaluations = services.evaluations) =>
      advanceEvaluation({
        services: { ...carryEvaluations, evaluations },
        input: { evaluationId: id, holder, subrequests: 1_000_000 },
      });
    const first = wire.holderOf(id);
    await expect(advance(first, dying)).rejects.toThrow('killed');
    // Held by the dead: nobody else begins, until the engine starts anew.
    expect(await advance('another')).toEqual({ next: 'nothing', subrequests: 0 });
    await sweepEvaluations({ services, input: { afterStart: false } });
    expect(wire.holderOf(id)).toBe(first);
    expect((await services.evaluations.countRows(id)).pending).toBe(6);
    await sweepEvaluations({ services, input: { afterStart: true } });
    expect(wire.holderOf(id)).not.toBe(first);
    // Should the first come back, it finds that it has lost the evaluation.
    expect(await advance(first)).toEqual({ next: 'nothing', subrequests: 0 });
    await wire.carry(id);
    const { body } = await wire.call('GET', `/api/v1/evaluations/${id}`);
    expect(body).toMatchObject({ state: 'finished', rows: { total: 12, done: 12, pending: 0, failed: 0 } });
    expect(metricOf(body, 'safety')).toMatchObject({ count: 12, mean: 1 });
    expect(questions).toHaveLength(12);
    const rows = await services.evaluations.listRows(id, { after: 0, limit: 100 });
    expect(new Set(rows.map(({ traceId }) => traceId)).size).toBe(12);
    for (const { traceId } of rows) {
      const said = (await services.assessments.listByTrace([traceId ?? ''], null)).get(traceId ?? '');
      expect(said?.filter(({ name }) => name === 'safety')).toHaveLength(1);
    }
  });

  it('is cancelled, and what is done stays', async () => {
    const wire = createWire(judged);
    scriptJudge(wire.services, () => verdictText('yes'));
    const { evaluation_id: id, run_id: runId } = await start(wire, {
      experiment: await experimentOf(wire),
      rows: [{ inputs: 'a', outputs: 'b' }],
      scorers: ['safety'],
    });
    const cancelled = await wire.call('POST', `/api/v1/evaluations/${id}/cancel`);
    expect(cancelled.body).toMatchObject({ state: 'cancelled' });
    await wire.carry(id);
    expect((await wire.call('GET', `/api/v1/evaluations/${id}`)).body.rows.pending).toBe(1);
    expect((await wire.call('POST', `/api/v1/evaluations/${id}/cancel`)).status).toBe(409);
    const run = await wire.call('GET', `/api/2.0/mlflow/runs/get?run_id=${runId}`);
    expect(run.body.run.info.status).toBe('KILLED');
  });

  it('compares two row by row, what got worse first', async () => {
    const wire = createWire(judged);
    const experiment = await experimentOf(wire);
    const scorers = [{ name: 'exact', scorer: { code: 'exact_match' } }];
    const rows = (answers: string[]) =>
      answers.map((outputs, index) => ({
        inputs: { q: index },
        outputs,
        expectations: { expected_response: 'a' },
      }));
    const before = await evaluate(wire, { experiment, rows: rows(['a', 'a', 'b', 'a']), scorers });
    const after = await evaluate(wire, {
      experiment,
      rows: rows(['a', 'b', 'a', 'b']).toReversed(),
      scorers,
    });
    const { body } = await wire.call(
      'GET',
      `/api/v1/evaluations/${after.evaluation.evaluation_id}/compare?baseline=${before.evaluation.run_id}`,
    );
    expect(body).toMatchObject({ matched_rows: 4, only_in_baseline: 0, only_in_candidate: 0 });
    expect(body.metrics).toMatchObject([
      { name: 'exact', pairs: 4, wins: 1, losses: 2, ties: 1, difference: -0.25, p_value: 1 },
    ]);
    expect(body.metrics[0].regressions).toMatchObject([
      { baseline: true, candidate: false },
      { baseline: true, candidate: false },
    ]);
    expect(body.metrics[0].improvements).toMatchObject([
      { baseline: false, candidate: true, baseline_row: 3 },
    ]);
  });

  it.each([
    [{ rows: [] }, 'rows'],
    [{ rows: [{}] }, 'rows.0'],
    [{ rows: [{ inputs: 1 }], scorers: ['nothing_known'] }, 'scorers'],
    [{ rows: [{ inputs: 1 }], scorers: ['safety', 'Safety'] }, 'scorers'],
    [{ rows: [{ inputs: 1 }], dataset: 'x' }, 'one of rows'],
    [{ rows: [{ inputs: 1 }], target: { model: 'nobody:/x' } }, 'target.model'],
    [{ rows: [{ inputs: 1 }], target: { url: 'http://10.0.0.1/x' } }, 'target.url'],
    [{ traces: { filter: 'nonsense ==' } }, 'filter'],
  ])('refuses %j', async (body, field) => {
    const wire = createWire(judged);
    const answer = await wire.call('POST', '/api/v1/evaluations', { scorers: ['safety'], ...body });
    expect(answer.status).toBe(400);
    expect(answer.body.message).toContain(field);
  });

  it('says what to set when there is no judge model', async () => {
    const { status, body } = await createWire().call('POST', '/api/v1/evaluations', {
      rows: [{ inputs: 1 }],
      scorers: ['safety'],
    });
    expect({ status, message: body.message }).toMatchObject({ status: 400 });
    expect(body.message).toContain('WEIR_JUDGE_MODEL');
  });

  it('a key of one experiment names no traces of another', async () => {
    const wire = createWire(judged);
    const { sampleTrace } = await import('../contracts/sample-trace.ts');
    const [own, other] = [await experimentOf(wire), await experimentOf(wire)];
    const [mine, theirs] = [sampleTrace({ experimentId: own }), sampleTrace({ experimentId: other })];
    await wire.services.traces.write([mine, theirs]);
    const key = await wire.keyFor(['read', 'write'], own);
    const evaluateTraces = (...traceIds: string[]) =>
      wire.call(
        'POST',
        '/api/v1/evaluations',
        {
          experiment: own,
          rows: traceIds.map((trace_id) => ({ trace_id })),
          scorers: [{ name: 'cheap', scorer: { code: 'cost_threshold', options: { maximumUsd: 1 } } }],
        },
        key,
      );
    expect((await evaluateTraces(mine.info.traceId)).status).toBe(200);
    for (const hidden of [theirs.info.traceId, 'tr-nowhere']) {
      const { status, body } = await evaluateTraces(mine.info.traceId, hidden);
      expect({ status, message: body.message }).toMatchObject({ status: 400 });
      expect(body.message).toContain('rows.1.trace_id');
    }
  });

  it('keeps an experiment’s evaluations from keys of another', async () => {
    const wire = createWire(judged);
    const { evaluation_id: id } = await start(wire, {
      experiment: await experimentOf(wire),
      rows: [{ inputs: 'a', outputs: 'b' }],
      scorers: ['safety'],
    });
    const key = await wire.keyFor(['read', 'write'], await experimentOf(wire));
    for (const path of ['', '/rows', `/compare?baseline=${id}`])
      expect((await wire.call('GET', `/api/v1/evaluations/${id}${path}`, undefined, key)).status).toBe(404);
    expect((await wire.call('POST', `/api/v1/evaluations/${id}/cancel`, undefined, key)).status).toBe(404);
    expect((await wire.call('GET', '/api/v1/evaluations', undefined, key)).body.evaluations).toEqual([]);
  });
});

describe('the numbers', () => {
  it('the sign test is what the binomial distribution says', () => {
    expect(signTest(0, 0)).toBe(1);
    expect(signTest(5, 0)).toBeCloseTo(0.0625, 10);
    expect(signTest(8, 2)).toBeCloseTo(0.109375, 10);
    expect(signTest(3000, 3000)).toBe(1);
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), (wins, losses) => {
        const p = signTest(wins, losses);
        return p >= 0 && p <= 1 && Math.abs(p - signTest(losses, wins)) < 1e-12;
      }),
    );
  });

  it('words have no mean, verdicts without a value are counted apart', () => {
    const summary = createSummary();
    const verdict = { name: 'mood', rationale: null, spanId: null, error: null };
    summary.add([{ ...verdict, value: 'none' }]);
    summary.add([{ ...verdict, value: 'resolved' }]);
    summary.add([{ ...verdict, value: null, error: { code: 'JUDGE_REFUSED', message: 'no' } }]);
    summary.add([{ ...verdict, value: null }]);
    expect(summary.metrics()).toEqual([
      {
        name: 'mood',
        count: 2,
        errors: 1,
        withoutValue: 1,
        judgedRows: 2,
        mean: null,
        interval: null,
        values: { none: 1, resolved: 1 },
      },
    ]);
  });
});
