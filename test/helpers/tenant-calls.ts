/**
 * How each route is called by ids and names of a tenant: what goes into the path by the names of its parameters, and the
 * query and body by route. Routes that take none of either need no entry.
 */
import type { TenantNames } from './tenants.ts';

/** Query and body of a call. */
export interface TenantCall {
  query?: Record<string, string | string[]>;
  body?: unknown;
}

/** What a path parameter is filled with. */
export const inPath: Record<string, (names: TenantNames) => string> = {
  trace_id: ({ traceId }) => traceId,
  request_id: ({ traceId }) => traceId,
  key: () => 'whose',
  assessment_id: ({ assessmentId }) => assessmentId,
  experiment_id: ({ experimentId }) => experimentId,
  experiment: ({ experimentName }) => experimentName,
  dataset: ({ datasetName }) => datasetName,
  dataset_id: ({ datasetId }) => datasetId,
  name: ({ scorerName }) => scorerName,
  evaluation_id: ({ evaluationId }) => evaluationId,
  run_id: ({ runId }) => runId,
  schedule_id: ({ scheduleId }) => scheduleId,
  alert_id: ({ alertId }) => alertId,
  schema_id: ({ schemaId }) => schemaId,
  session_id: ({ queueId }) => queueId,
  link_id: ({ linkId }) => linkId,
  rule_id: ({ ruleId }) => ruleId,
  model_id: ({ runId }) => runId,
  version: () => '1',
};

const ofExperiment = ({ experimentId: experiment }: TenantNames): TenantCall => ({ query: { experiment } });
const withExperiment =
  (body: Record<string, unknown>) =>
  ({ experimentName: experiment }: TenantNames): TenantCall => ({ body: { experiment, ...body } });
const passFail = { pass_fail: { positive_label: 'yes', negative_label: 'no' } };
const day = { from: '2026-10-01T00:00:00Z', to: '2026-12-01T00:00:00Z' };
const ofRun =
  (more: Record<string, unknown> = {}) =>
  ({ runId }: TenantNames): TenantCall => ({ body: { run_id: runId, ...more } });
const traceIds = ({ traceId }: TenantNames): TenantCall => ({ body: { trace_ids: [traceId] } });
const linked = ({ traceId, runId }: TenantNames): TenantCall => ({
  body: { trace_ids: [traceId], run_id: runId },
});
const prompted = ({ traceId }: TenantNames): TenantCall => ({
  body: { trace_id: traceId, prompt_versions: [{ name: 'p', version: '1' }] },
});
const deleted = ({ traceId, experimentId }: TenantNames): TenantCall => ({
  body: { experiment_id: experimentId, trace_ids: [traceId] },
});
const tagged = (): TenantCall => ({ body: { key: 'whose', value: 'changed' } });
const inExperiment =
  (more: Record<string, unknown> = {}) =>
  ({ experimentId }: TenantNames): TenantCall => ({ body: { experiment_id: experimentId, ...more } });
const queue =
  (more: (names: TenantNames) => Record<string, unknown> = () => ({})) =>
  (names: TenantNames): TenantCall => ({ body: { queue_id: names.queueId, ...more(names) } });
const scorer = ({ experimentId, scorerName }: TenantNames): TenantCall => ({
  query: { experiment_id: experimentId, name: scorerName, version: '1' },
});
const humanFeedback = {
  assessment_name: 'rating',
  feedback: { value: 2 },
  source: { source_type: 'HUMAN', source_id: 'eve' },
};
const artifact = ({ traceId }: TenantNames): TenantCall => ({ query: { request_id: traceId } });

