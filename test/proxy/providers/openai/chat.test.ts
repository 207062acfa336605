import { describe, expect, it } from 'vitest';
import { readChat } from '../../../../src/proxy/providers/openai/read-chat.ts';
import {
  cachedReasoning,
  functionCall,
  parallelTools,
  plainText,
  toolCallStream,
} from '../../../fixtures/openai/chat.ts';
import { deepseek } from '../../../fixtures/openai/compatible.ts';
import { bareError, namedError, openrouterError } from '../../../fixtures/openai/gateways.ts';
import { dataEvents } from '../../../fixtures/openai/fixture.ts';
import { readableCall, type FixtureCall } from '../../../helpers/readable-call.ts';

const EVENT_STREAM = 'text/event-stream';
const read = (call: Partial<FixtureCall>) => readChat(readableCall({ response: '', ...call }));
const readStream = (response: string, more: Partial<FixtureCall> = {}) =>
  read({ response, responseType: EVENT_STREAM, ...more });

function toolCalls(...chunks: unknown[][]): unknown {
  const { outputs } = readStream(toolCallStream(...chunks));
  return JSON.parse(JSON.stringify(outputs)).choices[0].message.tool_calls;
}
const called = (id: string | null, name: string, given: string) => ({
  ...(id === null ? {} : { id }),
  type: 'function',
  function: { name, arguments: given },
});

const repeated = (piece: string) => [{ index: 0, function: { name: 'f', arguments: piece } }];

describe('F13 tool calls', () => {
  it('follow sparse indexes that do not begin at zero', () => {
    expect(
      toolCalls(
        [{ index: 7, id: 'b', function: { name: 'g', arguments: '' } }],
        [{ index: 3, id: 'a', function: { name: 'f', arguments: '' } }],
        [
          { index: 3, function: { arguments: '{"x":1}' } },
          { index: 7, function: { arguments: '{}' } },
        ],
      ),
    ).toEqual([called('a', 'f', '{"x":1}'), called('b', 'g', '{}')]);
  });

  it('are told apart by id where one index serves for all', () => {
    expect(
      toolCalls(
        [{ index: 0, id: 'a', function: { name: 'f', arguments: '{"x":' } }],
        [{ index: 0, function: { arguments: '1}' } }],
        [{ index: 0, id: 'b', function: { name: 'f', arguments: '' } }],
        [{ index: 0, function: { arguments: '{"x":2}' } }],
      ),
    ).toEqual([called('a', 'f', '{"x":1}'), called('b', 'f', '{"x":2}')]);
  });

  it('go on by id, whatever the index says', () => {
    expect(
      toolCalls(
        [{ index: 0, id: 'a', function: { name: 'f', arguments: '{' } }],
        [{ index: 1, id: 'b', function: { name: 'g', arguments: '{' } }],
        [{ index: 1, id: 'a', function: { arguments: '}' } }],
        [{ index: 0, id: 'b', function: { arguments: '}' } }],
      ),
    ).toEqual([called('a', 'f', '{}'), called('b', 'g', '{}')]);
  });

  it('go on with the latest where neither id nor index is given', () => {
    expect(
      toolCalls(
        [{ id: 'a', function: { name: 'f', arguments: '{"s":"}' } }],
        [{ function: { arguments: '{\\""}' } }],
        [{ id: 'b', function: { name: 'g', arguments: '{}' } }],
      ),
    ).toEqual([called('a', 'f', '{"s":"}{\\""}'), called('b', 'g', '{}')]);
  });

  it('are separate where whole calls come without id, under one index or none', () => {
    const whole = { function: { name: 'f', arguments: '{"x":1}' } };
    expect(toolCalls([whole, whole], [whole])).toHaveLength(3);
    expect(toolCalls([{ index: 0, id: '', ...whole }], [{ index: 0, id: '', ...whole }])).toHaveLength(2);
  });

  it('stay one where a server repeats the name, or invents an id, for every piece', () => {
    expect(toolCalls(repeated('{"x"'), repeated(':1'), repeated('}'))).toEqual([
      called(null, 'f', '{"x":1}'),
    ]);
    expect(
      toolCalls(
        [{ index: 0, id: 'r1', function: { name: 'f', arguments: '' } }],
        [{ index: 0, id: 'r2', function: { name: null, arguments: '{}' } }],
      ),
    ).toEqual([called('r1', 'f', '{}')]);
  });

  it('may be named after their id, carry objects, and be custom', () => {
    expect(
      toolCalls(
        [{ index: 0, id: 'a' }],
        [{ index: 1, id: 'b', function: { arguments: { x: 1 } } }],
        [{ index: 0, function: { name: 'f', arguments: '{}' } }],
        [{ index: 1, function: { name: 'g' } }],
        [{ index: 2, id: 'c', type: 'custom', custom: { name: 'sql', input: 'SELECT' } }],
        [{ index: 2, custom: { input: ' 1' } }],
      ),
    ).toEqual([
      called('a', 'f', '{}'),
      called('b', 'g', '{"x":1}'),
      { id: 'c', type: 'custom', custom: { name: 'sql', input: 'SELECT 1' } },
    ]);
  });

  it('are the preview when there is no text, and count as output', () => {
    const reading = readStream(parallelTools.stream);
    expect(reading.responsePreview).toContain('get_weather');
    expect(reading.outputText).toBe('get_weather\n{"city":"東京"}\nget_weather\n{"city":"Zürich"}');
    expect(reading.finishReasons).toEqual(['tool_calls']);
    expect(reading.firstTokenAtMs).toBe(10);
  });
});

