/** Values nested deeper than anything can walk, through every way in: stored, and each page that holds them is read. */
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundDepth } from '../../../src/core/bound-depth.ts';
import { openExactJson } from '../../../src/core/exact-json.ts';
import { parseJson } from '../../../src/core/json.ts';
import { randomHex } from '../../../src/core/ids.ts';
import { createWire, wireAdminKey } from '../../helpers/mlflow-wire.ts';
import { endNs, newHexTraceId, otlpJson, startNs } from '../../helpers/otlp.ts';
import { createWholePath } from '../../helpers/whole-path.ts';
import { sendSpans } from '../../helpers/send-spans.ts';

const wire = createWire();
const proxied = createWholePath(
  () => new Response(answer.body, { headers: { 'content-type': answer.contentType } }),
);
const NEEDLE = 'at the very bottom';
const WORST = [33, 65, 1001, 2500, 20_000, 50_000];

/** JSON text so many objects and arrays deep. */
function nested(depth: number): string {
  const levels = Array.from({ length: depth }, (_, level) => level % 2 === 0);
  const open = levels.map((isList) => (isList ? '[' : '{"a":')).join('');
  const close = levels
    .toReversed()
    .map((isList) => (isList ? ']' : '}'))
    .join('');
  return `${open}"${NEEDLE}"${close}`;
}

const headers = { authorization: `Bearer ${wireAdminKey}`, 'content-type': 'application/json' };

async function post(
  path: string,
  body: string | Uint8Array<ArrayBuffer>,
  more: Record<string, string> = {},
  method = 'POST',
) {
  const response = await wire.fetch(path, { method, headers: { ...headers, ...more }, body });
  return {
    status: response.status,
    text: await response.text(),
    traceId: response.headers.get('x-weir-trace-id') ?? '',
  };
}

/** Each page that holds the trace is read; the content is in all that show it. */
async function checkReadable(traceId: string): Promise<void> {
  const get = async (path: string) => {
    const response = await wire.fetch(path, { headers: { authorization: `Bearer ${wireAdminKey}` } });
    return { path, status: response.status, text: await response.text() };
  };
  const pages = [
    `/api/3.0/mlflow/traces/get?trace_id=${traceId}&allow_partial=true`,
    `/api/3.0/mlflow/traces/batchGet?trace_ids=${traceId}`,
    `/api/2.0/mlflow/get-trace-artifact?request_id=${traceId}`,
    `/api/v1/traces/${traceId}`,
  ];
  for (const path of pages) {
    const page = await get(path);
    expect(page).toMatchObject({ path, status: 200 });
    expect(page.text).toContain(NEEDLE);
  }
  const body = { locations: [{ type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: '0' } }] };
  expect((await wire.call('POST', '/api/3.0/mlflow/traces/search', body)).status).toBe(200);
}

/** What the provider answers. */
let answer = { body: '', contentType: 'application/json' };

/** A call through the proxy, stored. */
async function callProxy(path: string, body: string, more: Record<string, string> = {}) {
  const response = await proxied.call(path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'content-length': String(new TextEncoder().encode(body).byteLength),
      authorization: 'Bearer sk-of-the-caller',
      ...more,
    },
    body,
  });
  const text = await new Response(await response.arrayBuffer()).text();
  await proxied.deliver();
  return { status: response.status, text, traceId: response.headers.get('x-weir-trace-id') ?? '' };
}

describe('text of JSON that is too deep', () => {
  it('F161 keeps what is deeper than the limit as its source, and refuses what is no JSON', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 12 }), fc.integer({ min: 0, max: 8 }), (text, maxDepth) => {
        const spaced = JSON.stringify(JSON.parse(text), null, 1);
        checkSame(JSON.parse(boundDepth(spaced, maxDepth)), JSON.parse(text), maxDepth);
        expect(parseJson(`${'['.repeat(200)}[}]${']'.repeat(200)}`)).toBeUndefined();
      }),
    );
    expect(parseJson(nested(64))).toEqual(JSON.parse(nested(64)));
    expect(JSON.stringify(parseJson(nested(65)))).toContain(JSON.stringify(JSON.stringify([NEEDLE])));
    expect(parseJson(`{"a":"${'['.repeat(500)}\\"${'\\\\'.repeat(7)}","b":1}`)).toMatchObject({ b: 1 });
    for (const broken of ['['.repeat(9000), `${'['.repeat(9000)}x${']'.repeat(9000)}`, ']'.repeat(9000)]) {
      expect(parseJson(broken)).toBeUndefined();
    }
  });

  it('F161 sends on what it edits as it was, however deep', () => {
    for (const depth of WORST) {
      const text = `{"model":"m","n":1.0,"big":12345678901234567890,"deep":${nested(depth)}}`;
      const document = openExactJson(text);
      expect(document?.write({ ...(document.value as object), model: 'x' })).toBe(text.replace('"m"', '"x"'));
    }
  });
});

