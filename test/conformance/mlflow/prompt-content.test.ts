/** What is registered as a prompt comes back as it was, whatever a message or a setting holds. */
import { describe, expect, it } from 'vitest';
import { randomHex } from '../../../src/core/ids.ts';
import { injectPrompts } from '../../../src/proxy/prompts/inject-prompts.ts';
import type { PromptEditor } from '../../../src/proxy/providers/contract.ts';
import { chatPrompt } from '../../../src/proxy/providers/openai/chat-prompt.ts';
import { responsesPrompt } from '../../../src/proxy/providers/openai/responses-prompt.ts';
import { messagesPrompt } from '../../../src/proxy/providers/anthropic/messages-prompt.ts';
import { cohereChatPrompt } from '../../../src/proxy/providers/cohere/chat-prompt.ts';
import { generateContentPrompt } from '../../../src/proxy/providers/google/generate-content-prompt.ts';
import { renderPrompt } from '../../../src/prompts/render-prompt.ts';
import { createWire } from '../../helpers/mlflow-wire.ts';

const wire = createWire();
const background = (work: Promise<unknown>) => void work.catch(() => undefined);

async function register(tags: Record<string, string>, description = ''): Promise<string> {
  const name = `content-${randomHex(6)}`;
  const created = await wire.call('POST', '/api/2.0/mlflow/registered-models/create', {
    name,
    tags: [{ key: 'mlflow.prompt.is_prompt', value: 'true' }],
  });
  expect(created.status).toBe(200);
  const list = Object.entries({ 'mlflow.prompt.is_prompt': 'true', ...tags }).map(([key, value]) => ({
    key,
    value,
  }));
  const version = await wire.call('POST', '/api/2.0/mlflow/model-versions/create', {
    name,
    description,
    tags: list,
  });
  expect(version).toMatchObject({ status: 200 });
  return name;
}

async function readBack(name: string): Promise<Record<string, string>> {
  const { body } = await wire.call('GET', `/api/2.0/mlflow/model-versions/get?name=${name}&version=1`);
  return Object.fromEntries(
    body.model_version.tags.map(({ key, value }: { key: string; value: string }) => [key, value]),
  );
}

/** Messages of chat completions (platform.openai.com/docs/api-reference/chat/create). */
const messages = [
  { role: 'system', content: 'You weigh {{ animal }}s.', name: 'keeper' },
  {
    content: [
      { type: 'text', text: 'Look at {{ animal }}:', cache_control: { type: 'ephemeral' } },
      { type: 'image_url', image_url: { url: '{{ picture }}', detail: 'low' } },
    ],
    role: 'user',
  },
  {
    role: 'assistant',
    content: null,
    refusal: null,
    tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'weigh', arguments: '{"kg": 1.0}' } }],
  },
  { role: 'tool', tool_call_id: 'call_1', content: '4000' },
  { role: 'user', content: '', x_unknown: { deep: [null, { a: 'BIG' }] } },
];
const chat = JSON.stringify(messages)
  .replace('"BIG"', '12345678901234567890')
  .replace('"detail":"low"', '"detail" : "low", "scale": 1.0');

