/** The settings as REST writes them. */
import { z } from '@hono/zod-openapi';

const providerSchema = z
  .object({
    name: z.string().openapi({ example: 'openai' }),
    configured: z.boolean().openapi({ description: 'False until it has an address.' }),
    has_stored_key: z.boolean().nullable().openapi({
      description: 'Whether Weir adds a key for callers with a Weir key; null when the provider needs none.',
    }),
    hint: z.string().nullable().openapi({ description: 'What to do while it is not configured.' }),
  })
  .openapi('ProviderState');

/** The settings, as REST writes them. */
export const settingsSchema = z
  .object({
    providers: z.array(providerSchema),
    proxy_auth: z.enum(['key', 'open', 'local']).openapi({
      description:
        'Whether callers of the proxy need a Weir key: all, none, or those whose calls were not made on this machine.',
    }),
    capture: z.enum(['full', 'request', 'response', 'metadata', 'off']),
    capture_limit_bytes: z.number().int(),
    stream_usage: z.enum(['ask', 'untouched']),
    retention_days: z.number().int(),
    local: z.boolean().openapi({ description: 'It serves one machine.' }),
    demo: z.boolean(),
    has_signing_key: z.boolean(),
    judge_model: z.string().nullable(),
    feedback_origins: z.array(z.string()),
  })
  .openapi('Settings');
