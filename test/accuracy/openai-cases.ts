/** OpenAI's APIs. */
import { perMillion, type BillingCase } from './billing-case.ts';

const pricing = 'developers.openai.com/api/docs/pricing';
const chat = {
  api: 'OpenAI chat',
  provider: 'openai',
  path: '/v1/chat/completions',
  request: { model: 'gpt-4.1', messages: [{ role: 'user', content: 'Hi' }] },
  source: pricing,
};
const completion = (model: string, usage: object, more: object = {}) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model,
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hello' }, finish_reason: 'stop' }],
  usage,
  ...more,
});
const counts = { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 };
const responses = {
  api: 'OpenAI Responses',
  provider: 'openai',
  path: '/v1/responses',
  request: { model: 'gpt-5', input: 'Hi' },
  source: pricing,
};
const response = (model: string, more: object) => ({
  id: 'resp_1',
  object: 'response',
  status: 'completed',
  model,
  output: [],
  usage: { input_tokens: 1000, output_tokens: 100, total_tokens: 1100 },
  ...more,
});
const images = {
  api: 'OpenAI images',
  provider: 'openai',
  path: '/v1/images/generations',
  source: 'developers.openai.com/api/docs/models/gpt-image-1.5',
};
const truth = (costUsd: number | null, unpriced: string[] = []) => ({
  inputTokens: 1000,
  outputTokens: 100,
  costUsd,
  unpriced,
});
const tier = (model: string, serviceTier: string, costUsd: number | null): BillingCase => ({
  ...chat,
  member: `service_tier: ${serviceTier} (${model})`,
  source: serviceTier === 'priority' ? 'openai.com/api-priority-processing' : pricing,
  answer: completion(model, counts, { service_tier: serviceTier }),
  truth: truth(costUsd, costUsd === null ? ['service_tier'] : []),
});

