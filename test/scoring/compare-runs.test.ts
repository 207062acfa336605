import { describe, expect, it } from 'vitest';
import { limits } from '../../src/core/limits.ts';
import { sampleSpan, sampleTrace } from '../contracts/sample-trace.ts';
import { createWire, type Loose, type Wire } from '../helpers/mlflow-wire.ts';

async function experimentOf(wire: Wire): Promise<string> {
  const name = `comparison ${crypto.randomUUID()}`;
  return (await wire.call('POST', '/api/2.0/mlflow/experiments/create', { name })).body.experiment_id;
}

async function runIn(wire: Wire, experiment: string): Promise<string> {
  const body = { experiment_id: experiment, start_time: 1 };
  return (await wire.call('POST', '/api/2.0/mlflow/runs/create', body)).body.run.info.run_id;
}

/** A verdict as MLflow's client logs it, at the end of the row. */
async function assess(wire: Wire, traceId: string, { name = 'safety', value, run }: Loose): Promise<void> {
  const metadata = run === undefined ? {} : { 'mlflow.assessment.sourceRunId': run };
  const assessment = {
    assessment_name: name,
    feedback: { value },
    source: { source_type: 'LLM_JUDGE', source_id: 'judge' },
    rationale: `It is ${value}.`,
    metadata,
  };
  const answer = await wire.call('POST', `/api/3.0/mlflow/traces/${traceId}/assessments`, { assessment });
  expect(answer).toMatchObject({ status: 200 });
}

/** A row as MLflow's evaluate leaves it: a trace that the run made, and a verdict. Returns the trace's id. */
async function addRow(wire: Wire, { experiment, run, inputs, value, second }: Loose): Promise<string> {
  const span = sampleSpan({
    attributes: { 'mlflow.spanInputs': inputs, 'mlflow.spanOutputs': 'An answer.' },
  });
  const trace = sampleTrace(
    {
      experimentId: experiment,
      metadata: { 'mlflow.sourceRun': run },
      requestTimeMs: Date.UTC(2026, 9, 15) + second * 1000,
    },
    [span],
  );
  await wire.services.traces.write([trace]);
  if (value !== undefined) await assess(wire, trace.info.traceId, { value, run });
  return trace.info.traceId;
}

const compare = async (wire: Wire, candidate: string, baseline: string, key?: string) =>
  wire.call('GET', `/api/v1/runs/${candidate}/compare?baseline=${baseline}`, undefined, key);

