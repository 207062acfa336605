/**
 * Middleware that keeps the trail: after a change that succeeded, who made it, what it was and from where; of one that its
 * caller may not make, who tried. Mounted once, before all routes of management; the answer does not wait for it.
 */
import type { Context, MiddlewareHandler } from 'hono';
import { callerAddress, type CallerAddressSettings } from '../access/caller-address.ts';
import type { Identity } from '../access/identity.ts';
import { isObject, parseJson, type Json, type JsonObject } from '../core/json.ts';
import { limits } from '../core/limits.ts';
import type { HonoEnv } from '../http/hono-env.ts';
import { auditedChange, type AuditedChange } from './audited-changes.ts';
import type { CountedRefusals } from './count-refusals.ts';
import { recordAudit, type RecordAuditServices } from './record-audit.ts';

/** What the middleware needs. */
export interface AuditChangesServices extends RecordAuditServices {
  settings: CallerAddressSettings;
  refusals: Pick<CountedRefusals, 'countChange'>;
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
/** A body longer than this is told by its path alone: rows of an evaluation, which no change but that has. */
const MOST_CHARACTERS = limits.mlflowBodyBytes;
const MOST_LISTED = 10;

/** Keeps the trail. */
export function auditChanges(services: AuditChangesServices): MiddlewareHandler<HonoEnv> {
  return async (context, next) => {
    await next();
    const change = auditedChange(context.req.method, context.req.path);
    if (change !== null && context.res.status === 403)
      services.keepAlive(count(services, { context, change }));
    if (change === null || context.res.status >= 400) return;
    // Read before the answer goes, because it is read twice; parsed after.
    const answer = /\.(?:create|register|start)$/.test(change.action) ? context.res.clone() : null;
    services.keepAlive(keep(services, { context, change, answer }));
  };
}

interface Made {
  context: Context<HonoEnv>;
  change: AuditedChange;
}

async function count(services: AuditChangesServices, { context, change }: Made): Promise<void> {
  try {
    const address = callerAddress(context.req.raw.headers, services.settings);
    services.refusals.countChange({ who: identityOf(context), change: change.action, address });
  } catch (cause) {
    services.log.error('audit-not-kept', cause, { action: change.action });
  }
}

/** Typed as always set; the way in to the dashboard, and one where nobody was let in, do not set it. */
function identityOf(context: Context<HonoEnv>): Identity | null {
  const identity: Identity | undefined = context.get('identity');
  return identity ?? null;
}

async function keep(
  services: AuditChangesServices,
  { context, change, answer }: Made & { answer: Response | null },
): Promise<void> {
  try {
    const { headers } = context.req.raw;
    const target = {
      // Of other methods no route reads it: it would say what the caller likes.
      ...(context.req.method === 'DELETE' ? tell(context.req.query()) : {}),
      ...tell(await bodyOf(context)),
      ...(answer === null ? {} : madeIds(parseJson(await answer.text()))),
      ...change.parameters,
    };
    const from = {
      address: callerAddress(headers, services.settings),
      userAgent: headers.get('user-agent'),
      requestId: context.get('requestId'),
    };
    recordAudit({ services, input: { who: identityOf(context), action: change.action, target, from } });
  } catch (cause) {
    services.log.error('audit-not-kept', cause, { action: change.action });
  }
}

/** The body that the route has read: it is kept with the request. */
async function bodyOf({ req }: Context<HonoEnv>): Promise<JsonObject> {
  if (req.raw.body === null || Object.keys(req.bodyCache).length === 0) return {};
  const text = await req.text();
  const first = text.length > MOST_CHARACTERS ? null : parseJson(text);
  // MLflow's old clients send JSON inside a JSON string, which its wire takes.
  const body = typeof first === 'string' ? parseJson(first) : first;
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
