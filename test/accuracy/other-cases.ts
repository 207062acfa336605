/** Providers that speak OpenAI's dialect with billing members of their own, and the rest. */
import { perMillion, type BillingCase } from './billing-case.ts';

const completion = (model: string, usage: object, more: object = {}) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model,
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hello' }, finish_reason: 'stop' }],
  usage,
  ...more,
});
const at = (provider: string, api: string, model: string) => ({
  api,
  provider,
  path: '/v1/chat/completions',
  request: { model, messages: [{ role: 'user', content: 'Hi' }] },
});
const counts = { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 };
const truth = (costUsd: number | null, unpriced: string[] = []) => ({
  inputTokens: 1000,
  outputTokens: 100,
  costUsd,
  unpriced,
});
const sonar = at('perplexity', 'Perplexity', 'sonar');

/** The cases of providers whose bill stands in the answer. */
export const statedCases: BillingCase[] = [
  {
    ...at('deepinfra', 'DeepInfra', 'meta-llama/Llama-3.3-70B-Instruct'),
    member: 'estimated_cost',
    source: 'deepinfra.com/docs/openai_api',
    answer: completion('meta-llama/Llama-3.3-70B-Instruct', { ...counts, estimated_cost: 0.00027 }),
    truth: truth(0.00027),
  },
  {
    ...sonar,
    member: 'cost.total_cost',
    source: 'docs.perplexity.ai/docs/getting-started/pricing',
    answer: completion('sonar', {
      ...counts,
      search_context_size: 'low',
      cost: { input_tokens_cost: 0.001, output_tokens_cost: 0.0001, request_cost: 0.005, total_cost: 0.0061 },
    }),
    truth: truth(0.0061),
  },
  {
    ...at('openrouter', 'OpenRouter', 'openai/gpt-4.1'),
    member: 'cost',
    source: 'openrouter.ai/docs/guides/administration/usage-accounting',
    answer: completion('openai/gpt-4.1', { ...counts, cost: 0.0042, is_byok: false }),
    truth: truth(0.0042),
  },
  {
    ...at('openrouter', 'OpenRouter', 'openai/gpt-4.1'),
    member: 'cost_details.upstream_inference_cost (is_byok)',
    source: 'openrouter.ai/docs/guides/overview/auth/byok',
    answer: completion('openai/gpt-4.1', {
      ...counts,
      cost: 0.0001,
      is_byok: true,
      cost_details: { upstream_inference_cost: 0.0028 },
    }),
    truth: truth(0.0029),
  },
  {
    ...at('openrouter', 'OpenRouter', 'openai/gpt-4.1'),
    member: 'is_byok without the upstream’s bill',
    source: 'openrouter.ai/docs/guides/overview/auth/byok',
    answer: completion('openai/gpt-4.1', { ...counts, cost: 0.0001, is_byok: true }),
    truth: truth(0.0001, ['upstream_inference']),
  },
  {
    ...at('xai', 'xAI', 'grok-4'),
    member: 'cost_in_usd_ticks, reasoning_tokens beside completion_tokens',
    source: 'docs.x.ai/developers/cost-tracking',
    answer: completion('grok-4', {
      prompt_tokens: 1000,
      completion_tokens: 40,
      total_tokens: 1100,
      completion_tokens_details: { reasoning_tokens: 60 },
      num_sources_used: 3,
      cost_in_usd_ticks: 45_000_000,
    }),
    truth: truth(0.0045),
  },
];

