/**
 * The knobs: what the demo model shall do to its caller. They stand after a question mark in the model's name
 * (`demo?latency=300&chunk=20`), for clients that can set nothing else, or in the header `x-demo-knobs`.
 */
import { z } from 'zod';
import { knownStatuses } from './demo-failure.ts';

const BREAKS = [
  'split',
  'no-usage',
  'hang',
  'error-event',
  'early-end',
  'reset',
  'crlf',
  'comments',
  'no-space',
  'refuse-stream-options',
] as const;

const count = (most: number) => {
  const expected = `expected a whole number from 0 to ${most}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, expected)
    .transform(Number)
    .refine((value) => value <= most, expected);
};

const knobsSchema = z.strictObject({
  /** Milliseconds before the first byte. */
  latency: count(600_000).prefault('0'),
  /** Milliseconds between chunks. */
  chunk: count(60_000).prefault('0'),
  /** Tokens of the answer; absent is as many as the text has. */
  tokens: count(100_000).optional(),
  /** Answer with this status. */
  error: z
    .string()
    .transform(Number)
    .refine((status) => knownStatuses.includes(status), `expected one of ${knownStatuses.join(', ')}`)
    .optional(),
  /** What is wrong with the stream; for plain answers those that are about bytes or usage count. */
  break: z.enum(BREAKS, `expected one of ${BREAKS.join(', ')}`).optional(),
  /** At which token a stream goes wrong; a shorter one does so before its end. */
  at: count(100_000).prefault('3'),
});

/** The knobs as set, with defaults. */
export type Knobs = z.infer<typeof knobsSchema>;

/** Knobs, or which one is wrong and what was expected. */
export type KnobsResult = { ok: true; knobs: Knobs } | { ok: false; knob: string; expected: string };

/**
 * Reads the knobs of a call; those in the header win.
 *
 * @param model the model's name with its knobs, e.g. `demo?error=429`
 * @param header `x-demo-knobs`, e.g. `latency=300`, or null
 */
export function readKnobs(model: string, header: string | null): KnobsResult {
  const question = model.indexOf('?');
  const inName = new URLSearchParams(question === -1 ? '' : model.slice(question + 1));
  const set = { ...Object.fromEntries(inName), ...Object.fromEntries(new URLSearchParams(header ?? '')) };
  const parsed = knobsSchema.safeParse(set);
  if (parsed.success) return { ok: true, knobs: parsed.data };
  const issue = parsed.error.issues[0];
  if (issue?.code === 'unrecognized_keys') {
    const known = Object.keys(knobsSchema.shape).join(', ');
    return { ok: false, knob: issue.keys.join(', '), expected: `expected one of ${known}` };
  }
  return { ok: false, knob: issue?.path.join('.') ?? '', expected: issue?.message ?? '' };
}
