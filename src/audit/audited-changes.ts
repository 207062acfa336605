/**
 * Which calls are changes that the trail keeps, over REST and on MLflow's wire: what is configured, what is taken away, who
 * is let in. What is recorded all day (traces, feedback, tags, records, runs, items) is no change but what Weir is for.
 */

/** A change: its action, and what the path says it was done to. */
export interface AuditedChange {
  /** Object and verb, such as `key.create`. */
  action: string;
  parameters: Record<string, string>;
}

/** Method, path with parameters in braces, action. REST lies below `/api/v1`, MLflow's below its version. */
const rest: [method: string, path: string, action: string][] = [
  ['POST', '/session', 'session.start'],
  ['DELETE', '/session', 'session.end'],
  ['DELETE', '/traces/{trace_id}', 'trace.delete'],
  ['DELETE', '/traces/{trace_id}/assessments/{assessment_id}', 'assessment.delete'],
  ['POST', '/experiments', 'experiment.create'],
  ['PATCH', '/experiments/{experiment_id}', 'experiment.change'],
  ['PUT', '/experiments/{experiment}/test-case-rule', 'test_case_rule.set'],
  ['DELETE', '/experiments/{experiment}/test-case-rule', 'test_case_rule.delete'],
  ['POST', '/datasets', 'dataset.create'],
  ['DELETE', '/datasets/{dataset}', 'dataset.delete'],
  ['PATCH', '/datasets/{dataset}/tags', 'dataset.change'],
  ['PUT', '/datasets/{dataset}/experiments/{experiment}', 'dataset.link'],
  ['DELETE', '/datasets/{dataset}/experiments/{experiment}', 'dataset.unlink'],
  ['DELETE', '/datasets/{dataset}/records', 'dataset_records.delete'],
  ['POST', '/prompts', 'prompt.create'],
  ['PATCH', '/prompts/{name}', 'prompt.change'],
  ['DELETE', '/prompts/{name}', 'prompt.delete'],
  ['POST', '/prompts/{name}/versions', 'prompt_version.create'],
  ['PATCH', '/prompts/{name}/versions/{version}', 'prompt_version.change'],
  ['DELETE', '/prompts/{name}/versions/{version}', 'prompt_version.delete'],
  ['PUT', '/prompts/{name}/aliases/{alias}', 'prompt_alias.set'],
  ['DELETE', '/prompts/{name}/aliases/{alias}', 'prompt_alias.delete'],
  ['POST', '/scorers', 'scorer.register'],
  ['PUT', '/scorers/{name}/sampling', 'scorer.change'],
  ['DELETE', '/scorers/{name}', 'scorer.delete'],
  ['POST', '/evaluations', 'evaluation.start'],
  ['POST', '/evaluations/{evaluation_id}/cancel', 'evaluation.cancel'],
  ['POST', '/schedules', 'schedule.create'],
  ['PATCH', '/schedules/{schedule_id}', 'schedule.change'],
  ['DELETE', '/schedules/{schedule_id}', 'schedule.delete'],
  ['POST', '/schedules/{schedule_id}/backfill', 'schedule.backfill'],
  ['POST', '/alerts', 'alert.create'],
  ['DELETE', '/alerts/{alert_id}', 'alert.delete'],
  ['POST', '/label-schemas', 'label_schema.create'],
  ['PATCH', '/label-schemas/{schema_id}', 'label_schema.change'],
  ['DELETE', '/label-schemas/{schema_id}', 'label_schema.delete'],
  ['POST', '/labeling-sessions', 'labeling_session.create'],
  ['PATCH', '/labeling-sessions/{session_id}', 'labeling_session.change'],
  ['DELETE', '/labeling-sessions/{session_id}', 'labeling_session.delete'],
  ['DELETE', '/labeling-sessions/{session_id}/items', 'labeling_items.delete'],
  ['POST', '/labeling-sessions/{session_id}/links', 'review_link.create'],
  ['DELETE', '/labeling-sessions/{session_id}/links/{link_id}', 'review_link.revoke'],
  ['POST', '/keys', 'key.create'],
  ['PATCH', '/keys/{key_id}', 'key.change'],
  ['DELETE', '/keys/{key_id}', 'key.revoke'],
  ['POST', '/redaction-rules', 'redaction_rule.create'],
  ['PATCH', '/redaction-rules/{rule_id}', 'redaction_rule.change'],
  ['DELETE', '/redaction-rules/{rule_id}', 'redaction_rule.delete'],
  ['POST', '/dead-letters/replay', 'dead_letters.replay'],
];

