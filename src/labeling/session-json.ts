/** Labeling sessions as our REST surface reads and writes them: snake_case, RFC 3339. Schemas and mappings side by side. */
import { z } from '@hono/zod-openapi';
import { kappaGaps } from '../core/statistics/kappa.ts';
import { anyJson } from '../http/json-schema.ts';
import { labelSchemaSchema, toLabelSchemaJson } from './label-schema-json.ts';
import type { LabelingItem, LabelingSession } from './labeling-session.ts';
import type { SessionProgress } from './progress.ts';
import type { ItemCounts } from './store/labeling-store.ts';
import type { ReviewLink } from './store/review-link-store.ts';

const time = z.string().openapi({ example: '2026-10-15T12:00:00.000Z' });
const name = z.string().max(500).openapi({
  example: 'refund answers, week 42',
  description: 'Unique in its experiment, whatever the letter case.',
});
const description = z.string().nullable().openapi({ example: 'Is the answer right, and is it kind?' });
const reviewers = z.array(z.string()).openapi({
  example: ['ada@shop.example', 'bo@shop.example'],
  description: 'At most ten; kept in lower case. Empty: whoever is given a link.',
});
const schemas = z.array(z.string().max(300)).openapi({
  example: ['is_correct', 'ls-4bf92f3577b34da6a3ce929d0e0e4736'],
  description: 'Names or ids, in the order they are asked. Fixed once the session has items.',
});
const dataset = z.string().max(500).nullable().openapi({
  example: 'refund questions',
  description: 'Name or id of a dataset that expectations flow into.',
});
const status = z.enum(['open', 'closed']).openapi({ description: 'Reviewers answer while it is open.' });

const countsSchema = z.object({
  pending: z.number().int(),
  complete: z.number().int(),
  declined: z.number().int().openapi({ description: 'Everybody skipped it.' }),
});

/** A session, as REST writes it. */
export const sessionSchema = z
  .object({
    session_id: z.string().openapi({
      example: 'rq-4bf92f3577b34da6a3ce929d0e0e4736',
      description: "On MLflow's wire the id of the same review queue.",
    }),
    experiment_id: z.string().openapi({ example: '12' }),
    name,
    kind: z
      .enum(['USER', 'CUSTOM'])
      .openapi({ description: "`USER`: somebody's own list, made by MLflow's client." }),
    description,
    status,
    reviewers,
    schema_ids: z.array(z.string()),
    dataset_id: z.string().nullable(),
    allow_correction: z.boolean(),
    items: countsSchema,
    review_path: z.string().openapi({ example: '/review/rq-4bf92f3577b34da6a3ce929d0e0e4736' }),
    created_by: z.string().nullable(),
    create_time: time,
    last_update_time: time,
  })
  .openapi('LabelingSession');

const traceIds = z
  .array(z.string().min(1).max(200))
  .max(2000)
  .openapi({ example: ['tr-4bf92f3577b34da6a3ce929d0e0e4736'] });
const most = z.number().int().min(1).max(2000).default(100);

/** What adds items: exactly one of the members, `most` beside `filter`. */
export const newItemsSchema = z
  .strictObject({
    trace_ids: traceIds.optional(),
    filter: z.string().max(20_000).optional().openapi({
      example: "trace.status = 'OK' AND tags.env = 'prod'",
      description: "MLflow's grammar; the newest traces that match. Empty: the newest of all.",
    }),
    most: most.openapi({ description: 'With `filter`: how many at most.' }),
    dataset: z.string().min(1).max(500).optional().openapi({
      description: 'Name or id: the traces its records came from.',
    }),
  })
  .openapi('NewLabelingItems');

/** What creates a session. */
export const newSessionSchema = z
  .strictObject({
    experiment: z.string().min(1).max(500).optional().openapi({
      example: 'support-bot',
      description: 'Name or id. Absent: the experiment of the key, else `0`.',
    }),
    name,
    description: description.default(null),
    reviewers: reviewers.default([]),
    label_schemas: schemas.default([]),
    dataset: dataset.default(null),
    allow_correction: z.boolean().default(true).openapi({
      description:
        'Reviewers may write what the answer should have been, as the expectation `expected_response`.',
    }),
    created_by: z.string().max(250).nullable().default(null),
    items: newItemsSchema.optional(),
  })
  .openapi('NewLabelingSession');

/** What changes a session; absent members stay. */
export const sessionChangesSchema = z
  .strictObject({
    name: name.optional(),
    description: description.optional(),
    status: status.optional(),
    reviewers: reviewers.optional(),
    label_schemas: schemas.optional(),
    dataset: dataset.optional(),
    allow_correction: z.boolean().optional(),
  })
  .openapi('LabelingSessionChanges');

