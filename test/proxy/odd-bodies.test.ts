/** Bodies as clients and people really send them: none of them makes a call fail that the provider would have answered. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildTrace } from '../../src/tracing/build-trace.ts';
import { createProxy, post } from '../helpers/proxy.ts';

const CHAT = '/openai/v1/chat/completions';
const answering = () =>
  createProxy({
    upstream: () => new Response('data: [DONE]\n\n', { headers: { 'content-type': 'text/event-stream' } }),
  });

/** Sends a body and tells what the provider got. */
async function send(
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
  path = CHAT,
) {
  const proxy = answering();
  const init = post('', headers);
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const length = { 'content-length': String(bytes.byteLength) };
  const response = await proxy.call(path, { ...init, body: bytes, headers: { ...init.headers, ...length } });
  await response.text();
  await proxy.settled();
  return {
    status: response.status,
    sent: proxy.received[0]?.body ?? null,
    exchange: proxy.exchanges[0],
    proxy,
  };
}

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

describe('stream_options', () => {
  it.each([
    ['null, the documented default', '{"stream":true,"stream_options":null}'],
    [
      'null before the other members',
      '{ "stream_options" : null , "stream":true,"seed":12345678901234567890}',
    ],
    ['an object that asks for nothing', '{"stream":true,"stream_options":{}}'],
    ['include_usage of null', '{"stream":true,"stream_options":{"include_usage":null}}'],
  ])('F114 %s is asked for usage', async (_, body) => {
    const { status, sent, exchange } = await send(body);
    expect(status).toBe(200);
    expect(JSON.parse(sent ?? '')).toEqual({ ...JSON.parse(body), stream_options: { include_usage: true } });
    if (body.includes('seed')) expect(sent).toContain('12345678901234567890');
    expect(exchange).toMatchObject({ usageAsked: true, editProblem: null });
  });

  it.each([
    ['a string', '{"stream":true,"stream_options":"include_usage"}'],
    ['a list', '{"stream":true,"stream_options":[{"include_usage":true}]}'],
    ['a number', '{"stream":true,"stream_options":1}'],
    [
      'twice there, first null',
      '{"stream_options":null,"stream":true,"stream_options":{"include_usage":false}}',
    ],
    [
      'twice there, last null',
      '{"stream":true,"stream_options":{"include_usage":false},"stream_options":null}',
    ],
    ['in a body whose stream is a string', '{"stream":"true","stream_options":null}'],
    ['in a body that is a list', '[{"stream":true,"stream_options":null}]'],
    ['in a body with something behind it', '{"stream":true,"stream_options":null} trailing'],
    ['in a body that was cut', '{"stream":true,"stream_options":null'],
  ])('F114 goes on as it came when it is %s', async (_, body) => {
    const { status, sent, exchange } = await send(body);
    expect([status, sent]).toEqual([200, body]);
    expect(exchange?.usageAsked).toBe(false);
  });
});

describe('a body', () => {
  it('F114 nested too deep for an edit goes on as it came, and the trace says so', async () => {
    const body = `{"stream":true,"stream_options":null,"litellm_tags":[],"deep":${nested(20_000)}}`;
    const { status, sent, exchange, proxy } = await send(body);
    expect([status, sent]).toEqual([200, body]);
    expect(exchange).toMatchObject({ usageAsked: false, editProblem: expect.stringContaining('usage') });
    expect(proxy.logged.join()).toContain('edit-failed');
  });

  it('F114 with a byte order mark keeps it, and is asked for usage', async () => {
    const { sent } = await send('\uFEFF{"stream":true}');
    expect(sent).toMatch(/^(?:\uFEFF)?\{"stream_options":\{"include_usage":true\},"stream":true\}$/);
  });

  it('F114 that is not UTF-8 goes on byte for byte', async () => {
    const bytes = new Uint8Array([
      ...new TextEncoder().encode('{"stream":true,"a":"'),
      0xff,
      0xfe,
      ...new TextEncoder().encode('"}'),
    ]);
    const proxy = createProxy({ upstream: () => Response.json({}) });
    let got: Uint8Array | null = null;
    proxy.services.fetchUpstream = async (_, init) => {
      got = new Uint8Array(await new Response(init.body ?? null).arrayBuffer());
      return Response.json({});
    };
    const init = post('');
    const length = { 'content-length': String(bytes.byteLength) };
    await (await proxy.call(CHAT, { ...init, body: bytes, headers: { ...init.headers, ...length } })).text();
    expect(got).toEqual(bytes);
  });

  it('F114 of any shape is sent, whatever it holds', async () => {
    const odd = fc.constantFrom<unknown>(null, true, 1, 1e308, '', 'prompts:/p/1', [], {}, [null], { id: 7 });
    const member = fc.constantFrom(
      'stream',
      'stream_options',
      'messages',
      'metadata',
      'input',
      'system',
      'tools',
      'litellm_x',
      'prompt_variables',
    );
    const bodies = fc.oneof(odd, fc.dictionary(member, odd, { maxKeys: 6 }), fc.array(odd, { maxLength: 3 }));
    const paths = fc.constantFrom(
      CHAT,
      '/anthropic/v1/messages',
      '/openai/v1/responses',
      '/google/v1beta/models/m:generateContent',
    );
    await fc.assert(
      fc.asyncProperty(bodies, paths, async (body, path) => {
        const { status, sent } = await send(JSON.stringify(body), {}, path);
        // A text that names a prompt is a wish of the caller's; this proxy has no prompts.
        if (JSON.stringify(body).includes('prompts:/')) return;
        expect(status).toBe(200);
        expect(sent).not.toBeNull();
      }),
      { numRuns: 150 },
    );
  });
});

describe('headers of other products', () => {
  it('F114 with more tags than a trace takes do not make a call fail', async () => {
    const baggage = Array.from({ length: 80 }, (_, index) => `key${index}=v`).join(',');
    const { status, exchange } = await send('{}', { baggage, 'x-weir-tag-team': 'search' });
    expect(status).toBe(200);
    expect(Object.keys(exchange?.tags ?? {})).toHaveLength(64);
    expect(exchange?.tags.team).toBe('search');
    expect(exchange?.notUnderstood).toContain('tag key79');
  });
});

describe('the trace', () => {
  it('F114 says which edit was not made', async () => {
    const body = `{"stream":true,"stream_options":null,"deep":${nested(20_000)}}`;
    const { exchange, proxy } = await send(body);
    if (exchange === undefined) throw new Error('nothing recorded');
    const { trace } = await buildTrace(
      { ...exchange, request: { ...exchange.request, bytes: new Uint8Array() } },
      { experimentId: '0', providers: proxy.services.providers, priceOverrides: {} },
    );
    expect(trace.spans[0]?.attributes['weir.edit.problem']).toContain('usage');
  });
});
