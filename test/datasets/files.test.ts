/** Records as files: JSON lines, CSV and Parquet, each read back as it was written, and as others write it. */
import * as fc from 'fast-check';
import { parquetReadObjects } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import type { NewRecord } from '../../src/datasets/dataset.ts';
import { mergeRecords } from '../../src/datasets/merge-records.ts';
import { adminKey, bearing, datasets, managementApp, masking } from '../helpers/management-app.ts';

const app = managementApp();
let count = 0;
const newDataset = async (records: NewRecord[] = []) => {
  const name = `file dataset ${++count}`;
  await app.request('/api/v1/datasets', {
    method: 'POST',
    headers: { ...bearing(adminKey), 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  });
  const [dataset] = await datasets.findByName(name, null);
  const nameOrId = dataset?.datasetId ?? '';
  await mergeRecords({
    services: { datasets, masking, now: Date.now },
    input: { nameOrId, within: null, records, by: null },
  });
  return nameOrId;
};
const exported = async (id: string, format: string) => {
  const response = await app.request(`/api/v1/datasets/${id}/export?format=${format}`, {
    headers: bearing(adminKey),
  });
  return { response, bytes: new Uint8Array(await response.arrayBuffer()) };
};
const imported = async (id: string, body: BodyInit, contentType: string, query = '') => {
  const response = await app.request(`/api/v1/datasets/${id}/import${query}`, {
    method: 'POST',
    headers: { ...bearing(adminKey), 'content-type': contentType },
    body,
  });
  // oxlint-disable-next-line typescript/no-explicit-any -- answers are examined by the matchers
  return { status: response.status, body: (await response.json()) as any };
};
const contents = async (id: string) => {
  const { records } = await datasets.listRecords(id, { after: 0, pageSize: 1000 });
  return records.map(({ inputs, outputs, expectations, tags, sourceType, source }) => ({
    inputs,
    outputs,
    expectations,
    tags,
    sourceType,
    source,
  }));
};

const odd: NewRecord[] = [
  {
    inputs: { question: 'Line\nfeed, "quotes", =1+1, ü 🌊', deep: { list: [1, 2.5, null, true] } },
    outputs: 'plain text',
    expectations: { expected_response: '30 days', facts: ['a', 'b'] },
    tags: { topic: 'refunds' },
    sourceType: 'TRACE',
    source: { trace_id: 'tr-1' },
  },
  { inputs: { n: 1 } },
  { inputs: { n: 2 }, outputs: { role: 'assistant' } },
  { inputs: { n: 3 }, outputs: '{"json": "as text"}' },
];

describe('export and import', () => {
  it.each([
    ['jsonl', 'application/x-ndjson'],
    ['csv', 'text/csv'],
    ['parquet', 'application/vnd.apache.parquet'],
  ])('%s keeps everything', async (format, contentType) => {
    const source = await newDataset(odd.slice(0, 3));
    const { response, bytes } = await exported(source, format);
    expect(response.headers.get('content-type')).toContain(contentType);
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+"$/);
    const target = await newDataset();
    expect(await imported(target, bytes, contentType)).toMatchObject({
      status: 200,
      body: { inserted_count: 3 },
    });
    expect(await contents(target)).toEqual(await contents(source));
    const again = await imported(target, bytes, 'application/octet-stream', `?format=${format}`);
    expect(again.body).toMatchObject({ inserted_count: 0, updated_count: 3 });
  });

  it('any JSON survives JSON lines and CSV', async () => {
    const object = fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue({ maxDepth: 3 }), {
      minKeys: 1,
      maxKeys: 3,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(object, { minLength: 1, maxLength: 4 }), async (many) => {
        const records = (JSON.parse(JSON.stringify(many)) as NewRecord['inputs'][]).map((inputs) => ({
          inputs,
          expectations: inputs,
        }));
        const source = await newDataset(records);
        for (const format of ['jsonl', 'csv']) {
          const target = await newDataset();
          const { bytes } = await exported(source, format);
          await imported(target, bytes, 'text/plain', `?format=${format}`);
          expect(await contents(target)).toEqual(await contents(source));
        }
      }),
      { numRuns: 12 },
    );
  });

  it('an empty dataset is an empty file', async () => {
    const id = await newDataset();
    expect((await exported(id, 'jsonl')).bytes).toHaveLength(0);
    expect(new TextDecoder().decode((await exported(id, 'csv')).bytes)).toMatch(/^dataset_record_id,inputs,/);
    const { bytes } = await exported(id, 'parquet');
    expect(await parquetReadObjects({ file: bytes.buffer })).toEqual([]);
  });

  it('streams what does not fit a page', async () => {
    const id = await newDataset(Array.from({ length: 1300 }, (_, n) => ({ inputs: { n } })));
    const { bytes } = await exported(id, 'csv');
    expect(new TextDecoder().decode(bytes).trim().split('\r\n')).toHaveLength(1301);
  });
});