/** What lies at the bound is the text of what it was; all else is as it was. */
function checkSame(bounded: unknown, original: unknown, depth: number): void {
  if (typeof original !== 'object' || original === null) expect(bounded).toEqual(original);
  else if (depth === 0) expect(JSON.parse(bounded as string)).toEqual(original);
  else {
    expect(Object.keys(bounded as object)).toEqual(Object.keys(original));
    for (const [key, member] of Object.entries(original)) {
      checkSame((bounded as Record<string, unknown>)[key], member, depth - 1);
    }
  }
}

/** An AnyValue of lists and members inside each other. */
function deepAnyValue(depth: number): Uint8Array {
  const needle = new BinaryWriter().tag(1, WireType.LengthDelimited).string(NEEDLE).finish();
  // What stands before a value of that many bytes, from the inside out: all of it is prefixes.
  const prefixes: Uint8Array[] = [];
  let length = needle.byteLength;
  for (let level = 0; level < depth; level++) {
    const isList = level % 2 === 0;
    const member = isList ? [] : [[2, new BinaryWriter().tag(1, 2).string('a').finish()] as const];
    const wraps = [...member, [1, new Uint8Array()] as const, [isList ? 5 : 6, new Uint8Array()] as const];
    for (const [fieldNo, before] of wraps) {
      const head = new BinaryWriter().raw(before).tag(fieldNo, 2).uint32(length).finish();
      prefixes.push(head);
      length += head.byteLength;
    }
  }
  return Buffer.concat([...prefixes.toReversed(), needle]);
}

function binaryRequest(traceId: string, any: Uint8Array): Uint8Array<ArrayBuffer> {
  const attribute = new BinaryWriter().tag(1, 2).string('mlflow.spanInputs').tag(2, 2).bytes(any).finish();
  const span = new BinaryWriter()
    .tag(1, 2)
    .bytes(Buffer.from(traceId, 'hex'))
    .tag(2, 2)
    .bytes(Buffer.from(randomHex(8), 'hex'))
    .tag(5, 2)
    .string('deep')
    .tag(7, WireType.Bit64)
    .fixed64(startNs)
    .tag(8, WireType.Bit64)
    .fixed64(endNs)
    .tag(9, 2)
    .bytes(attribute)
    .finish();
  const scope = new BinaryWriter().tag(2, 2).bytes(span).finish();
  const group = new BinaryWriter().tag(2, 2).bytes(scope).finish();
  return new BinaryWriter().tag(1, 2).bytes(group).finish();
}

function deepOtlpJson(depth: number): string {
  let any = `{"stringValue":"${NEEDLE}"}`;
  for (let level = 0; level < depth; level++) {
    any =
      level % 2 === 0
        ? `{"arrayValue":{"values":[${any}]}}`
        : `{"kvlistValue":{"values":[{"key":"a","value":${any}}]}}`;
  }
  return any;
}

