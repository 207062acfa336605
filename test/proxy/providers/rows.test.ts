/**
 * Every row of the table, end to end: where a call goes, which header the stored key goes into, how the provider's
 * documented usage is read, and that the price library knows a documented model under the row's id. Sources of the usage
 * objects: the API references of the providers, as named at each.
 */
import { describe, expect, it } from 'vitest';
import { createProviderTable } from '../../../src/proxy/providers/table.ts';
import type { Usage } from '../../../src/proxy/providers/contract.ts';
import { buildTrace } from '../../../src/tracing/build-trace.ts';
import { createProxy, post } from '../../helpers/proxy.ts';
import { readableCall } from '../../helpers/readable-call.ts';
import { used } from '../../fixtures/openai/fixture.ts';

interface RowCase {
  /** Paths at Weir, and the URL each must reach. */
  places: readonly (readonly [path: string, url: string])[];
  secretName: string | null;
  /** Header that must carry the stored key; the other places of keys must be empty. */
  header?: string;
  requestModel: string;
  /** Model of the answer, when it names another. */
  responseModel?: string;
  usage: object;
  expected: Usage;
  /** How the price source must begin; null when there is no price for the provider. */
  price: string | null;
}

const LIBRARY = 'genai-prices@0.1.8:';
const plain = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 };
const plainCounts = used({ input: 100, output: 20, total: 120 });
const cached = { ...plain, prompt_tokens_details: { cached_tokens: 64 } };
const cachedCounts = { ...plainCounts, cacheRead: 64 };

/** The usual places: with the version, without it, and with the provider's whole path. */
const usual = (name: string, base: string, own: string[] = []): RowCase['places'] => [
  [`/${name}/chat/completions`, `${base}/chat/completions`],
  [`/${name}/v1/chat/completions`, `${base}/chat/completions`],
  [`/${name}/v1/v1/chat/completions`, `${base}/chat/completions`],
  ...own.map((path) => [`/${name}${path}`, `${new URL(base).origin}${path}`] as const),
];

const AZURE = 'https://res.openai.azure.com/openai';
const DATABRICKS = 'https://w.databricks.net/serving-endpoints';

