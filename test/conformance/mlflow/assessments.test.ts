/** Assessments over HTTP, as MLflow's clients call them. */
import { describe, expect, it } from 'vitest';
import { createWire, type Loose } from '../../helpers/mlflow-wire.ts';
import { newHexTraceId } from '../../helpers/otlp.ts';
import { sendSpans } from '../../helpers/send-spans.ts';

const wire = createWire();

async function newTrace(): Promise<string> {
  const traceId = newHexTraceId();
  await sendSpans(wire, [{ traceId }]);
  return `tr-${traceId}`;
}

const pathOf = (traceId: string, id = '') =>
  `/api/3.0/mlflow/traces/${traceId}/assessments${id === '' ? '' : `/${id}`}`;

async function create(traceId: string, assessment: object): Promise<Loose> {
  const { status, body } = await wire.call('POST', pathOf(traceId), { assessment });
  expect({ status, body }).toMatchObject({ status: 200 });
  return body.assessment;
}

const listed = async (traceId: string): Promise<Loose[]> =>
  (await wire.call('GET', `/api/3.0/mlflow/traces/${traceId}`)).body.trace.trace_info.assessments;

const human = { source_type: 'HUMAN', source_id: 'ann' };

describe('POST traces/{trace_id}/assessments', () => {
  it('creates feedback, and the trace carries it', async () => {
    const traceId = await newTrace();
    const sent = {
      assessment_name: 'correctness',
      trace_id: traceId,
      span_id: 'b7ad6b7169203331',
      source: { source_type: 'LLM_JUDGE', source_id: 'openai:/gpt-4.1-mini' },
      create_time: '2026-10-06T09:01:00.250Z',
      last_update_time: '2026-10-06T09:01:00.250Z',
      feedback: { value: 'yes' },
      rationale: 'Matches.',
      metadata: { 'mlflow.assessment.sourceRunId': '5f1' },
    };
    const created = await create(traceId, sent);
    expect(created).toEqual({
      ...sent,
      assessment_id: expect.stringMatching(/^a-[0-9a-f]{32}$/),
      valid: true,
    });
    expect(await listed(traceId)).toEqual([created]);
    expect(await wire.call('GET', pathOf(traceId, created.assessment_id))).toMatchObject({
      status: 200,
      body: { assessment: created },
    });
  });

  it.each([[4], [0.5], ['text'], [true], [false], [['a', 1]], [{ a: { b: null } }]])(
    'keeps the feedback value %j as it is',
    async (value) => {
      const traceId = await newTrace();
      const { feedback } = await create(traceId, {
        assessment_name: 'v',
        source: human,
        feedback: { value },
      });
      expect(feedback).toEqual({ value });
      expect((await listed(traceId))[0].feedback).toEqual({ value });
    },
  );

  it('F155: takes feedback that has no value and no error, and gives it back so', async () => {
    const traceId = await newTrace();
    const code = { source_type: 'CODE', source_id: 'brief' };
    const made = await create(traceId, { assessment_name: 'v', source: code, feedback: { value: null } });
    expect(made.feedback).toEqual({ value: null });
    const one = await wire.call('GET', pathOf(traceId, made.assessment_id));
    expect(one.body.assessment).toEqual(made);
    // Protobuf's JSON may leave out what is null.
    const bare = await create(traceId, { assessment_name: 'w', source: code, feedback: {} });
    expect(bare.feedback).toEqual({ value: null });
    const changed = await wire.call('PATCH', pathOf(traceId, made.assessment_id), {
      assessment: { feedback: { value: 3 } },
      update_mask: 'feedback',
    });
    expect(changed.body.assessment.feedback).toEqual({ value: 3 });
    const back = await wire.call('PATCH', pathOf(traceId, made.assessment_id), {
      assessment: { feedback: { value: null } },
      update_mask: 'feedback',
    });
    expect(back.body.assessment.feedback).toEqual({ value: null });
    expect((await listed(traceId)).map(({ feedback }) => feedback)).toEqual([
      { value: null },
      { value: null },
    ]);
    const without = await wire.call('POST', pathOf(traceId), {
      assessment: { assessment_name: 'e', source: code, expectation: { value: null } },
    });
    expect(without.status).toBe(400);
  });

  it('F155: a trace stated with such feedback keeps it with all that stands beside it', async () => {
    const traceId = `tr-${newHexTraceId()}`;
    const source = { source_type: 'CODE', source_id: 'scorers' };
    const error = { error_code: 'ValueError', error_message: 'boom' };
    const location = { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: '0' } };
    const trace_info = {
      trace_id: traceId,
      trace_location: location,
      state: 'OK',
      assessments: [
        { assessment_name: 'none', source, feedback: { value: null } },
        { assessment_name: 'some', source, feedback: { value: 'yes' } },
        { assessment_name: 'failed', source, feedback: { value: null, error } },
        { assessment_name: 'expected', source, expectation: { value: '30 days' } },
      ],
    };
    const { status } = await wire.call('POST', '/api/3.0/mlflow/traces', { trace: { trace_info } });
    expect(status).toBe(200);
    const said = Object.fromEntries((await listed(traceId)).map((one) => [one.assessment_name, one]));
    expect(said['none'].feedback).toEqual({ value: null });
    expect(said['some'].feedback).toEqual({ value: 'yes' });
    expect(said['failed'].feedback).toEqual({ error });
    expect(said['expected'].expectation).toEqual({ value: '30 days' });
  });

  it('keeps an error in place of a value', async () => {
    const error = { error_code: 'TIMEOUT', error_message: 'too slow', stack_trace: 'at …' };
    const created = await create(await newTrace(), {
      assessment_name: 'v',
      source: { source_type: 'AI_JUDGE', source_id: 'judge' },
      feedback: { value: null, error },
    });
    expect(created).toMatchObject({ feedback: { error }, source: { source_type: 'LLM_JUDGE' } });
  });

  it('keeps expectations: scalars as they are, lists and objects serialised', async () => {
    const traceId = await newTrace();
    const scalar = await create(traceId, {
      assessment_name: 'e',
      source: human,
      expectation: { value: '30 days' },
    });
    expect(scalar.expectation).toEqual({ value: '30 days' });
    const serialized_value = { serialization_format: 'JSON_FORMAT', value: '["a",{"b":1}]' };
    const list = await create(traceId, {
      assessment_name: 'f',
      source: human,
      expectation: { serialized_value },
    });
    expect(list.expectation).toEqual({ serialized_value });
    expect(list.feedback).toBeUndefined();
  });

  it('overrides feedback; deleting the override makes the old one valid again', async () => {
    const traceId = await newTrace();
    const old = await create(traceId, { assessment_name: 'v', source: human, feedback: { value: 1 } });
    const replacement = await create(traceId, {
      assessment_name: 'v',
      source: human,
      feedback: { value: 2 },
      overrides: old.assessment_id,
    });
    const validity = async () =>
      Object.fromEntries((await listed(traceId)).map((one) => [one.assessment_id, one.valid]));
    expect(await validity()).toEqual({ [old.assessment_id]: false, [replacement.assessment_id]: true });
    await wire.call('DELETE', pathOf(traceId, replacement.assessment_id), {
      trace_id: traceId,
      assessment_id: replacement.assessment_id,
    });
    expect(await validity()).toEqual({ [old.assessment_id]: true });
  });

  it.each([
    ['no assessment', {}],
    ['no name', { assessment: { source: human, feedback: { value: 1 } } }],
    ['no value', { assessment: { assessment_name: 'v', source: human } }],
    [
      'an unknown source type',
      { assessment: { assessment_name: 'v', source: { source_type: 'CAT' }, feedback: { value: 1 } } },
    ],
    [
      'serialised text that is no JSON',
      {
        assessment: {
          assessment_name: 'v',
          source: human,
          expectation: { serialized_value: { value: '{' } },
        },
      },
    ],
    [
      'metadata that is no text',
      { assessment: { assessment_name: 'v', source: human, feedback: { value: 1 }, metadata: { a: 1 } } },
    ],
    [
      'a time that is none',
      {
        assessment: { assessment_name: 'v', source: human, feedback: { value: 1 }, create_time: 'yesterday' },
      },
    ],
    ['a list', { assessment: [] }],
  ])('refuses %s with INVALID_PARAMETER_VALUE', async (_, body) => {
    expect(await wire.call('POST', pathOf(await newTrace()), body)).toMatchObject({
      status: 400,
      body: { error_code: 'INVALID_PARAMETER_VALUE' },
    });
  });

  it('refuses an unknown trace, and an override of nothing, with 404', async () => {
    const assessment = { assessment_name: 'v', source: human, feedback: { value: 1 } };
    expect(await wire.call('POST', pathOf('tr-unknown'), { assessment })).toMatchObject({
      status: 404,
      body: { error_code: 'RESOURCE_DOES_NOT_EXIST' },
    });
    const body = { assessment: { ...assessment, overrides: 'a-nothing' } };
    expect(await wire.call('POST', pathOf(await newTrace()), body)).toMatchObject({ status: 404 });
  });

  it('refuses references to issues, which are not kept', async () => {
    const body = { assessment: { assessment_name: 'iss-1', issue: { issue_name: 'x' } } };
    expect(await wire.call('POST', pathOf(await newTrace()), body)).toMatchObject({
      status: 501,
      body: { error_code: 'NOT_IMPLEMENTED' },
    });
  });
});

