/** Anthropic's Messages API, and Claude at Amazon Bedrock. */
import { eventStream, perMillion, type BillingCase } from './billing-case.ts';

const docs = 'platform.claude.com/docs/en';
const request = { model: 'claude-sonnet-4-6', max_tokens: 100, messages: [{ role: 'user', content: 'Hi' }] };
const message = (model: string, usage: object, content: object[] = [{ type: 'text', text: 'Hello' }]) => ({
  id: 'msg_01',
  type: 'message',
  role: 'assistant',
  model,
  content,
  stop_reason: 'end_turn',
  usage,
});
const anthropic = { api: 'Anthropic Messages', provider: 'anthropic', path: '/v1/messages', request };

/** Rates of Claude Sonnet 4.6: 3 in, 15 out, cache 0.3 read, 3.75 and 6 written. */
const counts = {
  input_tokens: 100,
  cache_creation_input_tokens: 3000,
  cache_read_input_tokens: 5000,
  output_tokens: 200,
};
const countsUsd = perMillion([100, 3], [3000, 3.75], [5000, 0.3], [200, 15]);

/** The example of Compaction: the counts at the top leave the compaction out. */
const compaction = {
  input_tokens: 23_000,
  output_tokens: 1000,
  iterations: [
    { type: 'compaction', input_tokens: 180_000, output_tokens: 3500 },
    { type: 'message', input_tokens: 23_000, output_tokens: 1000 },
  ],
};
const compactionTruth = {
  inputTokens: 203_000,
  outputTokens: 4500,
  costUsd: perMillion([203_000, 3], [4500, 15]),
};