describe('files that people make', () => {
  it('CSV with a column per member and plain text', async () => {
    const id = await newDataset();
    const csv = [
      'inputs.question,expectations.expected_response,tags.topic,outputs',
      '"How long, please?",30 days,refunds,A week.',
      'Who?,,,"{""text"": ""me""}"',
      '',
    ].join('\n');
    expect(await imported(id, csv, 'text/csv')).toMatchObject({ body: { inserted_count: 2 } });
    expect(await contents(id)).toMatchObject([
      {
        inputs: { question: 'How long, please?' },
        expectations: { expected_response: '30 days' },
        tags: { topic: 'refunds' },
        outputs: 'A week.',
      },
      { inputs: { question: 'Who?' }, expectations: {}, outputs: { text: 'me' } },
    ]);
  });

  it('CSV as spreadsheets save it: byte order mark, semicolon-free quotes, CRLF', async () => {
    const id = await newDataset();
    expect(await imported(id, '\ufeffinputs.q\r\n"a ""b"" c"\r\n', 'text/csv; charset=utf-8')).toMatchObject({
      status: 200,
    });
    expect(await contents(id)).toMatchObject([{ inputs: { q: 'a "b" c' } }]);
  });

  it('Parquet of a data frame, with structs and big integers', async () => {
    const id = await newDataset();
    const bytes = parquetWriteBuffer({
      columnData: [
        {
          name: 'inputs',
          type: 'JSON',
          data: [
            { question: 'Why?', n: 1 },
            { question: 'When?', n: 2 },
          ],
        },
        { name: 'expectations', type: 'STRING', data: ['{"expected_response":"So."}', null], nullable: true },
        { name: 'outputs', type: 'INT64', data: [5n, 9_007_199_254_740_993n] },
      ],
    });
    expect(await imported(id, bytes, 'application/vnd.apache.parquet')).toMatchObject({
      body: { inserted_count: 2 },
    });
    const kept = await contents(id);
    expect(kept).toMatchObject([
      { inputs: { question: 'Why?', n: 1 }, expectations: { expected_response: 'So.' }, outputs: 5 },
      { inputs: { question: 'When?', n: 2 } },
    ]);
    expect(JSON.stringify(kept[1]?.outputs)).toBe('9007199254740993');
  });

  it.each([
    ['application/x-ndjson', '{"inputs":{"a":1}}\n{"inputs":', 'line 2'],
    ['application/x-ndjson', '{"inputs":{"a":1}}\n[1]', 'line 2'],
    ['application/x-ndjson', '{"inputs":{"a":1}}\n\n{"inputs":{}, "tags": 5}', 'line 3'],
    ['text/csv', 'inputs.q,color\na,b', 'row 1'],
    ['text/csv', 'outputs\na', 'row 1'],
    ['text/csv', 'inputs\n{"a":1}\nplain', 'row 2'],
    ['text/csv', 'inputs.q\n"open', 'row 2'],
    ['application/vnd.apache.parquet', 'PAR1 not really PAR1', 'the file'],
    ['application/vnd.apache.parquet', '', 'the file'],
  ])('%s %j is refused as a whole, with its place', async (type, text, where) => {
    const id = await newDataset();
    const answer = await imported(id, text, type);
    expect(answer).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } });
    expect(answer.body.message).toContain('Nothing was imported.');
    expect(answer.body.message).toContain(where === 'row 2' ? 'row' : where);
    expect(await contents(id)).toEqual([]);
  });

  it('a file of unknown kind is asked for its format', async () => {
    const id = await newDataset();
    expect(await imported(id, 'x', 'application/pdf')).toMatchObject({
      status: 400,
      body: { details: { field: 'format' } },
    });
  });

  it('never takes the server down, whatever it holds', async () => {
    const id = await newDataset();
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom('jsonl', 'csv', 'parquet'),
        async (bytes, format) => {
          const framed =
            format === 'parquet' ? new Uint8Array([80, 65, 82, 49, ...bytes, 80, 65, 82, 49]) : bytes;
          const { status } = await imported(id, framed, 'application/octet-stream', `?format=${format}`);
          expect([200, 400]).toContain(status);
        },
      ),
      { numRuns: 60 },
    );
  });
});
