/** Datasets as our REST surface writes them. Schema and mapping side by side. */
import { z } from '@hono/zod-openapi';
import { jsonObject } from '../http/json-schema.ts';
import type { Dataset } from './dataset.ts';

/** A dataset without its records. */
export const datasetSchema = z
  .object({
    dataset_id: z.string().openapi({ example: 'd-9e1c0cf3577b34da6a3ce929d0e0e473' }),
    name: z.string().openapi({ example: 'refund questions' }),
    tags: z.record(z.string(), z.string()),
    schema: jsonObject('The types seen per member of inputs, outputs and expectations.', {
      inputs: { question: 'string' },
      outputs: {},
      expectations: { expected_response: 'string' },
    }),
    record_count: z.number().int().openapi({ example: 3 }),
    digest: z.string().openapi({ example: '4fa1c09b', description: 'Changes when the dataset does.' }),
    experiment_ids: z.array(z.string()).openapi({ example: ['12'] }),
    creation_time: z.string().openapi({ example: '2026-10-15T12:00:00.000Z' }),
    last_update_time: z.string().openapi({ example: '2026-10-15T12:00:00.000Z' }),
    created_by: z.string().nullable(),
    last_updated_by: z.string().nullable(),
  })
  .openapi('Dataset');

/** Renders a dataset. */
export function toDatasetJson(dataset: Dataset): z.infer<typeof datasetSchema> {
  const { inputs, outputs, expectations } = dataset.schema;
  return {
    dataset_id: dataset.datasetId,
    name: dataset.name,
    tags: dataset.tags,
    schema: { inputs, outputs, expectations },
    record_count: dataset.recordCount,
    digest: dataset.digest,
    experiment_ids: dataset.experimentIds,
    creation_time: new Date(dataset.createdAtMs).toISOString(),
    last_update_time: new Date(dataset.updatedAtMs).toISOString(),
    created_by: dataset.createdBy,
    last_updated_by: dataset.updatedBy,
  };
}
