/** Experiments over HTTP, as MLflow's clients call them. */
import { describe, expect, it } from 'vitest';
import { createWire } from '../../helpers/mlflow-wire.ts';

const wire = createWire();
const v2 = '/api/2.0/mlflow/experiments';

async function create(name: string, more: object = {}): Promise<string> {
  const { status, body } = await wire.call('POST', `${v2}/create`, { name, ...more });
  expect(status).toBe(200);
  return body.experiment_id;
}

const namesOf = (body: { experiments: { name: string }[] }) => body.experiments.map(({ name }) => name);

describe('GET experiments/get', () => {
  it('knows the experiment every deployment has', async () => {
    expect(await wire.call('GET', `${v2}/get?experiment_id=0`)).toMatchObject({
      status: 200,
      body: {
        experiment: {
          experiment_id: '0',
          name: 'Default',
          artifact_location: 'mlflow-artifacts:/0',
          lifecycle_stage: 'active',
          creation_time: 0,
          last_update_time: 0,
        },
      },
    });
  });

  it.each([
    ['?experiment_id=424242', 404, 'RESOURCE_DOES_NOT_EXIST'],
    ['?experiment_id=not-a-number', 404, 'RESOURCE_DOES_NOT_EXIST'],
    ['?experiment_id=', 400, 'INVALID_PARAMETER_VALUE'],
    ['', 400, 'INVALID_PARAMETER_VALUE'],
  ])('%s is %i %s', async (query, status, code) => {
    const answer = await wire.call('GET', `${v2}/get${query}`);
    expect(answer).toMatchObject({ status, body: { error_code: code, message: expect.any(String) } });
  });
});

describe('POST experiments/create, GET experiments/get-by-name', () => {
  it.each([
    ['a list, as Python sends them', [{ key: 'team', value: 'core' }]],
    ['an object, as the TypeScript client sends them', { team: 'core' }],
  ])('takes tags as %s', async (form, tags) => {
    const name = `created with ${form}`;
    const id = await create(name, { tags });
    const found = await wire.call('GET', `${v2}/get-by-name?experiment_name=${encodeURIComponent(name)}`);
    expect(found.body.experiment).toMatchObject({
      experiment_id: id,
      name,
      artifact_location: `mlflow-artifacts:/${id}`,
      tags: [{ key: 'team', value: 'core' }],
      creation_time: expect.any(Number),
    });
  });

  it('refuses a name that is taken with 400 RESOURCE_ALREADY_EXISTS', async () => {
    await create('taken');
    expect(await wire.call('POST', `${v2}/create`, { name: 'taken' })).toMatchObject({
      status: 400,
      body: { error_code: 'RESOURCE_ALREADY_EXISTS' },
    });
  });

  it('reads a body that is JSON text inside JSON, as old clients send it', async () => {
    const body = JSON.stringify(JSON.stringify({ name: 'double encoded' }));
    expect(await wire.call('POST', `${v2}/create`, body)).toMatchObject({ status: 200 });
  });

  it('says which name it does not find', async () => {
    expect(await wire.call('GET', `${v2}/get-by-name?experiment_name=nobody`)).toMatchObject({
      status: 404,
      body: { error_code: 'RESOURCE_DOES_NOT_EXIST', message: expect.stringContaining('nobody') },
    });
  });

  it.each([
    ['no name', {}],
    ['a number for a name', { name: 7 }],
    ['an object for a name', { name: {} }],
    ['tags that are text', { name: 'x', tags: 'team' }],
    ['a tag without key', { name: 'x', tags: [{ value: 'core' }] }],
    ['artifacts elsewhere', { name: 'x', artifact_location: 's3://bucket' }],
    ['no JSON', '{"name": '],
    ['a list', '[]'],
  ])('refuses %s with INVALID_PARAMETER_VALUE', async (_, body) => {
    expect(await wire.call('POST', `${v2}/create`, body)).toMatchObject({
      status: 400,
      body: { error_code: 'INVALID_PARAMETER_VALUE' },
    });
  });

  it('refuses a body that is not said to be JSON', async () => {
    const key = await wire.keyFor(['write']);
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'text/plain' };
    const response = await wire.fetch(`${v2}/create`, { method: 'POST', headers, body: '{"name":"x"}' });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error_code: 'INVALID_PARAMETER_VALUE' });
  });
});

