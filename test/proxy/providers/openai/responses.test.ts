import { describe, expect, it } from 'vitest';
import { openaiDialect } from '../../../../src/proxy/providers/openai/index.ts';
import { readResponses } from '../../../../src/proxy/providers/openai/read-responses.ts';
import { namedEvents, used } from '../../../fixtures/openai/fixture.ts';
import * as fixtures from '../../../fixtures/openai/responses.ts';
import { readableCall, type FixtureCall } from '../../../helpers/readable-call.ts';

const read = (call: Partial<FixtureCall>) => readResponses(readableCall({ response: '', ...call }));
const readStream = (response: string, more: Partial<FixtureCall> = {}) =>
  read({ response, responseType: 'text/event-stream', ...more });

describe('Responses', () => {
  it('reads the request: flat tools, items, parameters', () => {
    const reading = read({ request: fixtures.responsesRequest });
    expect(reading).toMatchObject({
      requestModel: 'gpt-5',
      requestPreview: 'Weather in Paris?',
      inputText: 'Be brief.\nBe kind.\nWeather in Paris?',
      parameters: { max_tokens: 500, reasoning_effort: 'low' },
    });
    expect(reading.tools).toEqual([
      {
        type: 'function',
        function: { name: 'get_weather', description: 'Weather now', parameters: { type: 'object' } },
      },
    ]);
  });

  it('reads a plain input, built-in tools and the conversation', () => {
    const request = {
      input: 'Hi',
      tools: [
        { type: 'web_search' },
        { type: 'mcp', server_label: 'shop' },
        { type: 'namespace', name: 'crm', tools: [{ type: 'function', name: 'find' }] },
      ],
      conversation: { id: 'conv_1' },
    };
    const reading = read({ request });
    expect(reading).toMatchObject({ requestPreview: 'Hi', inputText: 'Hi', session: 'conv_1' });
    expect(reading.tools).toEqual(
      ['web_search', 'shop', 'find'].map((name) => ({ type: 'function', function: { name } })),
    );
  });

  it('previews the message and counts reasoning, text and arguments as output', () => {
    expect(readStream(fixtures.completed.stream)).toMatchObject({
      responsePreview: 'Let me see: ["☀"]',
      outputText: 'Ask the tool.\nLet me see: ["☀"]\nget_weather\n{"city":"Paris 🗼"}',
      responseId: 'resp_67c9fdcecf488190',
      responseModel: 'gpt-5-2025-08-07',
      finishReasons: ['completed'],
      serviceTier: 'default',
      error: null,
    });
  });

  it('F10 reads what came of a cut stream, without an end', () => {
    const reading = readStream(fixtures.cut.stream);
    expect(reading).toMatchObject({ complete: false, usage: null, finishReasons: [], error: null });
    expect(reading.outputText).toContain('{"city":');
  });

  it('notes when the first token came, be it a summary of reasoning', () => {
    const first = fixtures.completed.stream.indexOf('event: response.reasoning_summary_text.delta');
    expect(readStream(fixtures.completed.stream, { cuts: [first, first + 400] }).firstTokenAtMs).toBe(20);
  });

  it('tells why a response failed or stopped', () => {
    expect(readStream(fixtures.failed.stream)).toMatchObject({
      complete: true,
      finishReasons: ['failed'],
      error: { type: 'server_error', message: 'The model failed.' },
    });
    expect(readStream(fixtures.incomplete.stream)).toMatchObject({
      finishReasons: ['max_output_tokens'],
      error: null,
    });
    expect(readStream(fixtures.errorEvent)).toMatchObject({
      complete: false,
      error: { type: 'rate_limit_exceeded', message: 'Too fast.' },
    });
  });

  it('takes the streamed output where the terminal event leaves it out', () => {
    const response = { id: 'r', status: 'completed', output: [], usage: null };
    const stream = namedEvents(
      { type: 'response.output_text.delta', output_index: 0, content_index: 0, item_id: 'm', delta: 'Lost ' },
      { type: 'response.output_text.delta', output_index: 0, content_index: 0, item_id: 'm', delta: 'start' },
      {
        type: 'response.output_text.annotation.added',
        output_index: 0,
        content_index: 0,
        annotation: { type: 'file_path' },
      },
      { type: 'response.refusal.delta', output_index: 0, content_index: 1, item_id: 'm', delta: 'No.' },
      { type: 'response.custom_tool_call_input.delta', output_index: 1, delta: 'SELECT' },
      { type: 'response.code_interpreter_call_code.done', output_index: 2, code: 'print()' },
      { type: 'response.completed', response },
    );
    expect(readStream(stream)).toMatchObject({
      complete: true,
      responsePreview: 'Lost startNo.',
      outputs: {
        id: 'r',
        output: [
          {
            id: 'm',
            type: 'message',
            content: [
              { type: 'output_text', text: 'Lost start', annotations: [{ type: 'file_path' }] },
              { type: 'refusal', refusal: 'No.' },
            ],
          },
          { input: 'SELECT' },
          { code: 'print()' },
        ],
      },
    });
  });

  it('previews tool calls when there is no text', () => {
    const output = [{ type: 'function_call', name: 'f', arguments: '{}' }];
    expect(read({ response: JSON.stringify({ status: 'completed', output }) }).responsePreview).toBe(
      JSON.stringify(output),
    );
  });

  it('says nothing of the end of a response that still runs', () => {
    expect(read({ response: '{"id":"r","status":"queued","output":[],"background":true}' })).toMatchObject({
      finishReasons: [],
      usage: null,
      complete: true,
    });
  });
});

