/**
 * `GET /health`: which dependency is down. Anyone may call it, so it tells nothing but states and sizes, and it asks the
 * dependencies at most every few seconds however often it is called.
 */
import { createRoute, z } from '@hono/zod-openapi';
import { describeCause, type Log } from '../core/log.ts';
import { jsonAnswer, newApi, type Api } from './open-api.ts';

/** How the dependencies are asked. A probe that rejects, or takes too long, means that it is down. */
export interface HealthProbes {
  registry(): Promise<unknown>;
  /** Resolves with the size of the index in bytes. */
  traces(): Promise<number>;
  content(): Promise<unknown>;
  /** Exchanges that wait, and those that were set aside; null where it is not known. */
  queue(): Promise<{ waiting: number | null; dead: number | null }>;
  /** Whether there is a judge model, and the work that waits for it. */
  scoring(): Promise<{ hasJudgeModel: boolean; pending: number; oldestDueAtMs: number | null }>;
}

/** What the route needs. */
export interface HealthServices {
  probes: HealthProbes;
  log: Log;
  /** Unix milliseconds. */
  now: () => number;
}

const PROBE_TIMEOUT_MS = 3_000;
const KEPT_MS = 5_000;
/** What D1 holds at most, and when to say so. */
const INDEX_LIMIT_BYTES = 10_000_000_000;
const INDEX_WARNING_SHARE = 0.7;
/** Scores that are due this long are late. */
const LATE_MS = 3_600_000;

const stateSchema = z.enum(['ok', 'warning', 'down']);
const countSchema = z.number().int().nullable();
const healthSchema = z
  .object({
    status: stateSchema.openapi({ description: 'The worst of all.' }),
    checks: z.object({
      registry: z.object({ status: stateSchema }),
      traces: z.object({
        status: stateSchema,
        size_bytes: countSchema,
        limit_bytes: z.number().int().openapi({ description: 'A warning begins at 70 % of it.' }),
      }),
      content: z.object({ status: stateSchema }),
      queue: z.object({
        status: stateSchema,
        waiting: countSchema.openapi({ description: 'Exchanges in the spool that are not traces yet.' }),
        dead: countSchema.openapi({
          description: 'Exchanges that could not be stored; a warning when there are any.',
        }),
      }),
      scoring: z.object({
        status: stateSchema,
        has_judge_model: z.boolean().nullable().openapi({ description: 'Without one, scoring waits.' }),
        pending: countSchema.openapi({ description: 'Traces and sessions that are still to be scored.' }),
      }),
    }),
    messages: z.array(z.string()).openapi({ description: 'What to do, when there is something to do.' }),
  })
  .openapi('Health');

/** What the route answers with. */
export type Health = z.infer<typeof healthSchema>;

const answer = (description: string) => jsonAnswer(description, healthSchema);

const health = createRoute({
  method: 'get',
  path: '/health',
  operationId: 'getHealth',
  tags: ['Health'],
  summary: 'Ask how it is',
  description: 'No key is needed.',
  responses: { 200: answer('Everything works; there may be warnings.'), 503: answer('Something is down.') },
});

/** The route `/health`. Create it once per isolate: it remembers the last answer for a moment. */
export function createHealthRoutes(services: HealthServices): Api {
  const api = newApi();
  let last: { health: Promise<Health>; untilMs: number } | null = null;
  api.openapi(health, async (context) => {
    if (last === null || last.untilMs <= services.now()) {
      last = { health: checkHealth(services), untilMs: services.now() + KEPT_MS };
    }
    const found = await last.health;
    context.header('cache-control', 'no-store');
    return found.status === 'down' ? context.json(found, 503) : context.json(found, 200);
  });
  return api;
}

/** Asks all dependencies at once. Never rejects. */
async function checkHealth({ probes, log, now }: HealthServices): Promise<Health> {
  const ask = <Answer>(name: string, probe: () => Promise<Answer>) => answerOf(log, name, probe);
  const [registry, traces, content, queue, scoring] = await Promise.all([
    ask('registry', () => probes.registry()),
    ask('traces', () => probes.traces()),
    ask('content', () => probes.content()),
    ask('queue', () => probes.queue()),
    ask('scoring', () => probes.scoring()),
  ]);
  const isFilling = traces.up && traces.answer >= INDEX_LIMIT_BYTES * INDEX_WARNING_SHARE;
  const dead = queue.up ? queue.answer.dead : null;
  const oldestDueAtMs = scoring.up ? scoring.answer.oldestDueAtMs : null;
  const isLate = oldestDueAtMs !== null && now() - oldestDueAtMs > LATE_MS;
  const checks: Health['checks'] = {
    registry: { status: registry.up ? 'ok' : 'down' },
    traces: {
      status: stateOf(traces.up, isFilling),
      size_bytes: traces.up ? traces.answer : null,
      limit_bytes: INDEX_LIMIT_BYTES,
    },
    content: { status: content.up ? 'ok' : 'down' },
    queue: {
      status: stateOf(queue.up, (dead ?? 0) > 0),
      waiting: queue.up ? queue.answer.waiting : null,
      dead,
    },
    scoring: {
      status: stateOf(scoring.up, isLate),
      has_judge_model: scoring.up ? scoring.answer.hasJudgeModel : null,
      pending: scoring.up ? scoring.answer.pending : null,
    },
  };
  const messages: string[] = [];
  if (scoring.up && !scoring.answer.hasJudgeModel)
    messages.push('Scoring waits for a judge model: set WEIR_JUDGE_MODEL, such as openai:/gpt-4.1-mini.');
  if (isLate) messages.push('Scoring is more than an hour behind; GET /api/v1/traces/{id}/scoring says why.');
  if (isFilling)
    messages.push('The index of traces is over 70 % full: shorten retention or add an index store.');
  if ((dead ?? 0) > 0) messages.push(`${dead} exchanges could not be stored; see the log, then replay them.`);
  return { status: worstOf(Object.values(checks).map((check) => check.status)), checks, messages };
}

type Answered<Answer> = { up: true; answer: Answer } | { up: false };

async function answerOf<Answer>(
  log: Log,
  name: string,
  probe: () => Promise<Answer>,
): Promise<Answered<Answer>> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${PROBE_TIMEOUT_MS} ms`)), PROBE_TIMEOUT_MS);
  });
  try {
    return { up: true, answer: await Promise.race([probe(), timeout]) };
  } catch (cause) {
    log.error('health-probe-failed', describeCause(cause), { dependency: name });
    return { up: false };
  } finally {
    clearTimeout(timer);
  }
}

function stateOf(up: boolean, warns: boolean): 'ok' | 'warning' | 'down' {
  if (!up) return 'down';
  return warns ? 'warning' : 'ok';
}

function worstOf(states: ('ok' | 'warning' | 'down')[]): 'ok' | 'warning' | 'down' {
  if (states.includes('down')) return 'down';
  return states.includes('warning') ? 'warning' : 'ok';
}
