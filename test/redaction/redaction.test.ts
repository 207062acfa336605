/** Redaction on the whole worker: every way in, everything that was kept, and what callers see. */
import { env } from 'cloudflare:workers';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { createApp } from '../../src/app.ts';
import { redactTraces } from '../../src/redaction/redact-stores.ts';
import { createRulesInForce } from '../../src/redaction/rules-in-force.ts';
import { createD1RedactionRuleStore } from '../../src/redaction/store/d1-redaction-rule-store.ts';
import { consumeBatch } from '../../src/tracing/ingest/consume.ts';
import { encodeExchange } from '../../src/tracing/ingest/exchange-codec.ts';
import { sampleRule } from '../contracts/redaction-rule-store.ts';
import { newExperiment, sampleAssessment, sampleSpan, sampleTrace } from '../contracts/sample-trace.ts';
import { exchange, plainAnswer, plainRequest } from '../helpers/exchanges.ts';
import { traces } from '../helpers/management-app.ts';
import { createWire } from '../helpers/mlflow-wire.ts';
import { newHexTraceId } from '../helpers/otlp.ts';
import { chunked, post } from '../helpers/proxy.ts';
import { sendSpans } from '../helpers/send-spans.ts';
import { createWholePath, type FixtureUpstream } from '../helpers/whole-path.ts';

const EMAIL = 'ann.secret@example.org';
const CARD = '4111 1111 1111 1111';
const rules = createD1RedactionRuleStore({ database: env.REGISTRY });

beforeEach(async () => {
  await env.REGISTRY.prepare('DELETE FROM redaction_rules').run();
  const left = await env.CONTENT.list();
  if (left.objects.length > 0) await env.CONTENT.delete(left.objects.map(({ key }) => key));
});

const keepRule = (changes: Parameters<typeof sampleRule>[0] = {}) =>
  rules.create(
    sampleRule({ masks: { type: 'detectors', detectors: ['email', 'credit_card'] }, ...changes }),
    50,
  );

/** Every row of both databases that has the text. */
async function rowsWith(text: string): Promise<string[]> {
  const found: string[] = [];
  for (const database of [env.TRACES, env.REGISTRY]) {
    const tables = await database
      .prepare(
        `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '_cf%'`,
      )
      .all<{ name: string }>();
    for (const { name } of tables.results) {
      const { results } = await database.prepare(`SELECT * FROM "${name}"`).all();
      if (JSON.stringify(results).includes(text)) found.push(name);
    }
  }
  return found;
}

const sse = (deltas: string[]): string =>
  deltas
    .map((text) => ({
      id: 'chatcmpl-1',
      object: 'chat.completion.chunk',
      model: 'gpt-4o-mini',
      choices: [{ index: 0, delta: { content: text }, finish_reason: null }],
    }))
    .map((event) => `data: ${JSON.stringify(event)}\n\n`)
    .join('') + 'data: [DONE]\n\n';

