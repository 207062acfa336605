/** API keys over REST. Here and not in access, which the base of all routes is built on. */
import { createRoute, z } from '@hono/zod-openapi';
import { commonErrors, jsonAnswer, jsonBody, namedErrors, newApi, secured, type Api } from './open-api.ts';
import { createKey } from '../access/create-key.ts';
import { keySchema } from './key-json.ts';
import type { KeyCache } from '../access/key-cache.ts';
import type { StoredKey } from '../access/key.ts';
import { listKeys } from '../access/list-keys.ts';
import { revokeKey } from '../access/revoke-key.ts';
import { scopes } from '../access/scopes.ts';
import type { KeyStore } from '../access/store/key-store.ts';

/** What the routes need. */
export interface KeyRoutesServices {
  keys: KeyStore;
  keyCache: KeyCache;
  /** The id of an experiment by name or id; rejects when there is none. */
  findExperimentId: (nameOrId: string, within: string | null) => Promise<string>;
  /** Unix milliseconds. */
  now: () => number;
}

const create = createRoute({
  method: 'post',
  path: '/api/v1/keys',
  operationId: 'createKey',
  tags: ['Keys'],
  summary: 'Create a key',
  description:
    'The answer is the only place where the key can be seen. Scopes: `proxy` calls providers, `feedback` gives ' +
    'feedback, `read` reads traces, `write` sends and changes them, `admin` may do everything. No other scope ' +
    'includes another.',
  ...secured('admin'),
  request: {
    body: jsonBody(
      z.strictObject({
        name: z.string().min(1).max(200).openapi({ example: 'checkout service' }),
        scopes: z
          .array(z.enum(scopes))
          .min(1)
          .openapi({ example: ['proxy'] }),
        experiment: z.string().max(500).nullish().openapi({
          example: 'support-bot',
          description: 'Name or id of the only experiment the key may see; absent for all.',
        }),
        owner: z
          .string()
          .max(200)
          .nullish()
          .openapi({ example: 'ann@example.com', description: 'Who answers for it.' }),
        expires_at: z.iso
          .datetime({ offset: true, error: 'expected a time such as 2027-01-31T00:00:00Z' })
          .nullish()
          .openapi({
            example: '2027-01-31T00:00:00Z',
            description: 'A time to come, from which on the key is refused; absent: until it is revoked.',
          }),
      }),
    ),
  },
  responses: {
    200: jsonAnswer(
      'The new key.',
      z.object({
        key: z.string().openapi({ example: 'weir_…', description: 'Shown this once.' }),
        info: keySchema,
      }),
    ),
    ...namedErrors,
  },
});

const list = createRoute({
  method: 'get',
  path: '/api/v1/keys',
  operationId: 'listKeys',
  tags: ['Keys'],
  summary: 'List keys',
  description: 'All keys, revoked ones too, newest first; never the keys themselves.',
  ...secured('admin'),
  responses: {
    200: jsonAnswer('The keys.', z.object({ keys: z.array(keySchema) })),
    ...commonErrors,
  },
});

const revoke = createRoute({
  method: 'delete',
  path: '/api/v1/keys/{key_id}',
  operationId: 'revokeKey',
  tags: ['Keys'],
  summary: 'Revoke a key',
  description:
    'At once where it is done, and within a minute where the key is in use elsewhere, plus what the nearest copy of the ' +
    'registry lags behind. A place that cannot reach the registry since before goes on with what it knows: WEIR_KEY_STALE_HOURS at most.',
  ...secured('admin'),
  request: { params: z.object({ key_id: z.string().max(100).openapi({ example: 'key-9f86d081884c7d65' }) }) },
  responses: {
    200: jsonAnswer('Revoked.', z.object({})),
    ...namedErrors,
  },
});

/** Routes under `/api/v1/keys`. */
export function createKeyRoutes(services: KeyRoutesServices): Api {
  const api = newApi();
  api.openapi(create, async (context) => {
    const { name, scopes, experiment, owner, expires_at: expiresAt } = context.req.valid('json');
    const experimentId =
      typeof experiment === 'string' ? await services.findExperimentId(experiment, null) : null;
    const expiresAtMs = typeof expiresAt === 'string' ? Date.parse(expiresAt) : null;
    const input = { name, scopes, experimentId, owner: owner ?? null, expiresAtMs };
    const { key, stored } = await createKey({ services, input });
    return context.json({ key, info: toJson(stored) }, 200);
  });
  api.openapi(list, async (context) => {
    const keys = await listKeys({ services });
    return context.json({ keys: keys.map(toJson) }, 200);
  });
  api.openapi(revoke, async (context) => {
    await revokeKey({ services, input: { keyId: context.req.valid('param').key_id } });
    return context.json({}, 200);
  });
  return api;
}

function toJson(key: StoredKey): z.infer<typeof keySchema> {
  return {
    key_id: key.keyId,
    name: key.name,
    hint: key.hint,
    scopes: key.scopes,
    experiment_id: key.experimentId,
    owner: key.owner,
    creation_time: new Date(key.createdAtMs).toISOString(),
    expires_at: timeOrNull(key.expiresAtMs),
    last_used_at: timeOrNull(key.lastUsedAtMs),
    revocation_time: timeOrNull(key.revokedAtMs),
  };
}

function timeOrNull(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
