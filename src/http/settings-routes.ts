/** `GET /api/v1/settings`: what this deployment is set to, as far as people who use it need to know. No secret is told. */
import { createRoute } from '@hono/zod-openapi';
import { proxyAuthOf } from '../access/open-access.ts';
import type { Settings } from '../core/settings.ts';
import { commonErrors, jsonAnswer, newApi, secured, type Api } from './open-api.ts';
import { settingsSchema } from './settings-json.ts';

/** What is told of a provider. */
export interface ProviderState {
  name: string;
  /** False until it has an address. */
  configured: boolean;
  /** Whether a key of its own is stored, to be added for callers with a Weir key; null when it needs none. */
  hasStoredKey: boolean | null;
  /** What to do while it is not configured. */
  hint: string | null;
}

/** What the route needs. */
export interface SettingsRoutesServices {
  settings: Settings;
  describeProviders: () => ProviderState[];
}

const show = createRoute({
  method: 'get',
  path: '/api/v1/settings',
  operationId: 'getSettings',
  tags: ['Settings'],
  summary: 'Show the settings',
  description:
    'They are changed by variables of the deployment. Secrets are told only as being there or not.',
  ...secured('read'),
  responses: {
    200: jsonAnswer('The settings.', settingsSchema),
    ...commonErrors,
  },
});

/** The route. */
export function createSettingsRoutes({ settings, describeProviders }: SettingsRoutesServices): Api {
  const api = newApi();
  api.openapi(show, (context) => {
    const providers = describeProviders().map(({ name, configured, hasStoredKey, hint }) => ({
      name,
      configured,
      has_stored_key: hasStoredKey,
      hint,
    }));
    return context.json(
      {
        providers,
        proxy_auth: proxyAuthOf(settings),
        capture: settings.captureMode,
        capture_limit_bytes: settings.captureLimitBytes,
        stream_usage: settings.streamUsage,
        retention_days: settings.retentionDays,
        local: settings.local,
        demo: settings.demo,
        has_signing_key: settings.signingKeys !== null,
        judge_model: settings.judgeModel,
        feedback_origins: settings.feedbackOrigins,
      },
      200,
    );
  });
  return api;
}
