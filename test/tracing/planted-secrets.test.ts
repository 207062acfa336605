/**
 * F215 Marked secrets are planted in every place a call has, and in everything clients send beside calls; then all that was
 * kept is searched: both databases, objects as stored and as read, the queue, the spool, what was set aside, datasets, rows of
 * evaluations, runs, files, and the log. Names, shapes, places, depths and spellings are drawn.
 */
import { gzipSync } from 'node:zlib';
import { env } from 'cloudflare:workers';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { randomHex } from '../../src/core/ids.ts';
import type { Json, JsonObject } from '../../src/core/json.ts';
import type { Services } from '../../src/services.ts';
import { consumeBatch } from '../../src/tracing/ingest/consume.ts';
import {
  dumpDatabases,
  dumpObjects,
  expectNowhere,
  latin1,
  listen,
  readable,
} from '../helpers/everything-kept.ts';
import { plainAnswer, plainRequest } from '../helpers/exchanges.ts';
import { createWire, wireAdminKey } from '../helpers/mlflow-wire.ts';
import { newHexTraceId } from '../helpers/otlp.ts';
import { chunked, post } from '../helpers/proxy.ts';
import { sendSpans } from '../helpers/send-spans.ts';
import { createWholePath, type FixtureUpstream } from '../helpers/whole-path.ts';

/** Digits and letters that are a secret's own: what is searched for. */
const marker = fc.string({
  unit: fc.constantFrom(...'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789'),
  minLength: 22,
  maxLength: 22,
});
const shapesOf: ((mark: string) => string)[] = [
  (mark) => `sk-proj-${mark}`,
  (mark) => `ghp_${mark}0123456789abcd`,
  (mark) => `npm_${mark}0123456789abcd`,
  (mark) => `weir_${mark}_0123456789-abcdefghij`,
  (mark) => `xoxb-${mark}-12345`,
  (mark) => `SG.${mark}.${mark}0123456789`,
  (mark) => `AIza${mark}0123456789abc`,
  (mark) => `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIx${mark}.${mark}`,
  (mark) => `-----BEGIN PRIVATE KEY-----\n${mark}0123456789${mark}0123456789\n-----END PRIVATE KEY-----`,
  (mark) => `Bearer ${mark}`,
  (mark) => `https://user:${mark}@db.example/x`,
  (mark) => `https://s.example/o?x=1&X-Amz-Signature=${mark}&y=2`,
];
const names = [
  'api_key',
  'apiKey',
  'x-api-key',
  'authorization',
  'authorization_token',
  'password',
  'client_secret',
  'access_token',
  'refresh_token',
  'aws_secret_access_key',
  'OPENAI_API_KEY',
  'GH_TOKEN',
  'service_token',
  'stripe_key',
  'SESSION_SECRET',
  'helicone-auth',
];

/** A value around a secret, as deep and as escaped as it likes to be. */
interface Planted {
  shape: number;
  name: string;
  depth: number;
  inText: boolean;
}
const planted = fc.record<Planted>({
  shape: fc.nat(shapesOf.length - 1),
  name: fc.constantFrom(...names),
  depth: fc.nat(5),
  inText: fc.boolean(),
});

const shaped = (mark: string, { shape }: Planted): string => `It is ${shapesOf[shape]?.(mark) ?? mark} now.`;

function around(mark: string, how: Planted): JsonObject {
  let value: Json = { [how.name]: mark, said: shaped(mark, how), headers: [['X-Own', mark]] };
  for (let level = 0; level < how.depth; level++)
    value = level % 2 === 0 ? { inner: [value, 'x'] } : { and: value };
  return { free: how.inText ? JSON.stringify({ a: JSON.stringify(value) }) : value };
}

const stored = `stored0SECRET0${'zYx7'.repeat(6)}`;
const secrets = {
  WEIR_PROXY_AUTH: 'open',
  OPENAI_API_KEY: stored,
  WEIR_SIGNING_KEY: `signing-${'k3'.repeat(12)}`,
};

