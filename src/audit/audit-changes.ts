/**
 * Middleware that keeps the trail: after a change that succeeded, who made it, what it was and from where. Mounted once,
 * before all routes of management; the answer does not wait for it.
 */
import type { Context, MiddlewareHandler } from 'hono';
import { callerAddress, type CallerAddressSettings } from '../access/caller-address.ts';
import type { Identity } from '../access/identity.ts';
import { isObject, parseJson, type Json, type JsonObject } from '../core/json.ts';
import type { HonoEnv } from '../http/hono-env.ts';
import { auditedChange, type AuditedChange } from './audited-changes.ts';
import { recordAudit, type RecordAuditServices } from './record-audit.ts';

/** What the middleware needs. */
export interface AuditChangesServices extends RecordAuditServices {
  settings: CallerAddressSettings;
}

/** Members of a query or body that say what is changed. Everything else may be content or a secret, and is left out. */
const TELLING = new Set([
  'alias',
  'assessment_id',
  'dataset',
  'dataset_id',
  'dataset_ids',
  'dataset_record_ids',
  'enabled',
  'evaluation_id',
  'expires_at',
  'experiment',
  'experiment_id',
  'experiment_ids',
  'hours',
  'kind',
  'lifecycle_stage',
  'max_timestamp_millis',
  'max_traces',
  'name',
  'new_name',
  'owner',
  'queue_id',
  'record_ids',
  'request_ids',
  'retention_days',
  'reviewer',
  'run_id',
  'sample_rate',
  'schema_id',
  'scopes',
  'scorers',
  'session_id',
  'status',
  'trace_ids',
  'version',
]);

/** Of what was made, its ids: nothing else of an answer, which may show a key this once. */
const MADE_ID = /^[a-z_]+_id$/;
/** A body longer than this is told by its path alone. */
const MOST_CHARACTERS = 256 * 1024;
const MOST_LISTED = 10;

/** Keeps the trail. */
export function auditChanges(services: AuditChangesServices): MiddlewareHandler<HonoEnv> {
  return async (context, next) => {
    await next();
    const change = auditedChange(context.req.method, context.req.path);
    if (change === null || context.res.status >= 400) return;
    // Read before the answer goes, because it is read twice; parsed after.
    const answer = /\.(?:create|register|start)$/.test(change.action) ? context.res.clone() : null;
    services.keepAlive(keep(services, { context, change, answer }));
  };
}

async function keep(
  services: AuditChangesServices,
  { context, change, answer }: { context: Context<HonoEnv>; change: AuditedChange; answer: Response | null },
): Promise<void> {
  try {
    // Typed as always set; the way in to the dashboard sets it only when somebody came in.
    const identity: Identity | undefined = context.get('identity');
    const { headers } = context.req.raw;
    const target = {
      ...tell(context.req.query()),
      ...tell(await bodyOf(context)),
      ...(answer === null ? {} : madeIds(parseJson(await answer.text()))),
      ...change.parameters,
    };
    const from = {
      address: callerAddress(headers, services.settings),
      userAgent: headers.get('user-agent'),
      requestId: context.get('requestId'),
    };
    recordAudit({ services, input: { who: identity ?? null, action: change.action, target, from } });
  } catch (cause) {
    services.log.error('audit-not-kept', cause, { action: change.action });
  }
}

/** The body that the route has read: it is kept with the request. */
async function bodyOf({ req }: Context<HonoEnv>): Promise<JsonObject> {
  if (req.raw.body === null || Object.keys(req.bodyCache).length === 0) return {};
  const text = await req.text();
  const body = text.length > MOST_CHARACTERS ? null : parseJson(text);
  return isObject(body) ? body : {};
}

function tell(said: Record<string, Json | undefined>): Record<string, string> {
  const told = Object.entries(said).flatMap(([name, value]) => {
    const text = TELLING.has(name) ? textOf(value) : null;
    return text === null ? [] : [[name, text] as const];
  });
  return Object.fromEntries(told);
}

function textOf(value: Json | undefined): string | null {
  if (value === undefined || value === null) return null;
  if (!Array.isArray(value)) return typeof value === 'object' ? null : String(value);
  const listed = value.slice(0, MOST_LISTED).map((one) => textOf(one) ?? '…');
  const more = value.length > MOST_LISTED ? [`… ${value.length} in all`] : [];
  return [...listed, ...more].join(', ');
}

/** Ids at the top of an answer, or in the object that it shows. */
function madeIds(answer: Json | undefined): Record<string, string> {
  if (!isObject(answer)) return {};
  const ids: Record<string, string> = {};
  for (const object of [...Object.values(answer).filter(isObject), answer]) {
    for (const [name, value] of Object.entries(object))
      if (MADE_ID.test(name) && typeof value === 'string' && value !== '') ids[name] = value;
  }
  return ids;
}
