/** Runs as rows of D1, and back: the one place that knows both the columns and the model. */
import { asArray, asNumber, asObject, asString, parseJson, type Json } from '../../core/json.ts';
import { runStatuses, type Metric, type ModelOutput, type Run, type RunDataset } from '../run.ts';
import type { RunLinks } from './run-store.ts';

/** A row of `runs` with what belongs to it. */
export interface RunRow {
  run_id: string;
  experiment_id: string;
  name: string;
  user_id: string;
  status: string;
  start_time_ms: number;
  end_time_ms: number | null;
  lifecycle_stage: string;
  /** JSON arrays of arrays. */
  held: string;
  links: string;
}

/** JSON has no infinity; the greatest double stands for it, as in MLflow's own store. NaN is null. */
export function toReal(value: number): number | null {
  if (Number.isNaN(value)) return null;
  return Number.isFinite(value) ? value : Math.sign(value) * Number.MAX_VALUE;
}

/** Rows of `run_inputs`: kind, name, digest, value. */
export function toLinkRows({ datasets, modelInputs, modelOutputs }: RunLinks): string[][] {
  return [
    ...datasets.map((dataset) => ['dataset', dataset.name, dataset.digest, JSON.stringify(dataset)]),
    ...modelInputs.map((modelId) => ['model_input', modelId, '', '{}']),
    ...modelOutputs.map(({ modelId, step }) => ['model_output', modelId, '', JSON.stringify({ step })]),
  ];
}

/** The run a row tells of. */
export function toRun(row: RunRow): Run {
  const held = asArray(parseJson(row.held)).map(asArray);
  const links = asArray(parseJson(row.links)).map(asArray);
  const texts = (kind: string): Record<string, string> =>
    Object.fromEntries(
      held
        .filter(([own]) => own === kind)
        .map(([, key, value]) => [asString(key) ?? '', asString(value) ?? '']),
    );
  return {
    runId: row.run_id,
    experimentId: row.experiment_id,
    name: row.name,
    userId: row.user_id,
    status: runStatuses.find((status) => status === row.status) ?? 'RUNNING',
    startTimeMs: row.start_time_ms,
    endTimeMs: row.end_time_ms,
    lifecycleStage: row.lifecycle_stage === 'deleted' ? 'deleted' : 'active',
    metrics: held.filter(([kind]) => kind === 'metric').map(toMetric),
    params: texts('param'),
    tags: texts('tag'),
    datasets: links.filter(([kind]) => kind === 'dataset').map(([, , value]) => toDataset(value)),
    modelInputs: links.filter(([kind]) => kind === 'model_input').map(([, name]) => asString(name) ?? ''),
    modelOutputs: links.filter(([kind]) => kind === 'model_output').map(toModelOutput),
  };
}

function toMetric([, key, , number, timestampMs, step]: Json[]): Metric {
  return {
    key: asString(key) ?? '',
    value: asNumber(number) ?? Number.NaN,
    timestampMs: asNumber(timestampMs) ?? 0,
    step: asNumber(step) ?? 0,
  };
}

function toModelOutput([, name, value]: Json[]): ModelOutput {
  return { modelId: asString(name) ?? '', step: asNumber(asObject(value)['step']) ?? 0 };
}

function toDataset(value: Json | undefined): RunDataset {
  const dataset = asObject(value);
  const tags = Object.entries(asObject(dataset['tags']));
  return {
    name: asString(dataset['name']) ?? '',
    digest: asString(dataset['digest']) ?? '',
    sourceType: asString(dataset['sourceType']) ?? '',
    source: asString(dataset['source']) ?? '',
    schema: asString(dataset['schema']),
    profile: asString(dataset['profile']),
    tags: Object.fromEntries(tags.map(([key, text]) => [key, asString(text) ?? ''])),
  };
}