const rows: Record<string, RowCase> = {
  // platform.openai.com/docs/api-reference/chat/object
  openai: {
    places: usual('openai', 'https://api.openai.com/v1'),
    secretName: 'OPENAI_API_KEY',
    requestModel: 'gpt-4o-mini',
    responseModel: 'gpt-4o-mini-2024-07-18',
    usage: { ...cached, completion_tokens_details: { reasoning_tokens: 8, audio_tokens: 0 } },
    expected: { ...cachedCounts, reasoning: 8, outputAudio: 0 },
    price: `${LIBRARY}openai/`,
  },
  // learn.microsoft.com/azure/ai-foundry/openai/reference: a key only in `api-key`, deployments apart from models (F15)
  azure: {
    places: [
      [
        '/azure/openai/deployments/my-gpt/chat/completions?api-version=2024-10-21',
        `${AZURE}/deployments/my-gpt/chat/completions?api-version=2024-10-21`,
      ],
      [
        '/azure/deployments/my-gpt/chat/completions?api-version=2024-10-21',
        `${AZURE}/deployments/my-gpt/chat/completions?api-version=2024-10-21`,
      ],
      ['/azure/openai/v1/chat/completions', `${AZURE}/v1/chat/completions`],
      ['/azure/v1/chat/completions', `${AZURE}/v1/chat/completions`],
      ['/azure/chat/completions', `${AZURE}/v1/chat/completions`],
    ],
    secretName: 'AZURE_OPENAI_API_KEY',
    header: 'api-key',
    requestModel: 'my-gpt',
    responseModel: 'gpt-4o-2024-11-20',
    usage: cached,
    expected: cachedCounts,
    price: `${LIBRARY}azure/`,
  },
  // docs.databricks.com/machine-learning/foundation-model-apis/api-reference
  databricks: {
    places: [
      ...usual('databricks', DATABRICKS, ['/serving-endpoints/chat/completions']),
      ['/databricks/serving-endpoints/my-claude/invocations', `${DATABRICKS}/my-claude/invocations`],
      ['/databricks/my-claude/invocations', `${DATABRICKS}/my-claude/invocations`],
    ],
    secretName: 'DATABRICKS_TOKEN',
    requestModel: 'databricks-claude-sonnet-4',
    usage: plain,
    expected: plainCounts,
    price: null,
  },
  // docs.mistral.ai/api: cached tokens as `num_cached_tokens`
  mistral: {
    places: usual('mistral', 'https://api.mistral.ai/v1'),
    secretName: 'MISTRAL_API_KEY',
    requestModel: 'mistral-large-latest',
    usage: { ...plain, num_cached_tokens: 64 },
    expected: cachedCounts,
    price: `${LIBRARY}mistral/`,
  },
  // console.groq.com/docs/prompt-caching
  groq: {
    places: usual('groq', 'https://api.groq.com/openai/v1', ['/openai/v1/chat/completions']),
    secretName: 'GROQ_API_KEY',
    requestModel: 'llama-3.3-70b-versatile',
    usage: { ...cached, queue_time: 0.03, prompt_time: 0.001, completion_time: 0.46, total_time: 0.5 },
    expected: cachedCounts,
    price: `${LIBRARY}groq/`,
  },
  // api-docs.deepseek.com/guides/kv_cache
  deepseek: {
    places: usual('deepseek', 'https://api.deepseek.com', ['/beta/chat/completions']),
    secretName: 'DEEPSEEK_API_KEY',
    requestModel: 'deepseek-chat',
    usage: { ...plain, prompt_cache_hit_tokens: 64, prompt_cache_miss_tokens: 36 },
    expected: cachedCounts,
    price: `${LIBRARY}deepseek/`,
  },
  // docs.x.ai/docs/guides/reasoning: reasoning beside the completion (F37)
  xai: {
    places: usual('xai', 'https://api.x.ai/v1'),
    secretName: 'XAI_API_KEY',
    requestModel: 'grok-4',
    responseModel: 'grok-4-0709',
    usage: { ...cached, total_tokens: 220, completion_tokens_details: { reasoning_tokens: 100 } },
    expected: { ...cachedCounts, output: 120, total: 220, reasoning: 100 },
    price: `${LIBRARY}x-ai/`,
  },
  // docs.together.ai/reference/chat-completions
  together: {
    places: usual('together', 'https://api.together.xyz/v1'),
    secretName: 'TOGETHER_API_KEY',
    requestModel: 'meta-llama/Llama-3.3-70B-Instruct-Turbo',
    usage: { ...plain, cached_tokens: 64 },
    expected: cachedCounts,
    price: `${LIBRARY}together/`,
  },
  // docs.fireworks.ai/api-reference/post-chatcompletions: model ids are paths
  fireworks: {
    places: usual('fireworks', 'https://api.fireworks.ai/inference/v1', ['/inference/v1/chat/completions']),
    secretName: 'FIREWORKS_API_KEY',
    requestModel: 'accounts/fireworks/models/gpt-oss-120b',
    usage: cached,
    expected: cachedCounts,
    price: `${LIBRARY}fireworks/`,
  },
  // openrouter.ai/docs/use-cases/usage-accounting: what it charged is told
  openrouter: {
    places: usual('openrouter', 'https://openrouter.ai/api/v1', ['/api/v1/chat/completions']),
    secretName: 'OPENROUTER_API_KEY',
    requestModel: 'anthropic/claude-sonnet-4',
    usage: { ...cached, cost: 0.0012 },
    expected: { ...cachedCounts, statedCostUsd: 0.0012 },
    price: 'provider',
  },
  // docs.perplexity.ai/api-reference/chat-completions-post: what it charged is told
  perplexity: {
    places: usual('perplexity', 'https://api.perplexity.ai'),
    secretName: 'PERPLEXITY_API_KEY',
    requestModel: 'sonar',
    usage: { ...plain, num_search_queries: 1, cost: { total_cost: 0.0052 } },
    expected: { ...plainCounts, extra: { web_searches: 1 }, statedCostUsd: 0.0052 },
    price: 'provider',
  },
  // inference-docs.cerebras.ai/api-reference/chat-completions
  cerebras: {
    places: usual('cerebras', 'https://api.cerebras.ai/v1'),
    secretName: 'CEREBRAS_API_KEY',
    requestModel: 'gpt-oss-120b',
    usage: cached,
    expected: cachedCounts,
    price: `${LIBRARY}cerebras/`,
  },
  // huggingface.co/docs/inference-providers: who serves the model stands after the colon
  huggingface: {
    places: usual('huggingface', 'https://router.huggingface.co/v1'),
    secretName: 'HF_TOKEN',
    requestModel: 'meta-llama/Llama-3.3-70B-Instruct:together',
    responseModel: 'meta-llama/Llama-3.3-70B-Instruct-Turbo',
    usage: plain,
    expected: plainCounts,
    price: `${LIBRARY}huggingface_together/`,
  },
  // docs.ollama.com/openai
  ollama: {
    places: [['/ollama/v1/chat/completions', 'http://127.0.0.1:11434/v1/chat/completions']],
    secretName: null,
    requestModel: 'llama3.2',
    usage: plain,
    expected: plainCounts,
    price: null,
  },
  // docs.vllm.ai/serving/openai_compatible_server
  vllm: {
    places: usual('vllm', 'http://127.0.0.1:8000/v1'),
    secretName: null,
    requestModel: 'Qwen/Qwen3-8B',
    usage: { ...plain, prompt_tokens_details: null },
    expected: plainCounts,
    price: null,
  },
};