function callOf(mark: string, how: Planted) {
  const body = {
    ...plainRequest,
    messages: [
      { role: 'user', content: shaped(mark, how) },
      { role: 'tool', content: JSON.stringify(around(mark, how)) },
    ],
    tools: [{ type: 'mcp', server_url: 'https://x/', authorization: mark, headers: { 'X-Own': mark } }],
    mcp_servers: [{ url: 'https://x/', authorization_token: mark }],
    extra_headers: { 'X-Own': mark },
    metadata: around(mark, how),
  };
  const key = `sk-proj-${mark}`;
  const headers = {
    authorization: `Bearer ${mark}`,
    'x-own-api-key': mark,
    'user-agent': `sdk ${key}`,
    referer: `https://x/?key=${mark}&next=${encodeURIComponent(`https://u:${mark}@h/`)}`,
    'x-title': `t ${key}`,
    'x-weir-user': key,
    'x-weir-session': key,
    'x-weir-tag-note': key,
    'x-weir-tag-api_key': key,
    'x-weir-environment': key,
    'x-weir-request-id': key,
    'x-weir-experiment': key,
    'x-portkey-metadata': JSON.stringify({ password: mark, note: key }),
    'helicone-property-client_secret': mark,
  };
  return { body, headers, path: `/openai/v1/${key}/chat/completions?api_key=${mark}&x=${key}` };
}

/** Answers that say the secret again, each in its own way. */
function answers(mark: string, how: Planted, cuts: readonly number[]): Record<string, FixtureUpstream> {
  const said = `You said ${mark}, and ${stored}, and ${shaped(mark, how)}`;
  const answer = {
    ...plainAnswer,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: said,
          tool_calls: [
            {
              id: 'c',
              type: 'function',
              function: { name: 'f', arguments: JSON.stringify(around(mark, how)) },
            },
          ],
        },
        finish_reason: 'stop',
      },
    ],
    extra: around(mark, how),
  };
  const text = JSON.stringify(answer);
  const places = [0, ...cuts.map((cut) => cut % said.length).toSorted((a, b) => a - b), said.length];
  const events = places.slice(1).map((end, index) => ({
    choices: [{ index: 0, delta: { content: said.slice(places[index], end) } }],
  }));
  const stream = [...events.map((event) => `data: ${JSON.stringify(event)}\n\n`), 'data: [DONE]\n\n'].join(
    '',
  );
  const pieces = places.slice(1).map((end, index) => stream.slice((places[index] ?? 0) * 3, end * 3));
  const headers = { 'content-type': 'application/json', 'x-request-id': `sk-proj-${mark}` };
  return {
    'an answer': () => new Response(text, { headers }),
    'in gzip': () =>
      new Response(new Uint8Array(gzipSync(text)), {
        headers: { ...headers, 'content-encoding': 'gzip' },
        encodeBody: 'manual',
      }),
    'a stream': () => chunked([...pieces, stream.slice(said.length * 3)]),
    'a refusal': () => Response.json({ error: { message: said, type: 'invalid' } }, { status: 401 }),
    'text that is no JSON': () => new Response(`<p>${said}</p>`, { status: 502 }),
    'a broken connection': () => {
      throw new TypeError(`fetch failed: ${said}`);
    },
  };
}

const form = (mark: string): RequestInit[] => {
  const fields = new FormData();
  fields.set('model', 'whisper-1');
  fields.set('api_key', mark);
  fields.set('prompt', `with sk-proj-${mark}`);
  return [
    { method: 'POST', body: fields },
    { method: 'POST', body: new URLSearchParams({ client_secret: mark, q: `sk-proj-${mark}` }) },
  ];
};

async function expectNothingOf(marks: string[], more: Record<string, string>): Promise<void> {
  expectNowhere({ ...more, databases: await dumpDatabases(), objects: await dumpObjects() }, marks);
}

afterEach(() => vi.restoreAllMocks());

