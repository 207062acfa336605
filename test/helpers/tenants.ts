/** An experiment with one of everything, each named so that it is recognised wherever it turns up. */
import { newSpanId, newTraceId, randomHex } from '../../src/core/ids.ts';
import { sampleSpan, sampleTrace } from '../contracts/sample-trace.ts';
import type { Loose, Wire } from './mlflow-wire.ts';

/** The ids and names of what is in an experiment. */
export interface TenantNames {
  experimentId: string;
  experimentName: string;
  traceId: string;
  hexTraceId: string;
  assessmentId: string;
  runId: string;
  runName: string;
  datasetId: string;
  datasetName: string;
  recordId: string;
  scorerName: string;
  scorerId: string;
  schemaId: string;
  schemaName: string;
  queueId: string;
  queueName: string;
  linkId: string;
  evaluationId: string;
  scheduleId: string;
  alertId: string;
  ruleId: string;
  chatSession: string;
  model: string;
  /** In every content. */
  secret: string;
}

/** Names of the same forms that name nothing. */
export function namesOfNothing(): TenantNames {
  const hex = randomHex(16);
  const name = (what: string): string => `${what}-${randomHex(6)}`;
  return {
    experimentId: String(2_000_000_000 + Math.floor(Math.random() * 100_000_000)),
    experimentName: name('experiment'),
    traceId: `tr-${hex}`,
    hexTraceId: hex,
    assessmentId: `a-${randomHex(16)}`,
    runId: randomHex(16),
    runName: name('run'),
    datasetId: `d-${randomHex(16)}`,
    datasetName: name('dataset'),
    recordId: `dr-${randomHex(16)}`,
    scorerName: name('scorer'),
    scorerId: `sc-${randomHex(16)}`,
    schemaId: `ls-${randomHex(16)}`,
    schemaName: name('schema'),
    queueId: `rq-${randomHex(16)}`,
    queueName: name('queue'),
    linkId: `rl-${randomHex(16)}`,
    evaluationId: `ev-${randomHex(16)}`,
    scheduleId: `ss-${randomHex(16)}`,
    alertId: `qa-${randomHex(16)}`,
    ruleId: `rr-${randomHex(16)}`,
    chatSession: name('chat'),
    model: name('model'),
    secret: name('secret'),
  };
}

/** Makes an experiment with one of everything, and a key that is bound to it. */
export async function createTenant(wire: Wire): Promise<{ names: TenantNames; key: string }> {
  const planned = namesOfNothing();
  const { experimentName, secret, chatSession, model } = planned;
  await must(wire, 'POST', '/api/v1/experiments', { name: experimentName });
  const experimentId = await wire.services.findExperimentId(experimentName, null);
  const key = await wire.keyFor(['read', 'write', 'proxy', 'feedback'], experimentId);
  const as = (method: string, path: string, body?: unknown): Promise<Loose> =>
    must(wire, method, path, body, key);

  const traceId = newTraceId();
  const content = { 'mlflow.spanInputs': { messages: [{ role: 'user', content: `Where? ${secret}` }] } };
  const unpriced = {
    unpriced: ['model'],
    cost: { inputCostUsd: null, outputCostUsd: null, totalCostUsd: null },
  };
  await wire.services.traces.write([
    sampleTrace(
      {
        traceId,
        experimentId,
        session: chatSession,
        user: secret,
        model,
        tags: { whose: secret },
        requestPreview: `Where? ${secret}`,
      },
      [sampleSpan({ traceId, spanId: newSpanId(), model, attributes: content, ...unpriced })],
    ),
  ]);
  await wire.services.traces.noteUnpriced([{ experimentId, provider: 'acme', model }]);
  const { assessmentId } = planned;
  const said = { name: 'rating', feedback: { value: secret }, source: 'human', assessment_id: assessmentId };
  await as('POST', `/api/v1/traces/${traceId}/assessments`, said);
  const made = { ...planned, experimentId, traceId, hexTraceId: traceId.slice(3) };
  const folder = `/api/2.0/mlflow-artifacts/artifacts/${experimentId}`;
  await as('PUT', `${folder}/traces/${traceId}/artifacts/attachments/note.txt`, secret);
  return { names: await addConfiguration(wire, { made, as }), key };
}

