/**
 * What a run made is judged by the run: whichever way spans and the statement of who made them come, and in any order. And
 * calls that two traces tell are judged where they count.
 */
import { describe, expect, it } from 'vitest';
import { randomHex } from '../../src/core/ids.ts';
import { explainScoring } from '../../src/scoring/online/explain-scoring.ts';
import { scoreTask } from '../../src/scoring/online/score-task.ts';
import type { Trace } from '../../src/tracing/trace.ts';
import { sampleSpan, sampleTrace, unknownTokenUsage } from '../contracts/sample-trace.ts';
import { createWire, wireAdminKey, type Wire } from '../helpers/mlflow-wire.ts';
import { otlpBinary } from '../helpers/otlp.ts';
import { scriptedModel, scriptJudge, verdictText } from '../helpers/scripted-judge.ts';

const MINUTE = 60_000;

async function prepare(scorer: object = { code: 'is_not_empty' }) {
  const wire = createWire({
    WEIR_JUDGE_MODEL: scriptedModel,
    WEIR_SAFETY_SAMPLE_RATE: '0',
    WEIR_SESSION_QUIET_SECONDS: '30',
  });
  scriptJudge(wire.services, () => verdictText('none'));
  const name = `runs ${crypto.randomUUID()}`;
  const { body } = await wire.call('POST', '/api/2.0/mlflow/experiments/create', { name });
  const experiment: string = body.experiment_id;
  const added = { experiment, name: 'said', scorer, sample_rate: 1 };
  expect((await wire.call('POST', '/api/v1/scorers', added)).status).toBe(200);
  return { wire, experiment };
}

/** Does what is due by then, until nothing is. */
async function score({ services }: Wire, traceId: string, atMs: number): Promise<void> {
  const consuming = { ...services.consumeScores, now: () => atMs };
  for (const { taskId } of await services.tasks.listByTrace(traceId))
    await scoreTask({ services: consuming, input: { taskId } });
}

const verdictsOf = async ({ services }: Wire, traceId: string) =>
  (await services.assessments.listByTrace([traceId], null)).get(traceId) ?? [];
const factsOf = ({ services }: Wire, traceId: string) =>
  explainScoring({ services, input: { traceId, within: null } });

/** The parts of a trace as MLflow's client sends them: spans over OTLP, and the statement of the whole. */
function partsOf(wire: Wire, experiment: string, metadata: Record<string, string>) {
  const hex = randomHex(16);
  const traceId = `tr-${hex}`;
  const [root, child] = [randomHex(8), randomHex(8)];
  const attributes = { 'mlflow.spanInputs': '{"question":"Where?"}', 'mlflow.spanOutputs': '"There."' };
  const sketches = [
    { traceId: hex, spanId: child, parentSpanId: root, name: 'step' },
    { traceId: hex, spanId: root, name: 'answer', attributes },
  ];
  const spans = async (userAgent = 'mlflow-python-client/3.17.2') => {
    const headers = {
      authorization: `Bearer ${wireAdminKey}`,
      'content-type': 'application/x-protobuf',
      'x-mlflow-experiment-id': experiment,
      'user-agent': userAgent,
    };
    const sent = { method: 'POST', headers, body: otlpBinary(sketches) };
    expect((await wire.fetch('/v1/traces', sent)).status).toBe(200);
  };
  const info = async (state = 'OK') => {
    const location = { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: experiment } };
    const trace_info = {
      trace_id: traceId,
      trace_location: location,
      request_time: new Date().toISOString(),
      state,
      trace_metadata: { ...metadata, 'mlflow.trace.sizeStats': '{"total_size_bytes":900,"num_spans":2}' },
    };
    const { status } = await wire.call('POST', '/api/3.0/mlflow/traces', { trace: { trace_info } });
    expect(status).toBe(200);
  };
  return { traceId, spans, info };
}

const ofRun = { 'mlflow.sourceRun': 'run-of-an-evaluation' };

describe('traces that a run made', () => {
  it.each([
    ['spans, then the statement', ['spans', 'info']],
    ['the statement, then spans', ['info', 'spans']],
    ['a first statement, spans, and the last statement', ['start', 'spans', 'info']],
    ['spans, the statement, and spans sent again', ['spans', 'info', 'spans']],
  ])('F154: are not scored as they come: %s', async (_, order) => {
    const { wire, experiment } = await prepare();
    const { traceId, spans, info } = partsOf(wire, experiment, ofRun);
    for (const part of order) {
      await (part === 'spans' ? spans() : info(part === 'start' ? 'IN_PROGRESS' : 'OK'));
      // Whatever is due already is done in between.
      await score(wire, traceId, Date.now());
    }
    await score(wire, traceId, Date.now() + 10 * MINUTE);
    expect(await verdictsOf(wire, traceId)).toEqual([]);
    const [fact] = await factsOf(wire, traceId);
    expect(fact?.state).not.toBe('scored');
    expect(fact?.reason).toContain('made by a run');
  });

  it('F154: nor is a session of theirs', async () => {
    const { wire, experiment } = await prepare({ builtin: 'UserFrustration' });
    const session = { 'mlflow.trace.session': `s-${crypto.randomUUID()}` };
    const { traceId, spans, info } = partsOf(wire, experiment, { ...ofRun, ...session });
    const [trace] = [
      sampleTrace({ experimentId: experiment, traceId, session: session['mlflow.trace.session'] }),
    ];
    await wire.services.traces.write([trace]);
    await spans();
    await info();
    await score(wire, traceId, Date.now() + 10 * MINUTE);
    expect(await verdictsOf(wire, traceId)).toEqual([]);
    expect((await factsOf(wire, traceId))[0]).toMatchObject({ state: 'skipped' });
  });

  it('F154: nor a proxied call within them, which comes before anything of its client', async () => {
    const { wire, experiment } = await prepare();
    const { traceId, spans, info } = partsOf(wire, experiment, ofRun);
    const call: Trace = sampleTrace({ experimentId: experiment, traceId, source: 'proxy' }, [
      sampleSpan({ traceId, parentSpanId: randomHex(8) }),
    ]);
    await wire.services.traces.write([call]);
    await score(wire, traceId, Date.now());
    await spans();
    await info();
    await score(wire, traceId, Date.now() + 10 * MINUTE);
    expect(await verdictsOf(wire, traceId)).toEqual([]);
  });
});