describe('PATCH traces/{trace_id}/assessments/{assessment_id}', () => {
  it.each(['assessmentName,feedback,rationale,metadata', 'assessment_name,feedback,rationale,metadata'])(
    'changes what the mask %s names, and nothing else',
    async (update_mask) => {
      const traceId = await newTrace();
      const { assessment_id: id } = await create(traceId, {
        assessment_name: 'before',
        source: human,
        feedback: { value: 1 },
        metadata: { kept: 'yes', changed: 'no' },
      });
      const assessment = {
        assessment_name: 'after',
        source: { source_type: 'CODE', source_id: 'nobody' },
        feedback: { value: [2] },
        rationale: 'because',
        metadata: { changed: 'yes' },
      };
      const { body } = await wire.call('PATCH', pathOf(traceId, id), { assessment, update_mask });
      expect(body.assessment).toMatchObject({
        assessment_id: id,
        assessment_name: 'after',
        feedback: { value: [2] },
        rationale: 'because',
        metadata: { kept: 'yes', changed: 'yes' },
        source: human,
      });
      const only = { assessment: { assessment_name: 'ignored', rationale: 'new' }, update_mask: 'rationale' };
      const second = await wire.call('PATCH', pathOf(traceId, id), only);
      expect(second.body.assessment).toMatchObject({
        assessment_name: 'after',
        rationale: 'new',
        feedback: { value: [2] },
      });
    },
  );

  it.each([
    ['an unknown mask', { assessment: {}, update_mask: 'source' }],
    ['an empty mask', { assessment: {}, update_mask: '' }],
    ['a mask that names no value', { assessment: {}, update_mask: 'feedback' }],
    [
      'feedback that would be an expectation',
      { assessment: { expectation: { value: 1 } }, update_mask: 'expectation' },
    ],
  ])('refuses %s with INVALID_PARAMETER_VALUE', async (_, body) => {
    const traceId = await newTrace();
    const { assessment_id: id } = await create(traceId, {
      assessment_name: 'v',
      source: human,
      feedback: { value: 1 },
    });
    expect(await wire.call('PATCH', pathOf(traceId, id), body)).toMatchObject({
      status: 400,
      body: { error_code: 'INVALID_PARAMETER_VALUE' },
    });
  });

  it('of an unknown assessment is 404', async () => {
    const body = { assessment: { rationale: 'x' }, update_mask: 'rationale' };
    expect(await wire.call('PATCH', pathOf(await newTrace(), 'a-1'), body)).toMatchObject({ status: 404 });
  });
});