/** An item, as REST writes it. */
export const itemSchema = z
  .object({
    trace_id: z.string(),
    status: z.enum(['PENDING', 'COMPLETE', 'DECLINED']),
    completed_by: z.string().nullable(),
    completed_time: z.string().nullable(),
    create_time: time,
    last_update_time: time,
  })
  .openapi('LabelingItem');

const share = z.number().nullable();
const agreementSchema = z
  .object({
    answers: z.number().int(),
    items_compared: z.number().int().openapi({ description: 'Items that two people or more answered.' }),
    percent_agreement: share.openapi({ example: 0.9, description: 'Share of pairs that are alike, 0 to 1.' }),
    kappa: share.openapi({ example: 0.78, description: 'Beyond chance; null where it is not defined.' }),
    kappa_method: z.enum(['cohen', 'fleiss']).nullable(),
    kappa_gap: z.enum(kappaGaps).nullable().openapi({
      description: 'Why there is no kappa: nothing in common, a single item, or one answer given by all.',
    }),
    mean_difference: share.openapi({ description: 'Of numbers: the mean distance of two answers.' }),
  })
  .openapi('Agreement');

/** How far a session is, as REST writes it. */
export const progressSchema = z
  .object({
    session_id: z.string(),
    status,
    items: countsSchema,
    reviewers: z.array(
      z.object({
        reviewer: z.string(),
        complete: z.number().int(),
        skipped: z.number().int(),
        pending: z.number().int(),
      }),
    ),
    questions: z.array(
      z.object({
        label_schema: labelSchemaSchema,
        agreement: agreementSchema,
        counts: z.array(z.object({ value: anyJson('The answer.', true), count: z.number().int() })),
      }),
    ),
  })
  .openapi('LabelingProgress');

/** A link, as REST writes it. */
export const linkSchema = z
  .object({
    link_id: z.string(),
    reviewer: z.string(),
    create_time: time,
    expire_time: time,
    revoke_time: z.string().nullable(),
  })
  .openapi('ReviewLink');

/** A new link, with its secret. */
export const newLinkSchema = linkSchema
  .extend({
    url: z.string().openapi({
      example: 'https://weir.example/review/rq-4bf9…#wr1.…',
      description: 'Give it to the reviewer; it is shown once.',
    }),
  })
  .openapi('NewReviewLink');

/** A session, as REST writes it. */
export function toSessionJson(
  session: LabelingSession,
  counts: ItemCounts | undefined,
): z.infer<typeof sessionSchema> {
  return {
    session_id: session.sessionId,
    experiment_id: session.experimentId,
    name: session.name,
    kind: session.kind,
    description: session.description,
    status: session.status,
    reviewers: session.reviewers,
    schema_ids: session.schemaIds,
    dataset_id: session.datasetId,
    allow_correction: session.allowCorrection,
    items: toCountsJson(counts),
    review_path: `/review/${session.sessionId}`,
    created_by: session.createdBy,
    create_time: toTime(session.createdAtMs),
    last_update_time: toTime(session.updatedAtMs),
  };
}

/** An item, as REST writes it. */
export function toItemJson(item: LabelingItem): z.infer<typeof itemSchema> {
  return {
    trace_id: item.traceId,
    status: item.status,
    completed_by: item.completedBy,
    completed_time: item.completedAtMs === null ? null : toTime(item.completedAtMs),
    create_time: toTime(item.createdAtMs),
    last_update_time: toTime(item.updatedAtMs),
  };
}

/** How far a session is, as REST writes it. */
export function toProgressJson(progress: SessionProgress): z.infer<typeof progressSchema> {
  return {
    session_id: progress.session.sessionId,
    status: progress.session.status,
    items: toCountsJson(progress.items),
    reviewers: progress.reviewers,
    questions: progress.questions.map(({ schema, agreement, counts }) => ({
      label_schema: toLabelSchemaJson(schema),
      agreement: {
        answers: agreement.answers,
        items_compared: agreement.itemsCompared,
        percent_agreement: agreement.percentAgreement,
        kappa: agreement.kappa,
        kappa_method: agreement.kappaMethod,
        kappa_gap: agreement.kappaGap,
        mean_difference: agreement.meanDifference,
      },
      counts,
    })),
  };
}

/** A link, as REST writes it. */
export function toLinkJson(link: ReviewLink): z.infer<typeof linkSchema> {
  return {
    link_id: link.linkId,
    reviewer: link.reviewer,
    create_time: toTime(link.createdAtMs),
    expire_time: toTime(link.expiresAtMs),
    revoke_time: link.revokedAtMs === null ? null : toTime(link.revokedAtMs),
  };
}

function toCountsJson(counts: ItemCounts | undefined): z.infer<typeof countsSchema> {
  const { PENDING = 0, COMPLETE = 0, DECLINED = 0 } = counts ?? {};
  return { pending: PENDING, complete: COMPLETE, declined: DECLINED };
}

function toTime(unixMs: number): string {
  return new Date(unixMs).toISOString();
}
