/** Integers beyond 2^53, as databases and ledgers have for ids: they are kept and told digit by digit. */
import { describe, expect, it } from 'vitest';
import { parseJson, type JsonObject } from '../../src/core/json.ts';
import { sampleSpan, sampleTrace } from '../contracts/sample-trace.ts';
import { adminKey, bearing, experiments, managementApp, traces } from '../helpers/management-app.ts';

const app = managementApp();
const headers = { ...bearing(adminKey), 'content-type': 'application/json' };
const send = (method: string, path: string, body?: string) =>
  app.request(path, { method, headers, ...(body === undefined ? {} : { body }) });

/** A stored trace that was asked about an order of that number. */
async function traceOf(order: string, experimentId: string): Promise<string> {
  const attributes = parseJson(
    `{"mlflow.spanInputs": {"order": ${order}}, "mlflow.spanOutputs": {"next": ${order}}}`,
  ) as JsonObject;
  const trace = sampleTrace({ experimentId }, [sampleSpan({ attributes })]);
  await traces.write([trace]);
  return trace.info.traceId;
}

describe('integers beyond 2^53', () => {
  it('F153 make two test cases of two traces that differ in nothing else', async () => {
    const experiment = await experiments.create(`large ${crypto.randomUUID()}`, 1);
    const orders = ['9007199254740992', '9007199254740993'];
    const ids = await Promise.all(orders.map((order) => traceOf(order, experiment?.experimentId ?? '')));
    const made = await send(
      'POST',
      '/api/v1/datasets',
      JSON.stringify({ name: `large ${crypto.randomUUID()}` }),
    );
    const { dataset } = (await made.json()) as { dataset: { dataset_id: string } };
    const datasetId = dataset.dataset_id;
    const added = await send(
      'POST',
      `/api/v1/datasets/${datasetId}/records/from-traces`,
      JSON.stringify({ trace_ids: ids }),
    );
    expect(added.status).toBe(200);
    const text = await (await send('GET', `/api/v1/datasets/${datasetId}/records`)).text();
    for (const order of orders) {
      expect(text).toContain(`"order":${order}}`);
      expect(text).toContain(`"next":${order}}`);
    }
  });

  it('F153 come back from the page of a trace as they were', async () => {
    const experiment = await experiments.create(`large ${crypto.randomUUID()}`, 1);
    const traceId = await traceOf('-90071992547409931', experiment?.experimentId ?? '');
    const text = await (await send('GET', `/api/v1/traces/${traceId}`)).text();
    expect(text).toContain('"order":-90071992547409931');
  });

  it('F153 are kept in what is said of a trace, and count in its mean', async () => {
    const experiment = await experiments.create(`large ${crypto.randomUUID()}`, 1);
    const experimentId = experiment?.experimentId ?? '';
    const traceId = await traceOf('1', experimentId);
    for (const [name, value] of [
      ['ledger', '9007199254740993'],
      ['parts', '{"a":[9007199254740995]}'],
    ]) {
      const body = `{"name": "${name}", "feedback": {"value": ${value}}}`;
      const answer = await send('POST', `/api/v1/traces/${traceId}/assessments`, body);
      expect([answer.status, await answer.text()]).toEqual([
        200,
        expect.stringContaining(`"value":${value}`),
      ]);
    }
    const listed = await (await send('GET', `/api/v1/traces/${traceId}/assessments`)).text();
    expect(listed).toContain('"value":9007199254740993');
    expect(listed).toContain('"value":{"a":[9007199254740995]}');
    const statistics = await send('GET', `/api/v1/assessments/statistics?experiment=${experimentId}`);
    expect(await statistics.json()).toMatchObject({
      statistics: [
        { name: 'ledger', mean: 9007199254740992, numeric_count: 1 },
        { name: 'parts', mean: null },
      ],
    });
  });
});
