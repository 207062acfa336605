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

const retrieve = (body: object) =>
  openaiDialect
    .callFor('GET', '/v1/responses/resp_1')
    ?.read(readableCall({ method: 'GET', path: '/v1/responses/resp_1', response: JSON.stringify(body) }));

describe('a retrieved response', () => {
  it('is not counted again', () => {
    expect(retrieve(fixtures.completedResponse)).toMatchObject({
      usage: null,
      responsePreview: 'Let me see: ["☀"]',
      inputs: null,
    });
  });

  it('is counted when it ran in the background, where nothing told its usage before', () => {
    expect(retrieve({ ...fixtures.completedResponse, background: true })?.usage).toEqual(
      used({ input: 37, output: 41, total: 78, cacheRead: 16, cacheWrite: 0, reasoning: 24 }),
    );
  });
});
