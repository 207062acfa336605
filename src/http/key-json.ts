/** A key as REST writes it: never the key itself. */
import { z } from '@hono/zod-openapi';
import { scopes } from '../access/scopes.ts';

/** What is told of a stored key. */
export const keySchema = z
  .object({
    key_id: z.string().openapi({ example: 'key-9f86d081884c7d65' }),
    name: z.string().openapi({ example: 'checkout service' }),
    hint: z.string().openapi({ example: 'x4Tz', description: 'The last characters of the key.' }),
    scopes: z.array(z.enum(scopes)),
    experiment_id: z
      .string()
      .nullable()
      .openapi({ description: 'The only experiment it may see; null is all.' }),
    owner: z.string().nullable().openapi({
      example: 'ann@example.com',
      description: 'Who answers for it; null when nobody was named.',
    }),
    creation_time: z.string().openapi({ example: '2026-10-15T12:00:00.000Z' }),
    expires_at: z.string().nullable().openapi({
      example: '2027-01-15T12:00:00.000Z',
      description: 'From then on it is refused; null: until it is revoked.',
    }),
    last_used_at: z.string().nullable().openapi({
      example: '2026-11-15T12:00:00.000Z',
      description: 'To some ten minutes; null: never, as far as is known.',
    }),
    revocation_time: z.string().nullable().openapi({ description: 'Null while the key is valid.' }),
  })
  .openapi('Key');
