/** Asks every dependency how it is, and says what to do about it. What of it a caller may know is decided by `health.ts`. */
import { inTime } from '../core/in-time.ts';
import { describeCause, type Log } from '../core/log.ts';
import { forecastIndex, type IndexPace } from '../core/forecast-index.ts';
import type { Health, State } from './health-json.ts';

/** How the dependencies are asked. A probe that rejects, or takes too long, means that it is down. */
export interface HealthProbes {
  registry(): Promise<unknown>;
  /** Since when keys are answered by what was last known of them, Unix milliseconds; null: they are not. Asks nobody. */
  keysStaleSinceMs(): number | null;
  /** Resolves with the size of the index, how many traces it holds and how fast they come. */
  traces(): Promise<IndexPace & { sizeBytes: number }>;
  content(): Promise<unknown>;
  /** Exchanges that wait, and those that were set aside; null where it is not known. */
  queue(): Promise<{ waiting: number | null; dead: number | null }>;
  /** Whether there is a judge model, and the work that waits for it. */
  scoring(): Promise<{ hasJudgeModel: boolean; pending: number; oldestDueAtMs: number | null }>;
}

/** What asking needs. */
export interface CheckHealthServices {
  probes: HealthProbes;
  log: Log;
  settings: { retentionDays: number };
  /** Unix milliseconds. */
  now: () => number;
}

/** How long a probe may take, milliseconds. */
export const probeTimeoutMs = 3_000;

/** What D1 holds at most, and when to say so. */
const INDEX_LIMIT_BYTES = 10_000_000_000;
const INDEX_WARNING_SHARE = 0.7;
const DAYS_LEFT_WARNING = 7;
/** Scores that are due this long are late. */
const LATE_MS = 3_600_000;

/** Asks all dependencies at once. Never rejects. */
export async function checkHealth({ probes, log, settings, now }: CheckHealthServices): Promise<Health> {
  const ask = <Answer>(name: string, probe: () => Promise<Answer>) => answerOf(log, name, probe);
  const [registry, traces, content, queue, scoring] = await Promise.all([
    ask('registry', () => probes.registry()),
    ask('traces', () => probes.traces()),
    ask('content', () => probes.content()),
    ask('queue', () => probes.queue()),
    ask('scoring', () => probes.scoring()),
  ]);
  const daysLeft = traces.up
    ? forecastIndex({
        ...traces.answer,
        limitBytes: INDEX_LIMIT_BYTES,
        retentionDays: settings.retentionDays,
      })
    : null;
  const isFilling =
    traces.up &&
    (traces.answer.sizeBytes >= INDEX_LIMIT_BYTES * INDEX_WARNING_SHARE ||
      (daysLeft !== null && daysLeft < DAYS_LEFT_WARNING));
  const dead = queue.up ? queue.answer.dead : null;
  const oldestDueAtMs = scoring.up ? scoring.answer.oldestDueAtMs : null;
  const isLate = oldestDueAtMs !== null && now() - oldestDueAtMs > LATE_MS;
  const staleSinceMs = probes.keysStaleSinceMs();
  const checks: Health['checks'] = {
    registry: { status: stateOf(registry.up, false) },
    keys: {
      status: stateOf(true, staleSinceMs !== null),
      stale_since: staleSinceMs === null ? null : new Date(staleSinceMs).toISOString(),
    },
    traces: {
      status: stateOf(traces.up, isFilling),
      size_bytes: traces.up ? traces.answer.sizeBytes : null,
      limit_bytes: INDEX_LIMIT_BYTES,
      traces: traces.up ? traces.answer.traceCount : null,
      traces_per_day: traces.up ? traces.answer.tracesPerDay : null,
      days_left: daysLeft === null ? null : Math.floor(daysLeft),
    },
    content: { status: stateOf(content.up, false) },
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
  if (staleSinceMs !== null) messages.push(staleMessage);
  if (scoring.up && !scoring.answer.hasJudgeModel)
    messages.push('Scoring waits for a judge model: set WEIR_JUDGE_MODEL, such as openai:/gpt-4.1-mini.');
  if (isLate) messages.push('Scoring is more than an hour behind; GET /api/v1/traces/{id}/scoring says why.');
  if (isFilling) messages.push(fillingMessage(daysLeft));
  if ((dead ?? 0) > 0) messages.push(`${dead} exchanges could not be stored; see the log, then replay them.`);
  return { status: worstOf(Object.values(checks).map((check) => check.status)), checks, messages };
}

function fillingMessage(daysLeft: number | null): string {
  const when =
    daysLeft === null
      ? 'is over 70 % full'
      : `is full in about ${Math.floor(daysLeft)} days if traces come as they did in the last day`;
  return `The index of traces ${when}: shorten retention (WEIR_RETENTION_DAYS), or leave calls unrecorded (x-weir-capture: off).`;
}

/** Told to anybody: who calls with a new key is refused meanwhile, and should find out why. */
const staleMessage =
  'The registry does not answer for keys: known keys work by what was last known of them, new ones do not yet.';

/**
 * What a caller without a key may know: what is down, and that keys are answered from memory. Whether something fills up
 * or waits is for those who run the deployment.
 */
export function forAnybody({ checks }: Health): Health {
  const shown: Health['checks'] = {
    registry: only(checks.registry),
    keys: checks.keys,
    traces: only(checks.traces),
    content: only(checks.content),
    queue: only(checks.queue),
    scoring: only(checks.scoring),
  };
  return {
    status: worstOf(Object.values(shown).map((check) => check.status)),
    checks: shown,
    messages: checks.keys.stale_since === null ? [] : [staleMessage],
  };
}

const only = ({ status }: { status: State }): { status: State } => ({
  status: status === 'down' ? 'down' : 'ok',
});

/** What a reader bound to one experiment may know beyond that: whether there is a judge, not what others store. */
export function forBoundReader(health: Health): Health {
  const shown = forAnybody(health);
  const { has_judge_model: hasJudgeModel } = health.checks.scoring;
  return {
    ...shown,
    checks: { ...shown.checks, scoring: { ...shown.checks.scoring, has_judge_model: hasJudgeModel } },
  };
}

/** The names of what is down. */
export function downOf({ checks }: Health): string[] {
  return Object.entries(checks)
    .filter(([, { status }]) => status === 'down')
    .map(([name]) => name);
}

type Answered<Answer> = { up: true; answer: Answer } | { up: false };

async function answerOf<Answer>(
  log: Log,
  name: string,
  probe: () => Promise<Answer>,
): Promise<Answered<Answer>> {
  try {
    return { up: true, answer: await inTime(probe(), probeTimeoutMs) };
  } catch (cause) {
    log.error('health-probe-failed', describeCause(cause), { dependency: name });
    return { up: false };
  }
}

function stateOf(up: boolean, warns: boolean): State {
  if (!up) return 'down';
  return warns ? 'warning' : 'ok';
}

function worstOf(states: State[]): State {
  if (states.includes('down')) return 'down';
  return states.includes('warning') ? 'warning' : 'ok';
}
