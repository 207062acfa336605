/** Gemini's APIs. */
import { perMillion, type BillingCase } from './billing-case.ts';

const pricing = 'ai.google.dev/gemini-api/docs/pricing';
const gemini = (model: string) => ({
  api: 'Gemini generateContent',
  provider: 'google',
  path: `/v1beta/models/${model}:generateContent`,
  request: { contents: [{ role: 'user', parts: [{ text: 'Hi' }] }] },
  source: pricing,
});
const answer = (usageMetadata: object, candidate: object = {}) => ({
  candidates: [
    { content: { role: 'model', parts: [{ text: 'Hello' }] }, finishReason: 'STOP', index: 0, ...candidate },
  ],
  usageMetadata,
  responseId: 'r-1',
});
const flash = gemini('gemini-2.5-flash');
const counts = { promptTokenCount: 1000, candidatesTokenCount: 100, totalTokenCount: 1100 };
const truth = (costUsd: number | null, unpriced: string[] = []) => ({
  inputTokens: 1000,
  outputTokens: 100,
  costUsd,
  unpriced,
});
/** Gemini 2.5 Flash: 0.3 in, 1 for sound, 2.5 out, 0.03 and 0.1 cached. */
const plainUsd = perMillion([1000, 0.3], [100, 2.5]);

const interaction = (more: object) => ({
  id: 'int_1',
  object: 'interaction',
  model: 'gemini-2.5-flash',
  status: 'completed',
  steps: [{ type: 'model_output', content: [{ type: 'text', text: 'Hello' }] }],
  usage: { total_input_tokens: 1000, total_output_tokens: 100, total_tokens: 1100 },
  ...more,
});
const interactions = {
  api: 'Gemini Interactions',
  provider: 'google',
  path: '/v1beta/interactions',
  request: { model: 'gemini-2.5-flash', input: 'Hi' },
  source: 'ai.google.dev/api/interactions-api',
};

