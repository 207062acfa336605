import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/core/json.ts';
import { toConversation } from '../../src/labeling/conversation/to-conversation.ts';
import { sampleSpan, sampleTrace } from '../contracts/sample-trace.ts';

function conversationOf(inputs: Json | undefined, outputs: Json | undefined) {
  const attributes = {
    ...(inputs === undefined ? {} : { 'mlflow.spanInputs': inputs }),
    ...(outputs === undefined ? {} : { 'mlflow.spanOutputs': outputs }),
  };
  return toConversation(sampleTrace({}, [sampleSpan({ attributes })]));
}

const text = (role: string, said: string) => ({ role, parts: [{ kind: 'text', text: said }] });

describe('a trace as a conversation', () => {
  it('reads chat completions: system, images, tool calls, reasoning', () => {
    const pixel = 'data:image/png;base64,iVBORw0KGgo=';
    const conversation = conversationOf(
      {
        model: 'm',
        messages: [
          { role: 'developer', content: 'Be kind.' },
          {
            role: 'user',
            content: [
              { type: 'text', text: 'What is this?' },
              { type: 'image_url', image_url: { url: pixel } },
              { type: 'image_url', image_url: { url: 'https://pictures.example/cat.png' } },
            ],
          },
          {
            role: 'assistant',
            content: null,
            tool_calls: [
              { id: 'call-1', type: 'function', function: { name: 'look', arguments: '{"at":1}' } },
            ],
          },
          { role: 'tool', tool_call_id: 'call-1', content: '{"a":"cat"}' },
        ],
      },
      { choices: [{ message: { role: 'assistant', reasoning_content: 'Hm.', content: 'A **cat**.' } }] },
    );
    expect(conversation?.turns).toEqual([
      text('system', 'Be kind.'),
      {
        role: 'user',
        parts: [
          { kind: 'text', text: 'What is this?' },
          { kind: 'image', url: pixel, inline: true },
          { kind: 'image', url: 'https://pictures.example/cat.png', inline: false },
        ],
      },
      {
        role: 'assistant',
        parts: [{ kind: 'tool_call', id: 'call-1', name: 'look', arguments: '{\n  "at": 1\n}' }],
      },
      {
        role: 'tool',
        parts: [{ kind: 'tool_result', id: 'call-1', name: 'look', text: '{\n  "a": "cat"\n}' }],
      },
      {
        role: 'assistant',
        parts: [
          { kind: 'reasoning', text: 'Hm.' },
          { kind: 'text', text: 'A **cat**.' },
        ],
      },
    ]);
    expect(conversation?.answerAt).toBe(4);
  });

  it('reads messages with a system beside them and typed blocks', () => {
    const conversation = conversationOf(
      { system: [{ type: 'text', text: 'Short.' }], messages: [{ role: 'user', content: 'Hi' }] },
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'Greeting.' },
          { type: 'text', text: 'Hello' },
          { type: 'tool_use', id: 't1', name: 'wave', input: { hand: 'left' } },
        ],
      },
    );
    expect(conversation?.turns.map(({ role }) => role)).toEqual(['system', 'user', 'assistant']);
    expect(conversation?.turns[2]?.parts.map(({ kind }) => kind)).toEqual(['reasoning', 'text', 'tool_call']);
  });

  it('reads contents of parts', () => {
    const conversation = conversationOf(
      {
        systemInstruction: { parts: [{ text: 'Short.' }] },
        contents: [
          { role: 'user', parts: [{ text: 'Hi' }, { inlineData: { mimeType: 'image/png', data: 'AAAA' } }] },
          { role: 'model', parts: [{ functionCall: { name: 'wave', args: {} } }] },
          { role: 'user', parts: [{ functionResponse: { name: 'wave', response: { ok: true } } }] },
        ],
      },
      {
        candidates: [
          { content: { role: 'model', parts: [{ text: 'why', thought: true }, { text: 'Hello' }] } },
        ],
      },
    );
    expect(conversation?.turns.map(({ role, parts }) => [role, parts.map(({ kind }) => kind)])).toEqual([
      ['system', ['text']],
      ['user', ['text', 'image']],
      ['assistant', ['tool_call']],
      ['user', ['tool_result']],
      ['assistant', ['reasoning', 'text']],
    ]);
  });

  it('reads items of responses', () => {
    const conversation = conversationOf(
      {
        instructions: 'Short.',
        input: [
          { role: 'user', content: [{ type: 'input_text', text: 'Hi' }] },
          { type: 'function_call', call_id: 'c', name: 'wave', arguments: '{}' },
          { type: 'function_call_output', call_id: 'c', output: 'waved' },
        ],
      },
      {
        output: [
          { type: 'reasoning', summary: [{ type: 'summary_text', text: 'Greeting.' }] },
          { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Hello' }] },
        ],
      },
    );
    expect(conversation?.turns.map(({ role, parts }) => [role, parts[0]?.kind])).toEqual([
      ['system', 'text'],
      ['user', 'text'],
      ['assistant', 'tool_call'],
      ['tool', 'tool_result'],
      ['assistant', 'reasoning'],
      ['assistant', 'text'],
    ]);
    expect(conversation?.answerAt).toBe(4);
  });

  it('reads what functions of one’s own take and return', () => {
    expect(conversationOf({ question: 'Why?' }, 'Because.')?.turns).toEqual([
      text('user', 'Why?'),
      text('assistant', 'Because.'),
    ]);
    expect(conversationOf({ prompt: 'Why?', model: 'm' }, { answer: 'B', usage: {} })?.turns).toEqual([
      text('user', 'Why?'),
      text('assistant', 'B'),
    ]);
    expect(conversationOf({ a: 1, b: 2 }, { c: 3 })?.turns).toMatchObject([
      { role: 'user', parts: [{ kind: 'data' }] },
      { role: 'assistant', parts: [{ kind: 'data' }] },
    ]);
  });

  it('shows the tools that ran inside of it', () => {
    const root = sampleSpan({
      type: 'AGENT',
      attributes: { 'mlflow.spanInputs': { question: 'Why?' }, 'mlflow.spanOutputs': 'Because.' },
    });
    const tool = sampleSpan({
      parentSpanId: root.spanId,
      type: 'TOOL',
      name: 'search',
      attributes: { 'mlflow.spanInputs': { q: 'why' }, 'mlflow.spanOutputs': ['found'] },
    });
    const conversation = toConversation(sampleTrace({}, [root, tool]));
    expect(conversation?.turns.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'assistant']);
    expect(conversation?.answerAt).toBe(3);
  });

  it('tells what went wrong, and is null when nothing was kept', () => {
    const failed = sampleSpan({ status: { code: 'ERROR', message: 'overloaded' }, attributes: {} });
    expect(toConversation(sampleTrace({ state: 'ERROR' }, [failed]))).toMatchObject({
      turns: [],
      error: 'overloaded',
    });
    expect(conversationOf(undefined, undefined)).toBeNull();
    expect(
      conversationOf({ content_type: 'x', size_bytes: 3, omitted: 'capture mode' }, undefined),
    ).toBeNull();
  });

  it('shows no image that is no picture', () => {
    const svg = 'data:image/svg+xml;base64,PHN2Zz4=';
    const conversation = conversationOf(
      { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: svg } }] }] },
      undefined,
    );
    expect(conversation?.turns[0]?.parts).toEqual([{ kind: 'attachment', name: 'image' }]);
    const script = { type: 'image_url', image_url: 'javascript:alert(1)' };
    expect(conversationOf([{ role: 'user', content: [script] }], undefined)?.turns[0]?.parts).toEqual([
      { kind: 'attachment', name: 'image' },
    ]);
  });

  it('reads anything without throwing, and loses no text of a message', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (inputs, outputs) => {
        const [given, made] = JSON.parse(JSON.stringify([inputs, outputs])) as [Json, Json];
        for (const turn of conversationOf(given, made)?.turns ?? [])
          expect(turn.parts.length).toBeGreaterThan(0);
      }),
    );
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (said) => {
        const conversation = conversationOf({ messages: [{ role: 'user', content: said }] }, undefined);
        expect(conversation?.turns).toEqual([text('user', said)]);
      }),
    );
  });
});