describe('redaction of a proxied call', () => {
  const request = {
    ...plainRequest,
    messages: [{ role: 'user', content: `I am ${EMAIL}, card ${CARD}` }],
    tools: [{ type: 'function', function: { name: 'pay', parameters: { type: 'object' } } }],
  };
  const answer = {
    ...plainAnswer,
    choices: [
      {
        index: 0,
        finish_reason: 'tool_calls',
        message: {
          role: 'assistant',
          content: `Hello ${EMAIL}`,
          tool_calls: [
            { id: 'c1', type: 'function', function: { name: 'pay', arguments: `{"from":"${EMAIL}"}` } },
          ],
        },
      },
    ],
  };

  it('masks all that is kept and nothing that is passed on', async () => {
    await keepRule();
    let upstreamSaw = '';
    const upstream: FixtureUpstream = async (_url, init) => {
      upstreamSaw = await new Response(init.body ?? null).text();
      return Response.json(answer);
    };
    const weir = createWholePath(upstream);
    const { body, ...init } = post(request, { 'x-weir-tag-customer': EMAIL, 'x-weir-user': EMAIL });
    const response = await weir.call('/openai/v1/chat/completions', { ...init, body: body ?? null });
    expect(await response.json()).toEqual(answer);
    expect(JSON.parse(upstreamSaw)).toEqual(request);
    await weir.deliver();
    const trace = await weir.trace(response);
    expect(trace.info).toMatchObject({
      requestPreview: 'I am [email], card [credit_card]',
      responsePreview: expect.stringContaining('[email]'),
      tags: { customer: '[email]' },
      // What traces are found by stays, unless a rule says so.
      user: EMAIL,
      metadata: { 'weir.redacted': '4' },
    });
    expect(trace.spans[0]?.attributes).toMatchObject({
      'mlflow.spanInputs': { messages: [{ content: 'I am [email], card [credit_card]' }] },
      'mlflow.spanOutputs': {
        choices: [
          {
            message: {
              content: 'Hello [email]',
              tool_calls: [{ function: { arguments: '{"from":"[email]"}' } }],
            },
          },
        ],
      },
      'gen_ai.usage.input_tokens': 9,
      'weir.redacted': 4,
    });
    expect(JSON.stringify(trace).replaceAll(`"user":"${EMAIL}"`, '').split(EMAIL)).toHaveLength(2);
    expect(JSON.stringify(trace)).not.toContain('4111');
  });

  it('masks user, session and request id where a rule says so', async () => {
    const own = 'bob.secret@example.org';
    await keepRule({ includesIdentifiers: true });
    const weir = createWholePath(() => Response.json(plainAnswer));
    const headers = {
      'x-weir-user': own,
      'x-weir-session': `chat of ${own}`,
      'x-weir-request-id': own,
    };
    const response = await weir.call(
      '/openai/v1/chat/completions',
      post({ ...plainRequest, user: own }, headers),
    );
    await response.text();
    await weir.deliver();
    const { info } = await weir.trace(response);
    expect(info).toMatchObject({ user: '[email]', session: 'chat of [email]' });
    expect(await rowsWith(own)).toEqual([]);
  });

  it('masks a streamed answer wherever it was split', async () => {
    await keepRule();
    const said = `Write to ${EMAIL} or pay with ${CARD} now.`;
    let deltas: string[] = [];
    const weir = createWholePath(() => chunked([sse(deltas)]));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(said.length), { minLength: 1, maxLength: 8 }), async (cuts) => {
        const places = [0, ...cuts.toSorted((a, b) => a - b), said.length];
        deltas = places.slice(1).map((end, index) => said.slice(places[index], end));
        const response = await weir.call(
          '/openai/v1/chat/completions',
          post({ ...plainRequest, stream: true }),
        );
        expect(await response.text()).toContain('data: ');
        await weir.deliver();
        const trace = await weir.trace(response);
        expect(trace.info.responsePreview).toBe('Write to [email] or pay with [credit_card] now.');
        expect(JSON.stringify(trace.spans)).toContain('Write to [email] or pay with [credit_card] now.');
        expect(JSON.stringify(trace)).not.toContain('example.org');
      }),
      { numRuns: 12 },
    );
  });

  it('leaves no piece at the end of a preview that was cut', async () => {
    await keepRule();
    const weir = createWholePath(() => Response.json(plainAnswer));
    const text = `${'x'.repeat(985)} ${EMAIL} ${'y'.repeat(200)}`;
    const call = { ...plainRequest, messages: [{ role: 'user', content: text }] };
    const response = await weir.call('/openai/v1/chat/completions', post(call));
    await response.text();
    await weir.deliver();
    const preview = (await weir.trace(response)).info.requestPreview ?? '';
    expect(preview).toMatch(/^x+\.\.\.$/);
    expect(preview.length).toBeGreaterThan(800);
  });

  it('holds in its experiment alone', async () => {
    const weir = createWholePath(() => Response.json(plainAnswer));
    const headers = { 'x-weir-experiment': 'redacted one' };
    const ask = async (init: Record<string, string>) => {
      const response = await weir.call('/openai/v1/chat/completions', post(request, init));
      await response.text();
      await weir.deliver();
      return weir.trace(response);
    };
    const { info } = await ask(headers);
    await keepRule({ experimentId: info.experimentId });
    weir.services.rulesInForce.clear();
    expect((await ask(headers)).info.requestPreview).toContain('[email]');
    const elsewhere = await ask({});
    expect(elsewhere.info.requestPreview).toContain(EMAIL);
    expect(elsewhere.info.metadata).not.toHaveProperty('weir.redacted');
  });
});