/** The cases of the others. */
export const otherCases: BillingCase[] = [
  ...(
    [
      ['low', 0.005],
      ['medium', 0.008],
      ['high', 0.012],
    ] as const
  ).map(([size, fee]): BillingCase => ({
    ...sonar,
    member: `request fee by search_context_size: ${size}`,
    source: 'docs.perplexity.ai/docs/getting-started/pricing',
    answer: completion('sonar', { ...counts, search_context_size: size, num_search_queries: 1 }),
    truth: truth(perMillion([1000, 1], [100, 1]) + fee),
  })),
  {
    ...sonar,
    member: 'request fee whose size is not told',
    source: 'docs.perplexity.ai/docs/getting-started/pricing',
    answer: completion('sonar', counts),
    truth: truth(perMillion([1000, 1], [100, 1]), ['request_fee']),
  },
  {
    ...at('perplexity', 'Perplexity', 'sonar-deep-research'),
    member: 'citation_tokens, reasoning_tokens, num_search_queries',
    source: 'docs.perplexity.ai/docs/getting-started/pricing',
    answer: completion('sonar-deep-research', {
      ...counts,
      citation_tokens: 2000,
      reasoning_tokens: 7000,
      num_search_queries: 18,
    }),
    truth: truth(perMillion([1000, 2], [100, 8], [2000, 2], [7000, 3]) + 18 * 0.005),
  },
  {
    ...at('xai', 'xAI', 'grok-4'),
    member: 'num_sources_used',
    source: 'docs.x.ai/developers/pricing',
    answer: completion('grok-4-0709', { ...counts, num_sources_used: 3 }),
    truth: truth(perMillion([1000, 3], [100, 15]), ['search_sources']),
  },
  {
    ...at('groq', 'Groq', 'openai/gpt-oss-120b'),
    member: 'service_tier: flex costs what on_demand costs',
    source: 'console.groq.com/docs/flex-processing',
    answer: completion('openai/gpt-oss-120b', counts, { service_tier: 'flex' }),
    truth: truth(perMillion([1000, 0.15], [100, 0.6])),
  },
  {
    ...at('groq', 'Groq', 'groq/compound'),
    member: 'usage_breakdown by model, executed_tools',
    source: 'console.groq.com/docs/compound',
    answer: completion('groq/compound', counts, {
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'Hello', executed_tools: [{ type: 'search' }] },
          finish_reason: 'stop',
        },
      ],
      usage_breakdown: {
        models: [
          {
            model: 'openai/gpt-oss-120b',
            usage: { prompt_tokens: 900, completion_tokens: 60, total_tokens: 960 },
          },
          {
            model: 'openai/gpt-oss-20b',
            usage: { prompt_tokens: 100, completion_tokens: 40, total_tokens: 140 },
          },
        ],
      },
    }),
    truth: truth(perMillion([900, 0.15], [60, 0.6], [100, 0.075], [40, 0.3]), ['executed_tools']),
  },
  {
    api: 'Groq audio',
    provider: 'groq',
    member: 'seconds, ten at least',
    source: 'console.groq.com/docs/speech-to-text',
    path: '/openai/v1/audio/transcriptions',
    request: { model: 'whisper-large-v3' },
    answer: { text: 'Hello', duration: 4, x_groq: { id: 'req_1' } },
    truth: { inputTokens: null, outputTokens: null, costUsd: (10 * 0.111) / 3600 },
  },
  {
    ...at('deepseek', 'DeepSeek', 'deepseek-v3.2-exp'),
    member: 'prompt_cache_hit_tokens',
    source: 'api-docs.deepseek.com/guides/kv_cache',
    answer: completion('deepseek-v3.1-terminus', {
      ...counts,
      prompt_cache_hit_tokens: 600,
      prompt_cache_miss_tokens: 400,
    }),
    truth: truth(perMillion([400, 0.27], [600, 0.13], [100, 0.95])),
  },
  ...(
    [
      ['num_cached_tokens', { num_cached_tokens: 600 }],
      ['prompt_tokens_details.cached_tokens', { prompt_tokens_details: { cached_tokens: 600 } }],
      ['prompt_token_details.cached_tokens', { prompt_token_details: { cached_tokens: 600 } }],
    ] as const
  ).map(([member, cached]): BillingCase => ({
    ...at('mistral', 'Mistral', 'voxtral-small-latest'),
    member,
    source: 'docs.mistral.ai/studio-api/conversations/advanced/prompt-caching',
    answer: completion('voxtral-small-latest', { ...counts, ...cached }),
    truth: truth(perMillion([400, 0.1], [600, 0.01], [100, 0.4])),
  })),
  {
    ...at('mistral', 'Mistral', 'voxtral-small-latest'),
    member: 'prompt_audio_seconds',
    source: 'docs.mistral.ai/models/voxtral-small-25-07',
    answer: completion('voxtral-small-latest', { ...counts, prompt_audio_seconds: 12 }),
    truth: truth(perMillion([1000, 0.1], [100, 0.4]), ['audio_seconds']),
  },
  {
    api: 'Mistral OCR',
    provider: 'mistral',
    member: 'usage_info.pages_processed',
    source: 'docs.mistral.ai/models/ocr-3-25-12',
    path: '/v1/ocr',
    request: {
      model: 'mistral-ocr-2512',
      document: { type: 'document_url', document_url: 'https://x/1.pdf' },
    },
    answer: {
      pages: [],
      model: 'mistral-ocr-2512',
      usage_info: { pages_processed: 29, doc_size_bytes: 3002783 },
    },
    truth: { inputTokens: null, outputTokens: null, costUsd: 0.058 },
  },
  {
    api: 'Mistral OCR',
    provider: 'mistral',
    member: 'usage_info.pages_processed, annotated',
    source: 'docs.mistral.ai/models/ocr-3-25-12',
    path: '/v1/ocr',
    request: { model: 'mistral-ocr-2512', document_annotation_format: { type: 'json_schema' } },
    answer: {
      pages: [],
      model: 'mistral-ocr-2512',
      usage_info: { pages_processed: 10, doc_size_bytes: null },
    },
    truth: { inputTokens: null, outputTokens: null, costUsd: 0.03 },
  },
  {
    api: 'Mistral conversations',
    provider: 'mistral',
    member: 'connectors, connector_tokens',
    source: 'docs.mistral.ai/agents/agents_and_conversations',
    path: '/v1/conversations',
    request: { model: 'voxtral-small-latest', inputs: 'Hi' },
    answer: {
      object: 'conversation.response',
      conversation_id: 'conv_1',
      model: 'voxtral-small-latest',
      outputs: [],
      usage: { ...counts, connector_tokens: 50, connectors: { web_search: 1 } },
    },
    truth: truth(perMillion([1000, 0.1], [100, 0.4]), ['connector_tokens', 'connector_web_search']),
  },
  {
    api: 'Cohere rerank',
    provider: 'cohere',
    member: 'search_units',
    source: 'cohere.com/pricing: by the search, which the price library does not list',
    path: '/v2/rerank',
    request: { model: 'rerank-v3.5', query: 'Hi', documents: ['a'] },
    answer: { id: 'r-1', results: [], meta: { billed_units: { search_units: 1 } } },
    truth: { inputTokens: null, outputTokens: null, costUsd: null, unpriced: ['model'] },
  },
  {
    api: 'Ollama',
    provider: 'ollama',
    member: 'runs on hardware of the operator’s own',
    source: 'docs.ollama.com/api/chat',
    path: '/api/chat',
    request: { model: 'llama3.2', messages: [{ role: 'user', content: 'Hi' }], stream: false },
    answer: {
      model: 'llama3.2',
      message: { role: 'assistant', content: 'Hello' },
      done: true,
      done_reason: 'stop',
      prompt_eval_count: 1000,
      eval_count: 100,
    },
    truth: truth(null, ['model']),
  },
  {
    ...at('databricks', 'Databricks', 'databricks-claude-sonnet-4'),
    member: 'DBU, by contract',
    source: 'docs.databricks.com/aws/en/machine-learning/foundation-model-apis',
    path: '/chat/completions',
    answer: completion('databricks-claude-sonnet-4', counts),
    truth: truth(null, ['model']),
  },
];

