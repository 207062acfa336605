/** What alerts count: exactly what a count of all traces would find, for what does not grow with how many there are. */
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { runSchedule } from '../../src/schedule.ts';
import { createD1QualityStore } from '../../src/tracing/store/d1-quality-store.ts';
import { createD1RollupStore } from '../../src/tracing/store/d1-rollup-store.ts';
import type { TraceInfo } from '../../src/tracing/trace.ts';
import { sampleAssessment, sampleTrace } from '../contracts/sample-trace.ts';
import { countedServices } from '../helpers/counted-services.ts';
import { createWire } from '../helpers/mlflow-wire.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const noon = Date.UTC(2026, 9, 15, 12, 0, 17);

const rollups = createD1RollupStore({ database: env.TRACES });
const quality = createD1QualityStore({ database: env.TRACES });

/** Both counts of the calls and the verdicts in a stretch, in the same form. */
async function countBoth(experimentId: string, fromMs: number, toMs: number) {
  const range = { experimentId, fromMs, toMs };
  const query = { ...range, bucketMs: Number.MAX_SAFE_INTEGER, group: { by: 'none' as const } };
  const [calls] = await quality.calls(query);
  const [verdicts] = await quality.verdicts({ ...query, name: 'safety' });
  const near = (value: number | null | undefined) => (value == null ? null : Number(value.toPrecision(12)));
  const kept = await rollups.calls(range);
  const keptVerdicts = await rollups.verdicts({ ...range, name: 'safety' });
  return {
    direct: {
      calls: calls?.calls ?? 0,
      errors: calls?.errors ?? 0,
      latency: near(calls?.meanLatencyMs),
      cost: near(calls?.costUsd),
      unpriced: calls?.unpricedCalls ?? 0,
      verdicts: verdicts?.count ?? 0,
      failed: verdicts?.errors ?? 0,
      silent: verdicts?.withoutValue ?? 0,
      mean: near(verdicts?.sample?.mean),
      numbers: verdicts?.sample?.count ?? 0,
    },
    kept: {
      calls: kept.calls,
      errors: kept.errors,
      latency: near(kept.meanLatencyMs),
      cost: near(kept.costUsd),
      unpriced: kept.unpricedCalls,
      verdicts: keptVerdicts.count,
      failed: keptVerdicts.errors,
      silent: keptVerdicts.withoutValue,
      mean: near(keptVerdicts.mean),
      numbers: keptVerdicts.numbers,
    },
  };
}

describe('what alerts count', () => {
  it('F252 stays what all traces come to, through late traces, changes, verdicts, corrections and deletes', async () => {
    const { services } = createWire();
    const { experimentId } = await services.experiments
      .create(`rollups ${crypto.randomUUID()}`, noon)
      .then((made) => made ?? { experimentId: '' });
    await rollups.watch([experimentId]);
    const windows = [HOUR, 6 * HOUR, DAY, 30 * DAY, 90_000, 10_000];
    const agree = async (nowMs: number) => {
      for (const window of windows) {
        const { direct, kept } = await countBoth(experimentId, nowMs - window, nowMs);
        expect(kept, `the ${window} ms before ${new Date(nowMs).toISOString()}`).toEqual(direct);
      }
    };
    const write = async (changes: Partial<TraceInfo>, usd: number | null = 0.25): Promise<string> => {
      const cost = { inputCostUsd: usd, outputCostUsd: usd === null ? null : 0, totalCostUsd: usd };
      const trace = sampleTrace({ experimentId, cost, ...changes });
      await services.traces.write([trace]);
      return trace.info.traceId;
    };
    const say = async (traceId: string, changes: object): Promise<string> => {
      const assessmentId = `a-${crypto.randomUUID()}`;
      const judge = { type: 'LLM_JUDGE' as const, id: 'openai:/judge' };
      const verdict = { traceId, assessmentId, name: 'safety', value: true, source: judge, ...changes };
      await services.assessments.create(sampleAssessment(verdict), null);
      return assessmentId;
    };

    await agree(noon);
    const ids: string[] = [];
    for (const agoMs of [1000, 70_000, 70_500, 3 * MINUTE, 59 * MINUTE, 2 * HOUR, 25 * HOUR, 20 * DAY])
      ids.push(await write({ requestTimeMs: noon - agoMs }));
    await agree(noon);
    // The window goes on, and nothing else happens.
    await agree(noon + MINUTE);
    await agree(noon + 2 * HOUR);
    // Late: long after its time was counted.
    ids.push(await write({ requestTimeMs: noon - 5 * DAY, state: 'ERROR' }, null));
    ids.push(await write({ requestTimeMs: noon - 65_000, endTimeMs: null, state: 'IN_PROGRESS' }));
    await agree(noon + 2 * HOUR);
    // Verdicts, one that failed, one corrected by a person, one taken back.
    const [first = '', second = '', third = ''] = ids;
    await say(first, { value: true });
    const judged = await say(second, { value: false });
    await say(third, { value: null, error: { code: 'E', message: 'failed', stackTrace: null } });
    await agree(noon + MINUTE);
    await say(second, { value: true, source: { type: 'HUMAN', id: 'ada' }, overrides: judged });
    await agree(noon + MINUTE);
    await services.assessments.delete({ traceId: second, assessmentId: judged, within: null });
    await agree(noon + MINUTE);
    // Stated anew, and deleted by hand and by age.
    const stated = await services.traces.getInfo(ids[9] ?? '', null);
    if (stated !== null) await services.traces.writeInfos([{ ...stated, state: 'OK', endTimeMs: noon }]);
    await agree(noon + MINUTE);
    await services.traces.delete([first, ids[4] ?? ''], null);
    await agree(noon + MINUTE);
    await services.traces.expire(experimentId, noon - 10 * DAY, 500);
    await agree(noon + 2 * DAY);
    // What tells of a call that another trace tells of.
    await env.TRACES.prepare('UPDATE traces SET duplicate_of = ?2 WHERE trace_id = ?1')
      .bind(third, second)
      .run();
    await agree(noon + MINUTE);
    expect((await countBoth(experimentId, noon - 30 * DAY, noon)).kept.calls).toBeGreaterThan(4);
  });

  it('F252 leaves no marks where there is no alert, and forgets what is no longer watched', async () => {
    const { services } = createWire();
    const rows = async () => {
      const counts = await Promise.all(
        ['rollups', 'rollup_marks', 'rollup_reach', 'rollup_watch'].map((table) =>
          env.TRACES.prepare(`SELECT count(*) AS n FROM ${table}`).first<number>('n'),
        ),
      );
      return counts;
    };
    await rollups.watch(['17']);
    await services.traces.write([sampleTrace({ experimentId: '17', requestTimeMs: noon })]);
    await services.traces.write([sampleTrace({ experimentId: '18', requestTimeMs: noon })]);
    expect(await rows()).toEqual([0, 1, 0, 1]);
    await rollups.calls({ experimentId: '17', fromMs: noon - DAY, toMs: noon + DAY });
    expect(await rows()).toEqual([3, 0, 1, 1]);
    await rollups.watch([]);
    await services.traces.write([sampleTrace({ experimentId: '17', requestTimeMs: noon })]);
    expect(await rows()).toEqual([0, 0, 0, 0]);
  });
});

