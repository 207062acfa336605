/** Redaction rules as they are written over REST and kept, and back. */
import { z } from '@hono/zod-openapi';
import { detectorKinds } from './detectors.ts';
import { faultOfKeptPattern, faultOfPattern, maxPatternCharacters } from './masking.ts';
import type { Masks, RedactionRule } from './rule.ts';

const marker = z
  .string()
  .regex(/^[\p{L}\p{N}_ -]{1,40}$/u, 'expected up to 40 letters, digits, spaces, - and _');

const detectorMasks = z.strictObject({
  type: z.literal('detectors'),
  detectors: z
    .array(z.enum(detectorKinds))
    .min(1)
    .max(detectorKinds.length)
    .openapi({ example: ['email', 'phone'], description: 'Each leaves a marker of its name: `[email]`.' }),
});

const patternWithout = (faultOf: (pattern: string) => string | null) =>
  z
    .string()
    .min(1)
    .max(maxPatternCharacters)
    .superRefine((pattern, context) => {
      const fault = faultOf(pattern);
      if (fault !== null) context.addIssue({ code: 'custom', message: `expected ${fault}` });
    });

const patternMasks = z.strictObject({
  type: z.literal('pattern'),
  pattern: patternWithout(faultOfPattern).openapi({
    example: 'CUST-\\d{6}',
    description: 'RE2: linear time, no look-around, no back-references.',
  }),
  ignore_case: z.boolean().default(false),
  marker: marker.default('masked').openapi({ example: 'customer' }),
});

const attributeMasks = z.strictObject({
  type: z.literal('attributes'),
  names: z
    .array(z.string().min(1).max(200))
    .min(1)
    .max(100)
    .openapi({ example: ['password'], description: 'Members of JSON objects, in any letter case.' }),
  marker: marker.default('removed'),
});

/** What a rule masks. */
export const masksSchema = z
  .discriminatedUnion('type', [detectorMasks, patternMasks, attributeMasks])
  .openapi('RedactionMasks');

/** What a rule masks, as it is kept: rules of earlier builds too. */
export const keptMasksSchema = z.discriminatedUnion('type', [
  detectorMasks,
  patternMasks.extend({ pattern: patternWithout(faultOfKeptPattern) }),
  attributeMasks,
]);

/** A rule. */
export const redactionRuleSchema = z
  .object({
    rule_id: z.string().openapi({ example: 'rr-0af7651916cd43dd8448eb211c80319c' }),
    experiment_id: z.string().nullable().openapi({ description: 'Null: every experiment.' }),
    name: z.string(),
    enabled: z.boolean(),
    masks: masksSchema,
    includes_identifiers: z
      .boolean()
      .openapi({ description: 'User, session and request id are masked too.' }),
    creation_time: z.string().openapi({ example: '2026-10-06T09:00:00.000Z' }),
    last_update_time: z.string(),
  })
  .openapi('RedactionRule');

/** A rule as JSON. */
export function toRuleJson(rule: RedactionRule): z.infer<typeof redactionRuleSchema> {
  return {
    rule_id: rule.ruleId,
    experiment_id: rule.experimentId,
    name: rule.name,
    enabled: rule.enabled,
    masks: toMasksJson(rule.masks),
    includes_identifiers: rule.includesIdentifiers,
    creation_time: new Date(rule.createdAtMs).toISOString(),
    last_update_time: new Date(rule.updatedAtMs).toISOString(),
  };
}

/** What a rule masks, as JSON. */
export function toMasksJson(masks: Masks): z.infer<typeof masksSchema> {
  if (masks.type !== 'pattern') return masks;
  const { ignoreCase, ...rest } = masks;
  return { ...rest, ignore_case: ignoreCase };
}

/** What JSON says that a rule masks. */
export function fromMasksJson(json: z.infer<typeof masksSchema>): Masks {
  if (json.type !== 'pattern') return json;
  const { ignore_case: ignoreCase, ...rest } = json;
  return { ...rest, ignoreCase };
}