const variables = {
  AZURE_OPENAI_ENDPOINT: 'https://res.openai.azure.com/',
  DATABRICKS_HOST: 'w.databricks.net',
  AWS_REGION: 'us-east-1',
};
const table = createProviderTable({ providersJson: '{}', demo: true, variables });
const KEY_PLACES = ['authorization', 'api-key', 'x-api-key', 'x-goog-api-key'];

function answering({ requestModel, responseModel, usage, secretName }: RowCase) {
  const answer = {
    id: 'c1',
    object: 'chat.completion',
    model: responseModel ?? requestModel,
    choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
    usage,
  };
  return createProxy({
    upstream: () => Response.json(answer),
    secrets: secretName === null ? {} : { [secretName]: 'stored-key' },
  });
}

describe.each(Object.entries(rows))('%s', (_name, row) => {
  it('reaches the provider at its place, with and without the version', async () => {
    for (const [path, url] of row.places) {
      const proxy = answering(row);
      await proxy.call(path, post({ model: row.requestModel, messages: [] }, { 'x-weir-key': 'weir_valid' }));
      expect(proxy.received[0]?.url).toBe(url);
    }
  });

  it('gets the stored key where it wants it, wherever the SDK put Weir’s', async () => {
    if (row.secretName === null) return;
    const header = row.header ?? 'authorization';
    for (const sent of header === 'api-key' ? ['api-key', 'authorization'] : ['authorization']) {
      const proxy = answering(row);
      const place = row.places[0]?.[0] ?? '';
      await proxy.call(place, post({ model: row.requestModel }, { [sent]: 'Bearer weir_valid' }));
      const carried = KEY_PLACES.filter((name) => proxy.received[0]?.headers.has(name));
      expect(carried).toEqual([header]);
      expect(proxy.received[0]?.headers.get(header)).toBe(
        header === 'authorization' ? 'Bearer stored-key' : 'stored-key',
      );
    }
  });

  it('is traced with the usage it documents, and priced under its id', async () => {
    for (const [path] of row.places) {
      const proxy = answering(row);
      const body = { model: row.requestModel, messages: [{ role: 'user', content: 'Hello' }] };
      await (await proxy.call(path, post(body, { 'x-weir-key': 'weir_valid' }))).text();
      await proxy.settled();
      const exchange = proxy.exchanges[0]!;
      const { trace } = await buildTrace(exchange, {
        experimentId: '0',
        providers: table,
        priceOverrides: {},
      });
      const { usage, cost } = trace.info;
      expect(usage).toMatchObject({
        inputTokens: row.expected.input,
        outputTokens: row.expected.output,
        totalTokens: row.expected.total,
        cacheReadTokens: row.expected.cacheRead,
      });
      const source = trace.spans[0]?.attributes['weir.price_source'] ?? null;
      if (row.price === null) expect([source, cost.totalCostUsd]).toEqual([null, null]);
      else {
        expect(source).toMatch(new RegExp(`^${row.price}`));
        expect(cost.totalCostUsd).toBeGreaterThan(0);
      }
    }
  });

  it('reads every member of its usage', () => {
    const path = new URL(row.places[0]?.[1] ?? '').pathname;
    const provider = table.get(_name);
    const call = readableCall({
      path,
      request: { messages: [] },
      response: JSON.stringify({ choices: [], usage: row.usage }),
      reasoningOutsideOutput: provider?.usageRules.reasoningOutsideOutput ?? false,
    });
    const reading = provider?.dialect.callFor('POST', path)?.read(call);
    expect(reading?.usage).toEqual(row.expected);
  });
});

