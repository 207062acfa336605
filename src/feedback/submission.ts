/**
 * What somebody sends to `POST /feedback`: one value, many at once, or what the answer should have been. The shapes, their
 * bounds, and the votes they come to.
 */
import { z } from '@hono/zod-openapi';
import { AppError } from '../core/app-error.ts';
import { randomHex, toHex } from '../core/ids.ts';
import { parseJson, type Json, type JsonObject } from '../core/json.ts';
import { redactJson, redactSecrets } from '../core/redaction.ts';
import { anyJson } from '../http/json-schema.ts';
import { refusalOf } from '../http/refuse-input.ts';
import type { Vote } from './vote.ts';

const MAX_NAMES = 20;
const MAX_VALUE_CHARACTERS = 8000;
const DEFAULT_NAME = 'user_feedback';
const ANONYMOUS = 'anonymous';

const name = z
  .string()
  .min(1)
  .max(250)
  .refine((text) => text.trim() !== '' && !/[\p{Cc}]/u.test(text), 'expected printable characters');
const value = anyJson('A number, text, true or false, a list or an object.', 2).refine(
  (given) => given === undefined || JSON.stringify(given).length <= MAX_VALUE_CHARACTERS,
  `expected at most ${MAX_VALUE_CHARACTERS} characters as JSON`,
);
const byName = (what: string, example: JsonObject) =>
  z
    .record(name, value)
    .refine((members) => Object.keys(members).length <= MAX_NAMES, `expected at most ${MAX_NAMES} names`)
    .openapi({ description: what, example });

/** A trace id as Weir, MLflow and OpenTelemetry write them. */
export const traceIdSchema = z
  .string()
  .regex(/^[\w.:/-]{1,200}$/, 'expected the id of a trace')
  .openapi({ example: 'tr-4bf92f3577b34da6a3ce929d0e0e4736' });

/** The body of `POST /feedback`. */
export const submissionSchema = z
  .strictObject({
    trace_id: traceIdSchema,
    token: z.string().max(3000).optional().openapi({
      description:
        'The feedback token, for senders that cannot set the header, such as `navigator.sendBeacon`.',
    }),
    name: name
      .optional()
      .openapi({ example: 'thumbs', description: `What is judged; \`${DEFAULT_NAME}\` when absent.` }),
    value: value.optional(),
    feedback: byName('Many at once, by name.', { rating: 2, type: 'helpfulness' }).optional(),
    expectation: byName('What it should have been, by name.', { expected_response: '30 days.' }).optional(),
    rationale: z.string().max(MAX_VALUE_CHARACTERS).nullish().openapi({ example: 'It missed the point.' }),
    user: z.string().min(1).max(250).nullish().openapi({
      example: 'user-7',
      description: 'Who says so. The same user and name again overrides what was said before.',
    }),
    span_id: z
      .string()
      .regex(/^[0-9a-f]{16}$/, 'expected 16 hex digits')
      .nullish(),
    metadata: z
      .record(z.string().min(1).max(250), z.union([z.string().max(1000), z.number(), z.boolean()]))
      .refine((members) => Object.keys(members).length <= MAX_NAMES, `expected at most ${MAX_NAMES} members`)
      .nullish()
      .openapi({ example: { page: 'checkout' } }),
    submission_id: z.string().min(8).max(100).optional().openapi({
      example: '0b4f9a52-7a51-4c3e-9d39-9d1f5f0f1f6e',
      description: 'Chosen by the sender: sent again, it changes nothing.',
    }),
  })
  .openapi('Feedback');

/** A parsed body. */
export type Submission = z.infer<typeof submissionSchema>;

/**
 * Reads the text of a body, whatever its content type says: pages that close can only send plain text.
 *
 * @throws AppError INVALID_PARAMETER_VALUE
 */
export function readSubmission(text: string): Submission {
  const body = parseJson(text);
  if (body === undefined) throw new AppError('INVALID_PARAMETER_VALUE', 'The body is not valid JSON.');
  const parsed = submissionSchema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw refusalOf(parsed.error, 'json', submissionSchema);
}

/**
 * The votes a submission comes to.
 *
 * @throws AppError INVALID_PARAMETER_VALUE when it says nothing
 */
export async function toVotes(submission: Submission, atMs: number): Promise<Vote[]> {
  const said: { kind: Vote['kind']; name: string; value: Json }[] = [];
  const { value: single, feedback, expectation } = submission;
  if (single !== undefined && single !== null) {
    said.push({ kind: 'feedback', name: submission.name ?? DEFAULT_NAME, value: single });
  }
  for (const [key, member] of Object.entries(feedback ?? {}))
    said.push({ kind: 'feedback', name: key, value: member });
  for (const [key, member] of Object.entries(expectation ?? {})) {
    said.push({ kind: 'expectation', name: key, value: member });
  }
  const meant = said.filter((one) => one.value !== null && one.value !== undefined);
  if (meant.length === 0) {
    throw new AppError(
      'INVALID_PARAMETER_VALUE',
      'Nothing is said: send value, or feedback and expectation by name.',
      { details: { field: 'value', expected: 'value, feedback or expectation' } },
    );
  }
  const user = redactSecrets(submission.user ?? ANONYMOUS);
  return Promise.all(
    meant.map(async ({ kind, name, value }) => ({
      assessmentId: await assessmentIdOf(submission, { user, kind, name }),
      traceId: submission.trace_id,
      spanId: submission.span_id ?? null,
      kind,
      name: redactSecrets(name),
      // People paste keys into comments; what is a credential is not kept.
      value: Object.values(redactJson({ [name]: value }))[0] ?? null,
      rationale: textOrNull(submission.rationale),
      user,
      metadata: metadataOf(submission),
      atMs,
    })),
  );
}

/** Derived from the sender's own id when there is one, so that a repeated submission is recognised. */
async function assessmentIdOf(
  { trace_id: traceId, submission_id: submissionId }: Submission,
  part: { user: string; kind: string; name: string },
): Promise<string> {
  if (submissionId === undefined) return `a-${randomHex(16)}`;
  const text = JSON.stringify([traceId, submissionId, part.user, part.kind, part.name]);
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return `a-${toHex(new Uint8Array(digest)).slice(0, 32)}`;
}

function textOrNull(text: string | null | undefined): string | null {
  return text === undefined || text === null || text.trim() === '' ? null : redactSecrets(text);
}

function metadataOf({ metadata }: Submission): Record<string, string> {
  const members = Object.entries(metadata ?? {}).filter(([key]) => !key.startsWith('mlflow.'));
  return Object.fromEntries(
    members.map(([key, member]) => [redactSecrets(key), redactSecrets(String(member))]),
  );
}