describe('errors', () => {
  it.each([
    [openrouterError, { type: '502', message: 'Provider disconnected' }],
    [bareError, { type: 'server_error', message: 'The server had an error' }],
    [namedError, { type: 'overloaded_error', message: 'overloaded' }],
    ['data: {"object":"error","message":"bad","code":40001}\n\n', { type: '40001', message: 'bad' }],
    ['event: error\ndata: gone\n\n', { type: 'error', message: 'gone' }],
    ['data: {"choices":[],"x_groq":{"error":"stopped"}}\n\n', { type: 'error', message: 'stopped' }],
  ])('inside a stream of status 200 are errors of the call', (stream, error) => {
    const reading = readStream(stream);
    expect(reading.error).toEqual(error);
    expect(JSON.stringify(reading.outputs)).not.toContain(error.message);
  });

  it('keep the text that came before them', () => {
    expect(readStream(openrouterError).responsePreview).toBe('Hel');
    expect(readStream(bareError)).toMatchObject({ responsePreview: 'Hel', complete: true });
    expect(readStream(namedError)).toMatchObject({ responsePreview: 'Hel', complete: false });
  });

  it('of status 4xx are read in the provider’s words, with the request still told', () => {
    const body = {
      error: { message: 'Rate limit reached', type: 'requests', param: null, code: 'rate_limit_exceeded' },
    };
    const reading = read({ status: 429, response: JSON.stringify(body), request: plainText.request });
    expect(reading).toMatchObject({
      error: { type: 'requests', message: 'Rate limit reached' },
      outputs: body,
      usage: null,
      requestModel: 'gpt-4o',
      requestPreview: 'Hello!',
      streamed: false,
    });
  });

  it('of status 5xx may be a page, or a stream', () => {
    expect(
      read({ status: 502, response: '<html>Bad gateway</html>', responseType: 'text/html' }).error,
    ).toEqual({
      type: 'http_502',
      message: '<html>Bad gateway</html>',
    });
    expect(readStream('data: {"error":{"message":"no","type":"t"}}\n\n', { status: 500 }).error).toEqual({
      type: 't',
      message: 'no',
    });
  });

  it('in a plain body of status 200 are errors of the call', () => {
    expect(read({ response: '{"error":{"code":402,"message":"No credits"}}' }).error).toEqual({
      type: '402',
      message: 'No credits',
    });
  });
});

