/** Alerts over REST. Handlers parse, call a store's verb and render. */
import { createRoute, z } from '@hono/zod-openapi';
import { sees } from '../../access/identity.ts';
import { AppError } from '../../core/app-error.ts';
import { checkOutboundUrl, outboundFor, type OutboundRules } from '../../core/outbound-url.ts';
import { randomHex } from '../../core/ids.ts';
import { jsonAnswer, jsonBody, namedErrors, newApi, secured, type Api } from '../../http/open-api.ts';
import type { AlertStore } from '../store/alert-store.ts';
import { alertSchema, newAlertSchema, toAlertJson, toRule } from './alert-json.ts';
import type { Alert } from './alert.ts';

/** What the routes need. */
export interface AlertRoutesServices {
  alerts: AlertStore;
  /** What may be called. */
  outbound: OutboundRules;
  /** The id of an experiment by name or id; rejects when there is none. */
  findExperimentId: (nameOrId: string, within: string | null) => Promise<string>;
  /** Unix milliseconds. */
  now: () => number;
}

const params = z.object({ alert_id: z.string().min(1).max(100) });
const base = { tags: ['Quality'] };
const one = (description: string) => ({ 200: jsonAnswer(description, alertSchema) });

const create = createRoute({
  ...base,
  method: 'post',
  path: '/api/v1/alerts',
  operationId: 'createAlert',
  summary: 'Be told when quality changes',
  description:
    'Checked every minute. The webhook is told once when it begins to fire and once when it is over; messages are ' +
    'signed (`x-weir-signature`) and tried again until they are taken.',
  ...secured('write'),
  request: { body: jsonBody(newAlertSchema) },
  responses: { ...one('The alert.'), ...namedErrors },
});

const list = createRoute({
  ...base,
  method: 'get',
  path: '/api/v1/alerts',
  operationId: 'listAlerts',
  summary: 'List alerts',
  ...secured('read'),
  request: { query: z.object({ experiment: z.string().min(1).max(500).optional() }) },
  responses: {
    200: jsonAnswer('By name.', z.object({ alerts: z.array(alertSchema) })),
    ...namedErrors,
  },
});

const get = createRoute({
  ...base,
  method: 'get',
  path: '/api/v1/alerts/{alert_id}',
  operationId: 'getAlert',
  summary: 'Get an alert',
  ...secured('read'),
  request: { params },
  responses: { ...one('The alert.'), ...namedErrors },
});

const remove = createRoute({
  ...base,
  method: 'delete',
  path: '/api/v1/alerts/{alert_id}',
  operationId: 'deleteAlert',
  summary: 'Delete an alert',
  ...secured('write'),
  request: { params },
  responses: { 200: jsonAnswer('Deleted.', z.object({})), ...namedErrors },
});

/** Routes under `/api/v1/alerts`. */
export function createAlertRoutes(services: AlertRoutesServices): Api {
  const api = newApi();
  const find = async (alertId: string, within: string | null): Promise<Alert> => {
    const alert = await services.alerts.get(alertId);
    if (alert === null || (within !== null && alert.experimentId !== within))
      throw new AppError('RESOURCE_DOES_NOT_EXIST', `There is no alert "${alertId.slice(0, 100)}".`);
    return alert;
  };
  api.openapi(create, async (context) => {
    const body = context.req.valid('json');
    const identity = context.get('identity');
    const experimentId = await services.findExperimentId(body.experiment, identity.experimentId);
    if (!sees(identity, experimentId))
      throw new AppError(
        'RESOURCE_DOES_NOT_EXIST',
        `There is no experiment "${body.experiment.slice(0, 100)}".`,
      );
    checkOutboundUrl('webhook_url', body.webhook_url, outboundFor(services.outbound, identity));
    const alert: Alert = {
      alertId: `al-${randomHex(16)}`,
      experimentId,
      name: body.name,
      rule: toRule(body),
      webhookUrl: body.webhook_url,
      state: 'unknown',
      detail: null,
      checkedAtMs: null,
      undelivered: null,
      attempts: 0,
      nextAttemptAtMs: null,
      lastError: null,
      createdAtMs: services.now(),
    };
    if (!(await services.alerts.create(alert)))
      throw new AppError('RESOURCE_ALREADY_EXISTS', `There is an alert "${body.name}" in this experiment.`);
    return context.json(toAlertJson(alert), 200);
  });
  api.openapi(list, async (context) => {
    const { experiment } = context.req.valid('query');
    const within = context.get('identity').experimentId;
    const wanted = experiment === undefined ? within : await services.findExperimentId(experiment, within);
    const found = within !== null && wanted !== within ? [] : await services.alerts.list(wanted);
    return context.json({ alerts: found.map(toAlertJson) }, 200);
  });
  api.openapi(get, async (context) => {
    const alert = await find(context.req.valid('param').alert_id, context.get('identity').experimentId);
    return context.json(toAlertJson(alert), 200);
  });
  api.openapi(remove, async (context) => {
    const alert = await find(context.req.valid('param').alert_id, context.get('identity').experimentId);
    await services.alerts.delete(alert.alertId);
    return context.json({}, 200);
  });
  return api;
}