describe('compare runs', () => {
  it('pairs the traces of two runs by equal inputs, whatever the order of rows and of members', async () => {
    const wire = createWire();
    const experiment = await experimentOf(wire);
    const [before, after] = [await runIn(wire, experiment), await runIn(wire, experiment)];
    const rows = [
      { inputs: { question: 'a', language: 'en' }, was: 'yes', is: 'no' },
      { inputs: { question: 'b' }, was: 'no', is: 'yes' },
      { inputs: { question: 'c' }, was: 'yes', is: 'no' },
      { inputs: { question: 'd' }, was: 'yes', is: 'yes' },
    ];
    for (const [second, { inputs, was }] of rows.entries())
      await addRow(wire, { experiment, run: before, inputs, value: was, second });
    await addRow(wire, {
      experiment,
      run: before,
      inputs: { question: 'only before' },
      value: 'yes',
      second: 9,
    });
    const made: string[] = [];
    for (const [second, { inputs, is }] of rows.toReversed().entries()) {
      const turned = Object.fromEntries(Object.entries(inputs).toReversed());
      made.push(await addRow(wire, { experiment, run: after, inputs: turned, value: is, second }));
    }
    const { status, body } = await compare(wire, after, before);
    expect(status).toBe(200);
    expect(body).toMatchObject({ matched_rows: 4, only_in_baseline: 1, only_in_candidate: 0 });
    expect(body.metrics).toMatchObject([
      { name: 'safety', pairs: 4, wins: 1, losses: 2, ties: 1, difference: -0.25, p_value: 1 },
    ]);
    const [{ regressions, improvements }] = body.metrics;
    expect(regressions).toMatchObject([
      { baseline: 'yes', candidate: 'no', baseline_row: 3, candidate_row: 2, rationale: 'It is no.' },
      { baseline_row: 1, candidate_row: 4, candidate_trace_id: made[3] },
    ]);
    expect(improvements).toMatchObject([{ baseline_row: 2, candidate_row: 3 }]);
  });

  it('pairs rows of one trace, and takes each run’s own verdicts on it', async () => {
    const wire = createWire();
    const experiment = await experimentOf(wire);
    const [before, after] = [await runIn(wire, experiment), await runIn(wire, experiment)];
    const trace = sampleTrace({ experimentId: experiment });
    const { traceId } = trace.info;
    await wire.services.traces.write([trace]);
    for (const [run, value] of [
      [before, 'yes'],
      [after, 'no'],
    ]) {
      await wire.call('POST', '/api/2.0/mlflow/traces/link-to-run', { trace_ids: [traceId], run_id: run });
      await assess(wire, traceId, { value, run });
    }
    // Of nobody's run: it says nothing about either.
    await assess(wire, traceId, { name: 'liked', value: true });
    const { body } = await compare(wire, after, before);
    expect(body).toMatchObject({ matched_rows: 1, only_in_baseline: 0, only_in_candidate: 0 });
    expect(body.metrics.map(({ name, losses }: Loose) => ({ name, losses }))).toEqual([
      { name: 'safety', losses: 1 },
    ]);
  });

  it('counts what people said of a trace that the run made', async () => {
    const wire = createWire();
    const experiment = await experimentOf(wire);
    const [before, after] = [await runIn(wire, experiment), await runIn(wire, experiment)];
    for (const [run, value] of [
      [before, false],
      [after, true],
    ]) {
      const traceId = await addRow(wire, { experiment, run, inputs: { q: 1 }, second: 0 });
      await assess(wire, traceId, { name: 'liked', value });
    }
    const { body } = await compare(wire, after, before);
    expect(body.metrics).toMatchObject([{ name: 'liked', pairs: 1, wins: 1 }]);
  });

  it('compares a run of another client with an evaluation, by either route', async () => {
    const wire = createWire();
    const experiment = await experimentOf(wire);
    const started = await wire.call('POST', '/api/v1/evaluations', {
      experiment,
      rows: [{ inputs: { q: 1 }, outputs: 'a', expectations: { expected_response: 'a' } }],
      scorers: [{ name: 'exact', scorer: { code: 'exact_match' } }],
    });
    const { evaluation_id: evaluation, run_id: evaluationRun } = started.body;
    await wire.carry(evaluation);
    const run = await runIn(wire, experiment);
    const traceId = await addRow(wire, { experiment, run, inputs: { q: 1 }, second: 0 });
    await assess(wire, traceId, { name: 'exact', value: false, run });
    const expected = { matched_rows: 1, metrics: [{ name: 'exact', losses: 1, wins: 0 }] };
    expect((await compare(wire, run, evaluation)).body).toMatchObject(expected);
    expect((await compare(wire, run, evaluationRun)).body).toMatchObject(expected);
    const other = await wire.call('GET', `/api/v1/evaluations/${evaluation}/compare?baseline=${run}`);
    expect(other.body).toMatchObject({ matched_rows: 1, metrics: [{ name: 'exact', losses: 0, wins: 1 }] });
  });

  it('rows with the same inputs go first with first', async () => {
    const wire = createWire();
    const experiment = await experimentOf(wire);
    const [before, after] = [await runIn(wire, experiment), await runIn(wire, experiment)];
    for (const run of [before, after])
      for (const second of [0, 1, ...(run === after ? [2] : [])])
        await addRow(wire, { experiment, run, inputs: 'again', value: second === 0 ? 'yes' : 'no', second });
    const { body } = await compare(wire, after, before);
    expect(body).toMatchObject({ matched_rows: 2, only_in_baseline: 0, only_in_candidate: 1 });
    expect(body.metrics).toMatchObject([{ pairs: 2, ties: 2 }]);
  });

  it('says that there is no such run, also to a key of another experiment', async () => {
    const wire = createWire();
    const run = await runIn(wire, await experimentOf(wire));
    expect((await compare(wire, run, 'nothing')).status).toBe(404);
    expect((await compare(wire, 'nothing', run)).body.message).toContain('nothing');
    const key = await wire.keyFor(['read'], await experimentOf(wire));
    expect((await compare(wire, run, run, key)).status).toBe(404);
    expect((await wire.call('GET', `/api/v1/runs/${run}/compare`)).status).toBe(400);
  });

  it('refuses a run of more traces than it can read', async () => {
    const wire = createWire();
    const experiment = await experimentOf(wire);
    const run = await runIn(wire, experiment);
    const sampled = Array.from({ length: limits.comparedTraces + 1 }, () =>
      sampleTrace({ experimentId: experiment, metadata: { 'mlflow.sourceRun': run } }),
    );
    for (let start = 0; start < sampled.length; start += 500)
      await wire.services.traces.write(sampled.slice(start, start + 500));
    const { status, body } = await compare(wire, run, run);
    expect({ status, message: body.message }).toMatchObject({ status: 400 });
    expect(body.message).toContain(String(limits.comparedTraces));
  });
});
