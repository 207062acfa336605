/** Redaction rules on what is kept beside traces. */
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { randomHex } from '../../src/core/ids.ts';
import { dumpDatabases, dumpObjects, expectNowhere } from '../helpers/everything-kept.ts';
import { createWire, wireAdminKey, type Wire } from '../helpers/mlflow-wire.ts';

const own = 'eve.secret@example.org';

async function experimentWithRule(wire: Wire): Promise<string> {
  const name = `masked ${randomHex(6)}`;
  const made = await wire.call('POST', '/api/2.0/mlflow/experiments/create', { name });
  const experiment: string = made.body.experiment_id;
  const rule = {
    name: `mail ${randomHex(6)}`,
    experiment,
    masks: { type: 'detectors', detectors: ['email'] },
  };
  expect((await wire.call('POST', '/api/v1/redaction-rules', rule)).status).toBe(200);
  return experiment;
}

const newRun = (wire: Wire, experiment: string) =>
  wire.call('POST', '/api/2.0/mlflow/runs/create', {
    experiment_id: experiment,
    run_name: `of ${own}`,
    tags: [{ key: 'note', value: own }],
  });
const newDataset = (wire: Wire, experiment: string) =>
  wire.call('POST', '/api/v1/datasets', { name: `masked ${randomHex(6)}`, experiments: [experiment] });
const addRecord = (wire: Wire, datasetId: string) =>
  wire.call('POST', `/api/v1/datasets/${datasetId}/records`, {
    records: [
      { inputs: { question: `I am ${own}` }, outputs: own, expectations: { expected_response: own } },
    ],
  });
const evaluate = (wire: Wire, experiment: string) =>
  wire.call('POST', '/api/v1/evaluations', {
    experiment,
    rows: [
      { inputs: { question: own }, outputs: { response: own }, expectations: { expected_response: own } },
    ],
    scorers: [{ name: 'exact', scorer: { code: 'exact_match' } }],
  });
const putFile = (wire: Wire, path: string) =>
  wire.fetch(`/api/2.0/mlflow-artifacts/artifacts/${path}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${wireAdminKey}` },
    body: JSON.stringify({ from: own }),
  });

describe('F216 what a rule masks', () => {
  it('is masked in records, rows, runs and files', async () => {
    const wire = createWire({ WEIR_SAFETY_SAMPLE_RATE: '0' });
    const experiment = await experimentWithRule(wire);
    const run = await newRun(wire, experiment);
    const runId: string = run.body.run.info.run_id;
    const params = {
      run_id: runId,
      params: [{ key: 'author', value: own }],
      tags: [{ key: 'b', value: own }],
    };
    for (let time = 0; time < 2; time++) {
      expect((await wire.call('POST', '/api/2.0/mlflow/runs/log-batch', params)).status).toBe(200);
    }
    expect((await putFile(wire, `${experiment}/${runId}/artifacts/a.json`)).status).toBe(200);
    const datasetId: string = (await newDataset(wire, experiment)).body.dataset.dataset_id;
    const added = [await addRecord(wire, datasetId), await addRecord(wire, datasetId)];
    expect(added.map(({ status }) => status)).toEqual([200, 200]);
    const started = await evaluate(wire, experiment);
    expect(started.status).toBe(200);
    await wire.carry(started.body.evaluation_id);

    const path = `/api/v1/evaluations/${started.body.evaluation_id}/rows`;
    expect((await wire.call('GET', path)).body.rows[0]).toMatchObject({
      inputs: { question: '[email]' },
      outputs: { response: '[email]' },
    });
    const { body } = await wire.call('GET', `/api/v1/datasets/${datasetId}/records`);
    expect(body.records).toHaveLength(1);
    expect(body.records[0]).toMatchObject({ inputs: { question: 'I am [email]' }, outputs: '[email]' });
    const kept = await wire.call('GET', `/api/2.0/mlflow/runs/get?run_id=${runId}`);
    expect(kept.body.run.data.params).toEqual([{ key: 'author', value: '[email]' }]);
    expectNowhere({ databases: await dumpDatabases(), objects: await dumpObjects() }, [own]);
  });
});

describe('F217 while the rules cannot be read', () => {
  it('no record, row, run or file is stored, and clients are told to come again', async () => {
    const wire = createWire({ WEIR_SAFETY_SAMPLE_RATE: '0' });
    const experiment = await experimentWithRule(wire);
    const runId: string = (await newRun(wire, experiment)).body.run.info.run_id;
    const datasetId: string = (await newDataset(wire, experiment)).body.dataset.dataset_id;
    const unreadable = `rr-${randomHex(16)}`;
    await env.REGISTRY.prepare(
      `INSERT INTO redaction_rules SELECT ?1, experiment_id, ?1, enabled, '{}', includes_identifiers, created_at_ms, updated_at_ms
       FROM redaction_rules LIMIT 1`,
    )
      .bind(unreadable)
      .run();
    wire.services.rulesInForce.clear();
    const answers = [
      (await addRecord(wire, datasetId)).status,
      (await evaluate(wire, experiment)).status,
      (await newRun(wire, experiment)).status,
      (await putFile(wire, `${experiment}/${runId}/artifacts/a.json`)).status,
    ];
    await env.REGISTRY.prepare('DELETE FROM redaction_rules WHERE rule_id = ?1').bind(unreadable).run();
    expect(answers).toEqual([503, 503, 503, 503]);
    expectNowhere({ databases: await dumpDatabases(), objects: await dumpObjects() }, [own]);
  });
});
