/** `/metrics`: what a parser of Prometheus reads there, for whom, and that its counters only grow. */
import { env } from 'cloudflare:workers';
import parsePrometheus from 'parse-prometheus-text-format';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { renderExposition } from '../../../src/core/exposition.ts';
import { createWire, wireAdminKey, type Wire } from '../../helpers/mlflow-wire.ts';

interface Metric {
  labels?: Record<string, string>;
  value?: string;
}

/** The parser puts all series of a histogram into one: those are read from the lines themselves. */
interface Family {
  name: string;
  type: string;
  help: string;
  metrics: Metric[];
  lines: { name: string; labels: Record<string, string>; value: number }[];
}

const linesOf = (text: string): Family['lines'] =>
  [...text.matchAll(/^(\w+)(?:\{(.*)\})? (\S+)$/gm)].map(([, name = '', labels = '', value]) => ({
    name,
    labels: Object.fromEntries(
      [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label = '', said = '']) => [label, said]),
    ),
    value: Number(value),
  }));

const familyOf = (name: string): string => name.replace(/_(?:bucket|sum|count)$/, '');

const MINUTE_MS = 60_000;

/** The clock goes on from test to test, as traces do. */
let laterMs = Date.now();

/** A worker whose clock can be set on; each has an isolate's memory of its own. */
function start() {
  vi.useFakeTimers({ toFake: ['Date'], now: laterMs });
  return createWire({ WEIR_DEMO: 'on' });
}

const pass = (ms: number) => void vi.setSystemTime(Date.now() + ms);

afterEach(() => {
  laterMs = Date.now();
  vi.useRealTimers();
});

async function scrape(wire: Wire, key = wireAdminKey): Promise<Map<string, Family>> {
  pass(11_000);
  const answer = await wire.fetch('/metrics', { headers: { authorization: `Bearer ${key}` } });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  const text = await answer.text();
  const lines = linesOf(text);
  const families = parsePrometheus(text) as Omit<Family, 'lines'>[];
  return new Map(
    families.map((family) => [
      family.name,
      { ...family, lines: lines.filter(({ name }) => familyOf(name) === family.name) },
    ]),
  );
}

async function call(wire: Wire, experiment: string, body: object = {}): Promise<void> {
  const answer = await wire.fetch('/demo/v1/chat/completions', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-weir-key': wireAdminKey,
      'x-weir-experiment': experiment,
    },
    body: JSON.stringify({ model: 'demo', messages: [{ role: 'user', content: 'Hello' }], ...body }),
  });
  await answer.text();
  await wire.settled();
}

async function newExperiment(wire: Wire): Promise<string> {
  const { body } = await wire.call('POST', '/api/v1/experiments', { name: crypto.randomUUID() });
  return String(body.experiment_id ?? body.experiment?.experiment_id);
}

const callsOf = (families: Map<string, Family>, experimentId: string): number =>
  (families.get('weir_calls_total')?.metrics ?? [])
    .filter(({ labels }) => labels?.['experiment_id'] === experimentId)
    .reduce((sum, { value }) => sum + Number(value), 0);