const ways: Record<string, (depth: number) => Promise<string>> = {
  async 'a proxied request'(depth) {
    answer = { body: '{"id":"c","object":"chat.completion","choices":[]}', contentType: 'application/json' };
    const body = `{"model":"gpt-4.1","messages":[{"role":"user","content":"hi"}],"metadata":{"d":${nested(depth)}}}`;
    return (await callProxy('/openai/v1/chat/completions', body)).traceId;
  },
  async 'a proxied answer'(depth) {
    answer = {
      body: `{"id":"c","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"x","d":${nested(depth)}}}]}`,
      contentType: 'application/json',
    };
    const body = '{"model":"gpt-4.1","messages":[{"role":"user","content":"hi"}]}';
    const { traceId, text } = await callProxy('/openai/v1/chat/completions', body);
    expect(text).toBe(answer.body);
    return traceId;
  },
  async 'events of a stream'(depth) {
    const chunk = `{"id":"c","choices":[{"index":0,"delta":{"role":"assistant","content":"x","d":${nested(depth)}}}]}`;
    answer = { body: `data: ${chunk}\n\ndata: [DONE]\n\n`, contentType: 'text/event-stream' };
    const body = `{"model":"gpt-4.1","stream":true,"messages":[{"role":"user","content":${JSON.stringify(NEEDLE)}}]}`;
    return (await callProxy('/openai/v1/chat/completions', body)).traceId;
  },
  async 'arguments of a tool call in pieces'(depth) {
    const json = nested(depth);
    const event = (type: string, members: object) =>
      `event: ${type}\ndata: ${JSON.stringify({ type, ...members })}\n\n`;
    const pieces = [json.slice(0, 7), json.slice(7)].map((partial_json) =>
      event('content_block_delta', { index: 0, delta: { type: 'input_json_delta', partial_json } }),
    );
    answer = {
      body: [
        event('message_start', {
          message: {
            id: 'm',
            type: 'message',
            role: 'assistant',
            content: [],
            model: 'claude-sonnet-4-5',
            usage: { input_tokens: 1, output_tokens: 1 },
          },
        }),
        event('content_block_start', {
          index: 0,
          content_block: { type: 'tool_use', id: 't', name: 'f', input: {} },
        }),
        ...pieces,
        event('content_block_stop', { index: 0 }),
        event('message_delta', { delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 2 } }),
        event('message_stop', {}),
      ].join(''),
      contentType: 'text/event-stream',
    };
    const body =
      '{"model":"claude-sonnet-4-5","max_tokens":9,"stream":true,"messages":[{"role":"user","content":"hi"}]}';
    return (await callProxy('/anthropic/v1/messages', body)).traceId;
  },
  async 'lines of JSON'(depth) {
    answer = {
      body: `{"model":"llama3","message":{"role":"assistant","content":"x","tool_calls":[{"function":{"name":"f","arguments":{"d":${nested(depth)}}}}]},"done":false}\n{"model":"llama3","done":true,"prompt_eval_count":1,"eval_count":1}\n`,
      contentType: 'application/x-ndjson',
    };
    return (
      await callProxy('/ollama/api/chat', '{"model":"llama3","messages":[{"role":"user","content":"hi"}]}')
    ).traceId;
  },
  async 'an unknown call'(depth) {
    answer = { body: nested(depth), contentType: 'application/json' };
    return (await callProxy('/openai/v1/of-tomorrow', nested(depth))).traceId;
  },
  async 'values of OTLP in binary'(depth) {
    const traceId = newHexTraceId();
    const { status } = await post('/v1/traces', binaryRequest(traceId, deepAnyValue(depth)), {
      'content-type': 'application/x-protobuf',
    });
    expect(status).toBe(200);
    return `tr-${traceId}`;
  },
  async 'values of OTLP in JSON'(depth) {
    const traceId = newHexTraceId();
    const request = JSON.stringify(otlpJson([{ traceId, attributes: { 'mlflow.spanInputs': 'HERE' } }]));
    const { status } = await post(
      '/v1/traces',
      request.replace('{"stringValue":"HERE"}', deepOtlpJson(depth)),
    );
    expect(status).toBe(200);
    return `tr-${traceId}`;
  },
  async 'JSON text in an attribute'(depth) {
    const traceId = newHexTraceId();
    await sendSpans(wire, [
      { traceId, attributes: { 'mlflow.spanInputs': nested(depth), 'gen_ai.prompt': nested(depth) } },
    ]);
    return `tr-${traceId}`;
  },
  async 'an uploaded traces.json'(depth) {
    const traceId = `tr-${newHexTraceId()}`;
    const span = {
      span_id: 'AAAAAAAAAAE=',
      name: 's',
      start_time_unix_nano: 1,
      end_time_unix_nano: 2,
      attributes: { a: 'HERE', 'mlflow.spanOutputs': nested(depth) },
    };
    const body = JSON.stringify({ spans: [span] }).replace('"HERE"', nested(depth));
    const path = `/api/2.0/mlflow-artifacts/artifacts/0/traces/${traceId}/artifacts/traces.json`;
    expect((await post(path, body, {}, 'PUT')).status).toBe(200);
    return traceId;
  },
  async 'feedback and expectations on the wire'(depth) {
    const traceId = await traceWithNeedle();
    for (const kind of ['feedback', 'expectation']) {
      const body = `{"assessment":{"assessment_name":"deep","source":{"source_type":"HUMAN","source_id":"ann"},"create_time":"2026-10-06T09:01:00Z","last_update_time":"2026-10-06T09:01:00Z","${kind}":{"value":${nested(depth)}},"metadata":{"m":${JSON.stringify(nested(depth))}}}}`;
      expect(await post(`/api/3.0/mlflow/traces/${traceId}/assessments`, body)).toMatchObject({
        status: 200,
        text: expect.stringContaining(NEEDLE),
      });
    }
    return traceId;
  },
  async 'feedback of a browser'(depth) {
    const traceId = await traceWithNeedle();
    const isShort = nested(depth).length <= 8000;
    const { status } = await post(
      '/feedback',
      `{"trace_id":"${traceId}","name":"deep","value":${nested(depth)}}`,
    );
    expect(status).toBe(isShort ? 200 : status);
    expect(status).toBeLessThan(500);
    return traceId;
  },
  async 'facts of a trace as texts'(depth) {
    const traceId = await traceWithNeedle();
    const deep = JSON.stringify(nested(depth));
    const body = `{"trace":{"trace_info":{"trace_id":"${traceId}","trace_location":{"type":"MLFLOW_EXPERIMENT","mlflow_experiment":{"experiment_id":"0"}},"request_time":"2026-10-06T09:01:00Z","state":"OK","trace_metadata":{"mlflow.trace.sizeStats":${deep},"mlflow.trace.tokenUsage":${deep},"k":${deep}},"tags":{"t":${deep},"mlflow.linkedPrompts":${deep}}}}}`;
    expect((await post('/api/3.0/mlflow/traces', body)).status).toBe(200);
    return traceId;
  },
};

