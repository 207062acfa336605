/** What the database does for each kind of search: an index leads, and nothing is scanned. */
import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { createD1TraceStore } from '../../../src/tracing/store/d1-trace-store.ts';
import { createR2ContentStore } from '../../../src/tracing/store/r2-content-store.ts';
import type { Statement } from '../../../src/tracing/store/sql-parameters.ts';
import { withMarks } from '../../../src/tracing/store/text-query.ts';
import { toPlan } from '../../../src/tracing/store/to-search-plan.ts';
import { readFilter, readOrderBy } from '../../../src/tracing/filter/read-filter.ts';
import {
  boundaryStatement,
  newestStatement,
  searchStatement,
  type SearchStep,
} from '../../../src/tracing/store/trace-search-sql.ts';
import type { TraceQuery } from '../../../src/tracing/store/trace-store.ts';
import { oldestTraces } from '../../../src/tracing/store/trace-write-sql.ts';
import { sampleTimeMs, sampleTrace } from '../../contracts/sample-trace.ts';

const now = (): number => Date.now();

function step(query: Partial<TraceQuery>, changes: Partial<SearchStep> = {}): SearchStep {
  const plan = toPlan({ experimentIds: ['1'], pageSize: 50, ...query });
  const cursor = [sampleTimeMs, 'tr-9'];
  return { ...plan, cursor, limit: 51, fromMs: 0, toMs: sampleTimeMs, match: null, ...changes };
}

function filtered(filter: string, orderBy?: string[]): SearchStep {
  const order = orderBy === undefined ? {} : { orderBy: readOrderBy(orderBy) };
  return step({ filter: readFilter(filter), ...order }, orderBy === undefined ? {} : { cursor: null });
}

async function planOf({ sql, values }: Statement): Promise<string[]> {
  const plan = await env.TRACES.prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .bind(...values)
    .all<{ detail: string }>();
  return plan.results.map((row) => row.detail);
}