describe('redaction of what clients send', () => {
  it('masks spans over OTLP, with their events, and counts over all that came', async () => {
    const own = 'eve.secret@example.org';
    await keepRule();
    const wire = createWire();
    const traceId = newHexTraceId();
    const root = 'aaaaaaaaaaaaaaaa';
    const inner = {
      traceId,
      parentSpanId: root,
      attributes: { 'input.value': `${own} and ${own}`, note: own },
      events: [{ name: 'gen_ai.user.message', attributes: { content: own } }],
      status: { code: 2, message: `no such user ${own}` },
    };
    await sendSpans(wire, [inner]);
    const counted = async () =>
      (await wire.services.traces.getInfo(`tr-${traceId}`))?.metadata['weir.redacted'];
    const first = Number(await counted());
    expect(first).toBeGreaterThanOrEqual(5);
    await sendSpans(wire, [{ traceId, spanId: root, attributes: { 'mlflow.spanInputs': `"${own}"` } }]);
    expect(Number(await counted())).toBe(first + 1);
    const trace = await wire.services.traces.get(`tr-${traceId}`);
    expect(trace?.info.requestPreview).toBe('[email]');
    expect(JSON.stringify(trace)).not.toContain(own);
    expect(await rowsWith(own)).toEqual([]);
  });

  it('masks what a client states of a trace, its tags, and what people say', async () => {
    await keepRule();
    const { services } = createWire();
    const experimentId = newExperiment();
    const { info } = sampleTrace({ experimentId, requestPreview: EMAIL, metadata: { note: EMAIL } });
    await services.traces.writeInfos([info]);
    await services.traces.setTag(info.traceId, 'owner', EMAIL);
    const said = sampleAssessment({
      traceId: info.traceId,
      rationale: `ask ${EMAIL}`,
      value: { answer: EMAIL },
      metadata: { from: EMAIL },
      source: { type: 'HUMAN', id: EMAIL },
    });
    await services.assessments.create(said);
    const early = sampleAssessment({ traceId: 'tr-early', value: EMAIL });
    await services.assessments.createAll([early]);
    const changes = { rationale: `no, ${EMAIL}` };
    await services.assessments.update(info.traceId, said.assessmentId, { changes, atMs: 1 });
    const kept = await services.traces.getInfo(info.traceId);
    expect(kept).toMatchObject({
      requestPreview: '[email]',
      metadata: { note: '[email]' },
      tags: { owner: '[email]' },
      assessments: [
        {
          rationale: 'no, [email]',
          value: { answer: '[email]' },
          metadata: { from: '[email]' },
          source: { id: EMAIL },
        },
      ],
    });
    expect((await services.assessments.get('tr-early', early.assessmentId))?.value).toBe('[email]');
  });

  it('counts what was masked once, however often it is delivered', async () => {
    await keepRule();
    const rulesInForce = createRulesInForce({ redactionRules: rules, now: Date.now });
    const store = redactTraces(traces, rulesInForce);
    const span = sampleSpan({ attributes: { 'mlflow.spanInputs': { a: EMAIL, b: EMAIL } } });
    const trace = sampleTrace({ traceId: span.traceId }, [span]);
    for (let time = 0; time < 3; time++) await store.write([trace]);
    expect((await traces.getInfo(span.traceId))?.metadata['weir.redacted']).toBe('2');
  });
});

describe('redaction while the rules cannot be read', () => {
  it('stores nothing, loses nothing, and masks when they are back', async () => {
    await keepRule();
    let down = true;
    const rulesInForce = createRulesInForce({
      redactionRules: {
        ...rules,
        list: () => (down ? Promise.reject(new Error('D1_ERROR: down')) : rules.list()),
      },
      now: Date.now,
    });
    const weir = createWholePath(() => Response.json(plainAnswer));
    const services = { ...weir.services.consume, store: redactTraces(traces, rulesInForce) };
    const call = exchange({ user: EMAIL });
    const outcome = { acked: 0, retried: 0 };
    const delivery = {
      id: 'm',
      attempts: 1,
      body: encodeExchange(call),
      ack: () => void outcome.acked++,
      retry: () => void outcome.retried++,
    };
    await consumeBatch([delivery], services);
    expect(outcome).toEqual({ acked: 0, retried: 1 });
    expect(await traces.get(call.traceId)).toBeNull();
    expect((await env.CONTENT.list()).objects).toEqual([]);
    down = false;
    await consumeBatch([delivery], services);
    expect(outcome).toEqual({ acked: 1, retried: 1 });
    expect(await traces.get(call.traceId)).not.toBeNull();
  });
});

