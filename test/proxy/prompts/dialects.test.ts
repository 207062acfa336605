/** Where a prompt goes in each API: its own shape, the caller's content and markers left alone, settings where missing. */
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import type { ChatMessage } from '../../../src/prompts/prompt.ts';
import type { RenderedPrompt } from '../../../src/prompts/rendered-prompt.ts';
import type { PromptEditor } from '../../../src/proxy/providers/contract.ts';
import {
  chat,
  cohere,
  converse,
  gemini,
  messages,
  ollama,
  prompt,
  responses,
} from '../../helpers/prompt-editors.ts';

const dialogue: ChatMessage[] = [
  { role: 'system', content: 'S' },
  { role: 'user', content: 'U' },
  { role: 'assistant', content: 'A' },
];

const config = {
  model_name: 'model',
  temperature: 0.1,
  max_tokens: 5,
  top_p: 0.2,
  top_k: 3,
  frequency_penalty: 0.3,
  presence_penalty: 0.4,
  stop_sequences: ['END'],
  extra_params: { extra: true },
};
const schema = { type: 'object', properties: { answer: { type: 'string' } } };
const configured = prompt('P', { config, format: schema });

/** The body with the prompt in place of the one URI in it. */
function atUri(editor: PromptEditor, body: JsonObject, given: RenderedPrompt): JsonObject {
  const site = editor.sites(body).find(({ text }) => text === 'URI');
  if (site === undefined) throw new Error('no URI is found');
  return editor.injectPrompt(body, given, site);
}

describe('Responses', () => {
  it('takes a text as instructions, before the caller’s own', () => {
    expect(responses.injectPrompt({ input: 'Q' }, prompt('P'), null)).toEqual({
      input: 'Q',
      instructions: 'P',
    });
    expect(responses.injectPrompt({ input: 'Q', instructions: 'own' }, prompt('P'), null)).toEqual({
      input: 'Q',
      instructions: 'P\n\nown',
    });
  });

  it('takes messages as leading items', () => {
    const own = { type: 'function_call_output', call_id: 'c', output: '{}' };
    expect(responses.injectPrompt({ input: [own] }, prompt(dialogue), null)).toEqual({
      input: [...dialogue, own],
    });
    expect(responses.injectPrompt({ input: 'Q' }, prompt(dialogue), null)).toEqual({
      input: [...dialogue, { role: 'user', content: 'Q' }],
    });
    expect(responses.injectPrompt({}, prompt(dialogue), null)).toEqual({ input: dialogue });
  });

  it('replaces a URI in instructions, input, or an item', () => {
    expect(atUri(responses, { instructions: 'URI', input: 'Q' }, prompt('P'))).toEqual({
      instructions: 'P',
      input: 'Q',
    });
    expect(atUri(responses, { instructions: 'URI', input: 'Q' }, prompt(dialogue))).toEqual({
      instructions: 'S',
      input: [dialogue[1], dialogue[2], { role: 'user', content: 'Q' }],
    });
    expect(atUri(responses, { input: 'URI' }, prompt('P'))).toEqual({ input: 'P' });
    expect(atUri(responses, { input: 'URI' }, prompt(dialogue))).toEqual({ input: dialogue });
    const item = (text: string) => ({ role: 'user', content: [{ type: 'input_text', text }] });
    expect(atUri(responses, { input: [item('URI')] }, prompt('P'))).toEqual({ input: [item('P')] });
  });

  it('takes the settings', () => {
    expect(responses.injectPrompt({ input: 'Q' }, configured, null)).toEqual({
      input: 'Q',
      instructions: 'P',
      model: 'model',
      temperature: 0.1,
      max_output_tokens: 5,
      top_p: 0.2,
      extra: true,
      text: { format: { type: 'json_schema', name: 'support', schema } },
    });
    const own = { input: 'Q', text: { format: { type: 'text' }, verbosity: 'low' } };
    expect(responses.injectPrompt(own, configured, null).text).toEqual(own.text);
  });
});