describe('the table', () => {
  it('has a case here for every row that speaks OpenAI’s dialect', () => {
    const others = ['anthropic', 'bedrock', 'bedrock-mantle', 'cohere', 'demo', 'google'];
    expect(table.names().filter((name) => !others.includes(name))).toEqual(Object.keys(rows).toSorted());
  });

  it('takes Azure’s endpoint with the path of either API, and without', () => {
    for (const path of ['', '/', '/openai', '/openai/v1', '/openai/v1/']) {
      const AZURE_OPENAI_ENDPOINT = `https://res.openai.azure.com${path}`;
      const azure = createProviderTable({
        providersJson: '{}',
        demo: false,
        variables: { AZURE_OPENAI_ENDPOINT },
      });
      expect(azure.get('azure')?.baseUrl).toBe(AZURE);
    }
  });

  it('has no address for Bedrock without a region, or with one that is none', () => {
    for (const AWS_REGION of ['', 'nowhere.example/', 'us-east-1.example']) {
      const without = createProviderTable({ providersJson: '{}', demo: false, variables: { AWS_REGION } });
      expect(without.get('bedrock')?.baseUrl).toBeNull();
    }
    expect(table.get('bedrock')?.baseUrl).toBe('https://bedrock-runtime.us-east-1.amazonaws.com');
  });

  it('prices a model that nobody is named to serve at a router not at all', async () => {
    const proxy = answering({ ...rows.huggingface!, requestModel: 'meta-llama/Llama-3.3-70B-Instruct' });
    const body = { model: 'meta-llama/Llama-3.3-70B-Instruct', messages: [] };
    await (await proxy.call('/huggingface/v1/chat/completions', post(body))).text();
    await proxy.settled();
    const built = await buildTrace(proxy.exchanges[0]!, {
      experimentId: '0',
      providers: table,
      priceOverrides: {},
    });
    expect(built.trace.info.cost.totalCostUsd).toBeNull();
    expect(built.unpriced).toMatchObject({ provider: 'huggingface' });
  });
});

describe('other dialects below paths of their own', () => {
  const message = {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'claude-sonnet-4',
    content: [{ type: 'text', text: 'Hi' }],
    stop_reason: 'end_turn',
    usage: { input_tokens: 36, cache_read_input_tokens: 64, output_tokens: 20 },
  };
  const candidates = {
    candidates: [{ content: { parts: [{ text: 'Hi' }], role: 'model' }, finishReason: 'STOP' }],
    usageMetadata: {
      promptTokenCount: 100,
      candidatesTokenCount: 20,
      totalTokenCount: 120,
      cachedContentTokenCount: 64,
    },
  };
  it.each([
    [
      '/databricks/serving-endpoints/anthropic/v1/messages',
      `${DATABRICKS}/anthropic/v1/messages`,
      'x-api-key',
      message,
    ],
    ['/databricks/anthropic/v1/messages', `${DATABRICKS}/anthropic/v1/messages`, 'authorization', message],
    [
      '/databricks/serving-endpoints/gemini/v1beta/models/databricks-gemini-2-5-pro:generateContent',
      `${DATABRICKS}/gemini/v1beta/models/databricks-gemini-2-5-pro:generateContent`,
      'x-goog-api-key',
      candidates,
    ],
    [
      '/deepseek/anthropic/v1/messages',
      'https://api.deepseek.com/anthropic/v1/messages',
      'x-api-key',
      message,
    ],
  ])('%s', async (path, url, keyHeader, answer) => {
    const proxy = createProxy({
      upstream: () => Response.json(answer),
      secrets: { DATABRICKS_TOKEN: 'stored-key', DEEPSEEK_API_KEY: 'stored-key' },
    });
    await (await proxy.call(path, post({ messages: [] }, { [keyHeader]: 'weir_valid' }))).text();
    await proxy.settled();
    expect(proxy.received[0]?.url).toBe(url);
    expect(KEY_PLACES.filter((name) => proxy.received[0]?.headers.has(name))).toEqual(['authorization']);
    expect(proxy.received[0]?.headers.get('authorization')).toBe('Bearer stored-key');
    const { trace } = await buildTrace(proxy.exchanges[0]!, {
      experimentId: '0',
      providers: table,
      priceOverrides: {},
    });
    expect(trace.info).toMatchObject({
      responsePreview: 'Hi',
      usage: { inputTokens: 100, outputTokens: 20, totalTokens: 120, cacheReadTokens: 64 },
    });
    expect(trace.spans[0]?.type).toBe('CHAT_MODEL');
  });
});
