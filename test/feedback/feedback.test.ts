/** `/feedback`: what people say lands on the trace it is about, however and whenever it is sent. */
import { describe, expect, it } from 'vitest';
import { newTraceId } from '../../src/core/ids.ts';
import { sampleTrace } from '../contracts/sample-trace.ts';
import { feedbackApp, posting } from '../helpers/feedback-app.ts';
import { assessments, bearing, experiments, keyFor, traces } from '../helpers/management-app.ts';

const harness = feedbackApp();
const post = posting(harness.app);
const give = async (traceId: string, body: Record<string, unknown>) =>
  post({ trace_id: traceId, ...body }, { 'x-weir-feedback-token': await harness.token(traceId) });
/** Of a trace that has not come: tokens of these tests are of the default experiment. */
const held = async (traceId: string) => (await assessments.listByTrace([traceId], '0')).get(traceId) ?? [];

describe('giving feedback', () => {
  it('takes one value with all that can be said of it', async () => {
    const traceId = newTraceId();
    const answer = await give(traceId, {
      name: 'thumbs',
      value: false,
      rationale: 'It missed the point.',
      user: 'ada',
      span_id: '00f067aa0ba902b7',
      metadata: { page: 'checkout', turn: 3 },
    });
    expect(answer).toMatchObject({
      status: 200,
      body: { trace_id: traceId, state: 'stored', assessments: [{ name: 'thumbs', kind: 'feedback' }] },
    });
    const [kept] = await held(traceId);
    expect(kept).toMatchObject({
      assessmentId: answer.body['assessments']?.[0]?.['assessment_id'],
      name: 'thumbs',
      kind: 'feedback',
      value: false,
      rationale: 'It missed the point.',
      source: { type: 'HUMAN', id: 'ada' },
      spanId: '00f067aa0ba902b7',
      metadata: { page: 'checkout', turn: '3' },
      valid: true,
    });
  });

  it('takes many at once, and what the answer should have been', async () => {
    const traceId = newTraceId();
    const { body } = await give(traceId, {
      feedback: { rating: 2, type: 'helpfulness', reasons: ['wrong', 'too long'] },
      expectation: { expected_response: 'Thirty days.', facts: { days: 30 } },
    });
    expect(body['assessments']).toHaveLength(5);
    const kept = Object.fromEntries(
      (await held(traceId)).map(({ name, kind, value }) => [name, [kind, value]]),
    );
    expect(kept).toEqual({
      rating: ['feedback', 2],
      type: ['feedback', 'helpfulness'],
      reasons: ['feedback', ['wrong', 'too long']],
      expected_response: ['expectation', 'Thirty days.'],
      facts: ['expectation', { days: 30 }],
    });
  });

  it('joins a trace that arrives later', async () => {
    const trace = sampleTrace();
    await give(trace.info.traceId, { value: true });
    await traces.write([trace]);
    const [found] = await traces.getInfos([trace.info.traceId], null);
    expect(found?.assessments).toMatchObject([{ name: 'user_feedback', value: true }]);
  });

  it('lets the same person change their mind, and keeps the history', async () => {
    const traceId = newTraceId();
    for (const value of [1, 2, 5]) await give(traceId, { name: 'rating', value, user: 'ada' });
    await give(traceId, { name: 'rating', value: 4, user: 'bob' });
    const kept = await held(traceId);
    expect(kept.map(({ value, valid, source }) => [source.id, value, valid])).toEqual(
      expect.arrayContaining([
        ['ada', 1, false],
        ['ada', 2, false],
        ['ada', 5, true],
        ['bob', 4, true],
      ]),
    );
    expect(kept.filter(({ source }) => source.id === 'ada').map(({ overrides }) => overrides)).toContain(
      null,
    );
  });

  it('takes a submission that is sent again as the same one', async () => {
    const traceId = newTraceId();
    const body = { name: 'thumbs', value: true, user: 'ada', submission_id: 'f3b1a2c4-0001' };
    const [first, again] = [await give(traceId, body), await give(traceId, body)];
    expect(again.body).toEqual(first.body);
    expect(await held(traceId)).toHaveLength(1);
  });

  it('F105: fifty votes on one page all land', async () => {
    const answers = Array.from({ length: 50 }, () => newTraceId());
    const statuses = await Promise.all(answers.map(async (id) => (await give(id, { value: true })).status));
    expect(new Set(statuses)).toEqual(new Set([200]));
    const kept = await assessments.listByTrace(answers, '0');
    expect(answers.filter((id) => kept.get(id)?.length !== 1)).toEqual([]);
  });

  it('F105: fifty people on one answer all count', async () => {
    const traceId = newTraceId();
    const people = Array.from({ length: 50 }, (_, index) => `person-${index}`);
    await Promise.all(people.map((user) => give(traceId, { value: true, user })));
    expect((await held(traceId)).filter(({ valid }) => valid)).toHaveLength(50);
  });

  it('reads JSON in plain text, with the token in the body, as a closing page sends it', async () => {
    const traceId = newTraceId();
    const body = { trace_id: traceId, token: await harness.token(traceId), value: 'so-so' };
    expect(await post(body, { 'content-type': 'text/plain;charset=UTF-8' })).toMatchObject({ status: 200 });
    expect(await held(traceId)).toMatchObject([{ value: 'so-so' }]);
  });

  it('takes the word of a key with the scope, and a token as bearer', async () => {
    const traceId = newTraceId();
    const key = await keyFor(['feedback']);
    expect((await post({ trace_id: traceId, value: 1 }, bearing(key))).status).toBe(200);
    const token = await harness.token(traceId);
    expect((await post({ trace_id: traceId, value: 2 }, bearing(token))).status).toBe(200);
  });

  it('keeps a key that is bound to an experiment there', async () => {
    const [own, other] = [
      await experiments.create('feedback own', 0),
      await experiments.create('feedback other', 0),
    ];
    const foreign = sampleTrace({ experimentId: other?.experimentId ?? '' });
    await traces.write([foreign]);
    const key = bearing(await keyFor(['feedback'], own?.experimentId ?? ''));
    const { traceId } = foreign.info;
    await traces.setTag({ traceId, key: 'a', within: null }, '1');
    const before = await traces.get(traceId, null);
    expect(await post({ trace_id: traceId, value: 1 }, key)).toMatchObject({ status: 200 });
    const seen = await harness.app.request(`/feedback/${traceId}`, { headers: key });
    expect(await seen.json()).toMatchObject({ feedback: [{ value: 1 }] });
    expect(await traces.get(traceId, null)).toEqual(before);
    const mine = { ...foreign.info, experimentId: own?.experimentId ?? '' };
    await traces.write([sampleTrace(mine)]);
    expect((await traces.getInfo(traceId, mine.experimentId))?.assessments).toHaveLength(1);
    expect(await traces.get(traceId, null)).toEqual(before);
  });
});

describe('reading feedback', () => {
  it('shows the holder what people said, and nothing that judges said', async () => {
    const traceId = newTraceId();
    await give(traceId, { name: 'rating', value: 1, user: 'ada' });
    await give(traceId, { name: 'rating', value: 4, user: 'ada' });
    await give(traceId, { expectation: { expected_response: 'x' }, user: 'bob' });
    await assessments.create(
      {
        ...(await held(traceId))[0]!,
        assessmentId: 'a-judge',
        source: { type: 'LLM_JUDGE', id: 'openai:/judge' },
      },
      '0',
    );
    const headers = { 'x-weir-feedback-token': await harness.token(traceId) };
    const response = await harness.app.request(`/feedback/${traceId}`, { headers });
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toMatchObject({
      trace_id: traceId,
      feedback: [
        { name: 'rating', value: 1, valid: false },
        { name: 'rating', value: 4, valid: true },
        { name: 'expected_response', kind: 'expectation', user: 'bob' },
      ],
    });
    const own = await harness.app.request(`/feedback/${traceId}?user=bob`, { headers });
    expect(await own.json()).toMatchObject({ feedback: [{ user: 'bob' }] });
  });
});
