/** Records as our REST surface and its files write them: MLflow's members in snake_case. Schema and mapping side by side. */
import { z } from '@hono/zod-openapi';
import { asObject, type JsonObject } from '../core/json.ts';
import { withNames } from '../core/python-json.ts';
import { anyJson, jsonObject } from '../http/json-schema.ts';
import { sourceTypes, type DatasetRecord, type NewRecord } from './dataset.ts';

const inputs = jsonObject('What the application was asked; its identity inside the dataset.', {
  question: 'How long is the refund window?',
});
const outputs = anyJson('What was answered, or null.', { response: 'A week, I think.' });
const expectations = jsonObject('What should have been answered, by name.', {
  expected_response: '30 days.',
});
const tags = jsonObject('Anything else, by name.', { topic: 'refunds' });
const source = z.strictObject({
  source_type: z.enum(sourceTypes).openapi({ example: 'TRACE' }),
  source_data: jsonObject('What the type needs.', {
    trace_id: 'tr-4bf92f3577b34da6a3ce929d0e0e4736',
  }).nullish(),
});

/** What only Weir can know of a record: passed over, so that an export can be imported. */
const ofWeir = z.unknown().optional().openapi({ description: 'As an export has it; passed over.' });

/** A record as somebody brings it. */
export const newRecordSchema = z
  .strictObject({
    inputs,
    outputs: outputs.optional(),
    expectations: expectations.nullish(),
    tags: tags.nullish(),
    source: source.nullish(),
    dataset_record_id: ofWeir,
    dataset_id: ofWeir,
    creation_time: ofWeir,
    last_update_time: ofWeir,
    created_by: ofWeir,
    last_updated_by: ofWeir,
  })
  .openapi('NewRecord');

/** A stored record. */
export const recordSchema = z
  .object({
    dataset_record_id: z.string().openapi({ example: 'dr-77a0b1f3577b34da6a3ce929d0e0e4736' }),
    dataset_id: z.string().openapi({ example: 'd-9e1c0cf3577b34da6a3ce929d0e0e473' }),
    inputs,
    outputs,
    expectations,
    tags,
    source,
    creation_time: z.string().openapi({ example: '2026-10-15T12:00:00.000Z' }),
    last_update_time: z.string().openapi({ example: '2026-10-15T12:00:00.000Z' }),
    created_by: z.string().nullable(),
    last_updated_by: z.string().nullable(),
  })
  .openapi('Record');

/** Renders a record. */
export function toRecordJson(record: DatasetRecord): z.infer<typeof recordSchema> {
  return {
    dataset_record_id: record.recordId,
    dataset_id: record.datasetId,
    inputs: named(record.inputs),
    outputs: withNames(record.outputs),
    expectations: named(record.expectations),
    tags: named(record.tags),
    source: { source_type: record.sourceType, source_data: record.source },
    creation_time: new Date(record.createdAtMs).toISOString(),
    last_update_time: new Date(record.updatedAtMs).toISOString(),
    created_by: record.createdBy,
    last_updated_by: record.updatedBy,
  };
}

const named = (members: JsonObject): JsonObject => asObject(withNames(members));

/** What a parsed record brings; absent and null members bring nothing. */
export function fromRecordJson(record: z.infer<typeof newRecordSchema>): NewRecord {
  const brought: NewRecord = { inputs: record.inputs };
  if (record.outputs !== undefined) brought.outputs = record.outputs;
  if (record.expectations) brought.expectations = record.expectations;
  if (record.tags) brought.tags = record.tags;
  if (record.source) {
    brought.sourceType = record.source.source_type;
    brought.source = record.source.source_data ?? {};
  }
  return brought;
}
