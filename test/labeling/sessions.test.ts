/** Label schemas and labeling sessions over REST. */
import { describe, expect, it } from 'vitest';
import {
  askThree,
  newExperiment,
  newSchema,
  newSession,
  newTraces,
  ok,
  openLink,
  wire,
} from '../helpers/labeling.ts';

const passFail = { pass_fail: { positive_label: 'Yes', negative_label: 'No' } };
const refused = async (method: string, path: string, body?: unknown, key?: string) => {
  const { status, body: answer } = await wire.call(method, path, body, key);
  return [status, answer.error_code, answer.details?.field];
};

describe('label schemas', () => {
  it('are created, read, listed with the default question last, changed and deleted', async () => {
    const experiment = await newExperiment();
    const inputs = [
      passFail,
      { categorical: { options: ['a', 'b'], multi_select: true } },
      { numeric: { min_value: 1, max_value: 5 } },
      { text: { max_length: 100 } },
    ];
    const schemas = [];
    for (const [index, input] of inputs.entries()) {
      schemas.push(await newSchema(experiment, { name: `question ${index}`, input, enable_comment: true }));
    }
    expect(schemas.map(({ input }) => input)).toEqual(inputs);
    const [first] = schemas;
    const path = `/api/v1/label-schemas/${first.schema_id}`;
    expect((await ok('GET', path)).label_schema).toEqual(first);
    const page = await ok('GET', `/api/v1/label-schemas?experiment=${experiment}&page_size=4`);
    expect(page.label_schemas).toHaveLength(4);
    const rest = await ok(
      'GET',
      `/api/v1/label-schemas?experiment=${experiment}&page_size=4&page_token=${page.next_page_token}`,
    );
    expect(rest).toMatchObject({
      label_schemas: [{ name: 'Feedback', is_default: true }],
      next_page_token: null,
    });
    const changed = await ok('PATCH', path, { title: 'Is it?', input: passFail, instruction: null });
    expect(changed.label_schema).toMatchObject({ title: 'Is it?', name: 'question 0' });
    await ok('DELETE', path);
    expect(await refused('GET', path)).toEqual([404, 'RESOURCE_DOES_NOT_EXIST', undefined]);
  });

  it.each([
    ['an unknown input', { name: 'q', input: {} }, 'input'],
    ['two inputs', { name: 'q', input: { ...passFail, text: {} } }, 'input'],
    ['no name', { name: ' ', input: passFail }, 'name'],
    ['the default question’s name', { name: 'feedback', input: passFail }, 'name'],
    [
      'equal labels',
      { name: 'q', input: { pass_fail: { positive_label: 'a', negative_label: 'a' } } },
      undefined,
    ],
    ['no options', { name: 'q', input: { categorical: { options: [] } } }, 'input.categorical.options'],
    [
      'an option twice',
      { name: 'q', input: { categorical: { options: ['a', 'a'] } } },
      'input.categorical.options',
    ],
    ['bounds the wrong way', { name: 'q', input: { numeric: { min_value: 5, max_value: 1 } } }, undefined],
    ['a long instruction', { name: 'q', input: passFail, instruction: 'x'.repeat(1001) }, 'instruction'],
  ])('refuses %s', async (_, body, field) => {
    const answer = await refused('POST', '/api/v1/label-schemas', body);
    expect(answer.slice(0, 2)).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    if (field !== undefined) expect(answer[2]).toBe(field);
  });

  it('keep their name to themselves, their kind, and the default question as it is', async () => {
    const experiment = await newExperiment();
    const schema = await newSchema(experiment, { name: 'q', input: passFail });
    const body = { experiment, name: 'q', input: passFail };
    expect((await refused('POST', '/api/v1/label-schemas', body))[1]).toBe('RESOURCE_ALREADY_EXISTS');
    const path = `/api/v1/label-schemas/${schema.schema_id}`;
    expect(await refused('PATCH', path, { input: { text: {} } })).toContain('input');
    const standing = `/api/v1/label-schemas/ls-default-${experiment}`;
    expect((await refused('PATCH', standing, { title: 'x' }))[0]).toBe(400);
    expect((await refused('DELETE', standing))[0]).toBe(400);
  });
});