describe('F215 secrets planted in a call', () => {
  it('are kept nowhere, whatever the answer and whichever way it waits', { timeout: 240_000 }, async () => {
    const lines = listen();
    await fc.assert(
      fc.asyncProperty(
        marker,
        planted,
        fc.array(fc.nat(), { minLength: 1, maxLength: 12 }),
        fc.constantFrom('large', 'all'),
        async (mark, how, cuts, WEIR_SPOOL) => {
          const { body, headers, path } = callOf(mark, how);
          let services: Services | null = null as Services | null;
          for (const [name, upstream] of Object.entries(answers(mark, how, cuts))) {
            const seen: string[] = [];
            const weir = createWholePath(
              async (url, init) => {
                seen.push(await new Response(init.body ?? null).text());
                return upstream(url, init);
              },
              { ...secrets, WEIR_SPOOL },
            );
            const calls = [post(body, headers), ...(name === 'an answer' ? form(mark) : [])];
            for (const init of calls) {
              const response = await weir.call(path, init);
              const told = await response.text().catch(() => '');
              if (response.headers.has('x-weir-error'))
                expect([name, told]).toEqual(['a broken connection', expect.not.stringContaining(mark)]);
            }
            await weir.recorded();
            expect(seen.join()).toContain(mark);
            const queue = weir.waiting
              .map((message) => (message instanceof Uint8Array ? latin1.decode(message) : readable(message)))
              .join('\n');
            const spool = WEIR_SPOOL === 'all' ? await dumpObjects() : queue;
            expect(spool).toContain('chat/completions');
            expectNowhere({ [`${name}: queue`]: queue, [`${name}: spool`]: spool }, [mark, stored]);
            await weir.deliver();
            services = weir.services;
          }
          const ids = await env.TRACES.prepare('SELECT trace_id FROM traces').all<{ trace_id: string }>();
          const traces = await Promise.all(
            ids.results.map(async (row) => services?.traces.get(row.trace_id, null)),
          );
          expect(readable(traces)).toContain('[redacted]');
          await expectNothingOf([mark, stored], { traces: readable(traces), log: lines.join('\n') });
        },
      ),
      { numRuns: 3, endOnFailure: true },
    );
  });

  it('are not in what is set aside, nor in its reason', async () => {
    const lines = listen();
    const mark = 'Planted7Secret9Mark2Here4';
    const how = { shape: 0, name: 'api_key', depth: 2, inText: true };
    const weir = createWholePath(() => Response.json(plainAnswer), secrets);
    const { body, headers, path } = callOf(mark, how);
    await (await weir.call(path, post(body, headers))).text();
    await weir.recorded();
    const [message] = weir.waiting;
    let acknowledged = 0;
    const failing = {
      ...weir.services.consume.store,
      write: () => Promise.reject(new Error(`D1 says sk-proj-${mark}`)),
    };
    const delivery = {
      id: `planted-${randomHex(4)}`,
      attempts: 1000,
      body: message,
      ack: () => void acknowledged++,
      retry: () => undefined,
    };
    await consumeBatch([delivery], { ...weir.services.consume, store: failing });
    expect(acknowledged).toBe(1);
    expect(await dumpObjects()).toContain(`dead/${delivery.id}`);
    await expectNothingOf([mark], { log: lines.join('\n') });
  });
});

