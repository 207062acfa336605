/** What stands once in the middle of a long stream stays, whatever surrounds it. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dialect } from '../../../src/proxy/providers/contract.ts';
import { anthropicDialect } from '../../../src/proxy/providers/anthropic/index.ts';
import { ollamaDialect } from '../../../src/proxy/providers/ollama/index.ts';
import { openaiDialect } from '../../../src/proxy/providers/openai/index.ts';
import { meterOfReading, readBoth, toolCallsIn } from '../../helpers/blown-up.ts';

const LIMIT = 32 * 1024;
const encode = (text: string) => new TextEncoder().encode(text);
const events = (...values: unknown[]) =>
  values.map((value) => `data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`);

async function meters(
  dialect: Dialect,
  path: string,
  stream: readonly string[],
  responseType = 'text/event-stream',
) {
  const call = {
    path,
    request: { model: 'm', stream: true },
    response: encode(stream.join('')),
    responseType,
  };
  const { whole, shortened, kept } = await readBoth({ name: '', dialect, call }, LIMIT);
  expect(call.response.byteLength).toBeGreaterThan(3 * LIMIT);
  expect(kept.bytes.byteLength).toBeLessThanOrEqual(LIMIT);
  return {
    whole: { ...meterOfReading(whole), calls: toolCallsIn(whole.outputs) },
    kept: { ...meterOfReading(shortened), calls: toolCallsIn(shortened.outputs) },
  };
}

const chunk = (index: number, delta: object, finish: string | null = null, more: object = {}) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  created: 1,
  model: 'gpt-5',
  choices: [{ index, delta, finish_reason: finish }],
  ...more,
});

describe('the middle of a long stream', () => {
  it('F112 keeps ends of choices, counts and errors wherever they stand', async () => {
    const once = fc.constantFrom(
      chunk(0, {}, 'stop'),
      chunk(1, {}, 'length'),
      chunk(2, {}, 'tool_calls'),
      chunk(3, {}, 'content_filter'),
      {
        ...chunk(0, {}),
        choices: [],
        usage: { prompt_tokens: 5, completion_tokens: 700, total_tokens: 705 },
      },
      { error: { message: 'overloaded', type: 'server_error' } },
      chunk(1, {
        tool_calls: [{ index: 0, id: 'call_a', type: 'function', function: { name: 'look', arguments: '' } }],
      }),
      chunk(1, {
        tool_calls: [
          { index: 1, id: 'call_b', type: 'function', function: { name: 'find', arguments: '{}' } },
        ],
      }),
    );
    const placed = fc.array(fc.tuple(once, fc.nat(999)), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(placed, fc.nat(3), async (places, choices) => {
        const stream: unknown[] = Array.from({ length: 1000 }, (_, at) =>
          chunk(at % (choices + 1), { content: `word ${at} ` }),
        );
        for (const [event, at] of places) stream.splice(at, 0, event);
        const { whole, kept } = await meters(
          openaiDialect,
          '/v1/chat/completions',
          events(...stream, '[DONE]'),
        );
        expect(kept).toEqual(whole);
      }),
      { numRuns: 25 },
    );
  });

  it('F112 keeps the calls of two hundred tools, and the newest counts', async () => {
    const blocks = Array.from({ length: 200 }, (_, index) => [
      {
        type: 'content_block_start',
        index,
        content_block: { type: 'tool_use', id: `toolu_${index}`, name: 'look', input: {} },
      },
      ...Array.from({ length: 20 }, (_piece, at) => ({
        type: 'content_block_delta',
        index,
        delta: { type: 'input_json_delta', partial_json: at === 0 ? '{"q":"' : `piece ${at} of many` },
      })),
      { type: 'content_block_stop', index },
    ]).flat();
    const message = {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: 'claude',
      content: [],
      usage: { input_tokens: 9, output_tokens: 1 },
    };
    const stream = events(
      { type: 'message_start', message },
      ...blocks.slice(0, 3000),
      { type: 'message_delta', delta: {}, usage: { output_tokens: 4000 } },
      ...blocks.slice(3000),
      { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 9000 } },
      { type: 'message_stop' },
    );
    const { whole, kept } = await meters(anthropicDialect, '/v1/messages', stream);
    const { calls, ...meter } = kept;
    const { calls: all, ...wholeMeter } = whole;
    expect(meter).toEqual(wholeMeter);
    expect(all).toHaveLength(200);
    // Two hundred openings do not fit the room of this limit; the first and the newest do.
    expect(calls.length).toBeGreaterThan(10);
    expect(calls[0]).toBe(all[0]);
    expect(calls.at(-1)).toBe(all.at(-1));
  });

  it('F112 holds where every event bears an id of its own', async () => {
    const stream = Array.from({ length: 2000 }, (_, at) => ({
      ...chunk(0, { content: `word ${at}` }),
      id: `chatcmpl-${at}`,
    }));
    stream.splice(700, 0, {
      ...chunk(0, {}, 'length', { usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 } }),
      id: 'chatcmpl-x',
    });
    const { whole, kept } = await meters(openaiDialect, '/v1/chat/completions', events(...stream, '[DONE]'));
    expect(kept).toEqual(whole);
  });

  it('F112 keeps counts of lines of JSON cut anywhere', async () => {
    const says = (content: string) => ({
      model: 'llama3',
      created_at: '2026-11-30T12:00:00Z',
      message: { role: 'assistant', content },
      done: false,
    });
    const lines = Array.from({ length: 3000 }, (_, at) => `${JSON.stringify(says(`word ${at} `))}\n`);
    const last = {
      model: 'llama3',
      message: { role: 'assistant', content: '' },
      done: true,
      done_reason: 'stop',
      prompt_eval_count: 3,
      eval_count: 3000,
    };
    const { whole, kept } = await meters(
      ollamaDialect,
      '/api/chat',
      [...lines, JSON.stringify(last)],
      'application/x-ndjson',
    );
    expect(kept).toEqual(whole);
    expect(kept.usage).toMatchObject({ input: 3, output: 3000 });
  });
});
