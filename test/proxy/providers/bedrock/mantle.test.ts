/**
 * Bedrock's host for OpenAI's and Anthropic's APIs. Sources: docs.aws.amazon.com/bedrock/latest/userguide, "Responses API on
 * the bedrock-mantle endpoint" and "Endpoints supported by Amazon Bedrock"; the clients `BedrockOpenAI` of the npm package
 * openai 7.59.0 and `AnthropicBedrockMantle` of @anthropic-ai/bedrock-sdk.
 */
import { describe, expect, it } from 'vitest';
import { createProxy, post } from '../../../helpers/proxy.ts';
import { createWholePath } from '../../../helpers/whole-path.ts';

const HOST = 'https://bedrock-mantle.us-east-1.api.aws';
const AWS = {
  AWS_ACCESS_KEY_ID: 'AKIASTOREDBYWEIR0001',
  AWS_SECRET_ACCESS_KEY: 'stored+secret/0123456789abcdefghijklmnop',
  AWS_REGION: 'us-east-1',
};
const answering = (secrets: Record<string, string> = {}) =>
  createProxy({ upstream: () => Response.json({}), secrets });

describe('bedrock-mantle', () => {
  it.each([
    ['/v1/chat/completions', '/v1/chat/completions'],
    ['/chat/completions', '/v1/chat/completions'],
    ['/v1/v1/responses', '/v1/responses'],
    ['/responses', '/v1/responses'],
    ['/openai/v1/responses', '/openai/v1/responses'],
    ['/openai/chat/completions', '/openai/v1/chat/completions'],
    ['/anthropic/v1/messages', '/anthropic/v1/messages'],
    ['/anthropic/v1/v1/messages', '/anthropic/v1/messages'],
    ['/anthropic/messages', '/anthropic/v1/messages'],
    ['/v1/messages/count_tokens', '/anthropic/v1/messages/count_tokens'],
    ['/v1/models', '/v1/models'],
  ])('F139 sends %s to %s', async (path, placed) => {
    const proxy = answering();
    await proxy.call(`/bedrock-mantle${path}`, post({}, { authorization: 'Bearer bedrock-key' }));
    expect(proxy.received.map(({ url }) => url)).toEqual([HOST + placed]);
    expect(proxy.received[0]?.headers.get('authorization')).toBe('Bearer bedrock-key');
  });

  it('F139 passes a key in the header of Anthropic’s SDK as it came, unsigned', async () => {
    const proxy = answering(AWS);
    const headers = { 'x-api-key': 'bedrock-key', 'x-weir-key': 'weir_valid' };
    await proxy.call('/bedrock-mantle/anthropic/v1/messages', post({}, headers));
    const sent = proxy.received[0]?.headers;
    expect([sent?.get('x-api-key'), sent?.get('authorization')]).toEqual(['bedrock-key', null]);
  });

  it('F139 puts the stored key in for a Weir key, or signs for the service of that host', async () => {
    const keyed = answering({ AWS_BEARER_TOKEN_BEDROCK: 'stored-key' });
    await keyed.call('/bedrock-mantle/anthropic/v1/messages', post({}, { 'x-api-key': 'weir_valid' }));
    const sent = keyed.received[0]?.headers;
    expect([sent?.get('authorization'), sent?.get('x-api-key')]).toEqual(['Bearer stored-key', null]);

    const signed = answering(AWS);
    await signed.call('/bedrock-mantle/v1/responses', post({}, { authorization: 'Bearer weir_valid' }));
    expect(signed.received[0]?.headers.get('authorization')).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIASTOREDBYWEIR0001\/\d{8}\/us-east-1\/bedrock-mantle\/aws4_request, /,
    );
  });

  it.each([
    [
      '/v1/chat/completions',
      { model: 'openai.gpt-oss-120b', messages: [{ role: 'user', content: 'Hello' }] },
      {
        id: 'chatcmpl-1',
        object: 'chat.completion',
        created: 1_790_000_000,
        model: 'openai.gpt-oss-120b',
        choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
        usage: { prompt_tokens: 1000, completion_tokens: 500, total_tokens: 1500 },
      },
      (1000 * 0.15 + 500 * 0.6) / 1e6,
    ],
    [
      '/openai/v1/responses',
      { model: 'openai.gpt-5.5', input: 'Hello' },
      {
        id: 'resp_1',
        object: 'response',
        created_at: 1_790_000_000,
        status: 'completed',
        model: 'openai.gpt-5.5',
        output: [
          {
            id: 'msg_1',
            type: 'message',
            role: 'assistant',
            status: 'completed',
            content: [{ type: 'output_text', text: 'Hi', annotations: [] }],
          },
        ],
        usage: { input_tokens: 1000, output_tokens: 500, total_tokens: 1500 },
      },
      (1000 * 5.5 + 500 * 33) / 1e6,
    ],
    [
      '/anthropic/v1/messages',
      { model: 'anthropic.claude-opus-4-8', max_tokens: 100, messages: [{ role: 'user', content: 'Hello' }] },
      {
        id: 'msg_1',
        type: 'message',
        role: 'assistant',
        model: 'claude-opus-4-8',
        content: [{ type: 'text', text: 'Hi' }],
        stop_reason: 'end_turn',
        stop_sequence: null,
        usage: { input_tokens: 1000, output_tokens: 500 },
      },
      (1000 * 5.5 + 500 * 27.5) / 1e6,
    ],
  ])('F139 reads and prices %s', async (path, request, answer, costUsd) => {
    const weir = createWholePath(() => Response.json(answer), { AWS_REGION: 'us-east-1' });
    const response = await weir.call(
      `/bedrock-mantle${path}`,
      post(request, { authorization: 'Bearer bedrock-key' }),
    );
    await response.text();
    await weir.deliver();
    const { info } = await weir.trace(response);
    expect(info).toMatchObject({
      state: 'OK',
      name: `chat ${request.model}`,
      provider: 'bedrock-mantle',
      usage: { inputTokens: 1000, outputTokens: 500 },
      requestPreview: 'Hello',
      responsePreview: 'Hi',
    });
    expect(info.cost.totalCostUsd).toBeCloseTo(costUsd, 9);
  });
});