/** By method and path, as the documents write it. */
export const tenantCalls: Record<string, (names: TenantNames) => TenantCall> = {
  'POST /feedback': ({ traceId }) => ({ body: { trace_id: traceId, value: 1, user: 'eve' } }),
  'GET /api/v1/traces/statistics': ofExperiment,
  'GET /api/v1/assessments/statistics': ofExperiment,
  'GET /api/v1/traces': ({ experimentId, traceId }) => ({
    query: { experiment: experimentId, filter: `trace_id = '${traceId}'` },
  }),
  'PUT /api/v1/traces/{trace_id}/tags/{key}': () => ({ body: { value: 'changed' } }),
  'POST /api/v1/traces/{trace_id}/assessments': () => ({
    body: { name: 'rating', feedback: { value: 2 }, source: 'human', assessment_id: 'a-of-eve' },
  }),
  'PATCH /api/v1/traces/{trace_id}/assessments/{assessment_id}': () => ({ body: { rationale: 'changed' } }),
  'GET /api/v1/datasets': ofExperiment,
  'POST /api/v1/datasets': ({ experimentName, datasetName }) => ({
    body: { name: `${datasetName} again`, experiments: [experimentName] },
  }),
  'PATCH /api/v1/datasets/{dataset}/tags': () => ({ body: { tags: { whose: 'changed' } } }),
  'POST /api/v1/datasets/{dataset}/records': () => ({ body: { records: [{ inputs: { question: 'eve' } }] } }),
  'DELETE /api/v1/datasets/{dataset}/records': ({ recordId }) => ({ query: { record_id: recordId } }),
  'POST /api/v1/datasets/{dataset}/import': () => ({
    query: { format: 'jsonl' },
    body: '{"inputs":{"question":"eve"}}',
  }),
  'GET /api/v1/datasets/{dataset}/export': () => ({ query: { format: 'jsonl' } }),
  'POST /api/v1/datasets/{dataset}/records/from-traces': traceIds,
  'PUT /api/v1/experiments/{experiment}/test-case-rule': () => ({
    body: { enabled: false, dataset: null, negative: [{ name: 'rating', below: 3 }] },
  }),
  'GET /api/v1/feedback/stats': ofExperiment,
  'GET /api/v1/prompts/{name}/versions/{version}/stats': ofExperiment,
  'POST /api/v1/scorers': ({ experimentName, scorerName }) => ({
    body: { experiment: experimentName, name: `${scorerName}-2`, scorer: { builtin: 'Safety' } },
  }),
  'GET /api/v1/scorers': ofExperiment,
  'GET /api/v1/scorers/{name}/versions': ofExperiment,
  'GET /api/v1/scorers/{name}': ofExperiment,
  'DELETE /api/v1/scorers/{name}': ofExperiment,
  'PUT /api/v1/scorers/{name}/sampling': ({ experimentId }) => ({
    query: { experiment: experimentId },
    body: { sample_rate: 0 },
  }),
  'POST /api/v1/evaluations': ({ experimentName, traceId, scorerName }) => ({
    body: { experiment: experimentName, rows: [{ trace_id: traceId }], scorers: [scorerName] },
  }),
  'GET /api/v1/evaluations': ofExperiment,
  'GET /api/v1/evaluations/{evaluation_id}/compare': ({ evaluationId }) => ({
    query: { baseline: evaluationId },
  }),
  'GET /api/v1/runs/{run_id}/compare': ({ runId }) => ({ query: { baseline: runId } }),
  'POST /api/v1/schedules': ({ experimentName, scorerName, secret }) => ({
    body: { experiment: experimentName, name: `${secret} 2`, cron: '0 6 * * *', scorers: [scorerName] },
  }),
  'GET /api/v1/schedules': ofExperiment,
  'PATCH /api/v1/schedules/{schedule_id}': () => ({ body: { paused: true } }),
  'POST /api/v1/schedules/{schedule_id}/backfill': () => ({ body: day }),
  'GET /api/v1/quality/series': ofExperiment,
  'GET /api/v1/quality/agreement': ofExperiment,
  'POST /api/v1/alerts': withExperiment({
    name: 'of eve',
    metric: { of: 'calls' },
    condition: { kind: 'above', threshold: 1 },
    window_seconds: 3600,
    webhook_url: 'https://hooks.example/eve',
  }),
  'GET /api/v1/alerts': ofExperiment,
  'POST /api/v1/label-schemas': withExperiment({ name: 'of eve', input: passFail }),
  'GET /api/v1/label-schemas': ofExperiment,
  'PATCH /api/v1/label-schemas/{schema_id}': () => ({ body: { title: 'changed' } }),
  'POST /api/v1/labeling-sessions': ({ experimentName, traceId, schemaId }) => ({
    body: {
      experiment: experimentName,
      name: 'of eve',
      reviewers: ['eve@shop.example'],
      label_schemas: [schemaId],
      items: { trace_ids: [traceId] },
    },
  }),
  'GET /api/v1/labeling-sessions': ({ experimentId, traceId }) => ({
    query: { experiment: experimentId, trace_id: traceId },
  }),
  'PATCH /api/v1/labeling-sessions/{session_id}': () => ({ body: { description: 'changed' } }),
  'POST /api/v1/labeling-sessions/{session_id}/items': traceIds,
  'DELETE /api/v1/labeling-sessions/{session_id}/items': ({ traceId }) => ({ query: { trace_id: traceId } }),
  'PUT /api/v1/labeling-sessions/{session_id}/items/{trace_id}/status': () => ({
    body: { status: 'COMPLETE', completed_by: 'eve@shop.example' },
  }),
  'POST /api/v1/labeling-sessions/{session_id}/send-expectations': ({ datasetName }) => ({
    body: { dataset: datasetName },
  }),
  'POST /api/v1/labeling-sessions/{session_id}/links': () => ({ body: { reviewer: 'ada@shop.example' } }),
  // MLflow's wire.
  'DELETE /api/2.0/mlflow/traces/{trace_id}/tags': () => ({ body: { key: 'whose' } }),
  'DELETE /api/3.0/mlflow/traces/{trace_id}/tags': () => ({ body: { key: 'whose' } }),
  'DELETE /api/3.0/mlflow/datasets/{dataset_id}/records': ({ recordId }) => ({
    body: { dataset_record_ids: [recordId] },
  }),
  'DELETE /api/3.0/mlflow/label-schemas/delete': ({ schemaId }) => ({ body: { schema_id: schemaId } }),
  'DELETE /api/3.0/mlflow/scorers/delete': ({ experimentId, scorerName }) => ({
    body: { experiment_id: experimentId, name: scorerName },
  }),
  'GET /api/2.0/mlflow-artifacts/artifacts': ({ experimentId, traceId }) => ({
    query: { path: `${experimentId}/traces/${traceId}/artifacts/attachments` },
  }),
  'GET /api/2.0/mlflow/artifacts/list': ({ runId }) => ({ query: { run_id: runId } }),
  'GET /api/2.0/mlflow/experiments/get': ({ experimentId }) => ({ query: { experiment_id: experimentId } }),
  'GET /api/2.0/mlflow/experiments/get-by-name': ({ experimentName }) => ({
    query: { experiment_name: experimentName },
  }),
  'GET /api/2.0/mlflow/experiments/search': ({ experimentName }) => ({
    query: { filter: `name = '${experimentName}'`, max_results: '10' },
  }),
  'POST /api/2.0/mlflow/experiments/search': ({ experimentName }) => ({
    body: { filter: `name = '${experimentName}'`, max_results: 10 },
  }),
  'GET /api/2.0/mlflow/get-trace-artifact': artifact,
  'GET /api/3.0/mlflow/get-trace-artifact': artifact,
  'GET /api/2.0/mlflow/metrics/get-history': ({ runId }) => ({
    query: { run_id: runId, metric_key: 'accuracy' },
  }),
  'GET /api/2.0/mlflow/runs/get': ({ runId }) => ({ query: { run_id: runId } }),
  'GET /api/2.0/mlflow/traces': ({ experimentId, traceId }) => ({
    query: { experiment_ids: [experimentId], filter: `request_id = '${traceId}'` },
  }),
  'GET /api/3.0/mlflow/datasets/search': ({ experimentId }) => ({
    query: { experiment_ids: [experimentId] },
  }),
  'POST /api/3.0/mlflow/datasets/search': ({ experimentId }) => ({
    body: { experiment_ids: [experimentId] },
  }),
  'GET /api/3.0/mlflow/label-schemas/get': ({ schemaId }) => ({ query: { schema_id: schemaId } }),
  'GET /api/3.0/mlflow/label-schemas/get-by-name': ({ experimentId, schemaName }) => ({
    query: { experiment_id: experimentId, name: schemaName },
  }),
  'GET /api/3.0/mlflow/label-schemas/list': ({ experimentId }) => ({
    query: { experiment_id: experimentId },
  }),
  'GET /api/3.0/mlflow/review-queues/get': ({ queueId }) => ({ query: { queue_id: queueId } }),
  'GET /api/3.0/mlflow/review-queues/get-by-name': ({ experimentId, queueName }) => ({
    query: { experiment_id: experimentId, name: queueName },
  }),
  'GET /api/3.0/mlflow/review-queues/items/list': ({ queueId }) => ({ query: { queue_id: queueId } }),
  'GET /api/3.0/mlflow/review-queues/list': ({ experimentId, traceId }) => ({
    query: { experiment_id: experimentId, item_id: traceId },
  }),
  'GET /api/3.0/mlflow/scorers/get': scorer,
  'GET /api/3.0/mlflow/scorers/list': scorer,
  'GET /api/3.0/mlflow/scorers/versions': scorer,
  'GET /api/3.0/mlflow/scorers/online-configs': ({ scorerId }) => ({ query: { scorer_ids: [scorerId] } }),
  'GET /api/3.0/mlflow/traces/batchGet': ({ traceId }) => ({ query: { trace_ids: [traceId] } }),
  'GET /api/3.0/mlflow/traces/get': ({ traceId }) => ({
    query: { trace_id: traceId, allow_partial: 'true' },
  }),
  'PATCH /api/2.0/mlflow/traces/{request_id}': () => ({ body: { status: 'ERROR', timestamp_ms: 5 } }),
  'PATCH /api/2.0/mlflow/traces/{trace_id}/tags': tagged,
  'PATCH /api/3.0/mlflow/traces/{trace_id}/tags': tagged,
  'PATCH /api/3.0/mlflow/datasets/{dataset_id}/tags': () => ({ body: { tags: '{"whose":"changed"}' } }),
  'PATCH /api/3.0/mlflow/label-schemas/update': ({ schemaId }) => ({
    body: { schema_id: schemaId, title: 'changed' },
  }),
  'PATCH /api/3.0/mlflow/traces/{trace_id}/assessments/{assessment_id}': () => ({
    body: { assessment: { rationale: 'changed' }, update_mask: 'rationale' },
  }),
  'POST /api/2.0/mlflow/experiments/delete': inExperiment(),
  'POST /api/2.0/mlflow/experiments/restore': inExperiment(),
  'POST /api/2.0/mlflow/experiments/update': inExperiment({ new_name: 'taken over' }),
  'POST /api/2.0/mlflow/experiments/set-experiment-tag': inExperiment({ key: 'whose', value: 'changed' }),
  'POST /api/2.0/mlflow/experiments/delete-experiment-tag': inExperiment({ key: 'whose' }),
  'POST /api/2.0/mlflow/runs/create': inExperiment({ run_name: 'of eve' }),
  'POST /api/2.0/mlflow/runs/delete': ofRun(),
  'POST /api/2.0/mlflow/runs/restore': ofRun(),
  'POST /api/2.0/mlflow/runs/delete-tag': ofRun({ key: 'whose' }),
  'POST /api/2.0/mlflow/runs/log-batch': ofRun({ params: [{ key: 'eve', value: 'eve' }] }),
  'POST /api/2.0/mlflow/runs/log-inputs': ofRun({ models: [{ model_id: 'm-eve' }] }),
  'POST /api/2.0/mlflow/runs/outputs': ofRun({ models: [{ model_id: 'm-eve' }] }),
  'POST /api/2.0/mlflow/runs/log-metric': ofRun({ key: 'eve', value: 1, timestamp: 1 }),
  'POST /api/2.0/mlflow/runs/log-parameter': ofRun({ key: 'eve2', value: 'eve' }),
  'POST /api/2.0/mlflow/runs/set-tag': ofRun({ key: 'eve', value: 'eve' }),
  'POST /api/2.0/mlflow/runs/update': ofRun({ status: 'FAILED' }),
  'POST /api/2.0/mlflow/runs/search': ({ experimentId }) => ({ body: { experiment_ids: [experimentId] } }),
  'POST /api/2.0/mlflow/traces': inExperiment({ timestamp_ms: 1 }),
  'POST /api/2.0/mlflow/traces/delete-traces': deleted,
  'POST /api/3.0/mlflow/traces/delete-traces': deleted,
  'POST /api/2.0/mlflow/traces/link-prompts': prompted,
  'POST /api/3.0/mlflow/traces/link-prompts': prompted,
  'POST /api/2.0/mlflow/traces/link-to-run': linked,
  'POST /api/3.0/mlflow/traces/link-to-run': linked,
  'POST /api/3.0/mlflow/datasets/create': ({ experimentId }) => ({
    body: { name: 'of eve', experiment_ids: [experimentId] },
  }),
  'POST /api/3.0/mlflow/datasets/{dataset_id}/add-experiments': ({ experimentId }) => ({
    body: { experiment_ids: [experimentId] },
  }),
  'POST /api/3.0/mlflow/datasets/{dataset_id}/remove-experiments': ({ experimentId }) => ({
    body: { experiment_ids: [experimentId] },
  }),
  'POST /api/3.0/mlflow/datasets/{dataset_id}/records': () => ({
    body: { records: '[{"inputs":{"question":"eve"}}]' },
  }),
  'POST /api/3.0/mlflow/label-schemas/create': inExperiment({
    name: 'of eve on the wire',
    type: 'FEEDBACK',
    input: passFail,
  }),
  'POST /api/3.0/mlflow/review-queues/create': inExperiment({
    name: 'of eve on the wire',
    queue_type: 'CUSTOM',
    users: ['eve'],
  }),
  'POST /api/3.0/mlflow/review-queues/get-or-create-user': inExperiment({ user: 'eve' }),
  'POST /api/3.0/mlflow/review-queues/delete': queue(),
  'POST /api/3.0/mlflow/review-queues/update': queue(() => ({ name: 'taken over' })),
  'POST /api/3.0/mlflow/review-queues/items/add': queue(({ traceId }) => ({
    item_type: 'TRACE',
    item_ids: [traceId],
  })),
  'POST /api/3.0/mlflow/review-queues/items/remove': queue(({ traceId }) => ({ item_ids: [traceId] })),
  'POST /api/3.0/mlflow/review-queues/items/set-status': queue(({ traceId }) => ({
    item_id: traceId,
    status: 'COMPLETE',
    completed_by: 'eve',
  })),
  'POST /api/3.0/mlflow/scorers/register': ({ experimentId, scorerName }) => ({
    body: { experiment_id: experimentId, name: scorerName, serialized_scorer: '{}' },
  }),
  'PUT /api/3.0/mlflow/scorers/online-config': ({ experimentId, scorerName }) => ({
    body: { experiment_id: experimentId, name: scorerName, sample_rate: 0 },
  }),
  'POST /api/3.0/mlflow/traces/batchGetInfos': traceIds,
  'POST /api/3.0/mlflow/traces/calculate-filter-correlation': ({ experimentId, traceId }) => ({
    body: {
      experiment_ids: [experimentId],
      filter_string1: `trace_id = '${traceId}'`,
      filter_string2: `trace.status = 'OK'`,
    },
  }),
  'POST /api/3.0/mlflow/traces/metrics': ({ experimentId }) => ({
    body: {
      experiment_ids: [experimentId],
      view_type: 'TRACES',
      metric_name: 'trace_count',
      aggregations: [{ aggregation_type: 'COUNT' }],
    },
  }),
  'POST /api/3.0/mlflow/traces/search': ({ experimentId, traceId }) => ({
    body: {
      locations: [{ type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: experimentId } }],
      filter: `trace_id = '${traceId}'`,
    },
  }),
  'POST /api/3.0/mlflow/traces/{trace_id}/assessments': () => ({ body: { assessment: humanFeedback } }),
};
