/** Label schemas and review queues over HTTP, as MLflow's clients call them. */
import { describe, expect, it } from 'vitest';
import { newTraceId } from '../../../src/core/ids.ts';
import { newExperiment, newTraces, ok, openLink, wire } from '../../helpers/labeling.ts';
import type { Loose } from '../../helpers/mlflow-wire.ts';

const schemas = '/api/3.0/mlflow/label-schemas';
const queues = '/api/3.0/mlflow/review-queues';
const passFail = { pass_fail: { positive_label: 'Polite', negative_label: 'Rude' } };

async function createSchema(experiment_id: string, changes: object = {}): Promise<Loose> {
  const body = { experiment_id, name: 'is_polite', type: 'FEEDBACK', input: passFail, ...changes };
  return (await ok('POST', `${schemas}/create`, body)).label_schema;
}

async function createQueue(experiment_id: string, changes: object = {}): Promise<Loose> {
  const body = { experiment_id, name: 'Weekly', queue_type: 'CUSTOM', ...changes };
  return (await ok('POST', `${queues}/create`, body)).review_queue;
}

const refused = async (method: string, path: string, body?: unknown): Promise<[number, string]> => {
  const answer = await wire.call(method, path, body);
  return [answer.status, answer.body.error_code];
};

describe('label schemas', () => {
  it('are created and read by id and by name', async () => {
    const experiment = await newExperiment();
    const schema = await createSchema(experiment, { instruction: 'Judge tone only.', enable_comment: true });
    expect(schema).toEqual({
      schema_id: expect.stringMatching(/^ls-[0-9a-f]{32}$/),
      experiment_id: experiment,
      name: 'is_polite',
      type: 'FEEDBACK',
      instruction: 'Judge tone only.',
      enable_comment: true,
      input: passFail,
      created_at: expect.any(Number),
      last_updated_at: expect.any(Number),
      is_default: false,
    });
    expect((await ok('GET', `${schemas}/get?schema_id=${schema.schema_id}`)).label_schema).toEqual(schema);
    const byName = `${schemas}/get-by-name?experiment_id=${experiment}&name=is_polite`;
    expect((await ok('GET', byName)).label_schema).toEqual(schema);
  });

  it.each([
    ['categorical', { categorical: { options: ['a', 'b'], multi_select: true } }],
    ['numeric', { numeric: { min_value: 0.5, max_value: 5 } }],
    ['numeric without bounds', { numeric: {} }],
    ['text', { text: { max_length: 80 } }],
    ['text of any length', { text: {} }],
  ])('keep the input %s as it is', async (_, input) => {
    expect((await createSchema(await newExperiment(), { input })).input).toEqual(input);
  });

  it('are listed in pages, the default question last; a name is taken once', async () => {
    const experiment = await newExperiment();
    await createSchema(experiment);
    const page = await ok('GET', `${schemas}/list?experiment_id=${experiment}&max_results=1`);
    expect(page.label_schemas).toMatchObject([{ name: 'is_polite' }]);
    const token = encodeURIComponent(page.next_page_token);
    const rest = await ok(
      'GET',
      `${schemas}/list?experiment_id=${experiment}&max_results=1&page_token=${token}`,
    );
    expect(rest.label_schemas).toMatchObject([{ name: 'Feedback', is_default: true, input: { text: {} } }]);
    expect(rest.next_page_token).toBeUndefined();
    const body = { experiment_id: experiment, name: 'is_polite', type: 'FEEDBACK', input: passFail };
    expect(await refused('POST', `${schemas}/create`, body)).toEqual([400, 'RESOURCE_ALREADY_EXISTS']);
  });

  it('are changed but for their kind, and deleted again and again', async () => {
    const { schema_id } = await createSchema(await newExperiment());
    const { label_schema } = await ok('PATCH', `${schemas}/update`, {
      schema_id,
      name: 'polite',
      enable_comment: true,
    });
    expect(label_schema).toMatchObject({ name: 'polite', enable_comment: true, input: passFail });
    const body = { schema_id, input: { text: {} } };
    expect(await refused('PATCH', `${schemas}/update`, body)).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    for (const _ of [1, 2]) expect(await ok('DELETE', `${schemas}/delete`, { schema_id })).toEqual({});
    expect(await refused('GET', `${schemas}/get?schema_id=${schema_id}`)).toEqual([
      404,
      'RESOURCE_DOES_NOT_EXIST',
    ]);
  });

  it.each([
    ['a type it does not know', { type: 'GUESS' }],
    ['no input', { input: {} }],
    ['the default question’s name', { name: 'FEEDBACK' }],
    ['too many options', { input: { categorical: { options: Array.from({ length: 11 }, String) } } }],
  ])('refuse %s', async (_, changes) => {
    const body = { experiment_id: '0', name: 'q', type: 'FEEDBACK', input: passFail, ...changes };
    expect(await refused('POST', `${schemas}/create`, body)).toEqual([400, 'INVALID_PARAMETER_VALUE']);
  });

  it('of an experiment that is none do not exist', async () => {
    expect(await refused('GET', `${schemas}/list?experiment_id=99999`)).toEqual([
      404,
      'RESOURCE_DOES_NOT_EXIST',
    ]);
  });
});

