/** Random traces that are alike enough to be told apart by filters, and random searches over them. */
import * as fc from 'fast-check';
import { newSpanId, newTraceId } from '../../src/core/ids.ts';
import type { Assessment } from '../../src/tracing/assessments/assessment.ts';
import type { PromptLink, Trace } from '../../src/tracing/trace.ts';
import { sampleAssessment, sampleSpan, sampleTimeMs, sampleTrace } from './sample-trace.ts';

const words = [
  'prod',
  'Prod',
  'dev',
  'a_b',
  '50%',
  "it's",
  'ü x',
  'refund order',
  'border',
  '12',
  'true',
  '',
];
const text = fc.constantFrom(...words);
const keys = ['env', 'team', 'with.dot', 'odd"key', '$x', 'mlflow.traceName'];
const members = fc.dictionary(fc.constantFrom(...keys), text, { maxKeys: 3 });
const sessions = fc.constantFrom(null, 's1', 's2');
const names = fc.constantFrom('correctness', 'tone of voice');

const anySpan = fc.record({
  name: fc.constantFrom('chat', 'search', 'Search'),
  type: fc.constantFrom('CHAT_MODEL', 'TOOL'),
  status: fc.record({ code: fc.constantFrom('OK', 'ERROR', 'UNSET' as const), message: fc.constant('') }),
  attributes: fc.dictionary(
    fc.constantFrom('model', 'gen_ai.request.model', 'retries'),
    fc.oneof(text, fc.constantFrom(1, 2.5, true)),
    { maxKeys: 2 },
  ),
});

const anySaid = fc.record({
  name: names,
  kind: fc.constantFrom('feedback', 'expectation' as const),
  value: fc.oneof(text, fc.constantFrom(1, 0.5, 12, true, false, ['prod'], { a: 1 })),
  valid: fc.boolean(),
  ofSession: fc.boolean(),
});

/** A trace, and what is said of it. */
export interface MadeTrace {
  trace: Trace;
  said: Assessment[];
}

const anyTrace: fc.Arbitrary<MadeTrace> = fc
  .record({
    info: fc.record({
      requestTimeMs: fc.integer({ min: 0, max: 5 }).map((step) => sampleTimeMs + step * 1000),
      state: fc.constantFrom('OK', 'ERROR', 'IN_PROGRESS' as const),
      name: text,
      session: sessions,
      user: fc.constantFrom(null, 'u1', 'u2'),
      requestId: fc.constantFrom(null, 'r1', 'R1'),
      requestPreview: fc.constantFrom(null, ...words),
      responsePreview: fc.constantFrom(null, 'a refund', 'ORDER; refund'),
      tags: members,
      metadata: fc.dictionary(fc.constantFrom('mlflow.user', 'mlflow.sourceRun', 'odd"key'), text, {
        maxKeys: 2,
      }),
      prompts: fc.constantFrom<PromptLink[]>(
        [],
        [{ name: 'greet', version: '1' }],
        [{ name: 'greet', version: '2' }],
      ),
      runIds: fc.subarray(['run-1', 'prod']),
    }),
    durationMs: fc.constantFrom(null, 0, 10, 900),
    spans: fc.array(anySpan, { maxLength: 3 }),
    said: fc.array(anySaid, { maxLength: 3 }),
  })
  .map(({ info, durationMs, spans, said }) => {
    const traceId = newTraceId();
    const endTimeMs = durationMs === null ? null : info.requestTimeMs + durationMs;
    const trace = sampleTrace(
      { ...info, traceId, endTimeMs, spanCount: spans.length },
      spans.map((span, index) =>
        sampleSpan({ ...span, traceId, parentSpanId: index === 0 ? null : newSpanId() }),
      ),
    );
    const { usage, cost } = known(trace);
    Object.assign(trace.info, { usage, cost });
    return {
      trace,
      said: said.map(({ ofSession, ...one }) =>
        sampleAssessment({
          ...one,
          traceId,
          metadata: ofSession && info.session !== null ? { 'mlflow.trace.session': info.session } : {},
        }),
      ),
    };
  });

/** What the store will sum up, as far as searches see it. */
function known({ info, spans }: Trace) {
  const counted = spans.filter((span) => span.type === 'CHAT_MODEL');
  const sum = (value: number) => (counted.length === 0 ? null : counted.length * value);
  return counted.length === 0
    ? { usage: info.usage, cost: info.cost }
    : {
        usage: { ...info.usage, inputTokens: sum(10), outputTokens: sum(5), totalTokens: sum(15) },
        cost: info.cost,
      };
}

const quoted = (value: string) => `'${value.replaceAll("'", "''")}'`;
const anyText = text.map(quoted);
const patterns = fc.constantFrom(
  '%prod%',
  'p%',
  '%d',
  '_rod',
  '%r_d%',
  "it's",
  '%refund%',
  '% order%',
  '%',
  '',
  'ü%',
  '%a_b%',
  '50%',
);
const likes = fc
  .tuple(fc.constantFrom('LIKE', 'ilike', 'ILIKE'), patterns)
  .map(([operator, pattern]) => `${operator} ${quoted(pattern)}`);
