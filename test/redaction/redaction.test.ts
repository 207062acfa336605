/** Redaction on the whole worker: every way in, everything that was kept, and what callers see. */
import { env } from 'cloudflare:workers';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { giveFeedback, storeVotes } from '../../src/feedback/give-feedback.ts';
import type { InboxMessage } from '../../src/feedback/inbox.ts';
import type { Vote } from '../../src/feedback/vote.ts';
import { newSpanId } from '../../src/core/ids.ts';
import { noKnownSecrets } from '../../src/core/redaction.ts';
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
      (await wire.services.traces.getInfo(`tr-${traceId}`, null))?.metadata['weir.redacted'];
    const first = Number(await counted());
    expect(first).toBeGreaterThanOrEqual(5);
    await sendSpans(wire, [{ traceId, spanId: root, attributes: { 'mlflow.spanInputs': `"${own}"` } }]);
    expect(Number(await counted())).toBe(first + 1);
    const filter = encodeURIComponent('metadata.`weir.redacted` IS NOT NULL');
    const { body } = await wire.call('GET', `/api/v1/traces?filter=${filter}`);
    expect(JSON.stringify(body.traces)).toContain(`tr-${traceId}`);
    const trace = await wire.services.traces.get(`tr-${traceId}`, null);
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
    await services.traces.setTag({ traceId: info.traceId, key: 'owner', within: null }, EMAIL);
    const said = sampleAssessment({
      traceId: info.traceId,
      rationale: `ask ${EMAIL}`,
      value: { answer: EMAIL },
      metadata: { from: EMAIL },
      source: { type: 'HUMAN', id: EMAIL },
    });
    await services.assessments.create(said, null);
    const early = sampleAssessment({ traceId: 'tr-early', value: EMAIL });
    await services.assessments.createAll([early], null);
    const changes = { rationale: `no, ${EMAIL}` };
    await services.assessments.update(
      { traceId: info.traceId, assessmentId: said.assessmentId, within: null },
      { changes, atMs: 1 },
    );
    const kept = await services.traces.getInfo(info.traceId, null);
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
    expect(
      (
        await services.assessments.get({
          traceId: 'tr-early',
          assessmentId: early.assessmentId,
          within: null,
        })
      )?.value,
    ).toBe('[email]');
  });

  it('counts what was masked once, however often it is delivered', async () => {
    await keepRule();
    const rulesInForce = createRulesInForce({
      redactionRules: rules,
      storedSecrets: noKnownSecrets,
      now: Date.now,
    });
    const store = redactTraces(traces, rulesInForce);
    const span = sampleSpan({ attributes: { 'mlflow.spanInputs': { a: EMAIL, b: EMAIL } } });
    const trace = sampleTrace({ traceId: span.traceId }, [span]);
    for (let time = 0; time < 3; time++) await store.write([trace]);
    expect((await traces.getInfo(span.traceId, null))?.metadata['weir.redacted']).toBe('2');
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
      storedSecrets: noKnownSecrets,
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
    expect(await traces.get(call.traceId, null)).toBeNull();
    expect((await env.CONTENT.list()).objects).toEqual([]);
    down = false;
    await consumeBatch([delivery], services);
    expect(outcome).toEqual({ acked: 1, retried: 1 });
    expect(await traces.get(call.traceId, null)).not.toBeNull();
  });
});

const vote = (traceId: string, user: string, rationale: string): Vote => ({
  assessmentId: `a-${newSpanId()}`,
  traceId,
  spanId: null,
  kind: 'feedback',
  name: 'thumbs',
  value: true,
  rationale,
  user,
  metadata: {},
  atMs: 1,
});

describe('votes of people whose names are masked', () => {
  it('stay those of different people, and the last of each holds', async () => {
    await keepRule({ includesIdentifiers: true });
    const { services } = createWire();
    const trace = sampleTrace({ experimentId: newExperiment() });
    const { traceId } = trace.info;
    await services.traces.write([trace]);
    const [ann, bob] = [EMAIL, 'bob@example.org'];
    for (const [user, words] of [
      [ann, 'one'],
      [bob, 'two'],
      [ann, 'three'],
    ] as const)
      await storeVotes({ votes: [vote(traceId, user, words)], scope: { within: null } }, services);
    const said = (await services.traces.getInfo(traceId, null))?.assessments ?? [];
    const stillSaid = said.filter(({ valid }) => valid).map(({ rationale }) => rationale);
    expect(stillSaid.toSorted()).toEqual(['three', 'two']);
    expect(said).toHaveLength(3);
    expect(said.every(({ source }) => /^\[email\] [0-9a-f]{8}$/.test(source.id))).toBe(true);
  });
});

describe('votes while the rules cannot be read', () => {
  it('wait, and are masked when they are stored', async () => {
    const wire = createWire();
    const experimentId = newExperiment();
    const trace = sampleTrace({ experimentId });
    await wire.services.traces.write([trace]);
    await rules.create(sampleRule({ ruleId: 'rr-unreadable' }), 50);
    await env.REGISTRY.prepare(`UPDATE redaction_rules SET masks = '{}'`).run();
    wire.services.rulesInForce.clear();
    const waiting: InboxMessage[] = [];
    const inbox = { put: async (message: InboxMessage) => void waiting.push(message) };
    const services = { ...wire.services, inbox: { ...wire.services.inbox, ...inbox } };
    const given = vote(trace.info.traceId, 'eve', `ask ${EMAIL}`);
    const outcome = await giveFeedback({ services, input: { votes: [given], scope: { within: null } } });
    expect(outcome).toBe('waiting');
    expect(waiting).toHaveLength(1);
    await env.REGISTRY.prepare('DELETE FROM redaction_rules').run();
    await keepRule();
    wire.services.rulesInForce.clear();
    await storeVotes({ votes: [given], scope: { within: null } }, wire.services);
    const said = (await wire.services.traces.getInfo(trace.info.traceId, null))?.assessments;
    expect(said).toMatchObject([{ rationale: 'ask [email]' }]);
  });
});

describe('what clients are told while the rules cannot be read', () => {
  it('is 503, so that they send again', async () => {
    const wire = createWire();
    await rules.create(sampleRule({ ruleId: 'rr-unreadable' }), 50);
    await env.REGISTRY.prepare(`UPDATE redaction_rules SET masks = '{}'`).run();
    const traceId = newHexTraceId();
    await expect(sendSpans(wire, [{ traceId }])).rejects.toThrow(/^Error: 503|^503/);
    expect(await wire.services.traces.get(`tr-${traceId}`, null)).toBeNull();
    await env.REGISTRY.prepare('DELETE FROM redaction_rules').run();
    await sendSpans(wire, [{ traceId }]);
    expect(await wire.services.traces.get(`tr-${traceId}`, null)).not.toBeNull();
  });
});
