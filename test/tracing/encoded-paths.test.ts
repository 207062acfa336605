/** A call is the same call however its path is written. Paths: what AWS's, Google's and other SDKs send, and do not. */
import { describe, expect, it } from 'vitest';
import { readablePath } from '../../src/proxy/readable-path.ts';
import { post } from '../helpers/proxy.ts';
import { createWholePath } from '../helpers/whole-path.ts';

const ARN =
  'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-20250514-v1:0';
const converse = {
  request: { messages: [{ role: 'user', content: [{ text: 'Hello' }] }] },
  answer: {
    output: { message: { role: 'assistant', content: [{ text: 'Hi' }] } },
    stopReason: 'end_turn',
    usage: { inputTokens: 1000, outputTokens: 100, totalTokens: 1100 },
    metrics: { latencyMs: 10 },
  },
};
const generate = {
  request: { contents: [{ role: 'user', parts: [{ text: 'Hello' }] }] },
  answer: {
    candidates: [{ content: { role: 'model', parts: [{ text: 'Hi' }] }, finishReason: 'STOP', index: 0 }],
    usageMetadata: { promptTokenCount: 1000, candidatesTokenCount: 100, totalTokenCount: 1100 },
  },
};
const chat = {
  request: { messages: [{ role: 'user', content: 'Hello' }] },
  answer: {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 },
  },
};

const variables = { AWS_REGION: 'us-east-1', AZURE_OPENAI_ENDPOINT: 'https://res.openai.azure.com' };

/** The trace of a call at a path, and the path that went upstream. */
async function trace(path: string, { request, answer }: { request: object; answer: object }) {
  const urls: string[] = [];
  const weir = createWholePath((url) => {
    urls.push(url.href);
    return Response.json(answer);
  }, variables);
  const headers = { authorization: 'Bearer key', 'api-key': 'key', 'x-goog-api-key': 'key' };
  const response = await weir.call(path, post(request, headers));
  await response.text();
  await weir.deliver();
  const { info, spans } = await weir.trace(response);
  return {
    sent: urls[0] ?? '',
    read: {
      name: info.name,
      model: info.model,
      state: info.state,
      usage: info.usage,
      cost: info.cost,
      type: spans[0]?.type,
      operation: spans[0]?.attributes['gen_ai.operation.name'],
      preview: [info.requestPreview, info.responsePreview],
    },
  };
}

const upper = encodeURIComponent(ARN);

describe('a model in the path', () => {
  it.each([
    [
      'an ARN',
      `/bedrock/model/${ARN}/converse`,
      [
        `/bedrock/model/${upper}/converse`,
        `/bedrock/model/${upper.toLowerCase()}/converse`,
        `/bedrock/model/${encodeURIComponent(upper)}/converse`,
        `/bedrock/model/${ARN.replace('/', '%2F')}/converse`,
      ],
      converse,
    ],
    [
      'a version',
      '/bedrock/model/us.amazon.nova-lite-v1:0/converse',
      [
        '/bedrock/model/us.amazon.nova-lite-v1%3A0/converse',
        '/bedrock/model/us.amazon.nova-lite-v1%3a0/converse',
        '/bedrock/model/us%2Eamazon%2Enova%2Dlite-v1%3A0/converse',
      ],
      converse,
    ],
    [
      'a method',
      '/google/v1beta/models/gemini-2.5-flash:generateContent',
      [
        '/google/v1beta/models/gemini-2.5-flash%3AgenerateContent',
        '/google/v1beta/models/gemini-2.5-flash%3agenerateContent',
        '/google/v1beta/models%2Fgemini-2.5-flash:generateContent',
        '/google/v1beta/models%2fgemini-2%2e5-flash%253AgenerateContent',
      ],
      generate,
    ],
    [
      'a deployment',
      '/azure/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21',
      [
        '/azure/openai/deployments/gpt%2D4o/chat/completions?api-version=2024-10-21',
        '/azure/openai/deployments/gpt%252D4o/chat/completions?api-version=2024-10-21',
      ],
      chat,
    ],
    [
      'a name with a sign',
      '/openai/v1/ai/run/@cf/meta/llama-3.1-8b-instruct',
      [
        '/openai/v1/ai/run/%40cf/meta/llama-3.1-8b-instruct',
        '/openai/v1/ai/run/%40cf%2Fmeta%2Fllama-3.1-8b-instruct',
      ],
      chat,
    ],
  ])('F139 is read the same, plain or encoded: %s', async (_name, plain, encoded, call) => {
    const expected = await trace(plain, call);
    if (call !== chat || plain.includes('azure')) expect(expected.read.cost.totalCostUsd).toBeGreaterThan(0);
    for (const path of encoded) {
      const { read, sent } = await trace(path, call);
      expect(read).toEqual(expected.read);
      // Upstream the path goes as it came.
      const [model = ''] = /(?<=\/(?:model|deployments|run)\/|\/models(?:\/|%2f))[^/?]+/i.exec(path) ?? [];
      expect(sent).toContain(model);
    }
  });
});

describe('readablePath', () => {
  it('leaves alone what is no character', () => {
    expect(readablePath('/a%/b%E0%A4%A/%zz/%41')).toBe('/a%/b%E0%A4%A/%zz/A');
    expect(readablePath('/%C3%BC/%e6%9d%b1')).toBe('/ü/東');
  });
});