/** Anthropic's cases. */
export const anthropicCases: BillingCase[] = [
  {
    ...anthropic,
    member: 'cache_creation_input_tokens, cache_read_input_tokens',
    source: `${docs}/build-with-claude/prompt-caching`,
    answer: message('claude-sonnet-4-6', counts),
    truth: { inputTokens: 8100, outputTokens: 200, costUsd: countsUsd },
  },
  {
    ...anthropic,
    member: 'cache_creation.ephemeral_1h_input_tokens',
    source: `${docs}/build-with-claude/prompt-caching`,
    answer: message('claude-sonnet-4-6', {
      ...counts,
      cache_creation: { ephemeral_5m_input_tokens: 1000, ephemeral_1h_input_tokens: 2000 },
    }),
    truth: {
      inputTokens: 8100,
      outputTokens: 200,
      costUsd: perMillion([100, 3], [1000, 3.75], [2000, 6], [5000, 0.3], [200, 15]),
    },
  },
  {
    ...anthropic,
    member: 'iterations: compaction',
    source: `${docs}/build-with-claude/compaction`,
    answer: message('claude-sonnet-4-6', compaction),
    truth: compactionTruth,
  },
  {
    ...anthropic,
    member: 'iterations: compaction, streamed with compaction_delta',
    source: `${docs}/build-with-claude/compaction`,
    answer: eventStream(
      {
        type: 'message_start',
        message: message('claude-sonnet-4-6', { input_tokens: 23_000, output_tokens: 1 }, []),
      },
      { type: 'content_block_start', index: 0, content_block: { type: 'compaction', content: '' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'compaction_delta', content: 'Summary: …' } },
      { type: 'content_block_stop', index: 0 },
      { type: 'content_block_start', index: 1, content_block: { type: 'text', text: '' } },
      { type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text: 'Hello' } },
      { type: 'content_block_stop', index: 1 },
      {
        type: 'message_delta',
        delta: { stop_reason: 'end_turn' },
        usage: compaction,
        context_management: { applied_edits: [{ type: 'compact_20260112' }] },
      },
      { type: 'message_stop' },
    ),
    truth: compactionTruth,
  },
  {
    ...anthropic,
    member: 'iterations: advisor_message, at the advisor’s rates',
    source: `${docs}/agents-and-tools/tool-use/advisor-tool, Usage and billing`,
    answer: message('claude-sonnet-4-6', {
      input_tokens: 412,
      cache_read_input_tokens: 0,
      cache_creation_input_tokens: 0,
      output_tokens: 531,
      iterations: [
        {
          type: 'message',
          input_tokens: 412,
          cache_read_input_tokens: 0,
          cache_creation_input_tokens: 0,
          output_tokens: 89,
        },
        {
          type: 'advisor_message',
          model: 'claude-fable-5',
          input_tokens: 823,
          cache_read_input_tokens: 0,
          cache_creation_input_tokens: 0,
          output_tokens: 1612,
        },
        {
          type: 'message',
          input_tokens: 1348,
          cache_read_input_tokens: 412,
          cache_creation_input_tokens: 0,
          output_tokens: 442,
        },
      ],
    }),
    truth: {
      inputTokens: 412 + 823 + 1348 + 412,
      outputTokens: 89 + 1612 + 442,
      costUsd: perMillion([412 + 1348, 3], [412, 0.3], [89 + 442, 15], [823, 10], [1612, 50]),
    },
  },
  {
    ...anthropic,
    member: 'iterations: advisor_message of a model without a price',
    source: `${docs}/agents-and-tools/tool-use/advisor-tool, Usage and billing`,
    answer: message('claude-sonnet-4-6', {
      input_tokens: 10,
      output_tokens: 20,
      iterations: [
        { type: 'message', input_tokens: 10, output_tokens: 20 },
        { type: 'advisor_message', model: 'claude-next-9', input_tokens: 7, output_tokens: 5 },
      ],
    }),
    truth: {
      inputTokens: 17,
      outputTokens: 25,
      costUsd: perMillion([10, 3], [20, 15]),
      unpriced: ['model:claude-next-9'],
    },
  },
  {
    ...anthropic,
    member: 'server_tool_use.web_search_requests, web_fetch_requests',
    source: `${docs}/about-claude/pricing: 10 USD per thousand searches; fetches cost their tokens alone`,
    answer: message('claude-sonnet-4-6', {
      input_tokens: 100,
      output_tokens: 10,
      server_tool_use: { web_search_requests: 3, web_fetch_requests: 2 },
    }),
    truth: { inputTokens: 100, outputTokens: 10, costUsd: perMillion([100, 3], [10, 15]) + 0.03 },
  },
  {
    ...anthropic,
    member: 'server_tool_use.code_execution_requests',
    source: `${docs}/about-claude/pricing: by the hour a container ran, which no answer tells`,
    answer: message('claude-sonnet-4-6', {
      input_tokens: 100,
      output_tokens: 10,
      server_tool_use: { code_execution_requests: 1 },
    }),
    truth: {
      inputTokens: 100,
      outputTokens: 10,
      costUsd: perMillion([100, 3], [10, 15]),
      unpriced: ['code_execution_requests'],
    },
  },
  {
    ...anthropic,
    member: 'inference_geo: us',
    source: `${docs}/manage-claude/data-residency: 1.1 times for Opus 4.6 and later`,
    answer: message('claude-opus-4-6', { input_tokens: 1000, output_tokens: 100, inference_geo: 'us' }),
    truth: { inputTokens: 1000, outputTokens: 100, costUsd: perMillion([1000, 5.5], [100, 27.5]) },
  },
  {
    ...anthropic,
    member: 'inference_geo: global, and of an older model',
    source: `${docs}/manage-claude/data-residency`,
    answer: message('claude-sonnet-4-5', { input_tokens: 1000, output_tokens: 100, inference_geo: 'global' }),
    truth: { inputTokens: 1000, outputTokens: 100, costUsd: perMillion([1000, 3], [100, 15]) },
  },
  {
    ...anthropic,
    member: 'inference_geo of another place',
    source: `${docs}/manage-claude/data-residency`,
    answer: message('claude-opus-4-6', { input_tokens: 1000, output_tokens: 100, inference_geo: 'eu' }),
    truth: { inputTokens: 1000, outputTokens: 100, costUsd: null, unpriced: ['inference_geo'] },
  },
  {
    ...anthropic,
    member: 'service_tier: batch',
    source: `${docs}/build-with-claude/batch-processing: half`,
    answer: message('claude-sonnet-4-6', { input_tokens: 1000, output_tokens: 100, service_tier: 'batch' }),
    truth: { inputTokens: 1000, outputTokens: 100, costUsd: perMillion([1000, 1.5], [100, 7.5]) },
  },
  {
    ...anthropic,
    member: 'speed: fast (Opus 4.7: 30 and 150 USD), with inference_geo',
    source: `${docs}/build-with-claude/fast-mode: stacks with data residency`,
    answer: message('claude-opus-4-7', {
      input_tokens: 1000,
      output_tokens: 100,
      speed: 'fast',
      inference_geo: 'us',
    }),
    truth: { inputTokens: 1000, outputTokens: 100, costUsd: perMillion([1000, 33], [100, 165]) },
  },
  {
    ...anthropic,
    member: 'speed: fast of a model whose price for it is not known',
    source: `${docs}/about-claude/pricing, Fast mode pricing`,
    answer: message('claude-opus-5-5', { input_tokens: 1000, output_tokens: 100, speed: 'fast' }),
    truth: { inputTokens: 1000, outputTokens: 100, costUsd: null, unpriced: ['service_tier'] },
  },
  {
    ...anthropic,
    member: 'service_tier: priority',
    source: `${docs}/api/service-tiers: by commitment`,
    answer: message('claude-opus-4-7', { input_tokens: 1000, output_tokens: 100, service_tier: 'priority' }),
    truth: { inputTokens: 1000, outputTokens: 100, costUsd: null, unpriced: ['service_tier'] },
  },
];

const bedrock = {
  api: 'Bedrock Converse',
  provider: 'bedrock',
  path: '/model/global.anthropic.claude-opus-4-6-v1%3A0/converse',
  request: { messages: [{ role: 'user', content: [{ text: 'Hi' }] }] },
};
const turn = (usage: object, more: object = {}) => ({
  output: { message: { role: 'assistant', content: [{ text: 'Hello' }] } },
  stopReason: 'end_turn',
  usage,
  ...more,
});

