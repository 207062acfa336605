/**
 * Other ways by which a route can be told of a tenant's things than {@link tenantCalls} has: a name in its whole, a filter, an
 * order, a member that only some callers send.
 */
import { randomHex } from '../../src/core/ids.ts';
import type { TenantCall } from './tenant-calls.ts';
import type { TenantNames } from './tenants.ts';

type Way = (names: TenantNames) => TenantCall;

const cron = '0 6 * * *';
const day = { from: '2026-10-01T00:00:00Z', to: '2026-12-01T00:00:00Z' };
/** A name that nobody has yet. */
const fresh = (): string => `fresh ${randomHex(16)}`;
const passFail = { pass_fail: { positive_label: 'yes', negative_label: 'no' } };
const said = { name: 'rating', feedback: { value: 2 }, source: 'human' };
/** Conditions that name what is a tenant's. */
const conditions: ((names: TenantNames) => string)[] = [
  ({ runId }) => `run_id = '${runId}'`,
  ({ hexTraceId }) => `request_id LIKE '%${hexTraceId}%'`,
  ({ chatSession }) => `metadata.\`mlflow.trace.session\` = '${chatSession}'`,
  ({ secret }) => `tags.whose = '${secret}'`,
  ({ secret }) => `feedback.rating = '${secret}'`,
  ({ runId }) => `metadata.\`mlflow.sourceRun\` = '${runId}'`,
];
const onSession = (names: TenantNames): string =>
  `metadata.\`mlflow.trace.session\` = '${names.chatSession}'`;
const queried =
  (query: (names: TenantNames) => Record<string, string>): Way =>
  (names) => ({ query: query(names) });
const sent =
  (body: (names: TenantNames) => Record<string, unknown>): Way =>
  (names) => ({ body: body(names) });
const searchOf =
  (more: (names: TenantNames) => Record<string, unknown>): Way =>
  (names) => ({
    body: {
      locations: [{ type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: names.experimentId } }],
      ...more(names),
    },
  });
const metric = (names: TenantNames): Record<string, unknown> => ({
  experiment_ids: [names.experimentId],
  view_type: 'TRACES',
  metric_name: 'session_count',
  aggregations: [{ aggregation_type: 'COUNT' }],
});
const statement = (names: TenantNames): Record<string, unknown> => ({
  trace_id: `tr-${randomHex(16)}`,
  trace_location: {
    type: 'MLFLOW_EXPERIMENT',
    mlflow_experiment: { experiment_id: names.experimentId },
  },
  request_time: '2026-10-15T12:00:00Z',
  state: 'OK',
});

