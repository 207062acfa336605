/** Retention: by experiment, in bounded batches, with nothing left behind. */
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { runRetention } from '../../../src/tracing/retention.ts';
import { createD1AssessmentStore } from '../../../src/tracing/store/d1-assessment-store.ts';
import { createD1TraceStore } from '../../../src/tracing/store/d1-trace-store.ts';
import { createR2ContentStore } from '../../../src/tracing/store/r2-content-store.ts';
import { newExperiment, sampleAssessment, sampleTimeMs, sampleTrace } from '../../contracts/sample-trace.ts';

const DAY_MS = 86_400_000;

function harness() {
  let time = sampleTimeMs;
  const now = () => time;
  const content = createR2ContentStore({ bucket: env.CONTENT, now });
  const traces = createD1TraceStore({ database: env.TRACES, content, now });
  const assessments = createD1AssessmentStore({ database: env.TRACES });
  const lines: unknown[] = [];
  const log = { info: (_: string, fields?: unknown) => void lines.push(fields), error: () => undefined };
  return {
    traces,
    assessments,
    lines,
    at: (daysLater: number) => void (time = sampleTimeMs + daysLater * DAY_MS),
    run: (days: Record<string, number>) =>
      runRetention({
        services: {
          traces,
          assessments,
          content,
          log,
          now,
          retentionDaysByExperiment: async () => new Map(Object.entries(days)),
        },
        input: { defaultDays: 30 },
      }),
  };
}

async function countAll(): Promise<number[]> {
  const tables = ['traces', 'spans', 'trace_tags', 'early_tags', 'assessments', 'trace_links'];
  const counts = tables.map((table) =>
    env.TRACES.prepare(`SELECT count(*) AS n FROM ${table}`).first<number>('n'),
  );
  return (await Promise.all(counts)).map((count) => count ?? -1);
}

describe('retention', () => {
  it('keeps each experiment’s traces as long as it says, and the content as long as the longest', async () => {
    const { traces, assessments, run, at, lines } = harness();
    const [short, normal, long] = [newExperiment(), newExperiment(), newExperiment()];
    const made = [short, normal, long].map((experimentId) => sampleTrace({ experimentId, tags: { a: '1' } }));
    const days = { [short]: 2, [long]: 60 };
    await traces.write(made);
    await traces.setTag({ traceId: 'tr-never', key: 'a', within: null }, '1');
    await assessments.create(sampleAssessment({ traceId: made[0]?.info.traceId ?? '' }), null);
    await traces.link(
      [
        { traceId: 'tr-never', to: { kind: 'run', runId: 'r' } },
        { traceId: made[0]?.info.traceId ?? '', to: { kind: 'run', runId: 'r' } },
      ],
      null,
    );
    await assessments.create(sampleAssessment({ traceId: 'tr-never', createTimeMs: sampleTimeMs }), null);
    const alive = async () =>
      Promise.all(
        made.map(
          async (trace) => (await traces.get(trace.info.traceId, null))?.spans[0]?.attributes !== undefined,
        ),
      );

    at(1);
    expect(await run(days)).toEqual({
      deletedTraces: 0,
      deletedObjects: 0,
      deletedEarlyTags: 0,
      deletedEarlyAssessments: 0,
      deletedEarlyLinks: 0,
      more: false,
    });
    expect(lines).toEqual([]);
    at(3);
    expect(await run(days)).toMatchObject({ deletedTraces: 1, deletedObjects: 0 });
    expect(await alive()).toEqual([false, true, true]);
    at(31);
    expect(await run(days)).toEqual({
      deletedTraces: 1,
      deletedObjects: 0,
      deletedEarlyTags: 1,
      deletedEarlyAssessments: 0,
      deletedEarlyLinks: 0,
      more: false,
    });
    expect(await alive()).toEqual([false, false, true]);
    expect((await env.CONTENT.list()).objects).toHaveLength(1);
    at(62);
    expect(await run(days)).toMatchObject({
      deletedTraces: 1,
      deletedObjects: 1,
      deletedEarlyAssessments: 1,
      deletedEarlyLinks: 1,
    });
    expect(await countAll()).toEqual([0, 0, 0, 0, 0, 0]);
    expect((await env.CONTENT.list()).objects).toHaveLength(0);
  });

  it('F78 deletes more than one bounded batch in a run', async () => {
    const { traces, run, at } = harness();
    const experimentId = newExperiment();
    await traces.write(Array.from({ length: 1100 }, () => sampleTrace({ experimentId })));
    at(31);
    expect(await run({})).toMatchObject({ deletedTraces: 1100, more: false });
    expect(await countAll()).toEqual([0, 0, 0, 0, 0, 0]);
  });
});
