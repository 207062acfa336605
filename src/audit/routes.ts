/** `GET /api/v1/audit`: the trail, by page or as a file of JSON lines. */
import { createRoute, z } from '@hono/zod-openapi';
import { commonErrors, newApi, secured, type Api } from '../http/open-api.ts';
import { auditEntrySchema, toAuditEntryJson } from './audit-json.ts';
import { listAudit } from './list-audit.ts';
import type { AuditFilter, AuditStore } from './store/audit-store.ts';

// Typed as any media type: the typed handlers know JSON and text only, and this one answers with a stream too.
const NDJSON: string = 'application/x-ndjson';

const time = (description: string) =>
  z.iso.datetime({ offset: true }).optional().openapi({ example: '2026-11-01T00:00:00Z', description });

const list = createRoute({
  method: 'get',
  path: '/api/v1/audit',
  operationId: 'listAudit',
  tags: ['Audit'],
  summary: 'Who changed what, when and from where',
  description:
    'Sign-ins, keys, settings of experiments, scorers, prompts and rules, deletions, and credentials that were refused; ' +
    'the newest first. Kept for `WEIR_AUDIT_DAYS`.',
  ...secured('admin'),
  request: {
    query: z.strictObject({
      from: time('From this time on.'),
      to: time('Before this time.'),
      actor: z.string().min(1).max(100).optional().openapi({
        example: 'key-9f86d081884c7d65',
        description: 'The id of a key, or `admin`, `open` or `nobody`.',
      }),
      action: z
        .string()
        .regex(
          /^[a-z_]{1,50}(?:\.[a-z_]{1,50})?$/,
          'expected an action such as key.create, or an object such as key',
        )
        .optional()
        .openapi({ example: 'key', description: 'An action, such as `key.create`, or all of an object.' }),
      page_size: z.coerce.number().int().min(1).max(1000).default(100),
      page_token: z
        .string()
        .max(20)
        .optional()
        .openapi({ description: '`next_page_token` of the page before.' }),
      format: z.enum(['json', 'ndjson']).default('json').openapi({
        description: '`ndjson`: all that the filters leave, a line each, however many.',
      }),
    }),
  },
  responses: {
    200: {
      description: 'A page of the trail, or all of it as lines.',
      content: {
        'application/json': {
          schema: z.object({ entries: z.array(auditEntrySchema), next_page_token: z.string().nullable() }),
        },
        [NDJSON]: { schema: auditEntrySchema },
      },
    },
    ...commonErrors,
  },
});

/** Entries that are read at a time for a file. */
const CHUNK = 500;

/** The route. */
export function createAuditRoutes(services: { audit: AuditStore }): Api {
  const api = newApi();
  api.openapi(list, async (context) => {
    const query = context.req.valid('query');
    const filter: AuditFilter = {
      fromMs: query.from === undefined ? null : Date.parse(query.from),
      toMs: query.to === undefined ? null : Date.parse(query.to),
      actor: query.actor ?? null,
      action: query.action ?? null,
    };
    context.header('cache-control', 'no-store');
    if (query.format === 'ndjson') {
      return context.body(linesOf(services, filter), 200, {
        'content-type': NDJSON,
        'content-disposition': 'attachment; filename="weir-audit.ndjson"',
      });
    }
    const input = { filter, pageSize: query.page_size, pageToken: query.page_token ?? null };
    const { entries, nextPageToken } = await listAudit({ services, input });
    return context.json({ entries: entries.map(toAuditEntryJson), next_page_token: nextPageToken }, 200);
  });
  return api;
}

/** Reads on as fast as the lines are taken. */
function linesOf(services: { audit: AuditStore }, filter: AuditFilter): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let pageToken: string | null = null;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const page = await listAudit({ services, input: { filter, pageSize: CHUNK, pageToken } });
        const lines = page.entries.map((entry) => `${oneLine(toAuditEntryJson(entry))}\n`);
        if (lines.length > 0) controller.enqueue(encoder.encode(lines.join('')));
        pageToken = page.nextPageToken;
        if (pageToken === null) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}

/**
 * One line of JSON for every reader: names are callers' words, and what ends a line elsewhere (U+0085, U+2028), or is not shown
 * or turns what follows around, is written as an escape.
 */
function oneLine(value: unknown): string {
  return JSON.stringify(value).replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    character.replaceAll(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}
