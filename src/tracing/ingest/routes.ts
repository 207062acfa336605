/** What waits and what was set aside, over REST: `npm run replay` calls the second route. */
import { createRoute, z } from '@hono/zod-openapi';
import { commonErrors, jsonAnswer, newApi, secured, type Api } from '../../http/open-api.ts';
import { listDeadLetters, replayDeadLetters } from './dead-letters.ts';
import type { IngestQueue, Spool } from './ports.ts';

/** What the routes need. */
export interface IngestRoutesServices {
  spool: Spool;
  queue: IngestQueue;
}

const list = createRoute({
  method: 'get',
  path: '/api/v1/dead-letters',
  operationId: 'listDeadLetters',
  tags: ['Ingest'],
  summary: 'List exchanges that could not be stored',
  description: 'Oldest first, at most 1,000, each with the reason.',
  ...secured('admin'),
  responses: {
    200: jsonAnswer(
      'What was set aside.',
      z.object({
        dead_letters: z.array(
          z.object({
            key: z.string(),
            reason: z.string(),
            stored_at: z.string().openapi({ example: '2026-10-06T09:00:00.000Z' }),
            size_bytes: z.number().int(),
          }),
        ),
      }),
    ),
    ...commonErrors,
  },
});

const replay = createRoute({
  method: 'post',
  path: '/api/v1/dead-letters/replay',
  operationId: 'replayDeadLetters',
  tags: ['Ingest'],
  summary: 'Send everything that was set aside through the queue again',
  description: 'What is stored this time is removed; what is not is set aside again.',
  ...secured('admin'),
  responses: {
    200: jsonAnswer('How many were sent.', z.object({ sent: z.number().int() })),
    ...commonErrors,
  },
});

/** Routes under `/api/v1/dead-letters`. */
export function createIngestRoutes(services: IngestRoutesServices): Api {
  const api = newApi();
  api.openapi(list, async (context) => {
    const letters = await listDeadLetters(services.spool);
    const deadLetters = letters.map(({ key, reason, storedAtMs, byteLength }) => ({
      key,
      reason,
      stored_at: new Date(storedAtMs).toISOString(),
      size_bytes: byteLength,
    }));
    return context.json({ dead_letters: deadLetters }, 200);
  });
  api.openapi(replay, async (context) => context.json({ sent: await replayDeadLetters(services) }, 200));
  return api;
}