const call = (method: string, path: string, more: Partial<FixtureCall> = {}) => {
  const kind = openaiDialect.callFor(method, path);
  const reading = kind?.read(readableCall({ method, path, response: '', ...more }));
  if (kind === null || reading === undefined) throw new Error(`no call at ${path}`);
  return { ...reading, operation: kind.operation, spanType: kind.spanType };
};
const retrieve = (body: object) => call('GET', '/v1/responses/resp_1', { response: JSON.stringify(body) });

describe('a retrieved response', () => {
  it('F137 is not counted again, nor estimated', () => {
    expect(retrieve(fixtures.completedResponse)).toMatchObject({
      usage: null,
      repeats: fixtures.completedResponse.id,
      responsePreview: 'Let me see: ["☀"]',
      inputs: null,
      inputText: '',
      outputText: '',
    });
  });

  it('is counted when it ran in the background, where nothing told its usage before', () => {
    const background = { ...fixtures.completedResponse, background: true };
    const counted = used({ input: 37, output: 41, total: 78, cacheRead: 16, cacheWrite: 0, reasoning: 24 });
    expect(retrieve(background)).toMatchObject({ usage: counted, repeats: background.id });
    // Its stream taken up again (`?stream=true&starting_after=41`), which does not begin with `response.created`.
    const resumed = namedEvents(
      {
        type: 'response.output_text.delta',
        sequence_number: 42,
        item_id: 'msg_1',
        output_index: 1,
        content_index: 0,
        delta: '☀',
      },
      { type: 'response.completed', sequence_number: 43, response: background },
    );
    const more = { response: resumed, responseType: 'text/event-stream' };
    expect(call('GET', '/v1/responses/resp_1', more)).toMatchObject({
      usage: counted,
      repeats: background.id,
      streamed: true,
      complete: true,
    });
  });

  it('F137 estimates nothing for what runs in the background, before it is fetched', () => {
    const queued = {
      ...fixtures.completedResponse,
      status: 'queued',
      background: true,
      output: [],
      usage: null,
    };
    const request = { model: 'gpt-5', input: 'Write a long report.', background: true };
    const asked = call('POST', '/v1/responses', { request, response: JSON.stringify(queued) });
    expect(asked).toMatchObject({ usage: null, inputText: '', outputText: '', repeats: null, error: null });
    expect(retrieve(queued)).toMatchObject({ usage: null, inputText: '', outputText: '' });
    const cancelled = { ...queued, status: 'cancelled' };
    const cancelling = call('POST', '/v1/responses/resp_1/cancel', { response: JSON.stringify(cancelled) });
    expect(cancelling).toMatchObject({
      error: null,
      usage: null,
      repeats: queued.id,
      finishReasons: ['cancelled'],
    });
  });
});

