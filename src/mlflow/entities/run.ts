/** Runs as MLflow's proto writes them (mlflow/protos/service.proto), and what clients send of their datasets. */
import { z } from 'zod';
import type { JsonObject } from '../../core/json.ts';
import type { Metric, Run, RunDataset } from '../../runs/run.ts';
import { renderTags, requiredText, tagList, text } from '../message-fields.ts';

/** A dataset that a run used, as log-inputs sends it. */
export const datasetInputMessage = z.object({
  tags: tagList().nullish(),
  dataset: z.object(
    {
      name: requiredText().max(500, 'expected at most 500 characters'),
      digest: requiredText().max(36, 'expected at most 36 characters'),
      source_type: requiredText(),
      source: requiredText(),
      schema: text().nullish(),
      profile: text().nullish(),
    },
    'expected a dataset',
  ),
});

/** The dataset a message tells of. */
export function readDataset({ tags, dataset }: z.output<typeof datasetInputMessage>): RunDataset {
  return {
    name: dataset.name,
    digest: dataset.digest,
    sourceType: dataset.source_type,
    source: dataset.source,
    schema: dataset.schema ?? null,
    profile: dataset.profile ?? null,
    tags: tags ?? {},
  };
}

/** A run with its data, inputs and outputs. */
export function renderRun(run: Run): JsonObject {
  return {
    info: renderRunInfo(run),
    data: {
      metrics: run.metrics.map(renderMetric),
      params: renderTags(run.params),
      tags: renderTags(run.tags),
    },
    inputs: {
      dataset_inputs: run.datasets.map(renderDataset),
      model_inputs: run.modelInputs.map((modelId) => ({ model_id: modelId })),
    },
    outputs: {
      model_outputs: run.modelOutputs.map(({ modelId, step }) => ({ model_id: modelId, step })),
    },
  };
}

/** What a run is, without what it logged. */
export function renderRunInfo(run: Run): JsonObject {
  return {
    run_id: run.runId,
    run_uuid: run.runId,
    run_name: run.name,
    experiment_id: run.experimentId,
    user_id: run.userId,
    status: run.status,
    start_time: run.startTimeMs,
    ...(run.endTimeMs === null ? {} : { end_time: run.endTimeMs }),
    artifact_uri: artifactUriOf(run),
    lifecycle_stage: run.lifecycleStage,
  };
}

/** Where a run's artifacts lie, as clients resolve it against the server. */
export function artifactUriOf({ experimentId, runId }: Pick<Run, 'experimentId' | 'runId'>): string {
  return `mlflow-artifacts:/${experimentId}/${runId}/artifacts`;
}

/** A value of a metric; protobuf's JSON writes NaN and infinity by name. */
export function renderMetric({ key, value, timestampMs, step }: Metric): JsonObject {
  return { key, value: Number.isFinite(value) ? value : String(value), timestamp: timestampMs, step };
}

function renderDataset(dataset: RunDataset): JsonObject {
  return {
    tags: renderTags(dataset.tags),
    dataset: {
      name: dataset.name,
      digest: dataset.digest,
      source_type: dataset.sourceType,
      source: dataset.source,
      ...(dataset.schema === null ? {} : { schema: dataset.schema }),
      ...(dataset.profile === null ? {} : { profile: dataset.profile }),
    },
  };
}