/** OpenAI's cases. */
export const openaiCases: BillingCase[] = [
  {
    ...chat,
    member: 'prompt_tokens_details.cached_tokens',
    answer: completion('gpt-4.1', { ...counts, prompt_tokens_details: { cached_tokens: 400 } }),
    truth: truth(perMillion([600, 2], [400, 0.5], [100, 8])),
  },
  {
    ...chat,
    member: 'completion_tokens_details.*_prediction_tokens, reasoning_tokens: output like any other',
    answer: completion('gpt-4.1', {
      ...counts,
      completion_tokens_details: {
        accepted_prediction_tokens: 20,
        rejected_prediction_tokens: 30,
        reasoning_tokens: 0,
      },
    }),
    truth: truth(perMillion([1000, 2], [100, 8])),
  },
  {
    ...chat,
    member: 'audio_tokens (gpt-4o-audio-preview)',
    answer: completion('gpt-4o-audio-preview-2025-06-03', {
      ...counts,
      prompt_tokens_details: { audio_tokens: 300, cached_tokens: 0 },
      completion_tokens_details: { audio_tokens: 60 },
    }),
    truth: truth(perMillion([700, 2.5], [300, 40], [40, 10], [60, 80])),
  },
  {
    ...chat,
    member: 'audio_tokens (gpt-audio)',
    answer: completion('gpt-audio', {
      ...counts,
      prompt_tokens_details: { audio_tokens: 300 },
      completion_tokens_details: { audio_tokens: 60 },
    }),
    truth: truth(perMillion([700, 2.5], [300, 32], [40, 10], [60, 64])),
  },
  {
    ...chat,
    member: 'audio_tokens of a model without a rate for sound',
    answer: completion('gpt-4.1', { ...counts, prompt_tokens_details: { audio_tokens: 300 } }),
    truth: truth(perMillion([700, 2], [100, 8]), ['input_audio_tokens']),
  },
  tier('gpt-5', 'priority', perMillion([1000, 2.5], [100, 20])),
  tier('gpt-5-mini', 'priority', perMillion([1000, 0.45], [100, 3.6])),
  tier('gpt-5.5', 'priority', perMillion([1000, 12.5], [100, 75])),
  tier('gpt-4.1-nano', 'priority', perMillion([1000, 0.2], [100, 0.8])),
  tier('gpt-4o-2024-05-13', 'priority', perMillion([1000, 8.75], [100, 26.25])),
  tier('gpt-5.6-sol', 'priority', null),
  tier('gpt-5', 'flex', perMillion([1000, 0.625], [100, 5])),
  tier('gpt-5', 'scale', null),
  {
    ...chat,
    member: 'searches of a search model',
    answer: completion('gpt-4o-search-preview', counts),
    truth: truth(perMillion([1000, 2.5], [100, 10]), ['web_search_requests']),
  },
  {
    ...responses,
    member: 'web_search_call: search, and opening a page',
    answer: response('gpt-5', {
      tools: [{ type: 'web_search' }],
      output: [
        { type: 'web_search_call', id: 'ws_1', status: 'completed', action: { type: 'search', query: 'x' } },
        {
          type: 'web_search_call',
          id: 'ws_2',
          status: 'completed',
          action: { type: 'open_page', url: 'https://x' },
        },
      ],
    }),
    truth: truth(perMillion([1000, 1.25], [100, 10]) + 0.01),
  },
  {
    ...responses,
    member: 'web_search_call of web_search_preview',
    answer: response('gpt-4o', {
      tools: [{ type: 'web_search_preview' }],
      output: [{ type: 'web_search_call', id: 'ws_1', status: 'completed', action: { type: 'search' } }],
    }),
    truth: truth(perMillion([1000, 2.5], [100, 10]) + 0.025),
  },
  {
    ...responses,
    member: 'file_search_call',
    answer: response('gpt-5', { output: [{ type: 'file_search_call', id: 'fs_1', status: 'completed' }] }),
    truth: truth(perMillion([1000, 1.25], [100, 10]) + 0.0025),
  },
  {
    ...responses,
    member: 'code_interpreter_call: containers',
    answer: response('gpt-5', {
      output: [
        { type: 'code_interpreter_call', id: 'ci_1', container_id: 'cntr_1' },
        { type: 'code_interpreter_call', id: 'ci_2', container_id: 'cntr_1' },
      ],
    }),
    truth: truth(perMillion([1000, 1.25], [100, 10]), ['containers']),
  },
  {
    ...responses,
    member: 'image_generation_call',
    answer: response('gpt-5', { output: [{ type: 'image_generation_call', id: 'ig_1', result: 'AAAA' }] }),
    truth: truth(perMillion([1000, 1.25], [100, 10]), ['image_generation_calls']),
  },
  {
    ...responses,
    member: 'a background response that is queued',
    answer: response('gpt-5', { status: 'queued', background: true, usage: null }),
    truth: { inputTokens: null, outputTokens: null, costUsd: null },
  },
  {
    ...responses,
    member: 'a background response, retrieved',
    method: 'GET',
    path: '/v1/responses/resp_1',
    request: undefined,
    answer: response('gpt-5', { background: true }),
    truth: truth(perMillion([1000, 1.25], [100, 10])),
  },
  {
    ...responses,
    member: 'a response that is retrieved is never estimated',
    method: 'GET',
    path: '/v1/responses/resp_1',
    request: undefined,
    answer: response('gpt-5', {
      output: [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Hello' }] }],
    }),
    truth: { inputTokens: null, outputTokens: null, costUsd: null },
  },
  {
    ...images,
    member: 'image_tokens in and out (gpt-image-1.5)',
    request: { model: 'gpt-image-1.5', prompt: 'A cat' },
    answer: {
      created: 1,
      data: [{ b64_json: 'AAAA' }],
      usage: {
        input_tokens: 1000,
        input_tokens_details: { image_tokens: 900, text_tokens: 100 },
        output_tokens: 4200,
        output_tokens_details: { image_tokens: 4160, text_tokens: 40 },
        total_tokens: 5200,
      },
    },
    truth: {
      inputTokens: 1000,
      outputTokens: 4200,
      costUsd: perMillion([100, 5], [900, 8], [40, 10], [4160, 32]),
    },
  },
  {
    ...images,
    member: 'image_tokens (gpt-image-1, all of whose output is pictures)',
    source: 'developers.openai.com/api/docs/models/gpt-image-1',
    request: { model: 'gpt-image-1', prompt: 'A cat' },
    answer: {
      created: 1,
      data: [{ b64_json: 'AAAA' }],
      usage: {
        input_tokens: 50,
        input_tokens_details: { image_tokens: 40, text_tokens: 10 },
        output_tokens: 4160,
        total_tokens: 4210,
      },
    },
    truth: { inputTokens: 50, outputTokens: 4160, costUsd: perMillion([10, 5], [40, 10], [4160, 40]) },
  },
  {
    ...images,
    member: 'pictures without tokens (dall-e-3), by size and quality',
    source: pricing,
    request: { model: 'dall-e-3', prompt: 'A cat' },
    answer: { created: 1, data: [{ url: 'https://x/1.png' }] },
    truth: { inputTokens: null, outputTokens: null, costUsd: null, unpriced: ['model'] },
  },
  {
    api: 'OpenAI audio',
    member: 'duration (whisper-1)',
    source: `${pricing}: 0.006 USD a minute`,
    provider: 'openai',
    path: '/v1/audio/transcriptions',
    request: { model: 'whisper-1' },
    answer: { text: 'Hello', usage: { type: 'duration', seconds: 90 } },
    truth: { inputTokens: null, outputTokens: null, costUsd: 0.009 },
  },
  {
    api: 'OpenAI audio',
    member: 'tokens of sound and text (gpt-4o-transcribe)',
    source: pricing,
    provider: 'openai',
    path: '/v1/audio/transcriptions',
    request: { model: 'gpt-4o-transcribe' },
    answer: {
      text: 'Hello',
      usage: {
        type: 'tokens',
        input_tokens: 100,
        input_token_details: { text_tokens: 20, audio_tokens: 80 },
        output_tokens: 30,
        total_tokens: 130,
      },
    },
    truth: { inputTokens: 100, outputTokens: 30, costUsd: perMillion([20, 2.5], [80, 6], [30, 10]) },
  },
  {
    api: 'OpenAI embeddings',
    member: 'prompt_tokens',
    source: pricing,
    provider: 'openai',
    path: '/v1/embeddings',
    request: { model: 'text-embedding-3-large', input: 'Hi' },
    answer: {
      object: 'list',
      model: 'text-embedding-3-large',
      data: [{ object: 'embedding', index: 0, embedding: [0.1] }],
      usage: { prompt_tokens: 1000, total_tokens: 1000 },
    },
    truth: { inputTokens: 1000, outputTokens: 0, costUsd: perMillion([1000, 0.13]) },
  },
  {
    api: 'OpenAI moderations',
    member: 'free',
    source: pricing,
    provider: 'openai',
    path: '/v1/moderations',
    request: { model: 'omni-moderation-latest', input: 'Hi' },
    answer: { id: 'modr-1', model: 'omni-moderation-latest', results: [{ flagged: false }] },
    truth: { inputTokens: null, outputTokens: null, costUsd: null },
  },
  {
    api: 'OpenAI videos',
    member: 'seconds',
    source: pricing,
    provider: 'openai',
    path: '/v1/videos',
    request: { model: 'sora-2', prompt: 'A cat', seconds: '8' },
    answer: {
      id: 'video_1',
      object: 'video',
      model: 'sora-2',
      status: 'queued',
      seconds: '8',
      size: '720x1280',
    },
    truth: { inputTokens: null, outputTokens: null, costUsd: null, unpriced: ['model'] },
  },
];
