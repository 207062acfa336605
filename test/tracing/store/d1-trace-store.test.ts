/** The trace store on D1 and R2: the contract, and what only this implementation promises. */
import { newTraceId } from '../../../src/core/ids.ts';
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { newSpanId } from '../../../src/core/ids.ts';
import { readFilter, readOrderBy } from '../../../src/tracing/filter/read-filter.ts';
import { createD1AssessmentStore } from '../../../src/tracing/store/d1-assessment-store.ts';
import { createD1TraceStore } from '../../../src/tracing/store/d1-trace-store.ts';
import { createR2ContentStore } from '../../../src/tracing/store/r2-content-store.ts';
import type { TraceQuery } from '../../../src/tracing/store/trace-store.ts';
import {
  newExperiment,
  sampleAssessment,
  sampleSpan,
  sampleTimeMs,
  sampleTrace,
} from '../../contracts/sample-trace.ts';
import type { TraceInfo } from '../../../src/tracing/trace.ts';
import { describeTraceFilter } from '../../contracts/trace-filter.ts';
import { describeTraceStore } from '../../contracts/trace-store.ts';
import { describeTraceTenants } from '../../contracts/trace-tenants.ts';

const now = (): number => Date.now();
const content = createR2ContentStore({ bucket: env.CONTENT, now });
const makeStore = () => createD1TraceStore({ database: env.TRACES, content, now });
const tables = ['traces', 'spans', 'trace_tags', 'early_tags', 'assessments', 'trace_links'];

describeTraceStore('D1', makeStore);
describeTraceFilter('D1', () => ({
  traces: makeStore(),
  assessments: createD1AssessmentStore({ database: env.TRACES }),
}));

describeTraceTenants('D1', () => ({
  traces: makeStore(),
  assessments: createD1AssessmentStore({ database: env.TRACES }),
}));

describe('the D1 trace store', () => {
  it('writes five billable rows for a trace with one span, and few more for what else is known of it', async () => {
    for (const [changes, expected] of [
      [{}, 5],
      [{ tags: { a: '1', b: '2', c: '3' } }, 8],
      [{ state: 'ERROR', session: 's', user: 'u' }, 8],
      [{ session: 's', user: 'u', tags: { a: '1' }, prompts: [{ name: 'p', version: '1' }] }, 10],
    ] as [Partial<TraceInfo>, number][]) {
      const { database, count } = countingDatabase(env.TRACES);
      const store = createD1TraceStore({ database, content, now });
      const experimentId = newExperiment();
      await store.write(Array.from({ length: 100 }, () => sampleTrace({ experimentId, ...changes })));
      expect(count.rowsWritten / 100).toBe(expected);
    }
  });

  it('writes one row more where the answer has an id, by which another who saw the call is found', async () => {
    const { database, count } = countingDatabase(env.TRACES);
    const store = createD1TraceStore({ database, content, now });
    const experimentId = newExperiment();
    const answered = () => sampleSpan({ attributes: { 'gen_ai.response.id': `chatcmpl-${newTraceId()}` } });
    await store.write(Array.from({ length: 100 }, () => sampleTrace({ experimentId }, [answered()])));
    expect(count.rowsWritten / 100).toBe(6);
  });

  it('writes one object for a batch', async () => {
    const before = await countObjects();
    await makeStore().write(
      Array.from({ length: 100 }, () => sampleTrace({ experimentId: newExperiment() })),
    );
    expect((await countObjects()) - before).toBe(1);
  });

  it('F82 asks the database a few times per page, however many traces, tags and assessments it has', async () => {
    const experimentId = newExperiment();
    const tags = { env: 'prod', team: 'core' };
    const written = Array.from({ length: 60 }, () => sampleTrace({ experimentId, tags }));
    await makeStore().write(written);
    const assessments = createD1AssessmentStore({ database: env.TRACES });
    for (const { info } of written)
      await assessments.create(sampleAssessment({ traceId: info.traceId }), null);
    const ask = async (query: Partial<TraceQuery>, pageSize: number) => {
      const { database, count } = countingDatabase(env.TRACES);
      const store = createD1TraceStore({ database, content, now });
      const page = await store.search({ experimentIds: [experimentId], pageSize, ...query });
      expect(page.traces).toHaveLength(pageSize);
      return count.statements;
    };
    for (const pageSize of [1, 50]) {
      expect(await ask({}, pageSize)).toBe(1);
      expect(await ask({ tags: { env: 'prod' } }, pageSize)).toBe(1);
      expect(await ask({ filter: readFilter("feedback.correctness = 'yes'") }, pageSize)).toBe(1);
      expect(await ask({ orderBy: readOrderBy(['tags.env', 'execution_time_ms DESC']) }, pageSize)).toBe(1);
      // One more says where the window ends.
      expect(await ask({ tags }, pageSize)).toBe(2);
      expect(await ask({ filter: readFilter("span.name = 'chat' AND name RLIKE 'c.*t'") }, pageSize)).toBe(2);
      expect(await ask({ text: 'order' }, pageSize)).toBeLessThanOrEqual(6);
    }
  });

  it('leaves every table as it was when a batch comes again', async () => {
    const experimentId = newExperiment();
    const child = sampleTrace({ experimentId, tags: { env: 'dev' } }, [
      sampleSpan({ parentSpanId: newSpanId() }),
    ]);
    const linked = { prompts: [{ name: 'p', version: '1' }], runIds: ['r1'] };
    const batch = [
      child,
      sampleTrace({ experimentId, metadata: { b: '1', a: '2' }, session: 's', ...linked }),
    ];
    await makeStore().write(batch);
    await makeStore().setTag({ traceId: child.info.traceId, key: 'env', within: null }, 'prod');
    const before = await dump();
    await makeStore().write(batch);
    await makeStore().write(batch.slice(1));
    expect(await dump()).toEqual(before);
  });

  it('F78 leaves nothing of a deleted or expired trace in any table', async () => {
    const before = await dump();
    const experimentId = newExperiment();
    const traces = Array.from({ length: 4 }, (_, index) =>
      sampleTrace({
        experimentId,
        requestTimeMs: 5000 + index,
        tags: { a: '1' },
        requestPreview: 'zebra',
        runIds: ['r'],
      }),
    );
    const store = makeStore();
    await store.write(traces);
    await store.delete([traces[0]?.info.traceId ?? ''], null);
    expect((await store.expire(experimentId, sampleTimeMs, 100)).deletedTraces).toBe(3);
    expect(await dump()).toEqual(before);
    const words = env.TRACES.prepare(`SELECT count(*) AS n FROM trace_text WHERE trace_text MATCH 'zebra'`);
    expect(await words.first('n')).toBe(0);
  });

  it('stores no readable content, and a piece cannot be read as that of another trace', async () => {
    const secret = 'the launch code is 7316';
    const [one, two] = [secret, 'nothing'].map((text) =>
      sampleTrace({ experimentId: newExperiment(), requestPreview: null, responsePreview: null }, [
        sampleSpan({ attributes: { 'mlflow.spanInputs': text } }),
      ]),
    );
    if (one === undefined || two === undefined) throw new Error('two traces were made');
    const store = makeStore();
    await store.write([one, two]);
    for (const { key } of (await env.CONTENT.list()).objects) {
      const object = await env.CONTENT.get(key);
      expect(await object?.text()).not.toContain('launch');
    }
    expect(JSON.stringify(await dump())).not.toContain('launch');

    await env.TRACES.prepare(
      `UPDATE spans SET (content_offset, content_length, content_key) =
         (SELECT content_offset, content_length, content_key FROM spans WHERE trace_id = ?1) WHERE trace_id = ?2`,
    )
      .bind(one.info.traceId, two.info.traceId)
      .run();
    await expect(store.get(two.info.traceId, null)).rejects.toThrow();
  });

  it('answers with the index when the content is gone', async () => {
    const trace = sampleTrace({ experimentId: newExperiment() });
    const store = makeStore();
    await store.write([trace]);
    const row = await env.TRACES.prepare('SELECT content_object FROM spans WHERE trace_id = ?1')
      .bind(trace.info.traceId)
      .first<{ content_object: string }>();
    await env.CONTENT.delete(row?.content_object ?? '');
    expect((await store.get(trace.info.traceId, null))?.spans[0]?.attributes).toEqual({
      'weir.content': 'expired',
    });
  });

  it('writes all of a batch or nothing', async () => {
    const [good, bad] = [sampleTrace(), sampleTrace({ experimentId: newExperiment() })];
    Object.assign(bad.info, { state: null });
    const before = await dump();
    await expect(makeStore().write([good, bad])).rejects.toThrow('NOT NULL');
    expect(await dump()).toEqual(before);
  });
});