describe('the request', () => {
  it('tells parameters by OpenTelemetry’s names', () => {
    const request = {
      model: 'm',
      messages: [],
      temperature: 0.5,
      top_p: 0.9,
      max_completion_tokens: 10,
      max_tokens: 20,
      frequency_penalty: 0.1,
      presence_penalty: 0.2,
      seed: 7,
      stop: 'END',
      n: 2,
      reasoning_effort: 'low',
      logit_bias: { 5: 1 },
    };
    expect(read({ request }).parameters).toEqual({
      temperature: 0.5,
      top_p: 0.9,
      max_tokens: 10,
      frequency_penalty: 0.1,
      presence_penalty: 0.2,
      seed: 7,
      stop_sequences: ['END'],
      'choice.count': 2,
      reasoning_effort: 'low',
    });
  });

  it('tells tools in MLflow’s shape, old functions among them', () => {
    expect(read({ request: parallelTools.request }).tools).toEqual([
      {
        type: 'function',
        function: {
          name: 'get_weather',
          description: 'Weather now',
          parameters: { type: 'object', properties: {} },
        },
      },
    ]);
    expect(read({ request: functionCall.request }).tools).toEqual([
      { type: 'function', function: { name: 'add', description: 'Adds', parameters: { type: 'object' } } },
    ]);
  });

  it('tells who and what for', () => {
    const metadata = { session_id: 's-1', feature: 'search', tags: ['a', 'b', 3], nested: { x: 1 } };
    expect(read({ request: { user: 'u-1', safety_identifier: 'h', metadata } })).toMatchObject({
      user: 'u-1',
      session: 's-1',
      tags: { session_id: 's-1', feature: 'search', tags: 'a,b' },
    });
    expect(read({ request: { safety_identifier: 'h', litellm_session_id: 's-2', metadata } })).toMatchObject({
      user: 'h',
      session: 's-2',
    });
  });

  it('previews the last user message and counts all of them, images left out', () => {
    const messages = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'First' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'a', function: { name: 'f', arguments: '{"q":1}' } }],
      },
      {
        role: 'user',
        content: [
          { type: 'image_url', image_url: { url: 'data:' } },
          { type: 'text', text: 'Second' },
        ],
      },
      { role: 'tool', tool_call_id: 'a', content: 'Result' },
    ];
    expect(read({ request: { messages } })).toMatchObject({
      requestPreview: 'Second',
      inputText: 'Be brief.\nFirst\n{"q":1}\nSecond\nResult',
    });
  });

  it('is kept as sent', () => {
    expect(read({ request: cachedReasoning.request }).inputs).toEqual(cachedReasoning.request);
  });
});

describe('the answer', () => {
  it('counts reasoning as output but does not preview it', () => {
    expect(readStream(deepseek.stream)).toMatchObject({
      responsePreview: '42',
      outputText: 'Let me think.\n42',
    });
  });

  it('notes when the first token came, be it reasoning', () => {
    const bytes = new TextEncoder().encode(deepseek.stream);
    const beforeToken = deepseek.stream.indexOf('data: ', deepseek.stream.indexOf('"reasoning_content":""'));
    expect(readStream(deepseek.stream, { cuts: [beforeToken, bytes.byteLength - 20] }).firstTokenAtMs).toBe(
      20,
    );
  });

  it('tells id, model, tier and reasons', () => {
    expect(readStream(plainText.stream)).toMatchObject({
      responseId: 'chatcmpl-B9MHDbslfkBeAs8l4bebGdFOJ6PeG',
      responseModel: 'gpt-4o-2024-08-06',
      serviceTier: 'default',
      finishReasons: ['stop'],
    });
  });

  it('keeps the first id and time of a stream that changes them', () => {
    const delta = { content: 'x' };
    const event = (envelope: object) => dataEvents({ ...envelope, choices: [{ index: 0, delta }] });
    expect(
      readStream(
        event({ id: '', created: 0 }) + event({ id: 'a', created: 1 }) + event({ id: 'b', created: 2 }),
      ).outputs,
    ).toMatchObject({
      id: 'a',
      created: 1,
    });
  });

  it('keeps details of reasoning apart by their index', () => {
    const details = [0, 0, 1].map((index, at) => ({ type: 'reasoning.summary', index, summary: 'abc'[at] }));
    const chunks = details.map((detail) => ({
      choices: [{ index: 0, delta: { reasoning_details: [detail] } }],
    }));
    const { outputs } = readStream(dataEvents(...chunks));
    expect(outputs).toMatchObject({
      choices: [{ message: { reasoning_details: [{ summary: 'ab' }, { summary: 'c' }] } }],
    });
  });

  it('may be no JSON at all', () => {
    expect(read({ response: 'Hello', responseType: 'text/plain' })).toMatchObject({
      outputs: 'Hello',
      error: null,
    });
  });
});
