/** A session of the dashboard as REST writes it. */
import { z } from '@hono/zod-openapi';
import { scopes } from '../access/scopes.ts';

/** Who uses the dashboard, as REST writes it. */
export const sessionSchema = z
  .object({
    kind: z
      .enum(['key', 'admin', 'open'])
      .openapi({ description: '`open`: no key is asked for on this machine.' }),
    key_id: z.string().nullable(),
    scopes: z.array(z.enum(scopes)),
    experiment_id: z
      .string()
      .nullable()
      .openapi({ description: 'The only experiment it may see; null is all.' }),
    expiration_time: z.string().nullable().openapi({ description: 'Told when the session begins.' }),
  })
  .openapi('Session');
