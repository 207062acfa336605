/** What the database does for each kind of search: an index leads, and nothing is scanned. */
import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { createD1TraceStore } from '../../../src/tracing/store/d1-trace-store.ts';
import { createR2ContentStore } from '../../../src/tracing/store/r2-content-store.ts';
import { withMarks } from '../../../src/tracing/store/text-query.ts';
import {
  newestStatement,
  searchStatement,
  type SearchStep,
} from '../../../src/tracing/store/trace-search-sql.ts';
import type { TraceQuery } from '../../../src/tracing/store/trace-store.ts';
import { oldestTraces } from '../../../src/tracing/store/trace-write-sql.ts';
import { sampleTimeMs, sampleTrace } from '../../contracts/sample-trace.ts';

const now = (): number => Date.now();

function step(query: Partial<TraceQuery>, changes: Partial<SearchStep> = {}): SearchStep {
  const cursor = { requestTimeMs: sampleTimeMs, traceRow: 9 };
  const whole = { experimentIds: ['1'], pageSize: 50, ...query };
  return { query: whole, cursor, limit: 51, fromMs: 0, toMs: sampleTimeMs, match: null, ...changes };
}

async function planOf({ sql, values }: { sql: string; values: (string | number)[] }): Promise<string[]> {
  const plan = await env.TRACES.prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .bind(...values)
    .all<{ detail: string }>();
  return plan.results.map((row) => row.detail);
}

function scansIn(plan: string[]): string[] {
  // The marked tables are the query's own: parameters, the experiments, and words by FTS5's own index.
  return plan.filter(
    (line) => line.startsWith('SCAN') && !/^SCAN (json_each|scope|known|\d+ CONSTANT|CONSTANT)/.test(line),
  );
}

describe('the plan of a search', () => {
  beforeAll(async () => {
    const content = createR2ContentStore({ bucket: env.CONTENT, now });
    const store = createD1TraceStore({ database: env.TRACES, content, now });
    await store.write(
      Array.from({ length: 50 }, (_, index) =>
        sampleTrace({ experimentId: `${index % 3}`, tags: { env: 'prod' } }),
      ),
    );
  });

  it.each<[string, SearchStep, string]>([
    [
      'experiment and time',
      step({}),
      'SEARCH t USING COVERING INDEX traces_by_time (experiment_id=? AND request_time_ms>? AND request_time_ms<?)',
    ],
    [
      'experiment, time and model',
      step({ model: 'm' }),
      'SEARCH t USING INDEX traces_by_time (experiment_id=? AND request_time_ms>? AND request_time_ms<?)',
    ],
    [
      'failure',
      step({ state: 'ERROR' }),
      'SEARCH t USING COVERING INDEX traces_by_error (experiment_id=? AND request_time_ms>? AND request_time_ms<?)',
    ],
    [
      'tag',
      step({ tags: { env: 'prod', team: 'a' } }),
      'SEARCH lead USING PRIMARY KEY (key=? AND value=? AND experiment_id=? AND request_time_ms>? AND request_time_ms<?)',
    ],
    [
      'session',
      step({ session: 's' }),
      'SEARCH t USING INDEX traces_by_session (session=? AND request_time_ms>? AND request_time_ms<?)',
    ],
  ])('by %s is led by its index, in order', async (_, asked, lead) => {
    const plan = await planOf(searchStatement(asked));
    expect(plan).toContainEqual(lead);
    expect(scansIn(plan)).toEqual([]);
    expect(plan).toContainEqual('SEARCH page USING INTEGER PRIMARY KEY (rowid=?)');
    // Only the finished page is sorted, never what was found.
    expect(plan.filter((line) => line.includes('TEMP B-TREE FOR ORDER BY'))).toHaveLength(1);
  });

  it('F80 by words reads the entries of the words, the experiment and the hours, and then those rows', async () => {
    const match = withMarks('"order"', ['1'], { first: 489_000, last: 489_001 });
    expect(match).toBe('("order") AND ("\u{e000}e1") AND ("\u{e000}h489000" OR "\u{e000}h489001")');
    const plan = await planOf(searchStatement(step({ text: 'order' }, { match })));
    expect(scansIn(plan)).toEqual([expect.stringMatching(/^SCAN trace_text VIRTUAL TABLE INDEX \d+:M/)]);
    expect(plan).toContainEqual('SEARCH t USING INTEGER PRIMARY KEY (rowid=?)');
  });

  it('F79 over all experiments skips from one to the next', async () => {
    const asked = step({});
    delete asked.query.experimentIds;
    const plan = await planOf(searchStatement(asked));
    expect(scansIn(plan)).toEqual([]);
    expect(scansIn(await planOf(newestStatement(asked.query, sampleTimeMs)))).toEqual([]);
  });

  it('of what expires is led by the index by time', async () => {
    const plan = await planOf({ sql: oldestTraces, values: ['1', sampleTimeMs, 100] });
    expect(plan).toEqual([
      'SEARCH traces USING INDEX traces_by_time (experiment_id=? AND request_time_ms<?)',
    ]);
  });
});