describe('review queues', () => {
  it('are labeling sessions: made on one surface, seen on the other', async () => {
    const experiment = await newExperiment();
    const { schema_id } = await createSchema(experiment);
    const queue = await createQueue(experiment, { users: ['Bo', 'ada ', 'bo'], schema_ids: [schema_id] });
    expect(queue).toEqual({
      queue_id: expect.stringMatching(/^rq-[0-9a-f]{32}$/),
      experiment_id: experiment,
      name: 'Weekly',
      queue_type: 'CUSTOM',
      creation_time_ms: expect.any(Number),
      last_update_time_ms: expect.any(Number),
      users: ['ada', 'bo'],
      schema_ids: [schema_id],
    });
    expect((await ok('GET', `${queues}/get?queue_id=${queue.queue_id}`)).review_queue).toEqual(queue);
    const byName = `${queues}/get-by-name?experiment_id=${experiment}&name=WEEKLY`;
    expect((await ok('GET', byName)).review_queue).toEqual(queue);
    const { labeling_session: session } = await ok('GET', `/api/v1/labeling-sessions/${queue.queue_id}`);
    expect(session).toMatchObject({ name: 'Weekly', reviewers: ['ada', 'bo'], schema_ids: [schema_id] });
    const body = { experiment_id: experiment, name: 'weekly', queue_type: 'CUSTOM' };
    expect(await refused('POST', `${queues}/create`, body)).toEqual([400, 'RESOURCE_ALREADY_EXISTS']);
  });

  it('of a user are made once, have their name, and are fixed', async () => {
    const experiment_id = await newExperiment();
    const make = async () =>
      (await ok('POST', `${queues}/get-or-create-user`, { experiment_id, user: ' Ada' })).review_queue;
    const [one, two] = await Promise.all([make(), make()]);
    expect(one).toMatchObject({
      name: 'ada',
      queue_type: 'USER',
      users: ['ada'],
      schema_ids: [],
      created_by: 'ada',
    });
    expect(two.queue_id).toBe(one.queue_id);
    const update = { queue_id: one.queue_id, update_users: true, users: ['bo'] };
    expect(await refused('POST', `${queues}/update`, update)).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    const crowd = { experiment_id, name: 'cy', queue_type: 'USER', users: ['cy', 'bo'] };
    expect(await refused('POST', `${queues}/create`, crowd)).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    await createQueue(experiment_id, { name: 'di' });
    const taken = { experiment_id, user: 'di' };
    expect(await refused('POST', `${queues}/get-or-create-user`, taken)).toEqual([
      400,
      'RESOURCE_ALREADY_EXISTS',
    ]);
  });

  it('are listed newest first, by user and by item', async () => {
    const experiment_id = await newExperiment();
    const [traceId = ''] = await newTraces(experiment_id, 1);
    const one = await createQueue(experiment_id, { name: 'one', users: ['ada'] });
    const two = await createQueue(experiment_id, { name: 'two' });
    await ok('POST', `${queues}/items/add`, {
      queue_id: two.queue_id,
      item_type: 'TRACE',
      item_ids: [traceId],
    });
    const find = async (query: string) =>
      (await ok('GET', `${queues}/list?experiment_id=${experiment_id}${query}`)).review_queues.map(
        ({ name }: Loose) => name,
      );
    expect((await find('')).toSorted()).toEqual(['one', 'two']);
    expect(await find('&user=ADA')).toEqual(['one']);
    expect(await find(`&item_id=${traceId}`)).toEqual(['two']);
    const page = await ok('GET', `${queues}/list?experiment_id=${experiment_id}&max_results=1`);
    const token = encodeURIComponent(page.next_page_token);
    expect([page.review_queues[0].name, ...(await find(`&page_token=${token}`))].toSorted()).toEqual([
      'one',
      'two',
    ]);
    expect(one.queue_id).not.toBe(two.queue_id);
  });

  it('change by flags, keep their questions once they have items, and are deleted again and again', async () => {
    const experiment_id = await newExperiment();
    const { schema_id } = await createSchema(experiment_id);
    const { queue_id } = await createQueue(experiment_id, { users: ['ada'] });
    const update = async (body: object) =>
      (await ok('POST', `${queues}/update`, { queue_id, ...body })).review_queue;
    expect(await update({ users: ['nobody reads this'] })).toMatchObject({ users: ['ada'] });
    expect(await update({ update_users: true })).toMatchObject({ users: [] });
    expect(await update({ update_schema_ids: true, schema_ids: [schema_id] })).toMatchObject({
      schema_ids: [schema_id],
    });
    expect(await update({ name: 'Monthly', new_owner: 'Ann' })).toMatchObject({
      name: 'Monthly',
      created_by: 'Ann',
    });
    const [traceId] = await newTraces(experiment_id, 1);
    await ok('POST', `${queues}/items/add`, { queue_id, item_ids: [traceId] });
    const frozen = { queue_id, update_schema_ids: true, schema_ids: [] };
    expect(await refused('POST', `${queues}/update`, frozen)).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    for (const _ of [1, 2]) expect(await ok('POST', `${queues}/delete`, { queue_id })).toEqual({});
    expect(await refused('GET', `${queues}/get?queue_id=${queue_id}`)).toEqual([
      404,
      'RESOURCE_DOES_NOT_EXIST',
    ]);
  });
});

