/** Searches by filter over REST, and their answers as files. */
import { parquetReadObjects } from 'hyparquet';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { sampleAssessment, sampleTimeMs, sampleTrace } from '../../contracts/sample-trace.ts';
import {
  adminKey,
  assessments,
  bearing,
  experiments,
  keyFor,
  managementApp,
  traces,
} from '../../helpers/management-app.ts';

const app = managementApp();
type Body = Record<string, unknown>;
const request = (
  parameters: Record<string, string>,
  headers: Record<string, string> = {},
  key = adminKey,
) => {
  const query = new URLSearchParams({ experiment: 'filter routes', ...parameters });
  return app.request(`/api/v1/traces?${query}`, { headers: { ...bearing(key), ...headers } });
};
const idsOf = async (parameters: Record<string, string>, key = adminKey) => {
  const response = await request(parameters, {}, key);
  expect(response.status).toBe(200);
  const body = (await response.json()) as { traces: { trace_id: string }[] };
  return body.traces.map((trace) => trace.trace_id);
};

const made = [
  sampleTrace({
    requestTimeMs: sampleTimeMs + 2,
    tags: { team: 'b' },
    requestPreview: '=SUM(A1), "quoted"\nline',
  }),
  sampleTrace({
    requestTimeMs: sampleTimeMs + 1,
    tags: { team: 'a', env: 'prod' },
    state: 'ERROR',
    user: 'ünï',
  }),
  sampleTrace({ requestTimeMs: sampleTimeMs, endTimeMs: null, firstTokenMs: null, provider: null }),
];
const [first, second, third] = made.map((trace) => trace.info.traceId);

beforeAll(async () => {
  const experimentId = (await experiments.create('filter routes', 1))?.experimentId ?? '';
  for (const trace of made) trace.info.experimentId = experimentId;
  await traces.write(made);
  await assessments.create(sampleAssessment({ traceId: second ?? '', value: 'no' }), null);
});

describe('a search by filter', () => {
  it('finds and sorts', async () => {
    expect(await idsOf({ filter: "trace.status = 'ERROR'" })).toEqual([second]);
    expect(await idsOf({ filter: "feedback.correctness = 'no' AND tags.team = 'a'" })).toEqual([second]);
    expect(await idsOf({ filter: 'tags.team IS NOT NULL', order_by: 'tags.team' })).toEqual([second, first]);
    expect(await idsOf({ order_by: 'tags.team DESC' })).toEqual([first, second, third]);
    expect(await idsOf({ filter: "name RLIKE '^ch'", state: 'ERROR' })).toEqual([second]);
  });

  it('goes on from page to page in any order', async () => {
    const found: string[] = [];
    let token = '';
    do {
      const response = await request({ order_by: 'tags.team', page_size: '1', page_token: token });
      const body = (await response.json()) as {
        traces: { trace_id: string }[];
        next_page_token: string | null;
      };
      found.push(...body.traces.map((trace) => trace.trace_id));
      token = body.next_page_token ?? '';
    } while (token !== '');
    expect(found).toEqual([second, first, third]);
  });

  it.each([
    [{ filter: 'status = OK' }, 'filter', '10'],
    [{ order_by: 'tags.' }, 'order_by', '1'],
  ])('is refused with the place: %j', async (parameters, field, position) => {
    const response = await request(parameters);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error_code: 'INVALID_PARAMETER_VALUE',
      details: { field, position },
    });
  });

  it('refuses a token of another order', async () => {
    const page = (await (await request({ page_size: '1' })).json()) as Body;
    const page_token = String(page['next_page_token']);
    expect((await request({ order_by: 'status', page_token })).status).toBe(400);
  });

  it('sees nothing through a key of another experiment', async () => {
    const key = await keyFor(['read'], '0');
    const response = await app.request(
      `/api/v1/traces?filter=${encodeURIComponent("request_id = '" + first + "'")}`,
      {
        headers: bearing(key),
      },
    );
    expect(await response.json()).toMatchObject({ traces: [] });
  });

  it('takes the longest filter and order it reads', async () => {
    const conditions = Array.from({ length: 25 }, (_, index) => `feedback.name${index} != 'v${index}'`);
    const order = Array.from({ length: 9 }, (_, index) => ['order_by', `tags.\`k${index}\` DESC`]);
    const cursor = [...Array.from({ length: 10 }, (_, index) => `v${index}`), 1, 'tr-1'];
    const query = new URLSearchParams([
      ['experiment', 'filter routes'],
      ['filter', conditions.join(' AND ')],
      ['from', '1000000'],
      ['to', '2000000'],
      ['text', 'some words'],
      ['page_token', btoa(JSON.stringify(cursor)).replaceAll('=', '')],
      ['order_by', 'metadata.k'],
      ...order,
    ]);
    const response = await app.request(`/api/v1/traces?${query}`, { headers: bearing(adminKey) });
    expect(response.status).toBe(200);
  });

  it('never fails on our side, whatever the filter, order and token are', async () => {
    const part = fc.constantFrom(
      'status',
      'tags.`$x[0]`',
      'tags."a""b"',
      'metadata.$',
      'span.name',
      'span.attributes.a"b',
      'feedback.a',
      'text',
      '=',
      '!=',
      '<',
      'LIKE',
      'RLIKE',
      'IN',
      'IS NULL',
      "'x'",
      "'%_%'",
      "'\\'",
      "'\u0000\ud800'",
      "('a')",
      '1e308',
      '-0',
      'AND',
    );
    const text = fc.oneof(
      fc.array(part, { maxLength: 8 }).map((parts) => parts.join(' ')),
      fc.string({ unit: 'binary', maxLength: 30 }),
    );
    const token = fc.oneof(
      fc.constant(''),
      fc
        .jsonValue()
        .map((value) => btoa(unescape(encodeURIComponent(JSON.stringify(value)))).replaceAll('=', '')),
      fc.constantFrom(
        ...['[1,"a"]', '["x",null]', '[null,null]', '[1e300,1]'].map((json) =>
          btoa(json).replaceAll('=', ''),
        ),
      ),
    );
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.constantFrom('', 'tags.`$x`', 'status DESC'),
        token,
        async (filter, order_by, page_token) => {
          const response = await request({ filter, page_token, ...(order_by === '' ? {} : { order_by }) });
          expect([200, 400]).toContain(response.status);
        },
      ),
      { numRuns: 150 },
    );
  }, 60_000);
});