async function traceWithNeedle(): Promise<string> {
  const traceId = newHexTraceId();
  await sendSpans(wire, [{ traceId, attributes: { 'mlflow.spanInputs': NEEDLE } }]);
  return `tr-${traceId}`;
}

describe('a trace whose values are too deep', () => {
  it.each(Object.entries(ways))('F161 is stored and read, from %s', async (_name, send) => {
    for (const depth of WORST) {
      const traceId = await send(depth);
      await checkReadable(traceId);
    }
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 50_000 }), async (depth) => {
        const traceId = await send(depth);
        await checkReadable(traceId);
      }),
      { numRuns: 2 },
    );
  });
});

describe('other values that are too deep', () => {
  it.each(WORST.filter((depth) => depth < 50_000))(
    'F161 are kept in datasets, prompts, scorers and label schemas: %i',
    async (depth) => {
      const deep = nested(depth);
      const name = `deep-${depth}-${randomHex(4)}`;
      const dataset = await wire.call('POST', '/api/3.0/mlflow/datasets/create', {
        name,
        experiment_ids: ['0'],
      });
      const id = dataset.body.dataset.dataset_id;
      const records = `[{"inputs":{"q":${deep}},"expectations":{"e":${deep}},"tags":{"t":${deep}}}]`;
      const added = await post(
        `/api/3.0/mlflow/datasets/${id}/records`,
        JSON.stringify({ dataset_id: id, records }),
      );
      expect(added).toMatchObject({ status: 200 });
      const overRest = await post(
        `/api/v1/datasets/${id}/records`,
        `{"records":[{"inputs":{"r":${deep}},"outputs":${deep}}]}`,
      );
      expect(overRest).toMatchObject({ status: 200, text: expect.any(String) });
      const listed = await wire.call('GET', `/api/3.0/mlflow/datasets/${id}/records?max_results=10`);
      expect(listed).toMatchObject({ status: 200 });
      expect(JSON.parse(listed.body.records)).toHaveLength(2);
      expect(listed.body.records).toContain(NEEDLE);
      for (const format of ['jsonl', 'csv', 'parquet']) {
        const file = await wire.fetch(`/api/v1/datasets/${id}/export?format=${format}`, { headers });
        expect(file.status).toBe(200);
        await file.arrayBuffer();
      }
      const prompt = await post(
        '/api/v1/prompts',
        `{"name":"${name}","template":"Hi","response_format":{"d":${deep}},"model_config":{"extra_params":{"d":${deep}}}}`,
      );
      expect(prompt.status).toBeLessThan(500);
      const scorer = {
        name,
        pydantic_data: null,
        instructions_judge_pydantic_data: { instructions: `${NEEDLE} {{ inputs }}`, model: 'openai:/x' },
      };
      const serialized = JSON.stringify(scorer).replace('null', deep);
      const registered = await wire.call('POST', '/api/3.0/mlflow/scorers/register', {
        experiment_id: '0',
        name,
        serialized_scorer: serialized,
      });
      expect(registered.status).toBeLessThan(500);
      expect((await wire.call('GET', '/api/3.0/mlflow/scorers/list?experiment_id=0')).status).toBe(200);
      expect(
        (await post('/api/v1/label-schemas', `{"name":"${name}","type":"feedback","input":{"d":${deep}}}`))
          .status,
      ).toBeLessThan(500);
    },
  );

  it('F161 in filters are refused', async () => {
    for (const filter of [
      `${'('.repeat(50_000)}x`,
      `tags.a = ${'('.repeat(9000)}1${')'.repeat(9000)}`,
      `trace.text RLIKE '${'('.repeat(900)}'`,
    ]) {
      const body = {
        locations: [{ type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: '0' } }],
        filter,
      };
      expect((await wire.call('POST', '/api/3.0/mlflow/traces/search', body)).status).toBe(400);
    }
    answer = { body: '{}', contentType: 'application/json' };
    const tags = { 'cf-aig-metadata': `{"d":${nested(1500)}}` };
    const { status, traceId } = await callProxy('/openai/v1/chat/completions', '{}', tags);
    expect(status).toBe(200);
    expect((await proxied.trace(traceId)).info.tags['d']).toContain(NEEDLE);
  });
});