const mlflow: typeof rest = [
  ['POST', '/experiments/create', 'experiment.create'],
  ['POST', '/experiments/update', 'experiment.change'],
  ['POST', '/experiments/set-experiment-tag', 'experiment.change'],
  ['POST', '/experiments/delete-experiment-tag', 'experiment.change'],
  ['POST', '/experiments/delete', 'experiment.delete'],
  ['POST', '/experiments/restore', 'experiment.restore'],
  ['POST', '/traces/delete-traces', 'trace.delete'],
  ['DELETE', '/traces/{trace_id}/assessments/{assessment_id}', 'assessment.delete'],
  ['POST', '/runs/delete', 'run.delete'],
  ['POST', '/runs/restore', 'run.restore'],
  ['POST', '/datasets/create', 'dataset.create'],
  ['DELETE', '/datasets/{dataset_id}', 'dataset.delete'],
  ['PATCH', '/datasets/{dataset_id}/tags', 'dataset.change'],
  ['DELETE', '/datasets/{dataset_id}/tags/{tag}', 'dataset.change'],
  ['DELETE', '/datasets/{dataset_id}/records', 'dataset_records.delete'],
  ['POST', '/datasets/{dataset_id}/add-experiments', 'dataset.link'],
  ['POST', '/datasets/{dataset_id}/remove-experiments', 'dataset.unlink'],
  ['DELETE', '/logged-models/{model_id}', 'logged_model.delete'],
  ['POST', '/registered-models/create', 'prompt.create'],
  ['PATCH', '/registered-models/update', 'prompt.change'],
  ['POST', '/registered-models/set-tag', 'prompt.change'],
  ['DELETE', '/registered-models/delete-tag', 'prompt.change'],
  ['DELETE', '/registered-models/delete', 'prompt.delete'],
  ['POST', '/registered-models/alias', 'prompt_alias.set'],
  ['DELETE', '/registered-models/alias', 'prompt_alias.delete'],
  ['POST', '/model-versions/create', 'prompt_version.create'],
  ['PATCH', '/model-versions/update', 'prompt_version.change'],
  ['POST', '/model-versions/set-tag', 'prompt_version.change'],
  ['DELETE', '/model-versions/delete-tag', 'prompt_version.change'],
  ['DELETE', '/model-versions/delete', 'prompt_version.delete'],
  ['POST', '/scorers/register', 'scorer.register'],
  ['DELETE', '/scorers/delete', 'scorer.delete'],
  ['PUT', '/scorers/online-config', 'scorer.change'],
  ['POST', '/scorer/invoke', 'evaluation.start'],
  ['POST', '/genai/evaluate/invoke', 'evaluation.start'],
  ['POST', '/label-schemas/create', 'label_schema.create'],
  ['PATCH', '/label-schemas/update', 'label_schema.change'],
  ['DELETE', '/label-schemas/delete', 'label_schema.delete'],
  ['POST', '/review-queues/create', 'labeling_session.create'],
  ['POST', '/review-queues/update', 'labeling_session.change'],
  ['POST', '/review-queues/delete', 'labeling_session.delete'],
  ['POST', '/review-queues/items/remove', 'labeling_items.delete'],
];

interface Rule {
  pattern: RegExp;
  action: string;
}

const rules = new Map<string, Rule[]>();
for (const [method, path, action] of rest) addRule(method, `^/api/v1${patternOf(path)}$`, action);
for (const [method, path, action] of mlflow)
  addRule(method, `^/(?:ajax-)?api/\\d\\.\\d/mlflow${patternOf(path)}$`, action);
addRule('DELETE', '^/(?:ajax-)?api/2\\.0/mlflow-artifacts/artifacts/(?<path>.+)$', 'artifact.delete');

/** The action of a change that its caller may not make; its target says which change that was. */
export const refusedChange = 'change.refused';

/** Every action of the trail, for whoever filters by them. */
export const auditActions: string[] = [
  ...new Set([...rest, ...mlflow].map(([, , action]) => action)),
  'artifact.delete',
  refusedChange,
  'key.refused',
  'session.refused',
  'feedback_token.refused',
  'review_link.refused',
].toSorted();

/** The change a call is; null when it is none that the trail keeps. */
export function auditedChange(method: string, path: string): AuditedChange | null {
  for (const { pattern, action } of rules.get(method) ?? []) {
    const found = pattern.exec(path);
    if (found === null) continue;
    const parameters = Object.entries(found.groups ?? {}).map(([name, value]) => [name, decode(value)]);
    return { action, parameters: Object.fromEntries(parameters) };
  }
  return null;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function addRule(method: string, pattern: string, action: string): void {
  rules.set(method, [...(rules.get(method) ?? []), { pattern: new RegExp(pattern), action }]);
}

function patternOf(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)');
}