type As = (method: string, path: string, body?: unknown) => Promise<Loose>;

/** What is beside the traces. */
async function addConfiguration(
  wire: Wire,
  { made, as }: { made: TenantNames; as: As },
): Promise<TenantNames> {
  const { experimentId, secret, traceId, runName, datasetName, scorerName, schemaName, queueName } = made;
  const run = (
    await as('POST', '/api/2.0/mlflow/runs/create', { experiment_id: experimentId, run_name: runName })
  ).run;
  const runId: string = run.info.run_id;
  await as('POST', '/api/2.0/mlflow/runs/log-batch', {
    run_id: runId,
    params: [{ key: 'secret', value: secret }],
    metrics: [{ key: 'accuracy', value: 0.5, timestamp: 1, step: 0 }],
    tags: [{ key: 'whose', value: secret }],
  });
  await as('PUT', `/api/2.0/mlflow-artifacts/artifacts/${experimentId}/${runId}/artifacts/note.txt`, secret);
  await as('POST', '/api/2.0/mlflow/traces/link-to-run', { run_id: runId, trace_ids: [traceId] });
  const dataset = await as('POST', '/api/v1/datasets', { name: datasetName, experiments: [experimentId] });
  const datasetId: string = dataset.dataset.dataset_id;
  const records = [{ inputs: { question: secret }, expectations: { expected_response: secret } }];
  await as('POST', `/api/v1/datasets/${datasetId}/records`, { records });
  const held = await as('GET', `/api/v1/datasets/${datasetId}/records`);
  await as('POST', '/api/v1/scorers', {
    experiment: experimentId,
    name: scorerName,
    scorer: { code: 'regex_match', options: { pattern: secret } },
  });
  const { label_schema: schema } = await as('POST', '/api/v1/label-schemas', {
    experiment: experimentId,
    name: schemaName,
    title: secret,
    input: { pass_fail: { positive_label: 'yes', negative_label: 'no' } },
  });
  const queue = await as('POST', '/api/v1/labeling-sessions', {
    experiment: experimentId,
    name: queueName,
    description: secret,
    reviewers: ['ada@shop.example'],
    label_schemas: [schema.schema_id],
    items: { trace_ids: [traceId] },
  });
  const queueId: string = queue.labeling_session.session_id;
  const links = await as('POST', `/api/v1/labeling-sessions/${queueId}/links`, {
    reviewer: 'ada@shop.example',
  });
  const evaluation = await as('POST', '/api/v1/evaluations', {
    experiment: experimentId,
    name: secret,
    rows: [{ trace_id: traceId }],
    scorers: [scorerName],
  });
  const schedule = await as('POST', '/api/v1/schedules', {
    experiment: experimentId,
    name: secret,
    cron: '0 6 * * *',
    scorers: [scorerName],
  });
  const alert = await as('POST', '/api/v1/alerts', {
    experiment: experimentId,
    name: secret,
    metric: { of: 'calls' },
    condition: { kind: 'above', threshold: 1 },
    window_seconds: 3600,
    webhook_url: `https://hooks.example/${secret}`,
  });
  const { rule } = await must(wire, 'POST', '/api/v1/redaction-rules', {
    experiment: experimentId,
    name: secret,
    masks: { type: 'pattern', pattern: `not ${secret}` },
    enabled: false,
  });
  const scorers = await wire.services.scorers.list(experimentId);
  return {
    ...made,
    runId,
    datasetId,
    recordId: held.records[0].dataset_record_id,
    scorerId: scorers[0]?.scorerId ?? '',
    schemaId: schema.schema_id,
    queueId,
    linkId: links.links[0].link_id,
    evaluationId: evaluation.evaluation_id,
    scheduleId: schedule.schedule_id,
    alertId: alert.alert_id,
    ruleId: rule.rule_id,
  };
}

async function must(wire: Wire, method: string, path: string, body?: unknown, key?: string): Promise<Loose> {
  const answer = await (key === undefined
    ? wire.call(method, path, body)
    : wire.call(method, path, body, key));
  if (answer.status !== 200)
    throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}
