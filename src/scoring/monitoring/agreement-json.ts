/** The agreement of judges with people, as our REST surface writes it. */
import { z } from '@hono/zod-openapi';
import { kappaGaps } from '../../core/statistics/kappa.ts';
import { anyJson } from '../../http/json-schema.ts';

const kappaGapSchema = z.enum(kappaGaps).nullable().openapi({
  description: 'Why there is no kappa: nothing in common, a single item, or one answer given by all.',
});

/** How far judges agree with people. */
export const agreementSchema = z.object({
  judges: z.array(
    z.object({
      scorer: z.string(),
      judge: z.string(),
      pairs: z.number().int(),
      agreed: z.number().int(),
      accuracy: z.number(),
      ci_low: z.number().nullable(),
      ci_high: z.number().nullable(),
      kappa: z.number().nullable().openapi({ description: "Cohen's; null where it is not defined." }),
      kappa_gap: kappaGapSchema,
      confusion: z
        .record(z.string(), z.record(z.string(), z.number().int()))
        .openapi({ description: "By the person's value, then the judge's." }),
      disagreements: z.array(
        z.object({
          trace_id: z.string(),
          human: z.string(),
          human_value: anyJson('What the person said.', 'no'),
          judge_value: anyJson('What the judge said.', 'yes'),
          judge_rationale: z.string().nullable(),
        }),
      ),
    }),
  ),
  complete: z.boolean().openapi({ description: 'False: there are older pairs, which are left out.' }),
});
