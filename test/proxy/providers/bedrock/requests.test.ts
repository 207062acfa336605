import { describe, expect, it } from 'vitest';
import { bedrockDialect } from '../../../../src/proxy/providers/bedrock/index.ts';
import { cachedText, citations, guardrail, NOVA, parallelTools } from '../../../fixtures/bedrock/converse.ts';
import { bytesOf, EVENT_STREAM, type FrameFixture } from '../../../fixtures/bedrock/frames.ts';
import { claude, cohereChat, llama, nova, titan } from '../../../fixtures/bedrock/invoke.ts';
import { used } from '../../../fixtures/openai/fixture.ts';
import { readableCall, type FixtureCall } from '../../../helpers/readable-call.ts';

function read(call: FixtureCall) {
  const readable = readableCall(call);
  const reading = bedrockDialect.callFor('POST', readable.path)?.read(readable);
  if (reading === undefined) throw new Error(`no call at ${readable.path}`);
  return reading;
}
const readStream = ({ path, request, frames }: FrameFixture, more: Partial<FixtureCall> = {}) =>
  read({ path, request, response: bytesOf(frames), responseType: EVENT_STREAM, ...more });
const modelPath = (model: string, operation = 'converse') =>
  `/model/${encodeURIComponent(model)}/${operation}`;

describe('the model', () => {
  const account = 'arn:aws:bedrock:us-east-1:123456789012';
  it.each([
    [NOVA, NOVA],
    ['us.anthropic.claude-sonnet-4-20250514-v1:0', 'us.anthropic.claude-sonnet-4-20250514-v1:0'],
    ['arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0', NOVA],
    [
      `${account}:inference-profile/eu.anthropic.claude-sonnet-4-20250514-v1:0`,
      'eu.anthropic.claude-sonnet-4-20250514-v1:0',
    ],
    ['arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/amazon.nova-lite-v1:0', NOVA],
    [`${account}:application-inference-profile/a1b2c3`, `${account}:application-inference-profile/a1b2c3`],
    [`${account}:provisioned-model/abc`, `${account}:provisioned-model/abc`],
  ])('%s is %s', (inPath, told) => {
    expect(read({ path: modelPath(inPath), response: '{}' }).requestModel).toBe(told);
    expect(read({ path: `/model/${inPath}/converse`, response: '{}' }).requestModel).toBe(told);
  });

  it('is named by a prompt router that chose it', () => {
    expect(readStream(guardrail)).toMatchObject({
      requestModel: 'arn:aws:bedrock:us-east-1:123456789012:default-prompt-router/anthropic.claude:1',
      responseModel: 'us.anthropic.claude-3-5-haiku-20241022-v1:0',
    });
  });

  it('is named by the vendor only where the path does not tell: its name lacks the profile that sets the price', () => {
    expect(readStream(claude).responseModel).toBeNull();
    const path = modelPath(`${account}:application-inference-profile/a1b2c3`, 'invoke-with-response-stream');
    expect(readStream(claude, { path })).toMatchObject({
      responseModel: 'claude-3-5-haiku-20241022',
      usage: claude.usage,
    });
  });
});

describe('the request', () => {
  it('of Converse tells parameters, tags and the question', () => {
    expect(readStream(cachedText)).toMatchObject({
      parameters: { max_tokens: 300, temperature: 0.5, top_p: 0.9, top_k: 50, stop_sequences: ['END'] },
      tags: { feature: 'greeting' },
      requestPreview: 'Greet Tokyo.',
      inputText: 'Be brief.\nGreet Tokyo.',
      serviceTier: 'default',
    });
  });

  it('of Converse tells tools in MLflow’s shape; a cache point is none', () => {
    expect(readStream(parallelTools).tools).toEqual([
      {
        type: 'function',
        function: {
          name: 'weather',
          description: 'Weather now',
          parameters: { type: 'object', properties: {} },
        },
      },
      { type: 'function', function: { name: 'nova_grounding' } },
    ]);
  });

  it('of Converse counts calls and results of tools, reasoning and guarded text, and no document', () => {
    const messages = [
      {
        role: 'user',
        content: [{ guardContent: { text: { text: 'Guarded?' } } }, { image: { source: { bytes: 'AA==' } } }],
      },
      {
        role: 'assistant',
        content: [
          { reasoningContent: { reasoningText: { text: 'Hm.' } } },
          { toolUse: { toolUseId: 't', name: 'f', input: { q: 1 } } },
        ],
      },
      {
        role: 'user',
        content: [{ toolResult: { toolUseId: 't', content: [{ json: { a: 1 } }, { text: 'Result' }] } }],
      },
    ];
    expect(read({ path: modelPath(NOVA), request: { messages }, response: '{}' })).toMatchObject({
      requestPreview: 'Guarded?',
      inputText: 'Guarded?\nHm.\n{"q":1}\n{"a":1}\nResult',
    });
    expect(readStream(citations).inputText).toBe('Cite.');
  });

  it('of a vendor tells its parameters and its question', () => {
    expect(readStream(llama)).toMatchObject({
      parameters: { max_tokens: 100, temperature: 0.2, top_p: 0.9 },
      requestPreview: 'Greet.',
    });
    expect(readStream(titan)).toMatchObject({
      parameters: { max_tokens: 100, top_p: 0.9, stop_sequences: ['|'] },
      requestPreview: 'Greet.',
    });
    expect(readStream(nova)).toMatchObject({
      parameters: { max_tokens: 100, top_k: 20 },
      requestPreview: 'Greet.',
    });
    expect(readStream(cohereChat)).toMatchObject({
      parameters: { max_tokens: 100 },
      requestPreview: 'Greet.',
    });
    expect(readStream(claude)).toMatchObject({
      parameters: { max_tokens: 300 },
      requestPreview: 'Weather?',
      tools: [{ type: 'function', function: { name: 'weather', parameters: { type: 'object' } } }],
    });
  });
});