describe('F215 secrets planted in what clients send', () => {
  it('are kept nowhere', { timeout: 240_000 }, async () => {
    const lines = listen();
    await fc.assert(
      fc.asyncProperty(marker, planted, async (mark, how) => {
        const wire = createWire({ WEIR_SAFETY_SAMPLE_RATE: '0' });
        const value = around(mark, how);
        const text = shaped(mark, how);
        const key = `sk-proj-${mark}`;
        const traceId = newHexTraceId();
        await sendSpans(wire, [
          {
            traceId,
            name: `span ${key}`,
            attributes: {
              'mlflow.spanInputs': JSON.stringify(value),
              'mlflow.spanOutputs': text,
              'http.request.header.authorization': [mark],
              'session.id': key,
              'user.id': key,
              'gen_ai.request.model': key,
              'weir.note': key,
              [key]: 'a name',
              nested: value,
            },
            events: [{ name: `event ${key}`, attributes: { password: mark, said: text } }],
            links: [
              {
                traceId: newHexTraceId(),
                spanId: 'aaaaaaaaaaaaaaaa',
                attributes: { api_key: mark, said: text },
              },
            ],
            status: { code: 2, message: text },
          },
        ]);
        const made = await wire.call('POST', '/api/2.0/mlflow/experiments/create', {
          name: `planted ${randomHex(6)}`,
        });
        const experiment: string = made.body.experiment_id;
        const trace = `tr-${traceId}`;
        const all = [
          await wire.call('POST', `/api/3.0/mlflow/traces/${trace}/assessments`, {
            assessment: {
              assessment_name: `said ${key}`,
              trace_id: trace,
              source: { source_type: 'HUMAN', source_id: key },
              feedback: { value: text },
              rationale: text,
              metadata: { note: text, api_key: mark },
            },
          }),
          await wire.call('PATCH', `/api/3.0/mlflow/traces/${trace}/tags`, { key: 'note', value: text }),
          await wire.call('PATCH', `/api/3.0/mlflow/traces/${trace}/tags`, {
            key,
            value: `GH_TOKEN=${mark}`,
          }),
          await wire.call('POST', '/api/2.0/mlflow/experiments/set-experiment-tag', {
            experiment_id: experiment,
            key: 'note',
            value: text,
          }),
          await wire.call('POST', '/api/2.0/mlflow/registered-models/create', {
            name: `planted-${randomHex(6)}`,
            description: text,
            tags: [
              { key: 'mlflow.prompt.is_prompt', value: 'true' },
              { key: 'service_token', value: mark },
            ],
          }),
        ];
        const dataset = await wire.call('POST', '/api/v1/datasets', {
          name: `planted ${randomHex(6)}`,
          experiments: [experiment],
          tags: { note: text },
        });
        const datasetId: string = dataset.body.dataset?.dataset_id;
        all.push(
          dataset,
          await wire.call('POST', `/api/v1/datasets/${datasetId}/records`, {
            records: [
              { inputs: value, outputs: { text }, expectations: { password: mark }, tags: { note: text } },
            ],
          }),
        );
        const run = await wire.call('POST', '/api/2.0/mlflow/runs/create', {
          experiment_id: experiment,
          run_name: text,
          tags: [{ key: 'note', value: text }],
        });
        const runId: string = run.body.run.info.run_id;
        all.push(
          run,
          await wire.call('POST', '/api/2.0/mlflow/runs/log-batch', {
            run_id: runId,
            params: [
              { key: 'api_key', value: mark },
              { key: 'said', value: text },
              { key, value: 'x' },
            ],
            metrics: [{ key, value: 1, timestamp: 1, step: 0 }],
            tags: [{ key: 'other', value: text }],
          }),
        );
        const again = { run_id: runId, params: [{ key: 'api_key', value: mark }] };
        all.push(await wire.call('POST', '/api/2.0/mlflow/runs/log-batch', again));
        for (const [file, content] of Object.entries({ 'a.json': JSON.stringify(value), 'b.txt': text })) {
          const put = await wire.fetch(
            `/api/2.0/mlflow-artifacts/artifacts/${experiment}/${runId}/artifacts/${file}`,
            {
              method: 'PUT',
              headers: { authorization: `Bearer ${wireAdminKey}`, 'content-length': String(content.length) },
              body: content,
            },
          );
          expect(put.status).toBe(200);
        }
        const evaluation = await wire.call('POST', '/api/v1/evaluations', {
          experiment,
          name: `planted ${key}`,
          rows: [{ inputs: value, outputs: { text }, expectations: { expected_response: text } }],
          scorers: [{ name: 'exact', scorer: { code: 'exact_match' } }],
        });
        all.push(evaluation);
        expect(all.map(({ status, body }) => [status, status === 200 ? '' : JSON.stringify(body)])).toEqual(
          all.map(() => [200, '']),
        );
        await wire.carry(evaluation.body.evaluation_id);
        const told = [
          await wire.services.traces.get(trace, null),
          (await wire.call('GET', `/api/v1/evaluations/${evaluation.body.evaluation_id}/rows`)).body,
          (await wire.call('GET', `/api/v1/datasets/${datasetId}/records`)).body,
        ];
        expect(readable(told)).toContain('[redacted]');
        await expectNothingOf([mark], { told: readable(told), log: lines.join('\n') });
      }),
      { numRuns: 4, endOnFailure: true },
    );
  });
});