const invoked = {
  ...bedrock,
  api: 'Bedrock InvokeModel',
  path: '/model/global.anthropic.claude-opus-4-6-v1%3A0/invoke',
  request: {
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: 9,
    messages: [{ role: 'user', content: 'Hi' }],
  },
};

/** Bedrock's cases. Rates of Claude Opus 4.6, global: 5 in, 25 out, cache 0.5 read, 6.25 and 10 written. */
export const bedrockCases: BillingCase[] = [
  {
    ...bedrock,
    member: 'cacheWriteInputTokens by lifetime (cacheDetails)',
    source: 'docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html',
    answer: turn({
      inputTokens: 10,
      outputTokens: 20,
      totalTokens: 3030,
      cacheReadInputTokens: 0,
      cacheWriteInputTokens: 3000,
      cacheDetails: [
        { ttl: '1h', inputTokens: 1000 },
        { ttl: '5m', inputTokens: 2000 },
      ],
    }),
    truth: {
      inputTokens: 3010,
      outputTokens: 20,
      costUsd: perMillion([10, 5], [2000, 6.25], [1000, 10], [20, 25]),
    },
  },
  {
    ...bedrock,
    member: 'serviceTier: flex and priority',
    source: 'aws.amazon.com/bedrock/pricing: flex half, priority not published by model',
    answer: turn(
      { inputTokens: 1000, outputTokens: 100, totalTokens: 1100 },
      { serviceTier: { type: 'priority' } },
    ),
    truth: { inputTokens: 1000, outputTokens: 100, costUsd: null, unpriced: ['service_tier'] },
  },
  {
    ...bedrock,
    member: 'performanceConfig.latency: optimized',
    source: 'docs.aws.amazon.com/bedrock/latest/userguide/latency-optimized-inference.html',
    answer: turn(
      { inputTokens: 1000, outputTokens: 100, totalTokens: 1100 },
      { performanceConfig: { latency: 'optimized' } },
    ),
    truth: { inputTokens: 1000, outputTokens: 100, costUsd: null, unpriced: ['latency'] },
  },
  {
    ...bedrock,
    member: 'guardrail units',
    source: 'docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_GuardrailUsage.html',
    answer: turn(
      { inputTokens: 1000, outputTokens: 100, totalTokens: 1100 },
      {
        trace: {
          guardrail: {
            inputAssessment: {
              gr1: {
                invocationMetrics: {
                  usage: {
                    topicPolicyUnits: 1,
                    contentPolicyUnits: 2,
                    wordPolicyUnits: 1,
                    sensitiveInformationPolicyFreeUnits: 1,
                  },
                },
              },
            },
          },
        },
      },
    ),
    truth: {
      inputTokens: 1000,
      outputTokens: 100,
      costUsd: perMillion([1000, 5], [100, 25]),
      unpriced: ['guardrail_topicPolicyUnits', 'guardrail_contentPolicyUnits'],
    },
  },
  {
    ...invoked,
    member: 'cache_creation by lifetime, guardrail units of amazon-bedrock-trace',
    source: 'docs.aws.amazon.com/bedrock/latest/userguide/guardrails-use-invoke-api.html',
    answer: {
      ...message('claude-opus-4-6', {
        input_tokens: 10,
        cache_creation_input_tokens: 3000,
        cache_creation: { ephemeral_5m_input_tokens: 2000, ephemeral_1h_input_tokens: 1000 },
        output_tokens: 20,
      }),
      'amazon-bedrock-trace': {
        guardrail: { outputs: [{ gr1: { invocationMetrics: { usage: { contentPolicyUnits: 1 } } } }] },
      },
    },
    truth: {
      inputTokens: 3010,
      outputTokens: 20,
      costUsd: perMillion([10, 5], [2000, 6.25], [1000, 10], [20, 25]),
      unpriced: ['guardrail_contentPolicyUnits'],
    },
  },
  {
    ...invoked,
    member: 'X-Amzn-Bedrock-PerformanceConfig-Latency: optimized',
    source: 'docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html',
    responseHeaders: { 'x-amzn-bedrock-performanceconfig-latency': 'optimized' },
    answer: message('claude-opus-4-6', { input_tokens: 1000, output_tokens: 100 }),
    truth: { inputTokens: 1000, outputTokens: 100, costUsd: null, unpriced: ['latency'] },
  },
  {
    ...bedrock,
    api: 'Bedrock ApplyGuardrail',
    member: 'usage: units by policy',
    source: 'docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ApplyGuardrail.html',
    path: '/guardrail/gr1/version/1/apply',
    request: { source: 'INPUT', content: [{ text: { text: 'Hi' } }] },
    answer: {
      action: 'NONE',
      outputs: [],
      assessments: [],
      usage: { topicPolicyUnits: 1, wordPolicyUnits: 1 },
    },
    truth: { inputTokens: null, outputTokens: null, costUsd: null, unpriced: ['guardrail_topicPolicyUnits'] },
  },
];