function scansIn(plan: string[]): string[] {
  // The marked tables are the query's own: parameters, the experiments, pages to be joined, and words by FTS5's own index.
  return plan.filter(
    (line) =>
      line.startsWith('SCAN') &&
      !/^SCAN (json_each|scope|known|\(subquery-\d+\)|\d+ CONSTANT|CONSTANT)/.test(line),
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
      'SEARCH t USING INDEX traces_by_time (experiment_id=? AND request_time_ms>? AND request_time_ms<?)',
    ],
    [
      'experiment, time and model',
      step({ model: 'm' }),
      'SEARCH t USING INDEX traces_by_time (experiment_id=? AND request_time_ms>? AND request_time_ms<?)',
    ],
    [
      'failure',
      step({ state: 'ERROR' }),
      'SEARCH t USING INDEX traces_by_state (experiment_id=? AND state=? AND request_time_ms>? AND request_time_ms<?)',
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
    [
      'user',
      filtered("metadata.`mlflow.trace.user` = 'u' AND tags.env = 'prod'"),
      'SEARCH t USING INDEX traces_by_user (experiment_id=? AND user=? AND request_time_ms>? AND request_time_ms<?)',
    ],
    [
      'state in progress',
      filtered("status = 'IN_PROGRESS'"),
      'SEARCH t USING INDEX traces_by_state (experiment_id=? AND state=? AND request_time_ms>? AND request_time_ms<?)',
    ],
    [
      'prompt',
      filtered("prompt = 'greeting/3'"),
      'SEARCH lead USING COVERING INDEX trace_links_by_target (experiment_id=? AND kind=? AND target=? AND request_time_ms>? AND request_time_ms<?)',
    ],
    [
      'run',
      filtered("attribute.run_id = 'r1'"),
      'SEARCH lead USING COVERING INDEX trace_links_by_target (experiment_id=? AND kind=? AND target=? AND request_time_ms>? AND request_time_ms<?)',
    ],
    [
      'spans',
      filtered("span.name = 'tool' AND span.attributes.a LIKE '%b%'"),
      'SEARCH s EXISTS USING PRIMARY KEY (trace_id=?)',
    ],
    [
      'trace id',
      filtered("request_id = 'tr-1'"),
      'SEARCH t USING INDEX sqlite_autoindex_traces_1 (trace_id=?)',
    ],
  ])('by %s is led by its index, in order (F80)', async (_, asked, lead) => {
    const plan = await planOf(searchStatement(asked));
    expect(plan).toContainEqual(lead);
    expect(scansIn(plan)).toEqual([]);
    expect(plan).toContainEqual('SEARCH page USING INTEGER PRIMARY KEY (rowid=?)');
  });

  it('sorts the finished page, and what was found only where times are equal', async () => {
    for (const filter of ['', "tags.env = 'prod'", "metadata.`mlflow.trace.user` = 'u'", "prompt = 'a/1'"]) {
      const plan = await planOf(searchStatement(filtered(filter)));
      expect(plan.filter((line) => line.endsWith('TEMP B-TREE FOR ORDER BY'))).toHaveLength(1);
      expect(plan).toContainEqual('USE TEMP B-TREE FOR LAST TERM OF ORDER BY');
    }
  });

  it('by feedback is led by the value, for own assessments and for those on sessions (F80)', async () => {
    const plan = await planOf(searchStatement(filtered("feedback.correctness = 'no'")));
    expect(plan).toContainEqual(
      'SEARCH a USING INDEX assessments_by_value (experiment_id=? AND name=? AND kind=? AND value_key=? AND request_time_ms>? AND request_time_ms<?)',
    );
    expect(plan).toContainEqual(
      'SEARCH a USING INDEX assessments_of_sessions (experiment_id=? AND name=? AND kind=? AND value_key=?)',
    );
    expect(plan).toContainEqual(
      'SEARCH t USING INDEX traces_by_session (session=? AND request_time_ms>? AND request_time_ms<?)',
    );
    expect(scansIn(plan)).toEqual([]);
  });

  it('of a filter that no index answers asks where its window ends, from the index alone', async () => {
    const plan = await planOf(boundaryStatement(filtered("span.name = 'tool'"), 2000));
    expect(plan).toContainEqual(
      'SEARCH t USING COVERING INDEX traces_by_time (experiment_id=? AND request_time_ms>? AND request_time_ms<?)',
    );
    expect(scansIn(plan)).toEqual([]);
  });

  it('F80 by words reads the entries of the words, the experiment and the hours, and then those rows', async () => {
    const match = withMarks('"order"', ['1'], { first: 489_000, last: 489_001 });
    expect(match).toBe('("order") AND ("\u{e000}e1") AND ("\u{e000}h489000" OR "\u{e000}h489001")');
    const plan = await planOf(searchStatement(step({ text: 'order' }, { match })));
    expect(scansIn(plan)).toEqual([expect.stringMatching(/^SCAN trace_text VIRTUAL TABLE INDEX \d+:M/)]);
    expect(plan).toContainEqual('SEARCH t USING INTEGER PRIMARY KEY (rowid=?)');
  });

  it('F79 over all experiments skips from one to the next', async () => {
    for (const withoutExperimentIds of [undefined, ['1']]) {
      const asked = { ...step({}), experimentIds: undefined, withoutExperimentIds };
      const plan = await planOf(searchStatement(asked));
      expect(scansIn(plan)).toEqual([]);
      expect(plan.join()).toContain('SEARCH t USING');
      expect(scansIn(await planOf(newestStatement(asked, sampleTimeMs)))).toEqual([]);
    }
  });

  it('of what expires is led by the index by time', async () => {
    const plan = await planOf({ sql: oldestTraces, values: ['1', sampleTimeMs, 100] });
    expect(plan).toEqual([
      'SEARCH traces USING INDEX traces_by_time (experiment_id=? AND request_time_ms<?)',
    ]);
  });
});