describe('items of review queues', () => {
  async function setUp(count = 2) {
    const experiment_id = await newExperiment();
    const item_ids = await newTraces(experiment_id, count);
    const { queue_id } = await createQueue(experiment_id, { users: ['ada'] });
    const { items } = await ok('POST', `${queues}/items/add`, { queue_id, item_type: 'TRACE', item_ids });
    return { experiment_id, queue_id, item_ids, items };
  }

  it('are added in the order of the request, once, and only of the experiment', async () => {
    const { queue_id, item_ids, items } = await setUp();
    expect(items).toEqual(
      item_ids.map((item_id) => ({
        queue_id,
        item_type: 'TRACE',
        item_id,
        status: 'PENDING',
        creation_time_ms: expect.any(Number),
        last_update_time_ms: expect.any(Number),
      })),
    );
    const reversed = item_ids.toReversed();
    const again = await ok('POST', `${queues}/items/add`, { queue_id, item_ids: reversed });
    expect(again.items.map(({ item_id }: Loose) => item_id)).toEqual(reversed);
    const [foreign] = await newTraces(await newExperiment(), 1);
    for (const item_id of [foreign, newTraceId()]) {
      const body = { queue_id, item_ids: [item_id] };
      expect(await refused('POST', `${queues}/items/add`, body)).toEqual([404, 'RESOURCE_DOES_NOT_EXIST']);
    }
    const none = { queue_id, item_ids: [] };
    expect(await refused('POST', `${queues}/items/add`, none)).toEqual([400, 'INVALID_PARAMETER_VALUE']);
  });

  it('are settled by name, keep who was first, and are reopened by nobody', async () => {
    const { queue_id, item_ids } = await setUp();
    const [item_id] = item_ids;
    const set = async (body: object) =>
      (await ok('POST', `${queues}/items/set-status`, { queue_id, item_id, ...body })).item;
    expect(await set({ status: 'COMPLETE', completed_by: 'Ada' })).toMatchObject({
      status: 'COMPLETE',
      completed_by: 'ada',
      completed_time_ms: expect.any(Number),
    });
    expect(await set({ status: 'COMPLETE', completed_by: 'bo' })).toMatchObject({ completed_by: 'ada' });
    expect(await set({ status: 'DECLINED', completed_by: 'bo' })).toMatchObject({ completed_by: 'bo' });
    const list = async (query: string) =>
      (await ok('GET', `${queues}/items/list?queue_id=${queue_id}${query}`)).items;
    expect(await list('&status=DECLINED')).toHaveLength(1);
    expect(await list('&max_results=1')).toHaveLength(1);
    expect(await set({ status: 'PENDING' })).not.toHaveProperty('completed_by');
    const path = `${queues}/items/set-status`;
    for (const body of [
      { status: 'COMPLETE' },
      { status: 'PENDING', completed_by: 'ada' },
      { status: 'NEVER' },
    ]) {
      expect(await refused('POST', path, { queue_id, item_id, ...body })).toEqual([
        400,
        'INVALID_PARAMETER_VALUE',
      ]);
    }
    const unknown = { queue_id, item_id: 'tr-none', status: 'PENDING' };
    expect(await refused('POST', path, unknown)).toEqual([404, 'RESOURCE_DOES_NOT_EXIST']);
  });

  it('are removed again and again', async () => {
    const { queue_id, item_ids } = await setUp();
    for (const _ of [1, 2]) {
      expect(await ok('POST', `${queues}/items/remove`, { queue_id, item_ids: [item_ids[0]] })).toEqual({});
    }
    expect((await ok('GET', `${queues}/items/list?queue_id=${queue_id}`)).items).toHaveLength(1);
  });

  it('show what was done in the review app, and the app shows what was done here', async () => {
    const { queue_id, item_ids, experiment_id } = await setUp();
    const [one = '', two = ''] = item_ids;
    const ada = await openLink(queue_id, 'ada');
    const answers = { [`ls-default-${experiment_id}`]: { value: 'Fine.' } };
    await ada.submit(one, { answers, state: 'complete' });
    const { items } = await ok('GET', `${queues}/items/list?queue_id=${queue_id}&status=COMPLETE`);
    expect(items).toMatchObject([{ item_id: one, completed_by: 'ada' }]);
    await ok('POST', `${queues}/items/set-status`, {
      queue_id,
      item_id: two,
      status: 'DECLINED',
      completed_by: 'ADA',
    });
    await ok('POST', `${queues}/items/set-status`, { queue_id, item_id: one, status: 'PENDING' });
    expect((await ada.call('GET', '/work')).body.items).toEqual([
      { traceId: one, state: null },
      { traceId: two, state: 'skipped' },
    ]);
    const trace = await ok('GET', `/api/3.0/mlflow/traces/${one}`);
    expect(trace.trace.trace_info.assessments).toMatchObject([
      {
        assessment_name: 'Feedback',
        feedback: { value: 'Fine.' },
        source: { source_type: 'HUMAN', source_id: 'ada' },
      },
    ]);
  });
});