describe('labeling sessions', () => {
  it('are created with traces by selection, by filter and from a dataset', async () => {
    const experiment = await newExperiment();
    const other = await newExperiment();
    await askThree(experiment);
    const traceIds = await newTraces(experiment, 3);
    const [tagged = ''] = await newTraces(experiment, 1, { info: { tags: { env: 'prod' } } });
    const [foreign = ''] = await newTraces(other, 1);
    const selected = await newSession(experiment, {
      description: 'Look closely.',
      reviewers: ['Ada@Shop.example', 'bo', 'bo'],
      label_schemas: ['tone', 'is_correct'],
      items: { trace_ids: traceIds },
    });
    expect(selected).toMatchObject({
      status: 'open',
      reviewers: ['ada@shop.example', 'bo'],
      items: { pending: 3, complete: 0, declined: 0 },
      review_path: `/review/${selected.session_id}`,
    });
    const filtered = await newSession(experiment, { items: { filter: "tags.env = 'prod'" } });
    expect(filtered.items.pending).toBe(1);
    const newest = await newSession(experiment, { items: { filter: '', most: 2 } });
    expect(newest.items.pending).toBe(2);
    const dataset = (await ok('POST', '/api/v1/datasets', { name: `cases ${experiment}` })).dataset;
    await ok('POST', `/api/v1/datasets/${dataset.dataset_id}/records`, {
      records: [tagged, foreign].map((trace_id) => ({
        inputs: { trace_id },
        source: { source_type: 'TRACE', source_data: { trace_id } },
      })),
    });
    const collected = await newSession(experiment, { items: { dataset: dataset.name } });
    const items = await ok('GET', `/api/v1/labeling-sessions/${collected.session_id}/items`);
    expect(items.items.map(({ trace_id }: { trace_id: string }) => trace_id)).toEqual([tagged]);
  });

  it('leave nothing behind when their traces cannot be added', async () => {
    const experiment = await newExperiment();
    const body = { experiment, name: 'half', items: { trace_ids: ['tr-none'] } };
    expect((await refused('POST', '/api/v1/labeling-sessions', body))[0]).toBe(404);
    await newSession(experiment, { name: 'half' });
    expect((await refused('POST', '/api/v1/labeling-sessions', { experiment, name: 'HALF' }))[1]).toBe(
      'RESOURCE_ALREADY_EXISTS',
    );
  });

  it.each([
    ['no name', { name: ' ' }],
    ['the reserved name', { name: 'Default' }],
    ['eleven reviewers', { name: 'x', reviewers: Array.from({ length: 11 }, (_, index) => `r${index}`) }],
    ['two sources of traces', { name: 'x', items: { filter: '', dataset: 'd' } }],
    ['no source of traces', { name: 'x', items: {} }],
    ['a filter with a fault', { name: 'x', items: { filter: 'nonsense' } }],
  ])('refuse %s', async (_, body) => {
    expect((await refused('POST', '/api/v1/labeling-sessions', body)).slice(0, 2)).toEqual([
      400,
      'INVALID_PARAMETER_VALUE',
    ]);
  });

  it('refuse schemas of another experiment, and other ones once there are items', async () => {
    const experiment = await newExperiment();
    const other = await newExperiment();
    const foreign = await newSchema(other, { name: 'q', input: passFail });
    const body = { experiment, name: 'x', label_schemas: [foreign.schema_id] };
    expect((await refused('POST', '/api/v1/labeling-sessions', body))[0]).toBe(400);
    expect((await refused('POST', '/api/v1/labeling-sessions', { ...body, label_schemas: ['q'] }))[0]).toBe(
      404,
    );
    const session = await newSession(experiment);
    const path = `/api/v1/labeling-sessions/${session.session_id}`;
    await newSchema(experiment, { name: 'mine', input: passFail });
    expect((await ok('PATCH', path, { label_schemas: ['mine'] })).labeling_session.schema_ids).toHaveLength(
      1,
    );
    await ok('POST', `${path}/items`, { trace_ids: await newTraces(experiment, 1) });
    expect((await refused('PATCH', path, { label_schemas: [] }))[0]).toBe(400);
    const closed = await ok('PATCH', path, { status: 'closed', name: 'Renamed', reviewers: ['cy'] });
    expect(closed.labeling_session).toMatchObject({ status: 'closed', name: 'Renamed', reviewers: ['cy'] });
  });

  it('are listed by status, reviewer and trace, and deleted without a trace of answers lost', async () => {
    const experiment = await newExperiment();
    const [traceId = ''] = await newTraces(experiment, 1);
    const one = await newSession(experiment, { reviewers: ['ada'], items: { trace_ids: [traceId] } });
    const two = await newSession(experiment);
    await ok('PATCH', `/api/v1/labeling-sessions/${two.session_id}`, { status: 'closed' });
    const find = async (query: string) =>
      (await ok('GET', `/api/v1/labeling-sessions?experiment=${experiment}${query}`)).labeling_sessions.map(
        ({ session_id }: { session_id: string }) => session_id,
      );
    expect(await find('')).toEqual(expect.arrayContaining([one.session_id, two.session_id]));
    expect(await find('&status=closed')).toEqual([two.session_id]);
    expect(await find('&reviewer=ADA')).toEqual([one.session_id]);
    expect(await find(`&trace_id=${traceId}`)).toEqual([one.session_id]);
    const reviewer = await openLink(one.session_id, 'ada');
    const schemaId = `ls-default-${experiment}`;
    const said = { answers: { [schemaId]: { value: 'Good.' } }, state: 'complete' };
    expect((await reviewer.submit(traceId, said)).status).toBe(200);
    await ok('DELETE', `/api/v1/labeling-sessions/${one.session_id}`);
    expect((await reviewer.call('GET', '/work')).status).toBe(401);
    const { assessments } = await ok('GET', `/api/v1/traces/${traceId}/assessments`);
    expect(assessments).toMatchObject([{ name: 'Feedback', feedback: { value: 'Good.' } }]);
  });

  it('have items that are removed, settled and reopened', async () => {
    const experiment = await newExperiment();
    const traceIds = await newTraces(experiment, 2);
    const session = await newSession(experiment, { items: { trace_ids: traceIds } });
    const path = `/api/v1/labeling-sessions/${session.session_id}/items`;
    const [one = '', two = ''] = traceIds;
    const { item } = await ok('PUT', `${path}/${one}/status`, { status: 'COMPLETE', completed_by: 'Ada' });
    expect(item).toMatchObject({ status: 'COMPLETE', completed_by: 'ada' });
    expect((await refused('PUT', `${path}/${one}/status`, { status: 'DECLINED' }))[0]).toBe(400);
    expect((await ok('GET', `${path}?status=PENDING`)).items).toHaveLength(1);
    await ok('PUT', `${path}/${one}/status`, { status: 'PENDING' });
    expect((await ok('GET', `${path}?status=PENDING`)).items).toHaveLength(2);
    expect(await ok('DELETE', `${path}?trace_id=${two}`)).toEqual({ removed: 1 });
    expect((await refused('PUT', `${path}/${two}/status`, { status: 'PENDING' }))[0]).toBe(404);
    expect(await ok('POST', path, { trace_ids: traceIds })).toEqual({ added: 1, left_out: 0, more: false });
  });

  it('tell how far each reviewer is, what was answered and how far people agree', async () => {
    const experiment = await newExperiment();
    const [correct, tone] = await askThree(experiment);
    const traceIds = await newTraces(experiment, 4);
    const session = await newSession(experiment, {
      reviewers: ['ada', 'bo'],
      label_schemas: ['is_correct', 'tone'],
      items: { trace_ids: traceIds },
    });
    const ada = await openLink(session.session_id, 'ada');
    const bo = await openLink(session.session_id, 'bo');
    const verdicts: [boolean, boolean][] = [
      [true, true],
      [true, false],
      [false, false],
    ];
    for (const [index, [one, other]] of verdicts.entries()) {
      const traceId = traceIds[index] ?? '';
      const say = (value: boolean) => ({
        answers: { [correct.schema_id]: { value }, [tone.schema_id]: { value: ['kind'] } },
        state: 'complete',
      });
      await ada.submit(traceId, say(one));
      await bo.submit(traceId, say(other));
    }
    await ada.submit(traceIds[3] ?? '', { state: 'skipped' });
    const progress = await ok('GET', `/api/v1/labeling-sessions/${session.session_id}/progress`);
    expect(progress).toMatchObject({
      items: { pending: 1, complete: 3, declined: 0 },
      reviewers: [
        { reviewer: 'ada', complete: 3, skipped: 1, pending: 0 },
        { reviewer: 'bo', complete: 3, skipped: 0, pending: 1 },
      ],
    });
    const [first, second] = progress.questions;
    expect(first.agreement).toMatchObject({ answers: 6, items_compared: 3, kappa_method: 'cohen' });
    expect(first.agreement.percent_agreement).toBeCloseTo(2 / 3);
    expect(first.agreement.kappa).toBeCloseTo(0.4);
    expect(first.counts).toEqual([
      { value: true, count: 3 },
      { value: false, count: 3 },
    ]);
    expect(second.agreement).toMatchObject({ percent_agreement: 1, kappa: null });
    expect(second.counts[0]).toEqual({ value: 'kind', count: 6 });
  });
});

