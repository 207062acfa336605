/** Asks for statistics as a key may, and makes the traces they are of. */
import { env } from 'cloudflare:workers';
import type { TraceInfo } from '../../src/tracing/trace.ts';
import { sampleTrace } from '../contracts/sample-trace.ts';
import { bearing, experiments, keyFor, managementApp, traces } from './management-app.ts';

const app = managementApp();
/** The first day of the traces. */
export const startMs = Date.UTC(2026, 8, 1);
export const dayMs = 86_400_000;

let count = 0;

/** A new experiment; its id. */
export async function newExperiment(): Promise<string> {
  const created = await experiments.create(`statistics ${count++} ${crypto.randomUUID()}`, 0);
  return created?.experimentId ?? '';
}

/** The answer to a question, with a key that may see one experiment or all. */
export async function ask(path: string, parameters: Record<string, string>, within: string | null = null) {
  const headers = bearing(await keyFor(['read'], within));
  const answer = await app.request(`${path}?${new URLSearchParams(parameters)}`, { headers });
  return { status: answer.status, body: (await answer.json()) as Answer };
}

interface Answer {
  statistics: Record<string, unknown>[];
  intervals: string[] | null;
  complete: boolean;
  message: string;
}

/** Usage of which nothing is known. */
export const unknown = {
  inputTokens: null,
  outputTokens: null,
  totalTokens: null,
  cacheReadTokens: null,
  cacheWriteTokens: null,
};

/** The percentile by its definition, as numpy's `percentile` has it: linearly between the two values next to it. */
export function interpolated(values: number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const at = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0];
  return below + (above - below) * (at - Math.floor(at));
}

/** Copies a trace to as many as are wanted, in one statement; `duration` is SQL of the time of the n-th, in ms. */
export async function fillExperiment(experimentId: string, length: number, duration: string): Promise<void> {
  const seed = sampleTrace({ experimentId: `seed of ${experimentId}` }, []);
  await traces.write([seed]);
  const { results } = await env.TRACES.prepare(`SELECT name FROM pragma_table_info('traces')`).all<{
    name: string;
  }>();
  const columns = results.map(({ name }) => name).filter((name) => name !== 'trace_row');
  const values: Record<string, string> = {
    trace_id: `'tr-${crypto.randomUUID()}-' || n`,
    experiment_id: `'${experimentId}'`,
    request_time_ms: `${startMs} + n`,
    end_time_ms: `${startMs} + n + ${duration}`,
  };
  await env.TRACES.prepare(
    `WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < ${length})
    INSERT INTO traces (${columns.join(', ')}) SELECT ${columns.map((name) => values[name] ?? name).join(', ')}
    FROM numbers CROSS JOIN traces WHERE trace_id = ?1`,
  )
    .bind(seed.info.traceId)
    .run();
}

/** What its usage and cost are is as it states, not a sum of spans. */
export const sampleTraceWithoutSpans = (changes: Partial<TraceInfo>) => sampleTrace(changes, []);