const regular = fc
  .constantFrom('^p.*d$', 'r(od|ef)', '[0-9]+', '^$', 'o.der', '(?i)PROD')
  .map((source) => (source.startsWith('(?i)') ? `RLIKE '[Pp][Rr]od'` : `RLIKE ${quoted(source)}`));
const equals = fc
  .tuple(fc.constantFrom('=', '!='), anyText)
  .map(([operator, value]) => `${operator} ${value}`);
const among = fc
  .tuple(fc.constantFrom('IN', 'NOT IN', 'not in'), fc.array(anyText, { minLength: 1, maxLength: 3 }))
  .map(([operator, values]) => `${operator} (${values.join(', ')})`);
const isNull = fc.constantFrom('IS NULL', 'IS NOT NULL', 'is not null');
const texts = fc.oneof(equals, likes, regular, among);
const nullable = fc.oneof(equals, likes, regular, isNull);

const condition = fc
  .oneof(
    fc.tuple(
      fc.constantFrom('trace.status', 'status', 'attributes.status'),
      fc.oneof(
        fc.constantFrom(`= 'ERROR'`, `!= 'OK'`, `IN ('OK', 'IN_PROGRESS')`, `= 'IN_PROGRESS'`, `LIKE 'E%'`),
      ),
    ),
    fc.tuple(fc.constantFrom('trace.name', 'attribute.name', 'client_request_id'), texts),
    fc.tuple(
      fc.constantFrom('timestamp_ms', 'attributes.timestamp', 'trace.end_time_ms', 'execution_time_ms'),
      fc
        .tuple(
          fc.constantFrom('=', '!=', '<', '<=', '>', '>='),
          fc.constantFrom(0, 10, 899.5, sampleTimeMs, sampleTimeMs + 2000, sampleTimeMs + 910),
        )
        .map(([operator, value]) => `${operator} ${value}`),
    ),
    fc.tuple(
      fc.constantFrom(
        'tags.env',
        'tag.`team`',
        'tags."with.dot"',
        'tags.`odd"key`',
        'tags.$x',
        'tag.mlflow.traceName',
        'tags.`mlflow.trace.spansLocation`',
      ),
      nullable,
    ),
    fc.tuple(
      fc.constantFrom('metadata.`mlflow.user`', 'request_metadata.mlflow.sourceRun', 'metadata.`odd"key`'),
      nullable,
    ),
    fc.tuple(
      fc.constantFrom(
        'metadata.mlflow.trace.session',
        'metadata.`mlflow.trace.user`',
        'metadata.mlflow.trace.tokenUsage',
      ),
      fc.oneof(
        fc.constantFrom(`= 's1'`, `!= 's1'`, `= 'u1'`, `LIKE '%1'`, `LIKE '%"total_tokens":15%'`),
        isNull,
      ),
    ),
    fc.tuple(
      fc.constantFrom('span.name', 'span.type', 'span.status'),
      fc.oneof(
        texts,
        fc.constantFrom(
          `= 'search'`,
          `ILIKE 'search'`,
          `= 'TOOL'`,
          `!= 'OK'`,
          `RLIKE '^[Ss]earch$'`,
          `LIKE '_ear%'`,
        ),
      ),
    ),
    fc.tuple(
      fc.constantFrom(
        'span.attributes.model',
        'span.attributes.gen_ai.request.model',
        'span.attributes.`retries`',
      ),
      texts,
    ),
    fc.tuple(fc.constantFrom('span.content', 'trace.text', 'text'), likes),
    fc.tuple(
      fc.constantFrom('feedback.correctness', 'feedback.`tone of voice`', 'expectation."tone of voice"'),
      fc.oneof(nullable, fc.constantFrom('> 0.5', '<= 1', `= 'true'`, `= '1'`, `= '"prod"'`, `!= '"prod"'`)),
    ),
    fc.tuple(fc.constant('prompt'), fc.constantFrom(`= 'greet/1'`, `= 'greet/9'`)),
    fc.tuple(
      fc.constantFrom('run_id', 'attribute.run_id'),
      fc.oneof(texts, fc.constantFrom(`= 'run-1'`, `IN ('run-1', 'dev')`), isNull),
    ),
  )
  .map(([field, test]) => `${field} ${test}`);

const anyOrder = fc
  .uniqueArray(
    fc.constantFrom(
      'timestamp_ms',
      'execution_time',
      'end_time_ms',
      'status',
      'request_id',
      'name',
      'run_id',
      'experiment_id',
      'tags.env',
      'metadata.`mlflow.user`',
    ),
    { maxLength: 2 },
  )
  .chain((fields) =>
    fc.tuple(
      ...fields.map((field) => fc.constantFrom('', ' ASC', ' desc').map((direction) => field + direction)),
    ),
  );

const anySearch = fc.record({
  filter: fc.array(condition, { maxLength: 3 }).map((conditions) => conditions.join(' AND ')),
  orderBy: anyOrder,
  pageSize: fc.constantFrom(1, 3, 100),
});

/** Up to fifteen traces of one experiment, and searches over them. */
export const anyTraces = fc.record({
  made: fc.array(anyTrace, { minLength: 1, maxLength: 15 }),
  searches: fc.array(anySearch, { minLength: 6, maxLength: 12 }),
});
