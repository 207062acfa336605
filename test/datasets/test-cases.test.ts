/** From traces to test cases: negative feedback makes one, once, and what is said later reaches it. */
import { describe, expect, it } from 'vitest';
import { newTraceId } from '../../src/core/ids.ts';
import { sampleAssessment, sampleSpan, sampleTrace } from '../contracts/sample-trace.ts';
import { feedbackApp, posting } from '../helpers/feedback-app.ts';
import {
  adminKey,
  assessments,
  bearing,
  datasets,
  experiments,
  managementApp,
  testCases,
  traces,
} from '../helpers/management-app.ts';

const harness = feedbackApp();
const post = posting(harness.app);
const app = managementApp();
let count = 0;

/** A stored trace in an experiment of its own. */
async function storedTrace(
  inputs: unknown = { messages: [{ role: 'user', content: `Question ${++count}` }] },
) {
  const experiment = await experiments.create(`cases ${++count}`, 1);
  const trace = sampleTrace({ experimentId: experiment?.experimentId ?? '' });
  const attributes = { 'mlflow.spanInputs': inputs as never, 'mlflow.spanOutputs': { content: 'An answer' } };
  trace.spans = [sampleSpan({ traceId: trace.info.traceId, parentSpanId: null, attributes })];
  return {
    trace,
    traceId: trace.info.traceId,
    experiment: experiment?.name ?? '',
    experimentId: experiment?.experimentId ?? '',
  };
}
/** @param experimentId of a trace that has not come yet; a token speaks of its call's experiment */
const say = async (traceId: string, body: Record<string, unknown>, experimentId: string | null = null) => {
  const answer = await post(
    { trace_id: traceId, ...body },
    { 'x-weir-feedback-token': await harness.token(traceId, experimentId) },
  );
  expect(answer.status).toBe(200);
  return harness.deliver();
};
const casesOf = async (experiment: string) => {
  const [dataset] = await datasets.findByName(`negative-feedback-${experiment}`, null);
  return dataset === undefined
    ? []
    : (await datasets.listRecords(dataset.datasetId, { after: 0, pageSize: 100 })).records;
};

describe('negative feedback', () => {
  it.each([
    ['a rating under three', { name: 'rating', value: 2 }],
    ['a thumb down', { name: 'thumbs', value: false }],
    ['a thumb down in words', { name: 'thumbs', value: 'Down' }],
    ['a plain no', { value: false }],
  ])('%s makes a test case with the feedback as context', async (_, body) => {
    const { trace, traceId, experiment, experimentId } = await storedTrace();
    await traces.write([trace]);
    await say(traceId, { ...body, rationale: 'Because.', user: 'ada' });
    const [record, ...more] = await casesOf(experiment);
    expect(more).toEqual([]);
    expect(record).toMatchObject({
      inputs: trace.spans[0]?.attributes['mlflow.spanInputs'],
      outputs: { content: 'An answer' },
      expectations: {},
      sourceType: 'TRACE',
      source: { trace_id: traceId },
    });
    const name = 'name' in body ? body.name : 'user_feedback';
    expect(record?.tags).toEqual({
      [`feedback.${name}`]: String(body.value),
      [`feedback.${name}.rationale`]: 'Because.',
    });
    expect((await datasets.findByName(`negative-feedback-${experiment}`, null))[0]?.experimentIds).toEqual([
      experimentId,
    ]);
  });

  it.each([
    ['a good rating', { name: 'rating', value: 3 }],
    ['a thumb up', { name: 'thumbs', value: true }],
    ['a comment', { name: 'comment', value: 'bad' }],
    ['a correction alone', { expectation: { expected_response: 'x' } }],
  ])('%s makes none', async (_, body) => {
    const { trace, traceId, experiment } = await storedTrace();
    await traces.write([trace]);
    await say(traceId, body);
    expect(await casesOf(experiment)).toEqual([]);
  });

  it('makes one case per trace, however often and in whatever order it comes', async () => {
    const { trace, traceId, experiment } = await storedTrace();
    await traces.write([trace]);
    for (const value of [1, 2, 1]) await say(traceId, { name: 'rating', value, user: 'ada' });
    await say(traceId, { name: 'thumbs', value: false, user: 'bob' });
    expect(await casesOf(experiment)).toHaveLength(1);
  });

  it('waits for a trace that is still on its way', async () => {
    const { trace, traceId, experiment, experimentId } = await storedTrace();
    const { retried } = await say(traceId, { name: 'thumbs', value: false }, experimentId);
    expect(retried).toBe(1);
    expect(await casesOf(experiment)).toEqual([]);
    await traces.write([trace]);
    await say(traceId, { name: 'comment', value: 'and late' });
    expect(await casesOf(experiment)).toMatchObject([
      { tags: { 'feedback.thumbs': 'false', 'feedback.comment': 'and late' } },
    ]);
  });

  it('is followed by what people say later: a correction, a change of mind', async () => {
    const { trace, traceId, experiment } = await storedTrace();
    await traces.write([trace]);
    await say(traceId, { name: 'rating', value: 1, user: 'ada' });
    await say(traceId, { expectation: { expected_response: 'First try.' }, user: 'ada' });
    await say(traceId, { expectation: { expected_response: 'Second try.' }, user: 'ada' });
    await say(traceId, { name: 'rating', value: 5, user: 'ada' });
    const [record] = await casesOf(experiment);
    expect(record).toMatchObject({
      expectations: { expected_response: 'Second try.' },
      tags: { 'feedback.rating': '5' },
      outputs: { content: 'An answer' },
    });
  });

  it('does not bring back a record that somebody deleted', async () => {
    const { trace, traceId, experiment } = await storedTrace();
    await traces.write([trace]);
    await say(traceId, { name: 'rating', value: 1 });
    const [record] = await casesOf(experiment);
    await datasets.deleteRecords(record?.datasetId ?? '', [record?.recordId ?? ''], 1);
    await say(traceId, { expectation: { expected_response: 'x' } });
    expect(await casesOf(experiment)).toEqual([]);
  });

  it('counts from MLflow’s client and from REST too, but not from judges', async () => {
    const { trace, traceId, experiment } = await storedTrace();
    await traces.write([trace]);
    await assessments.create(
      sampleAssessment({ traceId, name: 'rating', value: 1, source: { type: 'LLM_JUDGE', id: 'j' } }),
      null,
    );
    harness.messages.push({ kind: 'given', traceId, atMs: Date.now() });
    await harness.deliver();
    expect(await casesOf(experiment)).toEqual([]);
    await assessments.create(
      sampleAssessment({ traceId, name: 'rating', value: 1, source: { type: 'HUMAN', id: 'ada' } }),
      null,
    );
    harness.messages.push({ kind: 'given', traceId, atMs: Date.now() });
    await harness.deliver();
    expect(await casesOf(experiment)).toHaveLength(1);
  });

  it('makes nothing of a trace whose content was not kept', async () => {
    for (const inputs of [
      { content_type: 'application/json', size_bytes: 12, omitted: 'capture mode' },
      null,
    ]) {
      const { trace, traceId, experiment } = await storedTrace(inputs);
      await traces.write([trace]);
      await say(traceId, { name: 'rating', value: 1 });
      expect(await casesOf(experiment)).toEqual([]);
    }
  });

  it('of a trace that never comes is given up in time', async () => {
    harness.messages.push({ kind: 'given', traceId: newTraceId(), atMs: Date.now() - 8 * 24 * 3_600_000 });
    expect(await harness.deliver()).toEqual({ retried: 0 });
  });
});