describe('Anthropic messages', () => {
  const own = [{ role: 'user', content: 'Q' }];
  const marked = { type: 'text', text: 'long and stable', cache_control: { type: 'ephemeral' } };

  it('takes a text as system', () => {
    expect(messages.injectPrompt({ messages: own }, prompt('P'), null)).toEqual({
      system: 'P',
      messages: own,
    });
  });

  it('F69: keeps the caller’s blocks and their cache markers, the stable part first', () => {
    const content = [{ type: 'text', text: 'doc', cache_control: { type: 'ephemeral', ttl: '1h' } }];
    const body = {
      system: [marked],
      messages: [{ role: 'user', content }],
      tools: [{ name: 't', cache_control: {} }],
    };
    const before = structuredClone(body);
    const placed = messages.injectPrompt(body, prompt('P'), null);
    expect(placed).toEqual({ ...body, system: [{ type: 'text', text: 'P' }, marked] });
    expect(body).toEqual(before);
    expect(messages.injectPrompt({ system: 'own', messages: own }, prompt('P'), null).system).toEqual([
      { type: 'text', text: 'P' },
      { type: 'text', text: 'own' },
    ]);
  });

  it('F69: a URI’s own marker closes the prompt that replaces it', () => {
    const cache = { cache_control: { type: 'ephemeral' } };
    const system = [{ type: 'text', text: 'URI', ...cache }, marked];
    expect(atUri(messages, { system, messages: own }, prompt('P')).system).toEqual([
      { type: 'text', text: 'P', ...cache },
      marked,
    ]);
    const two = [
      { role: 'system', content: 'S1' },
      { role: 'system', content: 'S2' },
    ];
    expect(atUri(messages, { system, messages: own }, prompt(two)).system).toEqual([
      { type: 'text', text: 'S1' },
      { type: 'text', text: 'S2', ...cache },
      marked,
    ]);
    const content = [{ type: 'text', text: 'URI', ...cache }];
    expect(
      atUri(messages, { messages: [{ role: 'user', content }] }, prompt(dialogue.slice(1, 2))).messages,
    ).toEqual([{ role: 'user', content: [{ type: 'text', text: 'U', ...cache }] }]);
  });

  it('takes messages, their system words apart', () => {
    expect(messages.injectPrompt({ messages: own }, prompt(dialogue), null)).toEqual({
      system: 'S',
      messages: [dialogue[1], dialogue[2], ...own],
    });
    const body = { system: 'own', messages: [...own, { role: 'user', content: 'URI' }] };
    expect(atUri(messages, body, prompt(dialogue))).toEqual({
      system: [
        { type: 'text', text: 'S' },
        { type: 'text', text: 'own' },
      ],
      messages: [...own, dialogue[1], dialogue[2]],
    });
    expect(atUri(messages, { system: 'URI', messages: own }, prompt(dialogue.slice(1)))).toEqual({
      messages: [dialogue[1], dialogue[2], ...own],
    });
  });

  it('takes the settings', () => {
    expect(messages.injectPrompt({ messages: own }, configured, null)).toEqual({
      system: 'P',
      messages: own,
      model: 'model',
      temperature: 0.1,
      max_tokens: 5,
      top_p: 0.2,
      top_k: 3,
      stop_sequences: ['END'],
      extra: true,
      output_config: { format: { type: 'json_schema', schema } },
    });
  });
});

describe('Gemini', () => {
  const own = [{ role: 'user', parts: [{ text: 'Q' }] }];

  it('takes a text as system instruction, before the caller’s own, in either spelling', () => {
    expect(gemini.injectPrompt({ contents: own }, prompt('P'), null)).toEqual({
      systemInstruction: { parts: [{ text: 'P' }] },
      contents: own,
    });
    const body = { system_instruction: { role: 'x', parts: [{ text: 'own' }] }, contents: own };
    expect(gemini.injectPrompt(body, prompt('P'), null)).toEqual({
      system_instruction: { role: 'x', parts: [{ text: 'P' }, { text: 'own' }] },
      contents: own,
    });
  });

  it('takes messages as contents', () => {
    expect(gemini.injectPrompt({ contents: own }, prompt(dialogue), null)).toEqual({
      systemInstruction: { parts: [{ text: 'S' }] },
      contents: [{ role: 'user', parts: [{ text: 'U' }] }, { role: 'model', parts: [{ text: 'A' }] }, ...own],
    });
  });

  it('replaces a URI', () => {
    const image = { inlineData: { mimeType: 'image/png', data: 'AAAA' } };
    const body = { contents: [{ role: 'user', parts: [image, { text: 'URI' }] }] };
    expect(atUri(gemini, body, prompt('P'))).toEqual({
      contents: [{ role: 'user', parts: [image, { text: 'P' }] }],
    });
    expect(() => atUri(gemini, body, prompt(dialogue))).toThrow('only content');
    expect(atUri(gemini, { contents: { role: 'user', parts: [{ text: 'URI' }] } }, prompt(dialogue))).toEqual(
      {
        systemInstruction: { parts: [{ text: 'S' }] },
        contents: [
          { role: 'user', parts: [{ text: 'U' }] },
          { role: 'model', parts: [{ text: 'A' }] },
        ],
      },
    );
    expect(
      atUri(gemini, { systemInstruction: { parts: [{ text: 'URI' }] }, contents: own }, prompt('P')),
    ).toEqual({
      systemInstruction: { parts: [{ text: 'P' }] },
      contents: own,
    });
  });

  it('takes the settings', () => {
    const settings = {
      temperature: 0.1,
      maxOutputTokens: 5,
      topP: 0.2,
      topK: 3,
      frequencyPenalty: 0.3,
      presencePenalty: 0.4,
      stopSequences: ['END'],
      responseMimeType: 'application/json',
      responseJsonSchema: schema,
    };
    expect(gemini.injectPrompt({ contents: own }, configured, null)).toMatchObject({
      generationConfig: settings,
      extra: true,
    });
    const said = { temperature: 0, responseSchema: { type: 'STRING' } };
    const { responseMimeType: _type, responseJsonSchema: _schema, ...rest } = settings;
    expect(
      gemini.injectPrompt({ contents: own, generationConfig: said }, configured, null).generationConfig,
    ).toEqual({
      ...rest,
      ...said,
    });
    const snake = gemini.injectPrompt({ contents: own, generation_config: { top_p: 1 } }, configured, null);
    expect(snake.generation_config).toMatchObject({ top_p: 1, max_output_tokens: 5 });
  });
});