describe('a key', () => {
  it('F91 bound to an experiment sees no session, schema or link of another', async () => {
    const experiment = await newExperiment();
    const own = await newExperiment();
    const schema = await newSchema(experiment, { name: 'q', input: passFail });
    const session = await newSession(experiment, { reviewers: ['ada'] });
    const key = await wire.keyFor(['read', 'write'], own);
    const path = `/api/v1/labeling-sessions/${session.session_id}`;
    for (const [method, url, body] of [
      ['GET', path],
      ['PATCH', path, { status: 'closed' }],
      ['DELETE', path],
      ['GET', `${path}/items`],
      ['POST', `${path}/items`, { trace_ids: ['tr-1'] }],
      ['GET', `${path}/progress`],
      ['POST', `${path}/links`, {}],
      ['GET', `${path}/links`],
      ['GET', `/api/v1/label-schemas/${schema.schema_id}`],
      ['PATCH', `/api/v1/label-schemas/${schema.schema_id}`, { title: 'x' }],
      ['DELETE', `/api/v1/label-schemas/${schema.schema_id}`],
      ['GET', `/api/v1/label-schemas?experiment=${experiment}`],
    ] as const) {
      expect((await refused(method, url, body, key))[0], `${method} ${url}`).toBe(404);
    }
    expect((await ok('GET', '/api/v1/labeling-sessions', undefined, key)).labeling_sessions).toEqual([]);
    expect((await ok('GET', path)).labeling_session.status).toBe('open');
  });

  it('that may write but not read makes no link, and learns nothing by a filter', async () => {
    const experiment = await newExperiment();
    const session = await newSession(experiment, { reviewers: ['ada'] });
    const key = await wire.keyFor(['write']);
    const path = `/api/v1/labeling-sessions/${session.session_id}`;
    expect((await refused('POST', `${path}/links`, {}, key))[1]).toBe('PERMISSION_DENIED');
    expect((await refused('POST', `${path}/items`, { filter: '' }, key))[1]).toBe('PERMISSION_DENIED');
    expect((await refused('POST', `${path}/items`, { dataset: 'd' }, key))[1]).toBe('PERMISSION_DENIED');
    const body = { experiment, name: 'x', items: { filter: '' } };
    expect((await refused('POST', '/api/v1/labeling-sessions', body, key))[1]).toBe('PERMISSION_DENIED');
  });
});
