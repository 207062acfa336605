/** Malformed OTLP, JSON and filters never give a 5xx (F71): whatever comes, the answer is the sender's mistake. */
import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createWire, wireAdminKey } from '../../helpers/mlflow-wire.ts';
import { newHexTraceId, otlpBinary, otlpJson } from '../../helpers/otlp.ts';

/** Many calls to a test; a busy machine takes its time. */
const PATIENCE_MS = 120_000;

const wire = createWire();
const authorization = `Bearer ${wireAdminKey}`;

async function statusOf(method: string, path: string, body?: BodyInit, headers: Record<string, string> = {}) {
  const response = await wire.fetch(path, {
    method,
    headers: { authorization, 'content-type': 'application/json', ...headers },
    ...(body === undefined || method === 'GET' ? {} : { body }),
  });
  await response.arrayBuffer();
  return response.status;
}

const sent = () => otlpBinary([{ traceId: newHexTraceId(), attributes: { a: { b: [1, 'x', null] } } }]);

describe('POST /v1/traces', () => {
  it(
    'survives any bytes',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.uint8Array({ maxLength: 200 }),
          fc.constantFrom('', 'gzip', 'deflate'),
          async (bytes, encoding) => {
            const headers: Record<string, string> = { 'content-type': 'application/x-protobuf' };
            if (encoding !== '') headers['content-encoding'] = encoding;
            expect(await statusOf('POST', '/v1/traces', new Uint8Array(bytes), headers)).toBeLessThan(500);
          },
        ),
        { numRuns: 150 },
      );
    },
    PATIENCE_MS,
  );

  it(
    'survives a request with some of its bytes changed, or its end cut off',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.nat(500), fc.nat(255)), { maxLength: 5 }),
          fc.nat(500),
          fc.boolean(),
          async (changes, end, zip) => {
            const bytes = sent();
            for (const [place, value] of changes) bytes[place % bytes.length] = value;
            const cut = new Uint8Array(end === 0 ? bytes : bytes.slice(0, end));
            const headers = {
              'content-type': 'application/x-protobuf',
              ...(zip ? { 'content-encoding': 'gzip' } : {}),
            };
            const body = zip ? new Uint8Array(gzipSync(cut)) : cut;
            expect(await statusOf('POST', '/v1/traces', body, headers)).toBeLessThan(500);
          },
        ),
        { numRuns: 150 },
      );
    },
    PATIENCE_MS,
  );

  it(
    'survives JSON of any shape, and requests with a member that is anything',
    async () => {
      const members = [
        'traceId',
        'spanId',
        'name',
        'startTimeUnixNano',
        'attributes',
        'events',
        'status',
        'kind',
      ];
      await fc.assert(
        fc.asyncProperty(
          fc.jsonValue({ maxDepth: 4 }),
          fc.constantFrom(...members),
          async (value, member) => {
            expect(await statusOf('POST', '/v1/traces', JSON.stringify(value))).toBeLessThan(500);
            const request = otlpJson([{ traceId: newHexTraceId() }]);
            const text = JSON.stringify(request, (key, held: unknown) => (key === member ? value : held));
            expect(await statusOf('POST', '/v1/traces', text)).toBeLessThan(500);
          },
        ),
        { numRuns: 100 },
      );
    },
    PATIENCE_MS,
  );

  it(
    'survives nesting that is very deep',
    async () => {
      const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
      expect(await statusOf('POST', '/v1/traces', deep)).toBeLessThan(500);
      const nested = '{"arrayValue":{"values":['.repeat(2000) + ']}}'.repeat(2000);
      const request = JSON.stringify(otlpJson([{ traceId: newHexTraceId(), attributes: { a: 'DEEP' } }]));
      const body = request.replace('{"stringValue":"DEEP"}', nested);
      expect(await statusOf('POST', '/v1/traces', body)).toBeLessThan(500);
    },
    PATIENCE_MS,
  );
});