describe('metrics', () => {
  it('F239 are what a parser of Prometheus reads, under the names of OpenTelemetry', async () => {
    const wire = start();
    const experimentId = await newExperiment(wire);
    await call(wire, experimentId);
    await call(wire, experimentId, { stream: true });
    const families = await scrape(wire);
    const own = (family: string, suffix: string, more: Record<string, string> = {}) =>
      (families.get(family)?.lines ?? []).filter(
        ({ name, labels }) =>
          name === family + suffix &&
          Object.entries({ experiment_id: experimentId, ...more }).every(
            ([key, value]) => labels[key] === value,
          ),
      );
    const duration = 'gen_ai_client_operation_duration_seconds';
    expect(families.get(duration)?.type).toBe('HISTOGRAM');
    expect(own(duration, '_count')).toMatchObject([
      {
        value: 2,
        labels: {
          gen_ai_operation_name: 'chat',
          gen_ai_request_model: expect.stringContaining('demo'),
          http_response_status_code: '200',
        },
      },
    ]);
    expect(own(duration, '_bucket', { le: '+Inf' })).toMatchObject([{ value: 2 }]);
    const counts = own(duration, '_bucket').map(({ value }) => value);
    expect(counts).toHaveLength(15);
    expect(counts).toEqual([...counts].sort((one, two) => one - two));
    for (const type of ['input', 'output']) {
      const [sum] = own('gen_ai_client_token_usage', '_sum', { gen_ai_token_type: type });
      expect(sum?.value).toBeGreaterThan(0);
    }
    expect(own('gen_ai_server_time_to_first_token_seconds', '_count')).toMatchObject([{ value: 1 }]);
    // The demo model has no price: unknown is nothing, never zero.
    expect(own('weir_cost_usd_total', '')).toEqual([]);
    const value = (name: string) => families.get(name)?.metrics[0]?.value;
    expect(families.get('weir_store_up')?.metrics).toHaveLength(4);
    expect(Number(value('weir_traces_size_bytes'))).toBeGreaterThan(0);
    expect([value('weir_dead_letters'), value('weir_keys_stale_seconds')]).toEqual(['0', '0']);
    expect(value('weir_judge_spent_usd')).toBe('0');
  });

  it('F239 count calls that fail apart', async () => {
    const wire = start();
    const experimentId = await newExperiment(wire);
    await call(wire, experimentId, { model: 'demo?error=429' });
    const failed = (await scrape(wire))
      .get('weir_calls_total')
      ?.metrics.find(({ labels }) => labels?.['experiment_id'] === experimentId);
    expect(failed?.labels?.['http_response_status_code']).toBe('429');
    expect(failed?.labels?.['error_type']).toBeDefined();
  });

  it('F239 need a key that may read; a bound one gets its own calls alone', async () => {
    const wire = start();
    const [own, foreign] = [await newExperiment(wire), await newExperiment(wire)];
    await call(wire, own);
    await call(wire, foreign);
    expect((await wire.fetch('/metrics')).status).toBe(401);
    const proxyOnly = { authorization: `Bearer ${await wire.keyFor(['proxy'])}` };
    expect((await wire.fetch('/metrics', { headers: proxyOnly })).status).toBe(403);
    const families = await scrape(wire, await wire.keyFor(['read'], own));
    expect([callsOf(families, own), callsOf(families, foreign)]).toEqual([1, 0]);
    for (const { lines, metrics } of families.values()) {
      for (const { labels } of [...metrics, ...lines])
        expect([own, undefined]).toContain(labels?.['experiment_id']);
    }
    expect([...families.keys()].filter((name) => /size|dead|waiting|judge|store|pending/.test(name))).toEqual(
      [],
    );
  });

  it('F240 only grow: over isolates, additions to the totals, and deleted traces', async () => {
    const wire = start();
    const experimentId = await newExperiment(wire);
    for (let times = 0; times < 3; times++) await call(wire, experimentId);
    expect(callsOf(await scrape(wire), experimentId)).toBe(3);
    pass(16 * MINUTE_MS);
    expect(callsOf(await scrape(wire), experimentId)).toBe(3);
    // In the totals now: what is deleted was still called.
    const state = await env.REGISTRY.prepare('SELECT counted_row FROM call_counters_state').first();
    expect(Number(state?.['counted_row'])).toBeGreaterThan(0);
    const traces = await wire.call('GET', `/api/v1/traces?experiment=${experimentId}`);
    for (const { trace_id: traceId } of traces.body.traces)
      await wire.services.traces.delete([traceId], null);
    expect(callsOf(await scrape(createWire({ WEIR_DEMO: 'on' })), experimentId)).toBe(3);
    await call(wire, experimentId);
    const [one, two] = [createWire({ WEIR_DEMO: 'on' }), createWire({ WEIR_DEMO: 'on' })];
    pass(16 * MINUTE_MS);
    // Both add at once; it is added once.
    await Promise.all([scrape(one), scrape(two)]);
    expect(callsOf(await scrape(wire), experimentId)).toBe(4);
  });

  it('F240 read what is new, not all that is stored', async () => {
    const wire = start();
    const experimentId = await newExperiment(wire);
    for (let times = 0; times < 3; times++) await call(wire, experimentId);
    pass(16 * MINUTE_MS);
    await scrape(wire);
    const ranges: { fromRow: number; toRow: number }[] = [];
    const { measure } = wire.services.callMeasures;
    wire.services.callMeasures.measure = async (range) => {
      ranges.push(range);
      return measure(range);
    };
    expect(callsOf(await scrape(wire), experimentId)).toBe(3);
    expect(ranges.every(({ fromRow, toRow }) => fromRow === toRow)).toBe(true);
  });

  it('F305 name the model that was asked for, whatever it is called and whichever answers', async () => {
    const wire = start();
    const experimentId = await newExperiment(wire);
    const names = ['gpt-"5"', 'two\nlines', String.raw`back\slash`, '}{', 'wide {le="1"} 9'];
    for (const model of names) await call(wire, experimentId, { model });
    const calls = (await scrape(wire)).get('weir_calls_total')?.lines ?? [];
    const own = calls.filter(({ labels }) => labels['experiment_id'] === experimentId);
    expect(own).toHaveLength(names.length);
    const raw = own.map(({ labels }) => labels['gen_ai_request_model']).sort();
    expect(
      raw.map((name) => name?.replaceAll(/\\(["\\n])/g, (_, one: string) => (one === 'n' ? '\n' : one))),
    ).toEqual([...names].sort());
  });

  it('F240 are bounded in number, whatever callers call their models', async () => {
    const wire = start();
    const experimentId = await newExperiment(wire);
    const { measure } = wire.services.callMeasures;
    wire.services.callMeasures.measure = async (range) =>
      (await measure(range)).flatMap((one) =>
        Array.from({ length: 5000 }, (_, number) => ({
          ...one,
          series: { ...one.series, experimentId, model: `model-${number}` },
        })),
      );
    await call(wire, experimentId);
    const calls = (await scrape(wire)).get('weir_calls_total')?.metrics ?? [];
    expect(calls.length).toBeLessThan(1100);
    expect(calls.some(({ labels }) => labels?.['gen_ai_request_model'] === '_other')).toBe(true);
  });

  it('say what is down while it is down', async () => {
    const wire = start();
    wire.services.callCounters.read = () => Promise.reject(new Error('D1_ERROR: database is down'));
    wire.services.probes.registry = () => Promise.reject(new Error('D1_ERROR: database is down'));
    const families = await scrape(wire);
    expect(families.get('weir_calls_readable')?.metrics[0]?.value).toBe('0');
    expect(
      families.get('weir_store_up')?.metrics.find(({ labels }) => labels?.['store'] === 'registry')?.value,
    ).toBe('0');
  });
});

it('labels hold any text', () => {
  const awkward = 'a "quoted" \\ name\nof two lines';
  const text = renderExposition([
    { name: 'one', help: 'Two\nlines.', type: 'gauge', samples: [{ labels: { model: awkward }, value: 1 }] },
    { name: 'none', help: 'Unknown.', type: 'gauge', samples: [{ labels: {}, value: null }] },
  ]);
  expect(text.split('\n')).toHaveLength(4);
  expect(text).toContain('model="a \\"quoted\\" \\\\ name\\nof two lines"');
  expect(parsePrometheus(text)).toHaveLength(1);
});
