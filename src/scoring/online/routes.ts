/** What scoring did with a trace, over REST. */
import { createRoute, z } from '@hono/zod-openapi';
import { jsonAnswer, namedErrors, newApi, secured, type Api } from '../../http/open-api.ts';
import type { TraceStore } from '../../tracing/store/trace-store.ts';
import type { TaskStore } from '../store/task-store.ts';
import { explainScoring } from './explain-scoring.ts';
import type { SampledScorers } from './sampled-scorers.ts';

const time = z.string().nullable().openapi({ example: '2026-10-15T12:00:00.000Z' });
const factSchema = z
  .object({
    scorer: z.string(),
    version: z.number().int(),
    state: z.enum(['pending', 'scored', 'skipped', 'failed', 'not_sampled']),
    reason: z.string().nullable().openapi({ description: 'Why it waits, was skipped, or failed.' }),
    attempts: z.number().int(),
    due: time,
    last_update: time,
  })
  .openapi('ScoringFact');

const explain = createRoute({
  method: 'get',
  path: '/api/v1/traces/{trace_id}/scoring',
  operationId: 'explainScoring',
  tags: ['Scorers'],
  summary: 'Ask what scorers did with a trace',
  description: 'One entry per scorer of its experiment. The verdicts themselves are assessments.',
  ...secured('read'),
  request: { params: z.object({ trace_id: z.string().min(1).max(200) }) },
  responses: {
    200: jsonAnswer('The facts.', z.object({ scoring: z.array(factSchema) })),
    ...namedErrors,
  },
});

/** The route `/api/v1/traces/{trace_id}/scoring`. */
export function createScoringFactRoutes(services: {
  traces: TraceStore;
  tasks: TaskStore;
  sampled: SampledScorers;
}): Api {
  const api = newApi();
  api.openapi(explain, async (context) => {
    const { trace_id: traceId } = context.req.valid('param');
    const within = context.get('identity').experimentId;
    const facts = await explainScoring({ services, input: { traceId, within } });
    const scoring = facts.map((fact) => ({
      scorer: fact.scorerName,
      version: fact.scorerVersion,
      state: fact.state,
      reason: fact.reason,
      attempts: fact.attempts,
      due: timeOf(fact.dueAtMs),
      last_update: timeOf(fact.updatedAtMs),
    }));
    return context.json({ scoring }, 200);
  });
  return api;
}

function timeOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