describe('GET and DELETE traces/{trace_id}/assessments/{assessment_id}', () => {
  it('deletes once and again; get then says it is gone', async () => {
    const traceId = await newTrace();
    const { assessment_id: id } = await create(traceId, {
      assessment_name: 'v',
      source: human,
      feedback: { value: 1 },
    });
    for (let times = 0; times < 2; times++) {
      expect(await wire.call('DELETE', pathOf(traceId, id), {})).toMatchObject({ status: 200, body: {} });
    }
    expect(await wire.call('GET', pathOf(traceId, id))).toMatchObject({
      status: 404,
      body: { error_code: 'RESOURCE_DOES_NOT_EXIST' },
    });
    expect(await wire.call('DELETE', pathOf('tr-unknown', id))).toMatchObject({ status: 404 });
  });
});

describe('keys', () => {
  it('with the scope feedback may create, and nothing else', async () => {
    const traceId = await newTrace();
    const key = await wire.keyFor(['feedback']);
    const assessment = { assessment_name: 'v', source: human, feedback: { value: 1 } };
    const created = await wire.call('POST', pathOf(traceId), { assessment }, key);
    expect(created.status).toBe(200);
    const id = created.body.assessment.assessment_id;
    expect(await wire.call('GET', pathOf(traceId, id), undefined, key)).toMatchObject({ status: 403 });
    expect(await wire.call('DELETE', pathOf(traceId, id), undefined, key)).toMatchObject({ status: 403 });
  });

  it('bound to another experiment see and change nothing', async () => {
    const traceId = await newTrace();
    const { assessment_id: id } = await create(traceId, {
      assessment_name: 'v',
      source: human,
      feedback: { value: 1 },
    });
    const key = await wire.keyFor(['read', 'write'], '4711');
    const assessment = { assessment_name: 'v', source: human, feedback: { value: 1 } };
    for (const [method, path, body] of [
      ['POST', pathOf(traceId), { assessment }],
      ['GET', pathOf(traceId, id), undefined],
      ['PATCH', pathOf(traceId, id), { assessment: { rationale: 'x' }, update_mask: 'rationale' }],
      ['DELETE', pathOf(traceId, id), {}],
    ] as const) {
      expect(await wire.call(method, path, body, key)).toMatchObject({ status: 404 });
    }
    expect(await listed(traceId)).toHaveLength(1);
  });
});