describe('the content of a prompt', () => {
  it('F162 comes back to MLflow as the text that was registered', async () => {
    const tags = {
      _mlflow_prompt_type: 'chat',
      'mlflow.prompt.text': chat,
      _mlflow_prompt_model_config:
        '{"temperature": 1.0, "model_name": "m", "top_p": null, "extra_params": {"b": 2.50, "a": {"z": null}}, "seed": 7, "max_tokens": 10}',
      _mlflow_prompt_response_format:
        '{"type": "object", "$defs": {"B": {"minimum": 0.0}}, "properties": {"z": {"$ref": "#/$defs/B"}, "a": {}}}',
      empty: '',
      note: '{single} {{double}} {% if x %}',
    };
    const name = await register(tags, '');
    expect(await readBack(name)).toMatchObject(tags);
    for (const [key, value] of [
      ['_mlflow_prompt_model_config', '{"temperature": 0.50}'],
      ['_mlflow_prompt_response_format', '{"b": 1.0, "a": 1}'],
    ]) {
      await wire.call('POST', '/api/2.0/mlflow/model-versions/set-tag', { name, version: '1', key, value });
      expect(await readBack(name)).toMatchObject({ [key ?? '']: value });
    }
  });

  it('F162 keeps text prompts with any braces', async () => {
    for (const text of [
      '{a} {{ b }} {{{{c}}}} {"json": {"d": 1}}',
      ' \n{{ b }}\n ',
      '{% if b %}{{ b }}{% endif %}',
    ]) {
      const name = await register({ _mlflow_prompt_type: 'text', 'mlflow.prompt.text': text });
      expect((await readBack(name))['mlflow.prompt.text']).toBe(text);
    }
  });

  it('F162 is told and taken over REST with all members', async () => {
    const name = `content-${randomHex(6)}`;
    const sent = { name, template: messages, model_config: { temperature: 0.5, extra_params: { seed: 7 } } };
    const made = await wire.call('POST', '/api/v1/prompts', sent);
    expect(made).toMatchObject({
      status: 200,
      body: { prompt_version: { template: messages, variables: ['animal', 'picture'] } },
    });
    expect(JSON.parse((await readBack(name))['mlflow.prompt.text'] ?? '')).toEqual(messages);
  });
});

describe('a chat prompt with tool calls and parts', () => {
  async function inject(editor: PromptEditor, name: string, body: object): Promise<Record<string, unknown>> {
    const injection = await injectPrompts(JSON.stringify(body), {
      editor,
      headers: {
        reference: `${name}/1`,
        label: null,
        labelVersion: null,
        variables: '{"animal":"lion","picture":"data:image/png;base64,AA=="}',
        fallback: 'fail',
      } as never,
      subject: null,
      source: { render: (input) => renderPrompt({ services: wire.services, input }) },
      readsUris: false,
      background,
    });
    return JSON.parse(injection.text ?? 'null');
  }

  it('F162 goes whole into chat completions and Cohere', async () => {
    const name = await register({
      _mlflow_prompt_type: 'chat',
      'mlflow.prompt.text': JSON.stringify(messages),
    });
    const own = { role: 'user', content: 'mine' };
    const rendered = JSON.parse(
      JSON.stringify(messages)
        .replaceAll('{{ animal }}', 'lion')
        .replace('{{ picture }}', 'data:image/png;base64,AA=='),
    );
    for (const editor of [chatPrompt, cohereChatPrompt]) {
      expect(await inject(editor, name, { model: 'm', messages: [own] })).toMatchObject({
        messages: [...rendered, own],
      });
    }
  });

  it('F162 is refused by name where an API says it in another way, and text parts go everywhere', async () => {
    const rich = await register({
      _mlflow_prompt_type: 'chat',
      'mlflow.prompt.text': JSON.stringify(messages),
    });
    for (const editor of [responsesPrompt, messagesPrompt, generateContentPrompt]) {
      await expect(inject(editor, rich, { messages: [], contents: [], input: [] })).rejects.toThrow(
        /message 2 has parts that are no text/,
      );
    }
    const parts = [
      {
        role: 'system',
        content: [
          { type: 'text', text: 'One {{ animal }}.' },
          { type: 'text', text: 'Two.' },
        ],
      },
      { role: 'user', name: 'ann', content: 'Hi' },
    ];
    const plain = await register({
      _mlflow_prompt_type: 'chat',
      'mlflow.prompt.text': JSON.stringify(parts),
    });
    expect(await inject(messagesPrompt, plain, { messages: [] })).toMatchObject({
      system: 'One lion.\nTwo.',
      messages: [{ role: 'user', content: 'Hi' }],
    });
  });
});
