/** What a replay asks: calls in every provider's form as one in OpenAI's, and prompts that are found again. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addChunk, partsOf, startAnswer } from '../../dashboard/src/playground/read-chunk.ts';
import { matchPrompt, matchText } from '../../dashboard/src/trace/match-prompt.ts';
import { toReplayRequest } from '../../dashboard/src/trace/replay-request.ts';

const replay = (inputs: unknown, format?: string) =>
  toReplayRequest({
    'mlflow.spanInputs': inputs,
    ...(format === undefined ? {} : { 'mlflow.message.format': format }),
  });

const called = {
  role: 'assistant',
  content: null,
  tool_calls: [
    { id: 'call_1', type: 'function', function: { name: 'weather', arguments: '{"city":"Bonn"}' } },
  ],
};
const tool = (parameters: object) => [
  { type: 'function', function: { name: 'weather', description: 'Asks.', parameters } },
];
const schema = { type: 'object', properties: { city: { type: 'string' } } };

describe('a replay', () => {
  it('asks as it was asked where that was OpenAI’s form', () => {
    const messages = [{ role: 'user', content: 'Hi', name: 'ann' }];
    const inputs = { model: 'm', messages, temperature: 0, max_completion_tokens: 9, tools: tool(schema) };
    expect(replay({ ...inputs, tool_choice: 'auto', stream: true }, 'openai')).toEqual({
      messages,
      parameters: { temperature: 0, max_tokens: 9, tools: tool(schema), tool_choice: 'auto' },
    });
  });

  it('turns a call of Gemini with tools, pictures and settings into OpenAI’s form', () => {
    const inputs = {
      systemInstruction: { parts: [{ text: 'Be brief.' }] },
      contents: [
        {
          role: 'user',
          parts: [{ text: 'Look:' }, { inlineData: { mimeType: 'image/png', data: 'iVBORw0KGgo=' } }],
        },
        { role: 'model', parts: [{ functionCall: { name: 'weather', args: { city: 'Bonn' } } }] },
        { role: 'user', parts: [{ functionResponse: { name: 'weather', response: { sun: true } } }] },
      ],
      generationConfig: { temperature: 0.5, topP: 0.9, maxOutputTokens: 64 },
      tools: [
        {
          functionDeclarations: [
            {
              name: 'weather',
              description: 'Asks.',
              parameters: { type: 'OBJECT', properties: { city: { type: 'STRING' } } },
            },
          ],
        },
      ],
    };
    expect(replay(inputs, 'gemini')).toEqual({
      messages: [
        { role: 'system', content: 'Be brief.' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Look:' },
            { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } },
          ],
        },
        called,
        { role: 'tool', tool_call_id: 'call_1', content: '{"sun":true}' },
      ],
      parameters: { temperature: 0.5, top_p: 0.9, max_tokens: 64, tools: tool(schema) },
    });
  });

  it('turns a call of Anthropic with a tool’s result into OpenAI’s form', () => {
    const inputs = {
      max_tokens: 100,
      system: 'Be brief.',
      tools: [{ name: 'weather', description: 'Asks.', input_schema: schema }],
      tool_choice: { type: 'auto' },
      messages: [
        { role: 'user', content: 'Weather?' },
        {
          role: 'assistant',
          content: [{ type: 'tool_use', id: 'call_1', name: 'weather', input: { city: 'Bonn' } }],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 'call_1', content: 'Sun.' },
            { type: 'text', text: 'Well?' },
          ],
        },
      ],
    };
    expect(replay(inputs, 'anthropic')).toEqual({
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Weather?' },
        called,
        { role: 'tool', tool_call_id: 'call_1', content: 'Sun.' },
        { role: 'user', content: 'Well?' },
      ],
      parameters: { max_tokens: 100, tools: tool(schema) },
    });
  });

  it('turns a call of the Responses API, and JSON that a client wrote as text', () => {
    const inputs = {
      instructions: 'Be brief.',
      input: [
        { role: 'user', content: [{ type: 'input_text', text: 'Weather?' }] },
        { type: 'function_call', call_id: 'call_1', name: 'weather', arguments: '{"city":"Bonn"}' },
        { type: 'function_call_output', call_id: 'call_1', output: 'Sun.' },
      ],
      max_output_tokens: 5,
      tools: [{ type: 'function', name: 'weather', description: 'Asks.', parameters: schema }],
    };
    const request = replay(JSON.stringify(inputs));
    expect(request.messages).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Weather?' },
      called,
      { role: 'tool', tool_call_id: 'call_1', content: 'Sun.' },
    ]);
    expect(request.parameters).toEqual({ max_tokens: 5, tools: tool(schema) });
  });
});

describe('the prompt of a call', () => {
  it('is found at its head, with the values of its variables', () => {
    const rest = [{ role: 'user', content: 'Hi' }];
    const system = { role: 'system', content: 'You help Ann in Bonn. Yours, Ann' };
    const template = 'You help {{ name }} in {{city}}. Yours, {{ name }}';
    expect(matchPrompt(template, [system, ...rest])).toEqual({
      variables: { name: 'Ann', city: 'Bonn' },
      rest,
    });
    expect(matchPrompt(template, [{ ...system, role: 'user' }, ...rest])).toBeNull();
    expect(matchPrompt('You help {{ name }}. Yours, {{ name }}', [system])).toBeNull();
    expect(matchPrompt('{% if a %}b{% endif %}', [system])).toBeNull();
  });

  it('may be several messages', () => {
    const template = [
      { role: 'system', content: 'Speak {{ language }}.' },
      { role: 'user', content: '{{ question }}' },
    ];
    const messages = [
      { role: 'developer', content: [{ type: 'text', text: 'Speak Dutch.' }] },
      { role: 'user', content: 'Why?\nHow?' },
      { role: 'assistant', content: 'So.' },
    ];
    expect(matchPrompt(template, messages)).toEqual({
      variables: { language: 'Dutch', question: 'Why?\nHow?' },
      rest: [messages[2]],
    });
    expect(matchPrompt(template, messages.slice(0, 1))).toBeNull();
  });

  it('gives values that make the text again, whatever they are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[^{}%]*$/), { minLength: 1, maxLength: 4 }),
        fc.array(fc.string(), { minLength: 4, maxLength: 4 }),
        (fixed, values) => {
          const template = fixed
            .map((text, index) => (index === 0 ? text : `{{ v${index} }}${text}`))
            .join('');
          const fill = (of: (index: number) => string) =>
            fixed.map((text, index) => (index === 0 ? text : of(index) + text)).join('');
          const text = fill((index) => values[index] ?? '');
          const found = matchText(template, text);
          expect(found).not.toBeNull();
          expect(fill((index) => found?.[`v${index}`] ?? '')).toBe(text);
        },
      ),
    );
  });
});

describe('a streamed answer', () => {
  it('is put together with what was thought and called', () => {
    const answer = startAnswer();
    const delta = (members: object) => addChunk(JSON.stringify({ choices: [{ delta: members }] }), answer);
    expect(delta({ role: 'assistant' })).toBe(false);
    expect(delta({ reasoning_content: 'Hm' })).toBe(true);
    delta({ content: 'Let me ' });
    delta({ content: 'see.' });
    delta({ tool_calls: [{ index: 0, id: 'c1', function: { name: 'weather', arguments: '{"ci' } }] });
    delta({ tool_calls: [{ index: 0, function: { arguments: 'ty":"Bonn"}' } }] });
    addChunk('{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":5}}', answer);
    expect(partsOf(answer)).toEqual([
      { kind: 'reasoning', text: 'Hm' },
      { kind: 'text', text: 'Let me see.' },
      { kind: 'tool-call', name: 'weather', input: { city: 'Bonn' }, id: 'c1' },
    ]);
    expect(answer).toMatchObject({ inputTokens: 3, outputTokens: 5 });
    expect(() => addChunk('{"error":{"message":"no"}}', answer)).toThrow('no');
  });
});