/** By method and path, as the documents write it; each is a way of its own. Those that leave something behind come last. */
export const otherTenantCalls: [string, Way][] = [
  ...conditions.flatMap((condition): [string, Way][] => [
    ['GET /api/v1/traces', queried((names) => ({ filter: condition(names) }))],
    ['POST /api/3.0/mlflow/traces/search', searchOf((names) => ({ filter: condition(names) }))],
    ['GET /api/v1/traces/statistics', queried((names) => ({ ...day, filter: condition(names) }))],
  ]),
  ['GET /api/v1/traces', queried(({ chatSession }) => ({ session: chatSession }))],
  ['GET /api/v1/traces', queried(({ secret }) => ({ user: secret }))],
  ['GET /api/v1/traces', queried(({ secret }) => ({ text: secret }))],
  ['GET /api/v1/traces', queried(({ model }) => ({ model }))],
  ['GET /api/v1/traces', queried(({ secret }) => ({ tag: `whose=${secret}` }))],
  ['GET /api/v1/traces', queried(({ experimentName }) => ({ without_experiment: experimentName }))],
  ['GET /api/v1/traces', queried(({ experimentId }) => ({ experiment_id: experimentId }))],
  ['GET /api/v1/traces', queried(({ chatSession }) => ({ session: chatSession, format: 'ndjson' }))],
  ['GET /api/v1/traces/statistics', queried(({ chatSession }) => ({ ...day, session: chatSession }))],
  ['GET /api/v1/traces/statistics', queried(({ model }) => ({ ...day, model, group_by: 'model' }))],
  ['GET /api/v1/traces/statistics', queried(({ secret }) => ({ ...day, text: secret }))],
  [
    'GET /api/v1/traces/statistics',
    queried(({ experimentName }) => ({ ...day, without_experiment: experimentName })),
  ],
  ['GET /api/v1/assessments/statistics', queried(({ chatSession }) => ({ ...day, session: chatSession }))],
  ['GET /api/v1/assessments/statistics', queried((names) => ({ ...day, filter: onSession(names) }))],
  [
    'POST /api/2.0/mlflow/experiments/update',
    sent(({ experimentId, experimentName }) => ({ experiment_id: experimentId, new_name: experimentName })),
  ],
  [
    'POST /api/v1/schedules',
    sent(({ experimentId, datasetName, scorerName }) => ({
      experiment_id: experimentId,
      name: fresh(),
      cron,
      dataset: datasetName,
      scorers: [scorerName],
    })),
  ],
  [
    'POST /api/v1/schedules',
    sent(({ experimentId, datasetId, scorerName }) => ({
      experiment: experimentId,
      name: fresh(),
      cron,
      dataset: datasetId,
      scorers: [scorerName],
    })),
  ],
  [
    'POST /api/v1/evaluations',
    sent(({ experimentId, datasetName, scorerName }) => ({
      experiment: experimentId,
      dataset: datasetName,
      scorers: [scorerName],
    })),
  ],
  [
    'POST /api/v1/evaluations',
    sent(({ experimentId, runId, scorerName }) => ({
      experiment: experimentId,
      traces: { filter: `run_id = '${runId}'` },
      scorers: [scorerName],
    })),
  ],
  [
    'PUT /api/v1/experiments/{experiment}/test-case-rule',
    sent(({ datasetName }) => ({
      enabled: true,
      dataset: datasetName,
      negative: [{ name: 'rating', below: 3 }],
    })),
  ],
  [
    'POST /api/v1/labeling-sessions/{session_id}/items',
    sent(({ datasetName }) => ({ dataset: datasetName })),
  ],
  [
    'POST /api/v1/labeling-sessions/{session_id}/items',
    sent(({ runId }) => ({ filter: `run_id = '${runId}'` })),
  ],
  ['GET /api/v1/datasets', queried(({ datasetName }) => ({ filter: `name = '${datasetName}'` }))],
  ['GET /api/v1/datasets', queried(({ experimentId }) => ({ experiment_id: experimentId }))],
  [
    'POST /api/3.0/mlflow/datasets/search',
    sent(({ datasetName }) => ({ filter_string: `name = '${datasetName}'` })),
  ],
  [
    'POST /api/2.0/mlflow/runs/search',
    sent(({ experimentId, runId }) => ({
      experiment_ids: [experimentId],
      filter: `attributes.run_id = '${runId}'`,
    })),
  ],
  [
    'POST /api/2.0/mlflow/runs/search',
    sent(({ experimentId, runId }) => ({
      experiment_ids: [experimentId],
      filter: `tags.mlflow.parentRunId = '${runId}'`,
    })),
  ],
  ['GET /api/2.0/mlflow/artifacts/list', queried(({ runId }) => ({ run_id: runId, path: 'note.txt' }))],
  [
    'GET /api/2.0/mlflow/artifacts/list',
    queried(({ runId, experimentId }) => ({ run_id: runId, path: `../../${experimentId}` })),
  ],
  [
    'GET /api/2.0/mlflow/get-trace-artifact',
    queried(({ traceId }) => ({ request_id: traceId, path: 'note.txt' })),
  ],
  [
    'POST /api/2.0/mlflow/traces',
    sent(({ experimentId }) => ({ experiment_id: experimentId, timestamp_ms: 2 })),
  ],
  ['POST /api/3.0/mlflow/traces', sent((names) => ({ trace: { trace_info: statement(names) } }))],
  [
    'POST /api/3.0/mlflow/traces/metrics',
    sent((names) => ({
      ...metric(names),
      filters: [`trace.metadata.\`mlflow.trace.session\` = "${names.chatSession}"`],
    })),
  ],
  [
    'POST /api/3.0/mlflow/traces/calculate-filter-correlation',
    sent(({ experimentId, chatSession }) => ({
      experiment_ids: [experimentId],
      filter_string1: `metadata.\`mlflow.trace.session\` = '${chatSession}'`,
      filter_string2: "trace.status = 'OK'",
    })),
  ],
  ['GET /api/3.0/mlflow/scorers/list', queried(() => ({}))],
  [
    'GET /api/2.0/mlflow/experiments/search',
    queried(({ secret }) => ({ filter: `tags.whose = '${secret}'`, max_results: '5' })),
  ],
  [
    'GET /api/v1/quality/series',
    queried(({ experimentId, scorerName }) => ({ experiment: experimentId, scorer: scorerName })),
  ],
  ['GET /api/v1/labeling-sessions', queried(({ traceId }) => ({ trace_id: traceId }))],
  ['GET /api/v1/labeling-sessions', queried(() => ({ reviewer: 'ada@shop.example' }))],
  ['GET /feedback/{trace_id}', queried(({ secret }) => ({ user: secret }))],
  [
    'POST /api/v1/traces/{trace_id}/assessments',
    sent(({ assessmentId }) => ({ ...said, assessment_id: assessmentId })),
  ],
  [
    'POST /api/v1/traces/{trace_id}/assessments',
    sent(({ assessmentId }) => ({ ...said, overrides: assessmentId })),
  ],
  [
    'POST /api/v1/traces/{trace_id}/assessments',
    sent(({ runId, secret }) => ({
      ...said,
      name: secret,
      metadata: { 'mlflow.assessment.sourceRunId': runId },
    })),
  ],
  [
    'POST /api/3.0/mlflow/traces/{trace_id}/assessments',
    sent(({ assessmentId }) => ({
      assessment: {
        assessment_name: 'rating',
        feedback: { value: 2 },
        source: { source_type: 'HUMAN', source_id: 'eve' },
        overrides: assessmentId,
      },
    })),
  ],
  [
    'POST /api/3.0/mlflow/scorers/register',
    sent(({ experimentId, scorerName }) => ({
      experiment_id: experimentId,
      name: scorerName,
      serialized_scorer: '{}',
    })),
  ],
  [
    'POST /api/v1/scorers',
    sent(({ scorerName, experimentId }) => ({
      experiment_id: experimentId,
      name: scorerName,
      scorer: { code: 'regex_match', options: { pattern: 'a' } },
      sample_rate: 0.5,
    })),
  ],
  [
    'POST /api/v1/label-schemas',
    sent(({ experimentId, schemaName }) => ({
      experiment_id: experimentId,
      name: schemaName,
      input: passFail,
    })),
  ],
  [
    'POST /api/v1/labeling-sessions',
    sent(({ experimentId, datasetId }) => ({
      experiment_id: experimentId,
      name: fresh(),
      dataset: datasetId,
      items: { dataset: datasetId },
    })),
  ],
  [
    'POST /api/v1/labeling-sessions',
    sent(({ experimentId, queueName }) => ({ experiment_id: experimentId, name: queueName })),
  ],
  ['PATCH /api/v1/labeling-sessions/{session_id}', sent(({ datasetName }) => ({ dataset: datasetName }))],
  ['PATCH /api/v1/labeling-sessions/{session_id}', sent(({ queueName }) => ({ name: queueName }))],
  [
    'POST /api/v1/datasets/{dataset}/records',
    sent(({ traceId, secret }) => ({
      records: [
        {
          inputs: { question: secret },
          source: { source_type: 'TRACE', source_data: { trace_id: traceId } },
        },
      ],
    })),
  ],
  [
    'POST /api/2.0/mlflow/runs/create',
    sent(({ experimentId, runId }) => ({
      experiment_id: experimentId,
      run_name: 'of eve',
      tags: [{ key: 'mlflow.parentRunId', value: runId }],
    })),
  ],
  [
    'POST /api/2.0/mlflow/runs/log-inputs',
    sent(({ runId, datasetName }) => ({
      run_id: runId,
      datasets: [
        { dataset: { name: datasetName, digest: 'd', source_type: 'weir', source: '{}' }, tags: [] },
      ],
    })),
  ],
  [
    'POST /api/2.0/mlflow/traces/delete-traces',
    sent(({ experimentId }) => ({ experiment_id: experimentId, max_timestamp_millis: 5 })),
  ],
  [
    'POST /api/v1/alerts',
    sent(({ experimentId, scorerName }) => ({
      experiment_id: experimentId,
      name: fresh(),
      metric: { of: 'score', scorer: scorerName },
      condition: { kind: 'below', threshold: 1 },
      window_seconds: 3600,
      webhook_url: 'https://hooks.example/eve',
    })),
  ],
  [
    'POST /feedback',
    sent(({ traceId, secret }) => ({ trace_id: traceId, expectation: { answer: 'none' }, user: secret })),
  ],
  ['POST /api/v1/datasets', sent(({ datasetName }) => ({ name: datasetName }))],
  ['POST /api/v1/datasets', sent(({ datasetName }) => ({ name: ` ${datasetName} ` }))],
  ['POST /api/v1/datasets', sent(({ experimentId }) => ({ name: fresh(), experiment_ids: [experimentId] }))],
  ['POST /api/3.0/mlflow/datasets/create', sent(({ datasetName }) => ({ name: datasetName }))],
];
