/**
 * Prompts by name through every SDK: by header, by a message that is a prompt's URI, and by the fields that OpenAI's and other
 * products' callers send. What the provider received and what the trace says of it are held against the registered text.
 */
import { createOpenAI } from '@ai-sdk/openai';
import Anthropic, { NotFoundError as AnthropicNotFoundError } from '@anthropic-ai/sdk';
import {
  BedrockRuntimeClient,
  ConverseCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-bedrock-runtime';
import { ApiError, GoogleGenAI } from '@google/genai';
import { ChatAnthropic } from '@langchain/anthropic';
import { ChatOpenAI } from '@langchain/openai';
import { Mistral } from '@mistralai/mistralai';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { generateText } from 'ai';
import { CohereClientV2 } from 'cohere-ai';
import Groq from 'groq-sdk';
import { Ollama } from 'ollama';
import OpenAI, { NotFoundError } from 'openai';
import { beforeAll, describe, expect, it } from 'vitest';
import { failureOf, only, throughWeir } from './support/compare.ts';
import { weirOrigin } from './support/origins.ts';
import { createProxyKey } from './support/traces.ts';
import { NOVA } from './upstream/bedrock.ts';
import type { CallNote } from './upstream/server.ts';
import { GREETING, ask } from './upstream/wire.ts';

type Headers = Record<string, string>;

interface Case {
  name: string;
  /** Makes a call with one user message and more headers; answers with the text that came back. */
  call: (origin: string, message: string, headers: Headers) => Promise<unknown>;
  /** The body as the provider must receive it, its system words and messages alone. */
  body: (system: string | null, user: string) => object;
}

let weirKey: string;
const requestHandler = new NodeHttpHandler();
const user = (content: string) => ({ role: 'user' as const, content });
const messages = (system: string | null, text: string) => ({
  messages: [...(system === null ? [] : [{ role: 'system', content: system }]), user(text)],
});
const anthropicBody = (system: string | null, text: string) => ({
  ...(system === null ? {} : { system }),
  messages: [user(text)],
});

function openai(origin: string, headers: Headers): OpenAI {
  return new OpenAI({
    apiKey: 'sk-caller',
    baseURL: `${origin}/openai/v1`,
    maxRetries: 0,
    defaultHeaders: headers,
  });
}

const cases: Case[] = [
  {
    name: 'openai: chat',
    call: async (origin, message, headers) => {
      const request = { model: 'gpt-4.1-mini', messages: [user(message)] };
      const answer = await openai(origin, headers).chat.completions.create(request);
      return answer.choices[0]?.message.content;
    },
    body: messages,
  },
  {
    name: 'openai: responses',
    call: async (origin, message, headers) =>
      (await openai(origin, headers).responses.create({ model: 'gpt-5-mini', input: message })).output_text,
    body: (system, text) => ({ ...(system === null ? {} : { instructions: system }), input: text }),
  },
  {
    name: 'anthropic',
    call: async (origin, message, headers) => {
      const client = new Anthropic({
        apiKey: 'sk-ant-caller',
        baseURL: `${origin}/anthropic`,
        maxRetries: 0,
        defaultHeaders: headers,
      });
      const request = { model: 'claude-sonnet-4-6', max_tokens: 300, messages: [user(message)] };
      const [block] = (await client.messages.create(request)).content;
      return block?.type === 'text' ? block.text : null;
    },
    body: anthropicBody,
  },
  {
    name: 'google',
    call: async (origin, message, headers) => {
      const httpOptions = { baseUrl: `${origin}/google`, headers };
      const client = new GoogleGenAI({ apiKey: 'AIza-caller', httpOptions });
      return (await client.models.generateContent({ model: 'gemini-2.5-flash', contents: message })).text;
    },
    body: (system, text) => ({
      ...(system === null ? {} : { systemInstruction: { parts: [{ text: system }] } }),
      contents: [{ role: 'user', parts: [{ text }] }],
    }),
  },
  {
    name: 'bedrock: converse',
    call: async (origin, message, headers) => {
      const made = new BedrockRuntimeClient({
        endpoint: `${origin}/bedrock`,
        region: 'us-east-1',
        maxAttempts: 1,
        requestHandler,
        credentials: { accessKeyId: 'AKIADUMMY', secretAccessKey: 'dummy' },
      });
      made.middlewareStack.add(
        (next) => async (call) => {
          Object.assign((call.request as { headers: Headers }).headers, headers, { 'x-weir-key': weirKey });
          return next(call);
        },
        { step: 'build', name: 'weirHeaders' },
      );
      const request = { modelId: NOVA, messages: [{ role: 'user' as const, content: [{ text: message }] }] };
      return (await made.send(new ConverseCommand(request))).output?.message?.content?.[0]?.text;
    },
    body: (system, text) => ({
      ...(system === null ? {} : { system: [{ text: system }] }),
      messages: [{ role: 'user', content: [{ text }] }],
    }),
  },
  {
    name: 'cohere',
    call: async (origin, message, headers) => {
      const client = new CohereClientV2({
        token: 'co-caller',
        environment: `${origin}/cohere`,
        maxRetries: 0,
      });
      const answer = await client.chat(
        { model: 'command-a-03-2025', messages: [user(message)] },
        { headers },
      );
      const [block] = answer.message.content ?? [];
      return block?.type === 'text' ? block.text : null;
    },
    body: messages,
  },
  {
    name: 'mistral',
    call: async (origin, message, headers) => {
      const client = new Mistral({ apiKey: 'mistral-caller', serverURL: `${origin}/mistral` });
      const request = { model: 'mistral-small-latest', messages: [user(message)] };
      return (await client.chat.complete(request, { headers })).choices[0]?.message?.content;
    },
    body: messages,
  },
  {
    name: 'groq',
    call: async (origin, message, headers) => {
      const client = new Groq({
        apiKey: 'gsk-caller',
        baseURL: `${origin}/groq`,
        maxRetries: 0,
        defaultHeaders: headers,
      });
      const request = { model: 'openai/gpt-oss-20b', messages: [user(message)] };
      return (await client.chat.completions.create(request)).choices[0]?.message.content;
    },
    body: messages,
  },
  {
    name: 'ollama',
    call: async (origin, message, headers) => {
      const client = new Ollama({ host: `${origin}/ollama`, headers });
      return (await client.chat({ model: 'llama3.2', messages: [user(message)] })).message.content;
    },
    body: messages,
  },
  {
    name: 'vercel ai',
    call: async (origin, message, headers) => {
      const provider = createOpenAI({ apiKey: 'sk-caller', baseURL: `${origin}/openai/v1`, headers });
      return (await generateText({ model: provider.chat('gpt-4.1-mini'), prompt: message, maxRetries: 0 }))
        .text;
    },
    body: messages,
  },
  {
    name: 'langchain: ChatOpenAI',
    call: async (origin, message, headers) => {
      const configuration = { baseURL: `${origin}/openai/v1`, defaultHeaders: headers };
      const model = new ChatOpenAI({
        model: 'gpt-4.1-mini',
        apiKey: 'sk-caller',
        maxRetries: 0,
        configuration,
      });
      return (await model.invoke(message)).content;
    },
    body: messages,
  },
  {
    name: 'langchain: ChatAnthropic',
    call: async (origin, message, headers) => {
      const model = new ChatAnthropic({
        model: 'claude-sonnet-4-6',
        apiKey: 'sk-ant-caller',
        maxRetries: 0,
        anthropicApiUrl: `${origin}/anthropic`,
        clientOptions: { defaultHeaders: headers },
      });
      return (await model.invoke(message)).content;
    },
    body: anthropicBody,
  },
];

const variables = { 'x-weir-prompt-variables': JSON.stringify({ city: 'Tokyo' }) };

async function manage(method: string, path: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${weirOrigin}/api/v1/prompts${path}`, {
    method,
    headers,
    body: JSON.stringify(body),
  });
  expect(answer.status, await answer.text()).toBe(200);
}

beforeAll(async () => {
  weirKey = await createProxyKey();
  await manage('POST', '', { name: 'kind', template: 'Be kind to people from {{ city }}.' });
  await manage('PUT', '/kind/aliases/production', { version: 1 });
  await manage('POST', '', { name: 'greet', template: 'Greet {{ city }}.' });
});

const received = ({ bodyBase64 }: CallNote): Record<string, unknown> =>
  JSON.parse(Buffer.from(bodyBase64, 'base64').toString());

describe.each(cases)('$name', ({ call, body }) => {
  it('takes a prompt named in a header', async () => {
    const headers = { 'x-weir-prompt': 'kind@production', ...variables };
    const { seen, traces, received: notes } = await throughWeir((origin) => call(origin, ask.text, headers));
    expect(seen).toBe(GREETING);
    expect(received(only(notes))).toMatchObject(body('Be kind to people from Tokyo.', ask.text));
    const span = only(traces).spans[0];
    expect(span?.attributes).toMatchObject({
      'mlflow.linkedPrompts': [{ name: 'kind', version: '1' }],
      'weir.prompt.aliases': ['production'],
    });
    expect(span?.attributes['mlflow.spanInputs']).toMatchObject(
      body('Be kind to people from Tokyo.', ask.text),
    );
  });

  it('takes a message that is a prompt’s URI', async () => {
    const {
      seen,
      traces,
      received: notes,
    } = await throughWeir((origin) => call(origin, 'prompts:/greet/1', variables));
    expect(seen).toBe(GREETING);
    expect(received(only(notes))).toMatchObject(body(null, 'Greet Tokyo.'));
    expect(only(traces).spans[0]?.attributes).toMatchObject({
      'mlflow.linkedPrompts': [{ name: 'greet', version: '1' }],
    });
  });

  it('fails in its own words for a prompt that is not there, and calls nobody', async () => {
    const { seen, received: notes } = await throughWeir(async (origin) =>
      failureOf(call(origin, ask.text, { 'x-weir-prompt': 'nowhere' })),
    );
    expect(notes).toEqual([]);
    expect(describeFailure(seen)).toContain('nowhere');
  });

  it('goes on without, when that is wished', async () => {
    const headers = { 'x-weir-prompt': 'nowhere', 'x-weir-prompt-fallback': 'pass' };
    const { seen, traces } = await throughWeir((origin) => call(origin, ask.text, headers));
    expect(seen).toBe(GREETING);
    expect(only(traces).info.metadata['weir.prompt.problem']).toContain('nowhere');
  });
});

function describeFailure(failure: Error): string {
  return `${failure.message} ${JSON.stringify(failure)} ${'body' in failure ? JSON.stringify(failure.body) : ''}`;
}

describe('failures by type', () => {
  const headers = { 'x-weir-prompt': 'nowhere' };
  const failing = async (name: string) => {
    const found = cases.find((one) => one.name === name) as Case;
    return (await throughWeir((origin) => failureOf(found.call(origin, ask.text, headers)))).seen;
  };

  it('are the SDK’s own', async () => {
    expect(await failing('openai: chat')).toBeInstanceOf(NotFoundError);
    expect(await failing('anthropic')).toBeInstanceOf(AnthropicNotFoundError);
    expect(await failing('google')).toBeInstanceOf(ApiError);
    expect(await failing('bedrock: converse')).toBeInstanceOf(ResourceNotFoundException);
  });
});

describe('fields of the body', () => {
  it('openai: the Responses API’s own prompt object, when it names one of ours', async () => {
    const prompt = { id: 'kind', version: '1', variables: { city: 'Tokyo' } };
    const { seen, received: notes } = await throughWeir(async (origin) =>
      openai(origin, {}).responses.create({ model: 'gpt-5-mini', input: ask.text, prompt }),
    );
    expect(seen.output_text).toBe(GREETING);
    const sent = received(only(notes));
    expect(sent).toMatchObject({ instructions: 'Be kind to people from Tokyo.', input: ask.text });
    expect(sent).not.toHaveProperty('prompt');
  });

  it.each([
    [{ prompt_id: 'kind', inputs: { city: 'Tokyo' }, environment: 'production' }],
    [{ prompt_id: 'kind', prompt_variables: { city: 'Tokyo' }, prompt_version: 1 }],
  ])('openai: as other products have it, %j', async (fields) => {
    const request = { model: 'gpt-4.1-mini', messages: [user(ask.text)], ...fields };
    const { received: notes } = await throughWeir(async (origin) =>
      openai(origin, {}).chat.completions.create(request),
    );
    const sent = received(only(notes));
    expect(sent).toMatchObject(messages('Be kind to people from Tokyo.', ask.text));
    for (const field of Object.keys(fields)) expect(sent).not.toHaveProperty(field);
  });

  it('openai: values for a URI in the metadata', async () => {
    const request = {
      model: 'gpt-4.1-mini',
      messages: [user('prompts:/greet@latest')],
      metadata: { city: 'Tokyo', team: 'a' },
    };
    const { received: notes } = await throughWeir(async (origin) =>
      openai(origin, {}).chat.completions.create(request),
    );
    expect(received(only(notes))).toMatchObject({
      ...messages(null, 'Greet Tokyo.'),
      metadata: { team: 'a' },
    });
  });

  it('F69 anthropic: the caller’s cache markers stay', async () => {
    const marked = {
      type: 'text' as const,
      text: 'long rules',
      cache_control: { type: 'ephemeral' as const },
    };
    const { received: notes } = await throughWeir(async (origin) =>
      new Anthropic({
        apiKey: 'sk-ant-caller',
        baseURL: `${origin}/anthropic`,
        maxRetries: 0,
      }).messages.create(
        { model: 'claude-sonnet-4-6', max_tokens: 300, system: [marked], messages: [user(ask.text)] },
        { headers: { 'x-weir-prompt': 'kind', ...variables } },
      ),
    );
    expect(received(only(notes)).system).toEqual([
      { type: 'text', text: 'Be kind to people from Tokyo.' },
      marked,
    ]);
  });

  it('openai: a stream, put together by the SDK', async () => {
    const { seen } = await throughWeir(async (origin) =>
      openai(origin, { 'x-weir-prompt': 'kind', ...variables })
        .chat.completions.stream({ model: 'gpt-4.1-mini', messages: [user(ask.text)] })
        .finalContent(),
    );
    expect(seen).toBe(GREETING);
  });
});