describe('POST experiments/update, delete, restore', () => {
  it('renames', async () => {
    const id = await create('before');
    expect(await wire.call('POST', `${v2}/update`, { experiment_id: id, new_name: 'after' })).toMatchObject({
      status: 200,
      body: {},
    });
    expect((await wire.call('GET', `${v2}/get?experiment_id=${id}`)).body.experiment.name).toBe('after');
  });

  it('refuses to rename to a name that is taken', async () => {
    const id = await create('wants Default');
    expect(await wire.call('POST', `${v2}/update`, { experiment_id: id, new_name: 'Default' })).toMatchObject(
      { status: 400, body: { error_code: 'RESOURCE_ALREADY_EXISTS' } },
    );
  });

  it('deletes and restores; get still finds a deleted one', async () => {
    const id = await create('short lived');
    expect(await wire.call('POST', `${v2}/delete`, { experiment_id: id })).toMatchObject({ status: 200 });
    const deleted = await wire.call('GET', `${v2}/get?experiment_id=${id}`);
    expect(deleted.body.experiment.lifecycle_stage).toBe('deleted');
    expect(await wire.call('POST', `${v2}/delete`, { experiment_id: id })).toMatchObject({ status: 404 });
    const tag = { experiment_id: id, key: 'a', value: 'b' };
    expect(await wire.call('POST', `${v2}/set-experiment-tag`, tag)).toMatchObject({ status: 400 });
    expect(await wire.call('POST', `${v2}/restore`, { experiment_id: id })).toMatchObject({ status: 200 });
    const restored = await wire.call('GET', `${v2}/get?experiment_id=${id}`);
    expect(restored.body.experiment.lifecycle_stage).toBe('active');
  });

  it.each(['update', 'delete', 'restore'])('%s of an unknown experiment is 404', async (verb) => {
    const body = { experiment_id: '424242', new_name: 'x' };
    expect(await wire.call('POST', `${v2}/${verb}`, body)).toMatchObject({
      status: 404,
      body: { error_code: 'RESOURCE_DOES_NOT_EXIST' },
    });
  });
});

describe('POST experiments/set-experiment-tag, delete-experiment-tag', () => {
  it('sets, replaces and removes', async () => {
    const id = await create('tagged');
    for (const value of ['1', '2']) {
      await wire.call('POST', `${v2}/set-experiment-tag`, { experiment_id: id, key: 'a.b "c"', value });
    }
    await wire.call('POST', `${v2}/set-experiment-tag`, { experiment_id: id, key: 'gone', value: 'x' });
    await wire.call('POST', `${v2}/delete-experiment-tag`, { experiment_id: id, key: 'gone' });
    const { body } = await wire.call('GET', `${v2}/get?experiment_id=${id}`);
    expect(body.experiment.tags).toEqual([{ key: 'a.b "c"', value: '2' }]);
    expect(
      await wire.call('POST', `${v2}/delete-experiment-tag`, { experiment_id: id, key: 'gone' }),
    ).toMatchObject({ status: 404, body: { error_code: 'RESOURCE_DOES_NOT_EXIST' } });
  });
});

