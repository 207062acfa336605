/** Numbers in datasets as MLflow keeps them: of any size, whole or not, and those that are none. */
import { describe, expect, it } from 'vitest';
import { randomHex } from '../../../src/core/ids.ts';
import { createWire, wireAdminKey } from '../../helpers/mlflow-wire.ts';

const wire = createWire();
const headers = { authorization: `Bearer ${wireAdminKey}`, 'content-type': 'application/json' };

async function newDataset(): Promise<string> {
  const body = { name: `numbers ${randomHex(6)}`, experiment_ids: ['0'] };
  return (await wire.call('POST', '/api/3.0/mlflow/datasets/create', body)).body.dataset.dataset_id;
}

async function upsert(id: string, records: string): Promise<unknown> {
  const { status, body } = await wire.call('POST', `/api/3.0/mlflow/datasets/${id}/records`, { records });
  expect({ status, body }).toMatchObject({ status: 200 });
  return body;
}

async function listed(id: string): Promise<string> {
  return (await wire.call('GET', `/api/3.0/mlflow/datasets/${id}/records?max_results=100`)).body.records;
}

describe('numbers in records', () => {
  it('F165 come back digit by digit, and tell records apart', async () => {
    const id = await newDataset();
    const inputs = [
      '{}',
      '{"x": 2}',
      '{"x": 2.0}',
      '{"x": 9007199254740993}',
      '{"x": 9007199254740992}',
      '{"x": NaN}',
      '{"x": -Infinity}',
      '{"x": "NaN"}',
      '{"x": 1e-07, "y": [1.50, {"z": 123456789012345678901234567890}]}',
    ];
    const records = `[${inputs.map((one) => `{"inputs": ${one}, "expectations": {"e": 3.0, "f": Infinity}, "outputs": 2.0}`).join(', ')}]`;
    expect(await upsert(id, records)).toMatchObject({ inserted_count: inputs.length, updated_count: 0 });
    expect(await upsert(id, records)).toMatchObject({ inserted_count: 0, updated_count: inputs.length });
    const text = (await listed(id)).replaceAll(' ', '');
    for (const one of inputs)
      expect(text).toContain(
        `"inputs":${one.replaceAll(' ', '')},"outputs":2.0,"expectations":{"e":3.0,"f":Infinity}`,
      );
    const { dataset } = (await wire.call('GET', `/api/3.0/mlflow/datasets/${id}`)).body;
    expect(JSON.parse(dataset.schema)).toMatchObject({
      inputs: { x: 'any' },
      expectations: { e: 'float', f: 'float' },
    });
  });

  it('F165 are the same over REST and in files, as far as JSON has words', async () => {
    const id = await newDataset();
    await upsert(id, '[{"inputs": {"n": NaN}}]');
    const sent = '{"records":[{"inputs":{"big":9007199254740993,"f":2.0},"outputs":1.0},{"inputs":{}}]}';
    const answer = await wire.fetch(`/api/v1/datasets/${id}/records`, {
      method: 'POST',
      headers,
      body: sent,
    });
    expect(answer.status).toBe(200);
    const page = await (await wire.fetch(`/api/v1/datasets/${id}/records`, { headers })).text();
    expect(page).toContain('"inputs":{"n":"NaN"}');
    expect(page).toContain('"inputs":{"big":9007199254740993,"f":2.0},"outputs":1.0');
    expect(await listed(id)).toContain('"inputs":{"n":NaN}');
    for (const format of ['jsonl', 'csv', 'parquet']) {
      const file = await wire.fetch(`/api/v1/datasets/${id}/export?format=${format}`, { headers });
      const copy = await newDataset();
      const imported = await wire.fetch(`/api/v1/datasets/${copy}/import?format=${format}`, {
        method: 'POST',
        headers: { authorization: headers.authorization },
        body: await file.arrayBuffer(),
      });
      expect({ format, status: imported.status }).toEqual({ format, status: 200 });
      expect({ format, text: await listed(copy) }).toMatchObject({
        format,
        text: expect.stringContaining('"inputs":{"big":9007199254740993,"f":2.0},"outputs":1.0'),
      });
    }
  });
});