describe('the clock of every minute', () => {
  it('F253 reads no more rows of 20,000 traces than of 1,000', async () => {
    const { services, count } = countedServices();
    let nowMs = Date.now();
    services.now = () => nowMs;
    const made = await services.experiments.create(`cost ${crypto.randomUUID()}`, 0);
    const experimentId = made?.experimentId ?? '';
    const metrics = [{ of: 'calls' }, { of: 'error_rate' }, { of: 'score', name: 'safety' }] as const;
    for (const [index, metric] of metrics.entries()) {
      await services.alerts.create({
        alertId: `al-${crypto.randomUUID()}`,
        experimentId,
        name: `alert ${index}`,
        rule: {
          metric,
          condition: { kind: 'rise', share: 1000, baselineMs: 30 * DAY },
          windowMs: 30 * DAY,
          minimumCount: 1,
        },
        webhookUrl: 'https://hooks.example/x',
        state: 'unknown',
        detail: null,
        checkedAtMs: null,
        undelivered: null,
        attempts: 0,
        nextAttemptAtMs: null,
        lastError: null,
        createdAtMs: 0,
      });
    }
    const template = sampleTrace({ experimentId, requestTimeMs: nowMs - 60 * DAY });
    await services.traces.write([template]);
    const columns = (await env.TRACES.prepare('PRAGMA table_info(traces)').all<{ name: string }>()).results
      .map(({ name }) => name)
      .filter((name) => name !== 'trace_row');
    /** Copies of a trace, evenly over sixty days. */
    const fill = async (copies: number) => {
      const values = columns.map((name) => {
        if (name === 'trace_id') return "'tr-' || lower(hex(randomblob(16)))";
        return name === 'request_time_ms' ? `request_time_ms + n.value * ${(60 * DAY) / copies}` : name;
      });
      const numbers = JSON.stringify(Array.from({ length: copies }, (_, number) => number));
      await env.TRACES.prepare(
        `INSERT INTO traces (${columns.join(', ')}) SELECT ${values.join(', ')} FROM json_each(?1) n, traces
         WHERE trace_id = ?2`,
      )
        .bind(numbers, template.info.traceId)
        .run();
    };
    /** Rows that a minute reads in which one call came. */
    const minute = async (): Promise<number> => {
      await services.traces.write([sampleTrace({ experimentId, requestTimeMs: nowMs - 1000 })]);
      nowMs += MINUTE;
      count.rowsRead = 0;
      await runSchedule(services, '* * * * *');
      return count.rowsRead;
    };
    const steady = async (copies: number): Promise<number> => {
      await fill(copies);
      // What was brought along is counted once.
      await minute();
      return Math.max(await minute(), await minute(), await minute());
    };
    const few = await steady(1000);
    const many = await steady(19_000);
    const [alert] = await services.alerts.list(experimentId);
    expect(alert?.detail).toMatch(/an hour/);
    expect(many).toBeLessThan(few * 1.5);
    expect(many).toBeLessThan(5000);
  }, 120_000);
});
