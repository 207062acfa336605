/** Datasets over REST: records merged by their inputs, found by name and id, kept from those who may not see them. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeRecords } from '../../src/datasets/merge-records.ts';
import { canonicalJson, hashInputs } from '../../src/datasets/record-identity.ts';
import {
  adminKey,
  bearing,
  datasets,
  experiments,
  keyFor,
  managementApp,
  masking,
} from '../helpers/management-app.ts';

const app = managementApp();
const send = async (method: string, path: string, body?: unknown, key = adminKey) => {
  const response = await app.request(path, {
    method,
    headers: { ...bearing(key), 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  // oxlint-disable-next-line typescript/no-explicit-any -- answers are examined by the matchers
  return { status: response.status, body: (await response.json()) as any };
};
let count = 0;
const newDataset = async (more: Record<string, unknown> = {}) => {
  const { body } = await send('POST', '/api/v1/datasets', { name: `dataset ${++count}`, ...more });
  return body.dataset as { dataset_id: string; name: string };
};

describe('a dataset', () => {
  it('is created, found by id and by name, tagged, linked and deleted', async () => {
    await experiments.create('dataset experiment', 1);
    const name = 'catalog.schema/refund questions';
    const created = await send('POST', '/api/v1/datasets', { name, tags: { env: 'prod' } });
    expect(created).toMatchObject({
      status: 200,
      body: { dataset: { name, tags: { env: 'prod' }, record_count: 0, experiment_ids: [] } },
    });
    const { dataset_id: id } = created.body.dataset;
    const path = `/api/v1/datasets/${encodeURIComponent(name)}`;
    expect((await send('GET', path)).body).toEqual(created.body);
    expect((await send('GET', `/api/v1/datasets/${id}`)).body).toEqual(created.body);
    const tagged = await send('PATCH', `${path}/tags`, { tags: { team: 'core', env: null } });
    expect(tagged.body.dataset.tags).toEqual({ team: 'core' });
    const linked = await send('PUT', `${path}/experiments/${encodeURIComponent('dataset experiment')}`);
    expect(linked.body.dataset.experiment_ids).toHaveLength(1);
    expect(
      (await send('GET', '/api/v1/datasets?experiment=dataset%20experiment')).body.datasets,
    ).toHaveLength(1);
    const unlinked = await send('DELETE', `${path}/experiments/dataset%20experiment`);
    expect(unlinked.body.dataset.experiment_ids).toEqual([]);
    expect(unlinked.body.dataset.digest).not.toBe(created.body.dataset.digest);
    expect((await send('DELETE', path)).status).toBe(200);
    expect(await send('GET', path)).toMatchObject({
      status: 404,
      body: { error_code: 'RESOURCE_DOES_NOT_EXIST' },
    });
  });

  it('is found by filter, in the order that is asked for, page by page', async () => {
    for (const name of ['find B', 'find A', 'find [c]*']) {
      await send('POST', '/api/v1/datasets', { name, tags: { 'my.key': name, n: '1' } });
    }
    const find = async (query: string) =>
      (await send('GET', `/api/v1/datasets?${query}`)).body.datasets?.map(
        (one: { name: string }) => one.name,
      );
    const where = (filter: string) => `order_by=name%20ASC&filter=${encodeURIComponent(filter)}`;
    expect(await find(where("name LIKE 'find %'"))).toEqual(['find A', 'find B', 'find [c]*']);
    expect(await find(where("name LIKE 'FIND %'"))).toEqual([]);
    expect(await find(where("name ILIKE 'FIND _'"))).toEqual(['find A', 'find B']);
    expect(await find(where("name LIKE '%[c]*'"))).toEqual(['find [c]*']);
    expect(await find(where("name LIKE 'find %' and tags.`my.key` != 'find A'"))).toEqual([
      'find B',
      'find [c]*',
    ]);
    expect(await find(where("name = 'it''s' AND created_time > 1"))).toEqual([]);
    const first = await send('GET', `/api/v1/datasets?page_size=2&${where("name LIKE 'find %'")}`);
    expect(first.body.datasets).toHaveLength(2);
    const rest = await find(
      `page_token=${first.body.next_page_token}&page_size=2&${where("name LIKE 'find %'")}`,
    );
    expect(rest).toEqual(['find [c]*']);
  });

  it('F197 is found by patterns longer than D1 takes, with wildcards anywhere', async () => {
    const long = 'x'.repeat(60);
    const names = ['1', '2', '3'].map((end) => `long ${long} ${end}`);
    for (const name of names) await send('POST', '/api/v1/datasets', { name, tags: { long: name } });
    const find = async (filter: string, more = '') => {
      const query = `order_by=name%20ASC&filter=${encodeURIComponent(filter)}${more}`;
      const { status, body } = await send('GET', `/api/v1/datasets?${query}`);
      expect([filter, status]).toEqual([filter, 200]);
      return body.datasets.map((one: { name: string }) => one.name);
    };
    expect(await find(`name LIKE '%${long} 2'`)).toEqual([names[1]]);
    expect(await find(`name LIKE 'long%x${long.slice(2)}_2'`)).toEqual([names[1]]);
    expect(await find(`name ILIKE 'LONG _${long.slice(1).toUpperCase()} %'`)).toEqual(names);
    expect(await find(`tags.long LIKE 'l%${'x%'.repeat(40)}3' AND name LIKE 'long%'`)).toEqual([names[2]]);
    expect(await find(`name LIKE 'long_${long}_%'`, '&page_size=2')).toEqual(names.slice(0, 2));
    expect(await find(`name LIKE '${'%a'.repeat(200)}%b'`)).toEqual([]);
  });

  it.each([
    "name 'x'",
    "name = 'x' OR name = 'y'",
    "name = 'x' AND",
    "nonsense = 'x'",
    'created_time LIKE 5',
    "created_time = 'x'",
    'name = 5',
    "name > 'x'",
    "name = 'x'; DROP TABLE datasets",
  ])('refuses the filter %s', async (filter) => {
    const answer = await send('GET', `/api/v1/datasets?filter=${encodeURIComponent(filter)}`);
    expect(answer).toMatchObject({
      status: 400,
      body: { error_code: 'INVALID_PARAMETER_VALUE', details: { field: 'filter' } },
    });
  });

  it.each([
    ['POST', '/api/v1/datasets', { name: '' }, 400],
    ['POST', '/api/v1/datasets', { name: 'x', experiments: ['no such experiment'] }, 404],
    ['GET', '/api/v1/datasets/none', undefined, 404],
    ['GET', '/api/v1/datasets?order_by=color', undefined, 400],
    ['GET', '/api/v1/datasets?page_token=%5B', undefined, 400],
    ['DELETE', '/api/v1/datasets/none', undefined, 404],
    ['POST', '/api/v1/datasets/none/records', { records: [] }, 404],
    ['GET', '/api/v1/datasets/none/export', undefined, 404],
    ['GET', '/api/v1/datasets/none/records?page_token=x', undefined, 404],
  ])('%s %s %j ends with its status', async (method, path, body, status) => {
    expect((await send(method, path, body)).status).toBe(status);
  });

  it('keeps its name to itself, and says so when several have one', async () => {
    const { name } = await newDataset();
    expect(await send('POST', '/api/v1/datasets', { name })).toMatchObject({
      status: 400,
      body: { error_code: 'RESOURCE_ALREADY_EXISTS' },
    });
    const [known] = await datasets.findByName(name, null);
    await datasets.insert({ ...known!, datasetId: `d-${'0'.repeat(32)}` });
    expect(await send('GET', `/api/v1/datasets/${encodeURIComponent(name)}`)).toMatchObject({ status: 409 });
  });
});

describe('records', () => {
  it('with the same inputs are the same record: expectations and tags gain, outputs are replaced', async () => {
    const { dataset_id: id } = await newDataset();
    const path = `/api/v1/datasets/${id}/records`;
    const first = await send('POST', path, {
      records: [
        {
          inputs: { question: 'Why?', n: 1 },
          outputs: 'a',
          expectations: { expected_response: 'x', tone: 'calm' },
          tags: { a: '1' },
        },
        { inputs: { question: 'When?' } },
      ],
    });
    expect(first.body).toMatchObject({ inserted_count: 2, updated_count: 0 });
    const second = await send('POST', path, {
      records: [
        {
          inputs: { n: 1, question: 'Why?' },
          outputs: { text: 'b' },
          expectations: { expected_response: 'y' },
          tags: { b: '2' },
        },
        {
          inputs: { question: 'Who?' },
          source: { source_type: 'DOCUMENT', source_data: { doc_uri: 's3://x' } },
        },
      ],
    });
    expect(second.body).toMatchObject({ inserted_count: 1, updated_count: 1 });
    expect(second.body.record_ids[0]).toBe(first.body.record_ids[0]);
    const { records } = (await send('GET', path)).body;
    expect(records).toMatchObject([
      {
        inputs: { question: 'Why?', n: 1 },
        outputs: { text: 'b' },
        expectations: { expected_response: 'y', tone: 'calm' },
        tags: { a: '1', b: '2' },
        source: { source_type: 'HUMAN', source_data: {} },
      },
      { inputs: { question: 'When?' }, outputs: null, source: { source_type: 'CODE' } },
      {
        inputs: { question: 'Who?' },
        source: { source_type: 'DOCUMENT', source_data: { doc_uri: 's3://x' } },
      },
    ]);
    expect((await send('GET', `/api/v1/datasets/${id}`)).body.dataset).toMatchObject({
      record_count: 3,
      schema: {
        inputs: { question: 'string', n: 'integer' },
        expectations: { expected_response: 'string', tone: 'string' },
      },
    });
    const gone = await send('DELETE', `${path}?record_id=${records[0].dataset_record_id}&record_id=dr-none`);
    expect(gone.body).toEqual({ deleted_count: 1 });
    expect((await send('GET', `/api/v1/datasets/${id}`)).body.dataset.record_count).toBe(2);
  });

  it('are merged one after the other by writers that meet, and none is lost', async () => {
    const { dataset_id: nameOrId } = await newDataset();
    const services = { datasets, masking, now: Date.now };
    const writers = Array.from({ length: 8 }, (_, writer) =>
      mergeRecords({
        services,
        input: {
          nameOrId,
          within: null,
          by: `writer ${writer}`,
          records: [
            { inputs: { same: true }, expectations: { [`by ${writer}`]: writer } },
            { inputs: { own: writer } },
          ],
        },
      }),
    );
    const results = await Promise.all(writers);
    expect(results.reduce((sum, { insertedCount }) => sum + insertedCount, 0)).toBe(9);
    const { records } = await datasets.listRecords(nameOrId, { after: 0, pageSize: 100 });
    expect(
      Object.keys(records.find(({ inputs }) => inputs['same'] === true)?.expectations ?? {}),
    ).toHaveLength(8);
    expect((await datasets.get(nameOrId))?.recordCount).toBe(9);
  });

  it('come in pages, all of them once', async () => {
    const { dataset_id: id } = await newDataset();
    const path = `/api/v1/datasets/${id}/records`;
    const records = Array.from({ length: 1203 }, (_, n) => ({ inputs: { n } }));
    expect((await send('POST', path, { records })).body.inserted_count).toBe(1203);
    const seen: number[] = [];
    for (let token: string | null = ''; token !== null;) {
      const page = await send('GET', `${path}?page_size=500${token === '' ? '' : `&page_token=${token}`}`);
      seen.push(...page.body.records.map((record: { inputs: { n: number } }) => record.inputs.n));
      token = page.body.next_page_token;
    }
    expect(seen).toEqual(records.map(({ inputs }) => inputs.n));
  });

  it.each([
    ['{"records":[{}]}', 'records.0.inputs'],
    ['{"records":[{"inputs":[]}]}', 'records.0.inputs'],
    ['{"records":[{"inputs":{"a":1},"expectations":"x"}]}', 'records.0.expectations'],
    ['{"records":[{"inputs":{"a":1},"source":{"source_type":"MAGIC"}}]}', 'records.0.source.source_type'],
    ['{"records":[{"inputs":{"goal":"buy"}},{"inputs":{"question":"x"}}]}', 'records[1].inputs'],
  ])('%s is refused by name', async (body, field) => {
    const { dataset_id: id } = await newDataset();
    const answer = await send('POST', `/api/v1/datasets/${id}/records`, body);
    expect(answer).toMatchObject({ status: 400, body: { details: { field } } });
    expect((await datasets.get(id))?.recordCount).toBe(0);
  });

  it('are refused when one is too large for a row', async () => {
    const { dataset_id: id } = await newDataset();
    const records = [{ inputs: { text: 'x'.repeat(600_000) } }];
    expect((await send('POST', `/api/v1/datasets/${id}/records`, { records })).status).toBe(413);
  });

  it('have an identity that does not depend on the order of members', async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue()), async (value) => {
        const inputs = JSON.parse(JSON.stringify(value)) as never;
        const reversed = Object.fromEntries(Object.entries(inputs).toReversed()) as never;
        expect(await hashInputs(reversed)).toBe(await hashInputs(inputs));
        expect(JSON.parse(canonicalJson(inputs))).toEqual(inputs);
      }),
      { numRuns: 100 },
    );
  });
});

describe('a key bound to an experiment', () => {
  it('sees and changes only datasets of its experiment, and deletes only those that nobody shares', async () => {
    const own = (await experiments.create('datasets own', 1))?.experimentId ?? '';
    const other = (await experiments.create('datasets other', 1))?.experimentId ?? '';
    const key = await keyFor(['read', 'write'], own);
    const foreign = await newDataset({ experiments: [other] });
    const loose = await newDataset();
    const shared = await newDataset({ experiments: [own, other] });
    for (const { dataset_id: id } of [foreign, loose]) {
      for (const [method, path] of [
        ['GET', ''],
        ['DELETE', ''],
        ['GET', '/records'],
        ['GET', '/export'],
        ['PUT', `/experiments/${own}`],
      ]) {
        expect((await send(method ?? '', `/api/v1/datasets/${id}${path}`, undefined, key)).status).toBe(404);
      }
    }
    expect((await send('GET', `/api/v1/datasets?experiment=${other}`, undefined, key)).body.datasets).toEqual(
      [],
    );
    const names = (await send('GET', '/api/v1/datasets', undefined, key)).body.datasets.map(
      (one: { name: string }) => one.name,
    );
    expect(names).toEqual([shared.name]);
    expect((await send('DELETE', `/api/v1/datasets/${shared.dataset_id}`, undefined, key)).status).toBe(403);
    expect(
      (await send('PUT', `/api/v1/datasets/${shared.dataset_id}/experiments/${other}`, undefined, key))
        .status,
    ).toBe(404);
    const made = await send('POST', '/api/v1/datasets', { name: 'made by a bound key' }, key);
    expect(made.body.dataset.experiment_ids).toEqual([own]);
    expect(
      (await send('POST', '/api/v1/datasets', { name: 'elsewhere', experiments: [other] }, key)).status,
    ).toBe(404);
  });
});
