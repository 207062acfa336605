/** What runs each five minutes: retention, sweeps, the trail. It costs what there is to do, and not what is stored. */
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { runSchedule } from '../../src/schedule.ts';
import { sampleTrace } from '../contracts/sample-trace.ts';
import { countedServices } from '../helpers/counted-services.ts';

const DAY = 86_400_000;

describe('the clock of every five minutes', () => {
  it('F315 reads no more rows of 20,000 traces, tasks and entries than of 1,000', async () => {
    const { services, count } = countedServices();
    const nowMs = Date.now();
    const made = await services.experiments.create(`cost ${crypto.randomUUID()}`, 0);
    const template = sampleTrace({ experimentId: made?.experimentId ?? '', requestTimeMs: nowMs - 20 * DAY });
    await services.traces.write([template]);
    const columnsOf = async (database: D1Database, table: string) =>
      (await database.prepare(`PRAGMA table_info(${table})`).all<{ name: string }>()).results.map(
        ({ name }) => name,
      );
    const columns = (await columnsOf(env.TRACES, 'traces')).filter((name) => name !== 'trace_row');
    const fill = async (copies: number) => {
      const numbers = JSON.stringify(Array.from({ length: copies }, (_, number) => number));
      const values = columns.map((name) => {
        if (name === 'trace_id') return "'tr-' || lower(hex(randomblob(16)))";
        return name === 'request_time_ms' ? `request_time_ms + n.value * ${(20 * DAY) / copies}` : name;
      });
      await env.TRACES.batch([
        env.TRACES.prepare(
          `INSERT INTO traces (${columns.join(', ')}) SELECT ${values.join(', ')} FROM json_each(?1) n, traces
           WHERE trace_id = ?2`,
        ).bind(numbers, template.info.traceId),
        env.TRACES.prepare(
          `INSERT INTO scoring_tasks (task_id, scorer_id, scorer_name, scorer_version, experiment_id, trace_id, state,
             attempts, created_at_ms, due_at_ms, leased_until_ms, updated_at_ms)
           SELECT lower(hex(randomblob(16))), 's', 's', 1, '0', 'tr', 'scored', 1, ?2, ?2, 0, ?2 FROM json_each(?1)`,
        ).bind(numbers, nowMs - DAY),
        env.TRACES.prepare(
          `INSERT INTO early_tags (trace_id, key, value, set_at_ms)
           SELECT 'tr-' || lower(hex(randomblob(16))), 'k', 'v', ?2 FROM json_each(?1)`,
        ).bind(numbers, nowMs),
      ]);
      await env.REGISTRY.batch([
        env.REGISTRY.prepare(
          `INSERT INTO audit_entries (at_ms, last_at_ms, action, actor_kind, target, count, tally)
           SELECT ?2, ?2, 'key.refused', 'nobody', '{}', 1, lower(hex(randomblob(16))) FROM json_each(?1)`,
        ).bind(numbers, nowMs),
        env.REGISTRY.prepare(
          `INSERT INTO spool_sweeps (key, sweeps, swept_at_ms) SELECT lower(hex(randomblob(16))), 1, ?2 FROM json_each(?1)`,
        ).bind(numbers, nowMs),
      ]);
    };
    const tick = async (): Promise<number> => {
      count.rowsRead = 0;
      await runSchedule(services, '*/5 * * * *');
      return count.rowsRead;
    };
    await fill(1000);
    await tick();
    const few = await tick();
    await fill(19_000);
    await tick();
    const many = await tick();

    expect(many).toBeLessThan(few + 500);
  }, 120_000);
});