describe('the answer as a file', () => {
  it('is CSV that a spreadsheet takes for text', async () => {
    for (const response of [await request({ format: 'csv' }), await request({}, { accept: 'text/csv' })]) {
      expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
      const text = await response.text();
      const lines = text.split('\r\n');
      expect(lines[0]).toMatch(/^trace_id,experiment_id,request_time,execution_duration_ms,state,/);
      expect(lines).toHaveLength(5);
      expect(lines[1]).toContain(`,"'=SUM(A1), ""quoted""\nline",`);
      expect(lines[2]).toContain('2026-10-15T12:00:00.001Z,900,ERROR,');
      expect(lines[3]).toMatch(/2026-10-15T12:00:00.000Z,,OK,chat,proxy,,gpt/);
    }
  });

  it('is Parquet with types', async () => {
    const response = await request({ format: 'parquet', order_by: 'timestamp_ms' });
    expect(response.headers.get('content-type')).toBe('application/vnd.apache.parquet');
    const rows = await parquetReadObjects({ file: await response.arrayBuffer() });
    expect(rows.map((row) => row['trace_id'])).toEqual([third, second, first]);
    expect(rows[0]).toMatchObject({
      request_time: new Date(sampleTimeMs),
      execution_duration_ms: null,
      provider: null,
      input_tokens: 10n,
      total_cost: 0.003,
    });
    expect(rows[1]).toMatchObject({ state: 'ERROR', user: 'ünï', execution_duration_ms: 900 });
    expect(JSON.parse(String(rows[1]?.['tags']))).toMatchObject({ env: 'prod', team: 'a' });
    expect(JSON.parse(String(rows[1]?.['assessments']))).toMatchObject([{ name: 'correctness' }]);
  });

  it('is whole, over many pages, and empty when nothing is found', async () => {
    const experimentId = (await experiments.create('many to export', 1))?.experimentId ?? '';
    const many = Array.from({ length: 1200 }, (_, index) =>
      sampleTrace({ experimentId, requestTimeMs: sampleTimeMs - index }, []),
    );
    await traces.write(many);
    const whole = await request({ experiment: 'many to export', format: 'parquet' });
    const rows = await parquetReadObjects({ file: await whole.arrayBuffer(), columns: ['trace_id'] });
    expect(rows.map((row) => row['trace_id'])).toEqual(many.map((trace) => trace.info.traceId));
    const nothing = await request({ format: 'parquet', filter: "name = 'nobody'" });
    expect(await parquetReadObjects({ file: await nothing.arrayBuffer() })).toEqual([]);
    const header = await (await request({ format: 'csv', filter: "name = 'nobody'" })).text();
    expect(header.split('\r\n')).toHaveLength(2);
  });

  it('is refused as a whole when the filter is wrong', async () => {
    expect((await request({ format: 'csv', filter: 'x' })).status).toBe(400);
  });
});