const endpoints: [string, string][] = [
  ['POST', '/api/2.0/mlflow/experiments/create'],
  ['POST', '/api/2.0/mlflow/experiments/search'],
  ['POST', '/api/2.0/mlflow/experiments/set-experiment-tag'],
  ['POST', '/api/2.0/mlflow/runs/create'],
  ['POST', '/api/2.0/mlflow/runs/search'],
  ['POST', '/api/2.0/mlflow/runs/log-batch'],
  ['POST', '/api/2.0/mlflow/runs/log-inputs'],
  ['POST', '/api/3.0/mlflow/traces'],
  ['POST', '/api/3.0/mlflow/traces/search'],
  ['POST', '/api/3.0/mlflow/traces/batchGetInfos'],
  ['POST', '/api/3.0/mlflow/traces/metrics'],
  ['POST', '/api/3.0/mlflow/traces/calculate-filter-correlation'],
  ['POST', '/api/2.0/mlflow/traces/delete-traces'],
  ['POST', '/api/2.0/mlflow/traces/link-to-run'],
  ['POST', '/api/2.0/mlflow/traces/link-prompts'],
  ['PATCH', '/api/2.0/mlflow/traces/tr-1/tags'],
  ['DELETE', '/api/2.0/mlflow/traces/tr-1/tags'],
  ['POST', '/api/3.0/mlflow/traces/tr-1/assessments'],
  ['PATCH', '/api/3.0/mlflow/traces/tr-1/assessments/a-1'],
  ['PUT', '/api/2.0/mlflow-artifacts/artifacts/0/traces/tr-1/artifacts/traces.json'],
];
const members = [
  'experiment_id',
  'experiment_ids',
  'name',
  'tags',
  'filter',
  'order_by',
  'max_results',
  'page_token',
  'locations',
  'trace',
  'trace_ids',
  'request_ids',
  'max_timestamp_millis',
  'assessment',
  'update_mask',
  'key',
  'value',
  'metrics',
  'params',
  'datasets',
  'run_id',
  'spans',
  'aggregations',
  'view_type',
];

describe('JSON endpoints', () => {
  it.each(endpoints)(
    '%s %s survives bodies of any shape',
    async (method, path) => {
      await fc.assert(
        fc.asyncProperty(
          fc.oneof(
            fc.string({ maxLength: 50 }),
            fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify(value)),
            fc
              .dictionary(fc.constantFrom(...members), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 8 })
              .map((value) => JSON.stringify(value)),
          ),
          async (body) => {
            expect(await statusOf(method, path, body)).toBeLessThan(500);
          },
        ),
        { numRuns: 40 },
      );
    },
    PATIENCE_MS,
  );
});

describe('filters', () => {
  const words = [
    'name',
    'status',
    '=',
    '!=',
    'LIKE',
    'IN',
    '(',
    ')',
    "'x'",
    '"',
    '`',
    "'",
    'AND',
    'tags.a',
    '5',
    '%',
    '\\',
    ';',
    '--',
    'span.name',
    'feedback.x',
    'IS NULL',
    '\u0000',
    '🙂',
  ];
  const filter = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc.array(fc.constantFrom(...words), { maxLength: 10 }).map((parts) => parts.join(' ')),
  );

  it.each([
    ['/api/3.0/mlflow/traces/search', { locations: [{ mlflow_experiment: { experiment_id: '0' } }] }],
    ['/api/2.0/mlflow/runs/search', { experiment_ids: ['0'] }],
    ['/api/2.0/mlflow/experiments/search', { max_results: 5 }],
  ])(
    'of %s survive any text',
    async (path, body) => {
      await fc.assert(
        fc.asyncProperty(filter, filter, async (text, order) => {
          const message = JSON.stringify({ ...body, filter: text, order_by: [order] });
          expect(await statusOf('POST', path, message)).toBeLessThan(500);
          expect(await statusOf('POST', path, JSON.stringify({ ...body, filter: text }))).toBeLessThan(500);
        }),
        { numRuns: 120 },
      );
    },
    PATIENCE_MS,
  );
});