/** Sources: types `CompactedResponse`, `ResponseItemList`, `InputTokenCountResponse`, `Conversation` of the npm package openai 7.59.0. */
describe('what else is done with responses', () => {
  it('F138 reads a compaction, which a model makes and is billed', () => {
    const request = {
      model: 'gpt-5.1-codex-max',
      instructions: 'You are Codex.',
      input: [
        { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Fix the build.' }] },
        { type: 'function_call_output', call_id: 'call_1', output: 'ok' },
      ],
    };
    const compacted = {
      id: 'resp_001',
      object: 'response.compaction',
      created_at: 1_764_967_971,
      output: [
        {
          id: 'msg_000',
          type: 'message',
          status: 'completed',
          role: 'user',
          content: [{ type: 'input_text', text: 'Fix the build.' }],
        },
        { id: 'cmp_001', type: 'compaction', encrypted_content: 'gAAAAABpM0Yj-encrypted' },
      ],
      usage: {
        input_tokens: 139,
        input_tokens_details: { cached_tokens: 10 },
        output_tokens: 438,
        output_tokens_details: { reasoning_tokens: 64 },
        total_tokens: 577,
      },
    };
    expect(
      call('POST', '/v1/responses/compact', { request, response: JSON.stringify(compacted) }),
    ).toMatchObject({
      operation: 'compact',
      spanType: 'LLM',
      requestModel: 'gpt-5.1-codex-max',
      inputs: request,
      outputs: compacted,
      usage: used({ input: 139, output: 438, total: 577, cacheRead: 10, reasoning: 64 }),
      requestPreview: 'Fix the build.',
      responsePreview: 'Compacted the conversation; 1 items kept as they were.',
      outputText: '',
      repeats: null,
    });
  });

  it.each([
    [
      'POST',
      '/v1/responses/input_tokens',
      'count_tokens',
      { object: 'response.input_tokens', input_tokens: 11 },
    ],
    [
      'GET',
      '/v1/responses/resp_1/input_items',
      'list_input_items',
      { object: 'list', data: [], has_more: false },
    ],
    [
      'DELETE',
      '/v1/responses/resp_1',
      'delete_response',
      { id: 'resp_1', object: 'response', deleted: true },
    ],
    [
      'GET',
      '/v1/conversations/conv_1',
      'conversations',
      { id: 'conv_1', object: 'conversation', metadata: {} },
    ],
    ['POST', '/v1/conversations', 'conversations', { id: 'conv_1', object: 'conversation', metadata: {} }],
    ['GET', '/v1/conversations/conv_1/items', 'conversations', { object: 'list', data: [], has_more: false }],
    [
      'DELETE',
      '/v1/conversations/conv_1/items/msg_1',
      'conversations',
      { id: 'conv_1', object: 'conversation' },
    ],
  ])('F138 reads %s %s as %s, without usage', (method, path, operation, body) => {
    const more: Partial<FixtureCall> = { response: JSON.stringify(body) };
    if (method === 'POST') more.request = { model: 'gpt-5', input: 'Hello' };
    const reading = call(method, path, more);
    expect(reading).toMatchObject({
      operation,
      spanType: 'UNKNOWN',
      usage: null,
      outputs: body,
      error: null,
    });
    if (operation === 'conversations') expect(reading.session).toBe('conv_1');
  });

  it('F138 takes tools that come as an item of the input for tools', () => {
    const item = {
      type: 'additional_tools',
      role: 'developer',
      tools: [
        {
          type: 'namespace',
          name: 'functions',
          tools: [{ type: 'custom', name: 'exec', description: 'Runs' }],
        },
      ],
    };
    expect(read({ request: { model: 'gpt-5', input: [item] } }).tools).toEqual([
      { type: 'function', function: { name: 'exec', description: 'Runs' } },
    ]);
  });
});