describe('content by day', () => {
  it('sweeps what is older than the day, and stops at the first that is not', async () => {
    let time = Date.UTC(2020, 0, 1, 23, 59);
    const store = createR2ContentStore({ bucket: env.CONTENT, now: () => time });
    await store.write([new Uint8Array([1, 2])]);
    await store.write([new Uint8Array([3])]);
    time = Date.UTC(2020, 0, 2);
    const kept = await store.write([new Uint8Array([4, 5]), new Uint8Array([6, 7, 8])]);

    expect(await store.sweep(time, 1)).toEqual({ deletedObjects: 1, more: true });
    expect(await store.sweep(time + 3600, 10)).toEqual({ deletedObjects: 1, more: false });
    expect(await store.sweep(time, 10)).toEqual({ deletedObjects: 0, more: false });
    expect(await store.read(kept.object, { offset: 2, length: 3 })).toEqual(new Uint8Array([6, 7, 8]));
    expect(await store.read('content/v1/1999-01-01/none', { offset: 0, length: 1 })).toBeNull();
    expect(await store.sweep(time + 86_400_000, 10)).toMatchObject({ deletedObjects: 1 });
  });
});

async function dump(): Promise<unknown[]> {
  const all = await Promise.all(
    tables.map((table) => env.TRACES.prepare(`SELECT * FROM ${table} ORDER BY 1, 2, 3`).all()),
  );
  return all.map((result) => result.results);
}

async function countObjects(): Promise<number> {
  return (await env.CONTENT.list()).objects.length;
}

/** Counts statements as they are prepared, and rows as batches write them. */
function countingDatabase(database: D1Database) {
  const count = { statements: 0, rowsWritten: 0 };
  const counted = new Proxy(database, {
    get(target, name) {
      if (name === 'prepare') {
        return (sql: string) => {
          count.statements += 1;
          return target.prepare(sql);
        };
      }
      return async (statements: D1PreparedStatement[]) => {
        const results = await target.batch(statements);
        for (const result of results) count.rowsWritten += result.meta.rows_written;
        return results;
      };
    },
  });
  return { database: counted, count };
}
