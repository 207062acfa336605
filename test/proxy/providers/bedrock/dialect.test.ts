import { describe, expect, it } from 'vitest';
import { AppError, statusByCode, type ErrorCode } from '../../../../src/core/app-error.ts';
import { bedrockDialect } from '../../../../src/proxy/providers/bedrock/index.ts';
import { takeSignature } from '../../../../src/proxy/providers/bedrock/take-signature.ts';

const CLAUDE = encodeURIComponent('us.anthropic.claude-sonnet-4-20250514-v1:0');

describe('callFor', () => {
  it.each([
    ['POST', `/model/${CLAUDE}/converse`, 'chat', 'CHAT_MODEL', 'bedrock'],
    ['POST', `/model/${CLAUDE}/converse-stream`, 'chat', 'CHAT_MODEL', 'bedrock'],
    ['POST', `/model/${CLAUDE}/invoke`, 'chat', 'CHAT_MODEL', 'anthropic'],
    ['POST', `/model/${CLAUDE}/invoke-with-response-stream`, 'chat', 'CHAT_MODEL', 'anthropic'],
    ['POST', '/model/us.amazon.nova-lite-v1%3A0/invoke', 'chat', 'CHAT_MODEL', 'bedrock'],
    ['POST', '/model/openai.gpt-oss-120b-1%3A0/invoke', 'chat', 'CHAT_MODEL', 'openai'],
    ['POST', '/model/meta.llama3-8b-instruct-v1%3A0/invoke', 'chat', 'CHAT_MODEL', null],
    ['POST', '/model/amazon.titan-embed-text-v2%3A0/invoke', 'embeddings', 'EMBEDDING', null],
    ['POST', '/model/global.cohere.embed-v4%3A0/invoke', 'embeddings', 'EMBEDDING', null],
    ['POST', '/model/amazon.rerank-v1%3A0/invoke', 'rerank', 'RERANKER', null],
    ['POST', '/model/us.stability.stable-image-inpaint-v1%3A0/invoke', 'image_generation', 'LLM', null],
    ['POST', '/model/amazon.nova-canvas-v1%3A0/invoke', 'image_generation', 'LLM', null],
    ['POST', `/model/${CLAUDE}/count-tokens`, 'count_tokens', 'UNKNOWN', null],
    ['POST', '/guardrail/g/version/1/apply', 'apply_guardrail', 'UNKNOWN', null],
    ['POST', '/async-invoke', 'async_invoke', 'UNKNOWN', null],
    ['GET', '/async-invoke/arn%3Aaws', 'async_invoke', 'UNKNOWN', null],
    ['POST', '/openai/v1/chat/completions', 'chat', 'CHAT_MODEL', 'openai'],
  ])('%s %s is %s', (method, path, operation, spanType, messageFormat) => {
    expect(bedrockDialect.callFor(method, path)).toMatchObject({ operation, spanType, messageFormat });
  });

  it.each([
    ['GET', `/model/${CLAUDE}/converse`],
    ['POST', '/'],
    ['POST', '/model/m/invoke-with-bidirectional-stream'],
  ])('%s %s is nothing it knows', (method, path) => {
    expect(bedrockDialect.callFor(method, path)).toBeNull();
  });
});

describe('renderFailure', () => {
  it('names an exception for every code, as AWS SDKs read it', () => {
    for (const code of Object.keys(statusByCode)) {
      expect(bedrockDialect.renderFailure(new AppError(code as ErrorCode, 'Words.'))).toEqual({
        __type: expect.stringMatching(/^[A-Z]\w+Exception$/),
        message: 'Words.',
      });
    }
  });
});

describe('takeSignature', () => {
  const scope = '20261125/us-east-1/bedrock/aws4_request';
  const rest = 'SignedHeaders=host;x-amz-date, Signature=0123456789abcdef';

  it.each([
    [`AWS4-HMAC-SHA256 Credential=AKIADUMMY/${scope}, ${rest}`, 'AKIADUMMY'],
    [`AWS4-HMAC-SHA256 Credential=weir_abc-_1/${scope},${rest}`, 'weir_abc-_1'],
    [`AWS4-ECDSA-P256-SHA256 Credential=AKIADUMMY/20261125/bedrock/aws4_request, ${rest}`, 'AKIADUMMY'],
    ['AWS4-HMAC-SHA256 garbage', ''],
  ])('takes %s out, and tells whose it is', (authorization, keyId) => {
    const headers = new Headers({
      authorization,
      'x-amz-date': '20261125T000000Z',
      'x-amz-security-token': 'token',
      'x-amz-content-sha256': 'e3b0',
      'amz-sdk-request': 'attempt=1',
    });
    expect(takeSignature(headers, new URLSearchParams())).toBe(keyId);
    expect([...headers]).toEqual([['amz-sdk-request', 'attempt=1']]);
  });

  it('takes that of a presigned URL out', () => {
    const query = new URLSearchParams(
      `a=1&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=weir_k%2F${encodeURIComponent(scope)}&X-Amz-Date=1&` +
        'X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=00&x-amz-security-token=t',
    );
    expect(takeSignature(new Headers(), query)).toBe('weir_k');
    expect(query.toString()).toBe('a=1');
  });

  it('leaves a bearer key alone', () => {
    const headers = new Headers({ authorization: 'Bearer bedrock-api-key-abc' });
    expect(takeSignature(headers, new URLSearchParams())).toBeNull();
    expect(headers.get('authorization')).toBe('Bearer bedrock-api-key-abc');
  });
});