describe('Bedrock Converse', () => {
  const own = [{ role: 'user', content: [{ text: 'Q' }] }];
  const cachePoint = { cachePoint: { type: 'default' } };

  it('F69: takes a text as system, before the caller’s own and its cache point', () => {
    expect(
      converse.injectPrompt({ messages: own, system: [{ text: 'own' }, cachePoint] }, prompt('P'), null),
    ).toEqual({
      system: [{ text: 'P' }, { text: 'own' }, cachePoint],
      messages: own,
    });
  });

  it('takes messages, neighbours of one role as one', () => {
    expect(converse.injectPrompt({ messages: own }, prompt(dialogue.slice(0, 2)), null)).toEqual({
      system: [{ text: 'S' }],
      messages: [{ role: 'user', content: [{ text: 'U' }, { text: 'Q' }] }],
    });
    expect(
      atUri(converse, { messages: [{ role: 'user', content: [{ text: 'URI' }] }] }, prompt(dialogue)),
    ).toEqual({
      system: [{ text: 'S' }],
      messages: [
        { role: 'user', content: [{ text: 'U' }] },
        { role: 'assistant', content: [{ text: 'A' }] },
      ],
    });
    expect(atUri(converse, { system: [{ text: 'URI' }], messages: own }, prompt('P')).system).toEqual([
      { text: 'P' },
    ]);
  });

  it('takes the settings, but for the model, which stands in the path', () => {
    expect(converse.injectPrompt({ messages: own }, configured, null)).toEqual({
      system: [{ text: 'P' }],
      messages: own,
      inferenceConfig: { temperature: 0.1, maxTokens: 5, topP: 0.2, stopSequences: ['END'] },
      additionalModelRequestFields: { top_k: 3, extra: true },
      outputConfig: {
        textFormat: {
          type: 'json_schema',
          structure: { jsonSchema: { name: 'support', schema: JSON.stringify(schema) } },
        },
      },
    });
  });
});

describe('Cohere and Ollama', () => {
  const own = [{ role: 'user', content: 'Q' }];

  it('take a prompt as messages, settings under names of their own', () => {
    expect(cohere.injectPrompt({ messages: own }, configured, null)).toMatchObject({
      messages: [{ role: 'system', content: 'P' }, ...own],
      model: 'model',
      p: 0.2,
      k: 3,
      stop_sequences: ['END'],
      response_format: { type: 'json_object', json_schema: schema },
    });
    expect(ollama.injectPrompt({ model: 'own', messages: own }, configured, null)).toMatchObject({
      messages: [{ role: 'system', content: 'P' }, ...own],
      model: 'own',
      options: { num_predict: 5, top_p: 0.2, top_k: 3, stop: ['END'] },
      format: schema,
    });
  });
});

describe('OpenAI chat', () => {
  it('knows models that refuse max_tokens', () => {
    const limited = prompt('P', { config: { max_tokens: 5 } });
    expect(chat.injectPrompt({ model: 'o3-mini' }, limited, null)).toMatchObject({
      max_completion_tokens: 5,
    });
    expect(chat.injectPrompt({ model: 'gpt-5-mini' }, limited, null)).not.toHaveProperty('max_tokens');
    expect(chat.injectPrompt({ model: 'gpt-4o' }, limited, null)).toMatchObject({ max_tokens: 5 });
  });

  it.each([
    [{ type: 'json_object' }, { type: 'json_object' }],
    [
      { type: 'json_schema', json_schema: { name: 'n', schema, strict: true } },
      { type: 'json_schema', json_schema: { name: 'n', schema, strict: true } },
    ],
    [{ type: 'text' }, { type: 'text' }],
    [
      { title: 'My Answer', ...schema },
      { type: 'json_schema', json_schema: { name: 'My_Answer', schema: { title: 'My Answer', ...schema } } },
    ],
  ])('writes the response format %j', (format, expected) => {
    expect(chat.injectPrompt({}, prompt('P', { format }), null).response_format).toEqual(expected);
  });
});