describe('traces that no run made', () => {
  it('are scored as soon as their client has stated them', async () => {
    const { wire, experiment } = await prepare();
    const { traceId, spans, info } = partsOf(wire, experiment, {});
    await spans();
    await score(wire, traceId, Date.now());
    expect(await verdictsOf(wire, traceId)).toEqual([]);
    await info();
    await score(wire, traceId, Date.now());
    expect(await verdictsOf(wire, traceId)).toMatchObject([{ name: 'said', value: true }]);
  });

  it('wait for the spans that their client says there are', async () => {
    const { wire, experiment } = await prepare();
    const { traceId, spans, info } = partsOf(wire, experiment, {});
    await info();
    await score(wire, traceId, Date.now());
    expect((await factsOf(wire, traceId))[0]).toMatchObject({
      state: 'pending',
      reason: expect.stringContaining('on their way'),
    });
    await spans();
    await score(wire, traceId, Date.now() + MINUTE);
    expect(await verdictsOf(wire, traceId)).toMatchObject([{ value: true }]);
  });

  it.each([['mlflow-python-client/3.17.2'], ['OTel-OTLP-Exporter-Python/1.45']])(
    'are scored also when nobody states them (%s)',
    async (userAgent) => {
      const { wire, experiment } = await prepare();
      const { traceId, spans } = partsOf(wire, experiment, {});
      await spans(userAgent);
      await score(wire, traceId, Date.now() + MINUTE);
      expect(await verdictsOf(wire, traceId)).toMatchObject([{ value: true }]);
    },
  );
});

describe('calls that two traces tell', () => {
  /** A call as the proxy records it, and the same within an agent, as an instrumentation tells it. */
  function twins(experimentId: string, session: string | null = null): { proxied: Trace; told: Trace } {
    const attributes = {
      'mlflow.spanInputs': { messages: [{ role: 'user', content: 'Where?' }] },
      'mlflow.spanOutputs': { choices: [{ message: { role: 'assistant', content: 'There.' } }] },
      'gen_ai.response.id': `chatcmpl-${randomHex(16)}`,
    };
    const scope = 'openinference.instrumentation.langchain';
    const root = sampleSpan({ type: 'CHAIN', usage: unknownTokenUsage, model: null, scope, attributes });
    const call = sampleSpan({ parentSpanId: root.spanId, scope, attributes });
    return {
      proxied: sampleTrace({ experimentId, session }, [
        sampleSpan({ attributes: { ...attributes, 'url.path': '/v1/chat/completions' } }),
      ]),
      told: sampleTrace({ experimentId, session, source: 'otlp' }, [root, call]),
    };
  }

  it('F150: are judged where they count, also when the other trace came first', async () => {
    const { wire, experiment } = await prepare();
    const { proxied, told } = twins(experiment);
    // Through the store that notes work, as the queue of the proxy and the OTLP route write.
    await wire.services.traces.write([proxied]);
    await wire.services.traces.write([told]);
    for (const { info } of [proxied, told]) await score(wire, info.traceId, Date.now() + MINUTE);
    expect(await verdictsOf(wire, proxied.info.traceId)).toEqual([]);
    expect((await factsOf(wire, proxied.info.traceId))[0]).toMatchObject({
      state: 'skipped',
      reason: `Its calls count in trace ${told.info.traceId} instead.`,
    });
    expect(await verdictsOf(wire, told.info.traceId)).toMatchObject([{ name: 'said', value: true }]);
  });

  it('F150: are one turn of their session, which is judged on the trace that counts', async () => {
    const { wire, experiment } = await prepare({ builtin: 'UserFrustration' });
    const { proxied, told } = twins(experiment, `s-${crypto.randomUUID()}`);
    await wire.services.traces.write([proxied]);
    await wire.services.traces.write([told]);
    for (const { info } of [proxied, told]) await score(wire, info.traceId, Date.now() + 10 * MINUTE);
    expect(await verdictsOf(wire, proxied.info.traceId)).toEqual([]);
    expect(await verdictsOf(wire, told.info.traceId)).toHaveLength(1);
  });
});
