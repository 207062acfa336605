/** An entry of the trail as REST writes it. */
import { z } from '@hono/zod-openapi';
import type { AuditEntry } from './audit-entry.ts';

/** What is told of an entry. */
export const auditEntrySchema = z
  .object({
    entry_id: z.number().int().openapi({ example: 4711 }),
    time: z.string().openapi({ example: '2026-11-15T12:00:00.000Z' }),
    action: z.string().openapi({ example: 'key.create', description: 'Object and verb.' }),
    actor: z.object({
      kind: z.enum(['key', 'admin', 'open', 'nobody']).openapi({
        description:
          'A stored key, the admin key, anybody in open mode; `nobody`: whoever it was, no key of theirs was taken.',
      }),
      key_id: z.string().nullable(),
      key_name: z.string().nullable(),
    }),
    target: z
      .record(z.string(), z.string())
      .openapi({ description: 'What it was done to, by the names the API uses. Never a secret.' }),
    address: z.string().nullable().openapi({
      example: '203.0.113.9',
      description: 'Of IPv6 the network; null when nothing trustworthy tells it.',
    }),
    user_agent: z.string().nullable(),
    request_id: z.string().nullable(),
    count: z.number().int().openapi({
      description: 'Refused keys and tokens of ten minutes from one address are one entry, and this many.',
    }),
    last_time: z.string().openapi({ description: 'Of those, the last.' }),
  })
  .openapi('AuditEntry');

/** An entry on the wire. */
export function toAuditEntryJson(entry: AuditEntry): z.infer<typeof auditEntrySchema> {
  return {
    entry_id: entry.entryId,
    time: new Date(entry.atMs).toISOString(),
    action: entry.action,
    actor: { kind: entry.actor.kind, key_id: entry.actor.keyId, key_name: entry.keyName },
    target: entry.target,
    address: entry.from.address,
    user_agent: entry.from.userAgent,
    request_id: entry.from.requestId,
    count: entry.count,
    last_time: new Date(entry.lastAtMs).toISOString(),
  };
}