/** Gemini's cases. */
export const googleCases: BillingCase[] = [
  {
    ...flash,
    member: 'thoughtsTokenCount, toolUsePromptTokenCount',
    answer: answer({
      promptTokenCount: 600,
      toolUsePromptTokenCount: 400,
      candidatesTokenCount: 40,
      thoughtsTokenCount: 60,
      totalTokenCount: 1100,
    }),
    truth: truth(plainUsd),
  },
  {
    ...flash,
    member: 'promptTokensDetails: AUDIO, IMAGE, VIDEO; cacheTokensDetails',
    answer: answer({
      ...counts,
      cachedContentTokenCount: 300,
      promptTokensDetails: [
        { modality: 'TEXT', tokenCount: 400 },
        { modality: 'AUDIO', tokenCount: 300 },
        { modality: 'IMAGE', tokenCount: 200 },
        { modality: 'VIDEO', tokenCount: 100 },
      ],
      cacheTokensDetails: [
        { modality: 'TEXT', tokenCount: 100 },
        { modality: 'AUDIO', tokenCount: 200 },
      ],
    }),
    truth: truth(perMillion([600, 0.3], [100, 1], [100, 0.03], [200, 0.1], [100, 2.5])),
  },
  {
    ...gemini('gemini-2.5-flash-image'),
    member: 'candidatesTokensDetails: IMAGE',
    answer: answer({
      promptTokenCount: 1000,
      candidatesTokenCount: 1300,
      totalTokenCount: 2300,
      candidatesTokensDetails: [{ modality: 'IMAGE', tokenCount: 1290 }],
    }),
    truth: { inputTokens: 1000, outputTokens: 1300, costUsd: perMillion([1000, 0.3], [10, 2.5], [1290, 30]) },
  },
  {
    ...gemini('gemini-3-pro-image-preview'),
    member: 'candidatesTokensDetails: IMAGE (a 4K picture is 2,000 tokens: 0.24 USD)',
    answer: answer({
      promptTokenCount: 1000,
      candidatesTokenCount: 2000,
      totalTokenCount: 3000,
      candidatesTokensDetails: [{ modality: 'IMAGE', tokenCount: 2000 }],
    }),
    truth: { inputTokens: 1000, outputTokens: 2000, costUsd: perMillion([1000, 2]) + 0.24 },
  },
  {
    ...flash,
    member: 'pictures and sound of a model without a rate for them',
    answer: answer({ ...counts, candidatesTokensDetails: [{ modality: 'IMAGE', tokenCount: 80 }] }),
    truth: truth(perMillion([1000, 0.3], [20, 2.5]), ['output_image_tokens']),
  },
  {
    ...gemini('gemini-2.5-flash-preview-tts'),
    member: 'candidatesTokensDetails: AUDIO (speech)',
    answer: answer({ ...counts, candidatesTokensDetails: [{ modality: 'AUDIO', tokenCount: 100 }] }),
    truth: truth(perMillion([1000, 0.5], [100, 10])),
  },
  ...['flex', 'SERVICE_TIER_FLEX'].map((serviceTier): BillingCase => ({
    ...flash,
    member: `serviceTier: ${serviceTier}`,
    source: 'ai.google.dev/gemini-api/docs/optimization: half',
    answer: answer({ ...counts, serviceTier }),
    truth: truth(plainUsd / 2),
  })),
  {
    ...flash,
    member: 'serviceTier: standard',
    answer: answer({ ...counts, serviceTier: 'standard' }),
    truth: truth(plainUsd),
  },
  {
    ...flash,
    member: 'serviceTier: priority (not published for all models)',
    answer: answer({ ...counts, serviceTier: 'priority' }),
    truth: truth(null, ['service_tier']),
  },
  {
    ...gemini('gemini-3.7-flash'),
    member: 'serviceTier: priority (gemini-3.7-flash: 1.8 times)',
    answer: answer({ ...counts, serviceTier: 'priority' }),
    truth: truth(perMillion([1000, 0.75 * 1.8], [100, 3.75 * 1.8])),
  },
  ...(
    [
      ['ON_DEMAND', plainUsd],
      ['ON_DEMAND_FLEX', plainUsd / 2],
      ['PROVISIONED_THROUGHPUT', null],
    ] as const
  ).map(([trafficType, usd]): BillingCase => ({
    ...flash,
    member: `trafficType: ${trafficType}`,
    source: 'cloud.google.com/vertex-ai/generative-ai/docs/reference/rest/v1/GenerateContentResponse',
    answer: answer({ ...counts, trafficType }),
    truth: truth(usd, usd === null ? ['service_tier'] : []),
  })),
  {
    ...flash,
    member: 'groundingMetadata.webSearchQueries',
    source: `${pricing}: free up to a daily number for the project, which no answer tells`,
    answer: answer(counts, {
      groundingMetadata: { webSearchQueries: ['a', 'b'], groundingChunks: [{ web: { uri: 'https://x' } }] },
    }),
    truth: truth(plainUsd, ['google_search']),
  },
  {
    ...flash,
    member: 'groundingMetadata: places of Google Maps',
    source: `${pricing}: likewise`,
    answer: answer(counts, {
      groundingMetadata: { groundingChunks: [{ maps: { uri: 'https://x', title: 'Cafe' } }] },
    }),
    truth: truth(plainUsd, ['google_maps']),
  },
  {
    ...flash,
    api: 'Gemini cachedContents',
    member: 'token storage by the hour',
    path: '/v1beta/cachedContents',
    request: { model: 'models/gemini-2.5-flash', ttl: '300s', contents: [] },
    answer: {
      name: 'cachedContents/1',
      model: 'models/gemini-2.5-flash',
      usageMetadata: { totalTokenCount: 5000 },
    },
    truth: { inputTokens: null, outputTokens: null, costUsd: null, unpriced: ['cached_content_tokens'] },
  },
  {
    ...gemini('gemini-embedding-2'),
    api: 'Gemini embedContent',
    member: 'promptTokenDetails: IMAGE',
    path: '/v1beta/models/gemini-embedding-2:embedContent',
    answer: {
      embedding: { values: [0.1] },
      usageMetadata: { promptTokenCount: 300, promptTokenDetails: [{ modality: 'IMAGE', tokenCount: 258 }] },
    },
    truth: { inputTokens: 300, outputTokens: 0, costUsd: perMillion([42, 0.2], [258, 0.45]) },
  },
  {
    ...interactions,
    member: 'input_tokens_by_modality, total_cached_tokens, total_thought_tokens',
    answer: interaction({
      usage: {
        total_input_tokens: 1000,
        input_tokens_by_modality: [
          { modality: 'text', tokens: 800 },
          { modality: 'audio', tokens: 200 },
        ],
        total_cached_tokens: 100,
        cached_tokens_by_modality: [{ modality: 'text', tokens: 100 }],
        total_output_tokens: 40,
        total_thought_tokens: 60,
        total_tokens: 1100,
      },
    }),
    truth: truth(perMillion([700, 0.3], [200, 1], [100, 0.03], [100, 2.5])),
  },
  {
    ...interactions,
    member: 'grounding_tool_count',
    answer: interaction({
      usage: {
        total_input_tokens: 1000,
        total_output_tokens: 100,
        total_tokens: 1100,
        grounding_tool_count: [{ type: 'google_search', count: 2 }],
      },
    }),
    truth: truth(plainUsd, ['google_search']),
  },
  {
    ...interactions,
    member: 'an interaction in the background, under way',
    request: { agent: 'deep-research-pro-preview-12-2025', input: 'Hi', background: true },
    answer: { id: 'int_1', object: 'interaction', status: 'in_progress' },
    truth: { inputTokens: null, outputTokens: null, costUsd: null },
  },
  {
    ...interactions,
    member: 'an interaction in the background, retrieved',
    method: 'GET',
    path: '/v1beta/interactions/int_1',
    request: undefined,
    answer: interaction({}),
    truth: truth(plainUsd),
  },
];