describe('the rule of an experiment', () => {
  const json = { ...bearing(adminKey), 'content-type': 'application/json' };
  const rulePath = (experiment: string) =>
    `/api/v1/experiments/${encodeURIComponent(experiment)}/test-case-rule`;
  const setRule = (experiment: string, rule: unknown) =>
    app.request(rulePath(experiment), { method: 'PUT', headers: json, body: JSON.stringify(rule) });

  it('is shown, changed and reset', async () => {
    const { experiment } = await storedTrace();
    const get = async () => (await app.request(rulePath(experiment), { headers: json })).json();
    expect(await get()).toMatchObject({ is_default: true, rule: { enabled: true, dataset: null } });
    const rule = { enabled: true, dataset: 'bad answers', negative: [{ name: 'tone', equals: ['rude'] }] };
    expect((await setRule(experiment, rule)).status).toBe(200);
    expect(await get()).toEqual({ is_default: false, rule });
    await app.request(rulePath(experiment), { method: 'DELETE', headers: json });
    expect(await get()).toMatchObject({ is_default: true });
  });

  it('decides what is negative and where it goes', async () => {
    const { trace, traceId, experiment, experimentId } = await storedTrace();
    await traces.write([trace]);
    await setRule(experiment, {
      enabled: true,
      dataset: `bad ${experiment}`,
      negative: [{ name: 'tone', equals: ['rude'] }],
    });
    await say(traceId, { name: 'rating', value: 1 });
    expect(await testCases.find(traceId)).toBeNull();
    await say(traceId, { name: 'tone', value: ['Rude', 'long'] });
    const [dataset] = await datasets.findByName(`bad ${experiment}`, null);
    expect(dataset).toMatchObject({ recordCount: 1, experimentIds: [experimentId] });
  });

  it('can be off', async () => {
    const { trace, traceId, experiment } = await storedTrace();
    await traces.write([trace]);
    await setRule(experiment, { enabled: false, dataset: null, negative: [] });
    await say(traceId, { name: 'rating', value: 1 });
    expect(await testCases.find(traceId)).toBeNull();
  });

  it.each([
    { enabled: 'yes', dataset: null, negative: [] },
    { enabled: true, dataset: '', negative: [] },
    { enabled: true, dataset: null, negative: [{ name: 'x' }] },
    { enabled: true, dataset: null, negative: [{ name: 'x', below: 'three' }] },
    { enabled: true, dataset: null },
  ])('%j is refused', async (rule) => {
    expect((await setRule('0', rule)).status).toBe(400);
  });
});

describe('traces picked by hand', () => {
  it('become records with corrections and context', async () => {
    const { trace, traceId } = await storedTrace();
    await traces.write([trace]);
    await say(traceId, { name: 'rating', value: 4, expectation: { expected_response: 'Better.' } });
    const headers = { ...bearing(adminKey), 'content-type': 'application/json' };
    await app.request('/api/v1/datasets', { method: 'POST', headers, body: '{"name":"picked"}' });
    const add = (ids: string[]) =>
      app.request('/api/v1/datasets/picked/records/from-traces', {
        method: 'POST',
        headers,
        body: JSON.stringify({ trace_ids: ids }),
      });
    expect(await (await add([traceId, traceId])).json()).toMatchObject({
      inserted_count: 1,
      updated_count: 0,
    });
    const [dataset] = await datasets.findByName('picked', null);
    const { records } = await datasets.listRecords(dataset?.datasetId ?? '', { after: 0, pageSize: 10 });
    expect(records).toMatchObject([
      {
        expectations: { expected_response: 'Better.' },
        tags: { 'feedback.rating': '4' },
        source: { trace_id: traceId },
      },
    ]);
    expect((await add([newTraceId()])).status).toBe(404);
    expect((await add([])).status).toBe(400);
  });
});