describe('calls without a stream', () => {
  const counts = { 'x-amzn-bedrock-input-token-count': '12' };

  it('embeddings keep the length of a vector in place of it, and count input alone', () => {
    const vector = Array.from({ length: 1024 }, () => 0.1);
    const path = modelPath('amazon.titan-embed-text-v2:0', 'invoke');
    const titanAnswer = { embedding: vector, embeddingsByType: { float: vector }, inputTextTokenCount: 12 };
    expect(
      read({ path, request: { inputText: 'first' }, response: JSON.stringify(titanAnswer) }),
    ).toMatchObject({
      outputs: { embedding: { dimensions: 1024 }, embeddingsByType: { float: { dimensions: 1024 } } },
      usage: used({ input: 12, output: 0, total: 12 }),
      requestPreview: 'first',
    });
    const cohere = { id: 'e1', embeddings: [vector, vector], texts: ['a', 'b'] };
    const call = { path: modelPath('cohere.embed-english-v3', 'invoke'), request: { texts: ['a', 'b'] } };
    expect(read({ ...call, response: JSON.stringify(cohere), responseHeaders: counts })).toMatchObject({
      outputs: { embeddings: [{ dimensions: 1024 }, { dimensions: 1024 }], texts: ['a', 'b'] },
      usage: used({ input: 12, output: 0, total: 12 }),
      inputText: 'a\nb',
    });
  });

  it('images are counted', () => {
    const path = modelPath('stability.sd3-5-large-v1:0', 'invoke');
    const response = JSON.stringify({ seeds: [1], finish_reasons: [null], images: ['iVBORw0='] });
    expect(read({ path, request: { prompt: 'A cat' }, response })).toMatchObject({
      usage: used({ extra: { images: 1 } }),
      requestPreview: 'A cat',
      responsePreview: '1 image',
    });
  });

  it('a body of no known form is kept, with what Bedrock counted', () => {
    const path = modelPath('writer.palmyra-x5-v1:0', 'invoke');
    const response = JSON.stringify({ result: 'Hi' });
    const responseHeaders = {
      ...counts,
      'x-amzn-bedrock-output-token-count': '5',
      'x-amzn-bedrock-cache-read-input-token-count': '100',
      'x-amzn-bedrock-service-tier': 'flex',
      'x-amzn-requestid': 'r-1',
    };
    expect(read({ path, request: { prompt: 'Greet.' }, response, responseHeaders })).toMatchObject({
      outputs: { result: 'Hi' },
      usage: used({ input: 112, output: 5, total: 117, cacheRead: 100 }),
      serviceTier: 'flex',
      responseId: 'r-1',
    });
  });

  it('F42 without any count, usage is unknown', () => {
    const path = modelPath('ai21.j2-ultra-v1', 'invoke');
    expect(read({ path, request: { prompt: 'x' }, response: '{"completions":[]}' }).usage).toBeNull();
  });
});

describe('a refusal', () => {
  it.each([
    [
      { 'x-amzn-errortype': 'ThrottlingException:http://internal.amazon.com/coral/' },
      { message: 'Slow down.' },
    ],
    [{}, { __type: 'com.amazon.coral.service#ThrottlingException', message: 'Slow down.' }],
    [{ 'x-amzn-errortype': 'ThrottlingException' }, { Message: 'Slow down.' }],
  ])('has its name from %o or its body', (responseHeaders, body) => {
    for (const path of [
      modelPath(NOVA),
      modelPath(NOVA, 'invoke'),
      modelPath('amazon.titan-embed-text-v2:0', 'invoke'),
    ]) {
      const reading = read({
        path,
        status: 429,
        request: cachedText.request,
        response: JSON.stringify(body),
        responseHeaders,
      });
      expect(reading).toMatchObject({
        error: { type: 'ThrottlingException', message: 'Slow down.' },
        usage: null,
        outputs: body,
      });
    }
  });
});