describe('redaction rules over REST', () => {
  const wire = createWire();
  const detect = { type: 'detectors', detectors: ['email'] };

  it('are created, listed, changed and deleted, and hold at once', async () => {
    const made = await wire.call('POST', '/api/v1/redaction-rules', { name: ' personal ', masks: detect });
    expect(made).toMatchObject({
      status: 200,
      body: { rule: { name: 'personal', enabled: true, experiment_id: null, includes_identifiers: false } },
    });
    const path = `/api/v1/redaction-rules/${made.body.rule.rule_id}`;
    const attempt = async () =>
      (await wire.call('POST', '/api/v1/redaction-rules/test', { text: EMAIL })).body;
    expect(await attempt()).toEqual({ text: '[email]', found: [{ marker: '[email]', count: 1 }] });
    expect((await wire.call('PATCH', path, { enabled: false })).body.rule.enabled).toBe(false);
    expect(await attempt()).toEqual({ text: EMAIL, found: [] });
    const masks = { type: 'pattern', pattern: 'SECRET', ignore_case: true, marker: 'word' };
    expect((await wire.call('PATCH', path, { enabled: true, masks })).body.rule.masks).toEqual(masks);
    expect((await attempt()).text).toBe('ann.[word]@example.org');
    expect((await wire.call('GET', '/api/v1/redaction-rules')).body.rules).toHaveLength(1);
    expect((await wire.call('DELETE', path)).status).toBe(200);
    expect((await wire.call('DELETE', path)).status).toBe(404);
    expect((await wire.call('PATCH', path, { enabled: true })).status).toBe(404);
  });

  it('are tried without being kept, on JSON too', async () => {
    const masks = { type: 'attributes', names: ['password'] };
    const tried = await wire.call('POST', '/api/v1/redaction-rules/test', {
      text: '{"Password": "x", "a": [1]}',
      masks,
    });
    expect(tried.body).toEqual({
      text: '{"Password":"[removed]","a":[1]}',
      found: [{ marker: '[removed]', count: 1 }],
    });
    expect((await wire.call('GET', '/api/v1/redaction-rules')).body.rules).toEqual([]);
  });

  it.each([
    ['masks.pattern', { type: 'pattern', pattern: '(?=a)' }],
    ['masks.pattern', { type: 'pattern', pattern: 'a*' }],
    ['masks.pattern', { type: 'pattern', pattern: '(' }],
    ['masks.detectors.0', { type: 'detectors', detectors: ['mood'] }],
    ['masks.detectors', { type: 'detectors', detectors: [] }],
    ['masks.marker', { type: 'pattern', pattern: 'a', marker: '](' }],
    ['masks.type', { type: 'magic' }],
    ['masks.names', { type: 'attributes', names: [] }],
  ])('refuse %s of %j', async (field, masks) => {
    const refused = await wire.call('POST', '/api/v1/redaction-rules', { name: 'n', masks });
    expect(refused.status).toBe(400);
    expect(refused.body).toMatchObject({ error_code: 'INVALID_PARAMETER_VALUE', details: { field } });
  });

  it('have one name each, and an experiment that exists', async () => {
    const create = (body: object) => wire.call('POST', '/api/v1/redaction-rules', { masks: detect, ...body });
    expect((await create({ name: 'a' })).status).toBe(200);
    expect((await create({ name: 'a' })).body.error_code).toBe('RESOURCE_ALREADY_EXISTS');
    expect((await create({ name: 'b', experiment: 'no such' })).status).toBe(404);
    const { rule } = (await create({ name: 'a', experiment: '0' })).body;
    expect(rule.experiment_id).toBe('0');
    expect((await wire.call('PATCH', `/api/v1/redaction-rules/${rule.rule_id}`, {})).status).toBe(400);
  });

  it('F91 a key bound to an experiment sees and tries what holds there alone', async () => {
    const own = await wire.services.experiments.create(`bound ${newExperiment()}`, 0);
    const id = own?.experimentId ?? '';
    const key = await wire.keyFor(['read', 'write'], id);
    const pattern = (name: string) => ({ type: 'pattern', pattern: name, marker: name });
    const create = (name: string, experiment: string | null, by?: string) =>
      wire.call('POST', '/api/v1/redaction-rules', { name, experiment, masks: pattern(name) }, by);
    const { rule } = (await create('all', null)).body;
    for (const [name, experiment] of [
      ['mine', id],
      ['foreign', '0'],
    ] as const)
      await create(name, experiment);
    const listed = (await wire.call('GET', '/api/v1/redaction-rules', undefined, key)).body.rules;
    expect(listed.map(({ name }: { name: string }) => name)).toEqual(['all', 'mine']);
    const attempt = (body: object) => wire.call('POST', '/api/v1/redaction-rules/test', body, key);
    expect((await attempt({ text: 'all mine foreign' })).body.text).toBe('[all] [mine] foreign');
    expect((await attempt({ text: '', experiment: '0' })).status).toBe(404);
    expect((await create('x', id, key)).status).toBe(403);
    const path = `/api/v1/redaction-rules/${rule.rule_id}`;
    expect((await wire.call('PATCH', path, { enabled: false }, key)).status).toBe(403);
    expect((await wire.call('DELETE', path, undefined, key)).status).toBe(403);
  });

  it('are on the worker that is deployed', () => {
    const app = createApp(wire.services);
    expect(app.routes.some(({ path }) => path === '/api/v1/redaction-rules/test')).toBe(true);
  });
});