/** Prices an operator set. */
export const overrideCases: BillingCase[] = [
  {
    ...at('openai', 'WEIR_PRICES', 'gpt-audio'),
    member: 'text at the operator’s rates, sound at the published ones',
    source: 'docs/providers.md',
    overrides: { 'gpt-audio': { inputPerMillionUsd: 1, outputPerMillionUsd: 2 } },
    answer: completion('gpt-audio', {
      ...counts,
      prompt_tokens_details: { audio_tokens: 300, cached_tokens: 0 },
      completion_tokens_details: { audio_tokens: 60 },
    }),
    truth: truth(perMillion([700, 1], [300, 32], [40, 2], [60, 64])),
  },
  {
    ...at('openai', 'WEIR_PRICES', 'own-model'),
    member: 'every rate of a model without published ones',
    source: 'docs/providers.md',
    overrides: {
      'openai/own-model': {
        inputPerMillionUsd: 1,
        outputPerMillionUsd: 2,
        cacheReadPerMillionUsd: 0.1,
        inputAudioPerMillionUsd: 10,
        outputAudioPerMillionUsd: 20,
        perThousandUsd: { web_searches: 5 },
      },
    },
    answer: completion('own-model', {
      ...counts,
      prompt_tokens_details: { audio_tokens: 300, cached_tokens: 200 },
      completion_tokens_details: { audio_tokens: 60 },
      num_search_queries: 2,
    }),
    truth: truth(perMillion([500, 1], [200, 0.1], [300, 10], [40, 2], [60, 20]) + 0.01),
  },
  {
    ...at('openai', 'WEIR_PRICES', 'own-model'),
    member: 'what has no rate anywhere',
    source: 'docs/providers.md',
    overrides: { 'own-model': { inputPerMillionUsd: 1, outputPerMillionUsd: 2 } },
    answer: completion('own-model', {
      ...counts,
      prompt_tokens_details: { audio_tokens: 300 },
      num_search_queries: 2,
    }),
    truth: truth(perMillion([700, 1], [100, 2]), ['input_audio_tokens', 'web_searches']),
  },
];

const refusals: readonly (readonly [member: string, usage: object, refused: string[]])[] = [
  [
    '1e308 tokens',
    { prompt_tokens: 1e308, completion_tokens: 1e308, total_tokens: 1e308 },
    ['input', 'output', 'total'],
  ],
  [
    'negative tokens',
    { prompt_tokens: -5, completion_tokens: -1, total_tokens: -6 },
    ['input', 'output', 'total'],
  ],
  [
    'fractions of a token',
    { prompt_tokens: 1.5, completion_tokens: 0.5, total_tokens: 2 },
    ['input', 'output', 'total'],
  ],
  [
    'text',
    { prompt_tokens: 'NaN', completion_tokens: 'NaN', total_tokens: 'NaN' },
    ['input', 'output', 'total'],
  ],
];

/** Numbers that cannot be. */
export const refusedCases: BillingCase[] = refusals.map(([member, usage, refused]) => ({
  ...at('openai', 'Numbers that cannot be', 'gpt-4.1'),
  member,
  source: 'docs/providers.md',
  answer: completion('gpt-4.1', usage),
  truth: { inputTokens: null, outputTokens: null, costUsd: null, refused },
}));
