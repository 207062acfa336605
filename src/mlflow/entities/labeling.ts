/**
 * Label schemas and review queues as MLflow's messages (mlflow/protos/label_schemas.proto, review_queues.proto). A review
 * queue is a labeling session.
 */
import { z } from 'zod';
import { fromInputJson, toInputJson } from '../../labeling/label-schema-json.ts';
import type { LabelInput, LabelSchema } from '../../labeling/label-schema.ts';
import type { LabelingItem, LabelingSession } from '../../labeling/labeling-session.ts';
import { double, flag, integer, list, text } from '../message-fields.ts';

/** `LabelSchemaInput`: a oneof. Members it does not know, such as a polarity of older clients, are ignored. */
export const inputField = () =>
  z.object(
    {
      pass_fail: z
        .object({ positive_label: text().default(''), negative_label: text().default('') })
        .optional(),
      categorical: z
        .object({ options: list(text()).default([]), multi_select: flag().default(false) })
        .optional(),
      numeric: z
        .object({
          min_value: double().nullable().default(null),
          max_value: double().nullable().default(null),
        })
        .optional(),
      text: z.object({ max_length: integer().nullable().default(null) }).optional(),
    },
    'expected an object',
  );

/**
 * The input of a message.
 *
 * @throws AppError INVALID_PARAMETER_VALUE unless exactly one kind is set
 */
export function readInput(message: z.output<ReturnType<typeof inputField>>): LabelInput {
  return fromInputJson(message);
}

/** A label schema as its message. */
export function renderLabelSchema(schema: LabelSchema): object {
  return {
    schema_id: schema.schemaId,
    experiment_id: schema.experimentId,
    name: schema.name,
    type: schema.type,
    ...(schema.title === null ? {} : { title: schema.title }),
    ...(schema.instruction === null ? {} : { instruction: schema.instruction }),
    enable_comment: schema.enableComment,
    input: renderInput(schema.input),
    ...(schema.createdBy === null ? {} : { created_by: schema.createdBy }),
    created_at: schema.createdAtMs,
    last_updated_at: schema.updatedAtMs,
    is_default: schema.isDefault,
  };
}

/** A session as a review queue. */
export function renderQueue(session: LabelingSession): object {
  return {
    queue_id: session.sessionId,
    experiment_id: session.experimentId,
    name: session.name,
    queue_type: session.kind,
    ...(session.createdBy === null ? {} : { created_by: session.createdBy }),
    creation_time_ms: session.createdAtMs,
    last_update_time_ms: session.updatedAtMs,
    users: session.reviewers,
    schema_ids: session.schemaIds,
  };
}

/** An item as its message. */
export function renderQueueItem(item: LabelingItem): object {
  return {
    queue_id: item.sessionId,
    item_type: 'TRACE',
    item_id: item.traceId,
    status: item.status,
    ...(item.completedBy === null ? {} : { completed_by: item.completedBy }),
    ...(item.completedAtMs === null ? {} : { completed_time_ms: item.completedAtMs }),
    creation_time_ms: item.createdAtMs,
    last_update_time_ms: item.updatedAtMs,
  };
}

/** Protobuf has no null: what is unset is absent. */
function renderInput(input: LabelInput): object {
  const [[kind, members] = ['', {}]] = Object.entries(toInputJson(input));
  return { [kind]: Object.fromEntries(Object.entries(members ?? {}).filter(([, value]) => value !== null)) };
}