describe('POST and GET experiments/search', () => {
  const search = async (body: object) => wire.call('POST', `${v2}/search`, { max_results: 100, ...body });

  it.each([
    ["name = 'search alpha'", ['search alpha']],
    ["name LIKE 'search %'", ['search gamma', 'search beta', 'search alpha']],
    ["attribute.name ILIKE 'SEARCH A%'", ['search alpha']],
    ["name LIKE 'search %' AND tags.team = 'core'", ['search beta', 'search alpha']],
    ["name LIKE 'search %' AND tags.team != 'core'", []],
    ["name LIKE 'search %' AND tags.`the team` IS NULL", ['search gamma', 'search beta', 'search alpha']],
    ["name like 'search %' and tags.team is not null", ['search beta', 'search alpha']],
    [
      "name LIKE 'search %' AND creation_time > 0 AND last_update_time >= 1",
      ['search gamma', 'search beta', 'search alpha'],
    ],
    ["name LIKE 'search %' AND creation_time < 5", []],
    ['name = "search beta"', ['search beta']],
  ])('finds by %s', async (filter, names) => {
    for (const [name, tags] of [
      ['search alpha', { team: 'core' }],
      ['search beta', { team: 'core' }],
      ['search gamma', {}],
    ] as const) {
      if ((await wire.services.experiments.getByName(name)) === null) await create(name, { tags });
    }
    const order_by = ['name DESC'];
    expect(namesOf((await search({ filter, order_by })).body)).toEqual(names);
  });

  it('pages to the end, and takes queries as well', async () => {
    for (const name of ['page 1', 'page 2', 'page 3']) await create(name);
    const found: string[] = [];
    let token: string | undefined = '';
    for (let pages = 0; token !== undefined && pages < 10; pages++) {
      const query = `filter=${encodeURIComponent("name LIKE 'page %'")}&order_by=name&max_results=2&page_token=${token}`;
      const { body } = await wire.call('GET', `${v2}/search?${query}`);
      found.push(...namesOf(body));
      token = body.next_page_token;
    }
    expect(found).toEqual(['page 1', 'page 2', 'page 3']);
  });

  it('lists by lifecycle stage', async () => {
    const id = await create('view type');
    await wire.call('POST', `${v2}/delete`, { experiment_id: id });
    const filter = "name = 'view type'";
    for (const [view_type, count] of [
      ['ACTIVE_ONLY', 0],
      ['DELETED_ONLY', 1],
      ['ALL', 1],
      [2, 1],
      [undefined, 0],
    ] as const) {
      expect((await search({ filter, view_type })).body.experiments).toHaveLength(count);
    }
  });

  it.each([
    [{ filter: "name == 'x'" }],
    [{ filter: "name = 'x' OR name = 'y'" }],
    [{ filter: "nothing = 'x'" }],
    [{ filter: 'name = x' }],
    [{ filter: "name > 'x'" }],
    [{ filter: "tags.a > 'x'" }],
    [{ filter: 'name = 5' }],
    [{ filter: "name LIKE 'x' AND" }],
    [{ filter: "creation_time = 'soon'" }],
    [{ order_by: ['tags.x'] }],
    [{ order_by: ['name SIDEWAYS'] }],
    [{ max_results: 0 }],
    [{ max_results: 50_001 }],
    [{ max_results: 'many' }],
    [{ page_token: 'bm90aGluZw==' }],
    [{ view_type: 'toString' }],
  ])('refuses %j with INVALID_PARAMETER_VALUE', async (body) => {
    expect(await search(body)).toMatchObject({
      status: 400,
      body: { error_code: 'INVALID_PARAMETER_VALUE', message: expect.any(String) },
    });
  });

  it('points at the mistake in a filter', async () => {
    const { body } = await search({ filter: "name = 'x' AND tags.a ~ 'b'" });
    expect(body.message).toContain('position 22');
    expect(body.message).toContain('LIKE');
  });
});

describe('keys', () => {
  it('bound to an experiment see only that one', async () => {
    const [own, other] = [await create('own'), await create('of others')];
    const key = await wire.keyFor(['read', 'write'], own);
    const { body } = await wire.call('POST', `${v2}/search`, { max_results: 100, view_type: 'ALL' }, key);
    expect(body.experiments.map((found: { experiment_id: string }) => found.experiment_id)).toEqual([own]);
    for (const [method, path, sent] of [
      ['GET', `get?experiment_id=${other}`, undefined],
      ['GET', 'get-by-name?experiment_name=of%20others', undefined],
      ['POST', 'update', { experiment_id: other, new_name: 'stolen' }],
      ['POST', 'delete', { experiment_id: other }],
      ['POST', 'restore', { experiment_id: other }],
      ['POST', 'set-experiment-tag', { experiment_id: other, key: 'a', value: 'b' }],
      ['POST', 'delete-experiment-tag', { experiment_id: other, key: 'a' }],
    ] as const) {
      expect(await wire.call(method, `${v2}/${path}`, sent, key)).toMatchObject({
        status: 404,
        body: { error_code: 'RESOURCE_DOES_NOT_EXIST' },
      });
    }
    expect(await wire.call('POST', `${v2}/create`, { name: 'more' }, key)).toMatchObject({ status: 403 });
  });

  it.each([
    [['read'], 'POST', 'create', { name: 'never' }],
    [['read'], 'POST', 'delete', { experiment_id: '1' }],
    [['write'], 'POST', 'search', {}],
    [['proxy'], 'GET', 'get?experiment_id=0', undefined],
  ] as const)('with scopes %j may not %s %s', async (scopes, method, path, body) => {
    const key = await wire.keyFor([...scopes]);
    expect(await wire.call(method, `${v2}/${path}`, body, key)).toMatchObject({
      status: 403,
      body: { error_code: 'PERMISSION_DENIED' },
    });
  });
});
