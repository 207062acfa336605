import { describe, expect, it } from 'vitest';
import { AppError, statusByCode, type ErrorCode } from '../../../../src/core/app-error.ts';
import { azureOpenaiDialect, openaiDialect } from '../../../../src/proxy/providers/openai/index.ts';

const asks = (path: string) => openaiDialect.callFor('POST', path)?.usageOnRequest;

describe('callFor', () => {
  it.each([
    ['POST', '/v1/chat/completions', 'chat'],
    ['POST', '/chat/completions', 'chat'],
    ['POST', '/v1/chat/completions/', 'chat'],
    ['POST', '/openai/v1/chat/completions', 'chat'],
    ['POST', '/openai/deployments/my-gpt/chat/completions', 'chat'],
    ['POST', '/serving-endpoints/chat/completions', 'chat'],
    ['POST', '/serving-endpoints/my-endpoint/invocations', 'chat'],
    ['POST', '/inference/v1/completions', 'text_completion'],
    ['POST', '/v1/fim/completions', 'text_completion'],
    ['POST', '/v1/responses', 'chat'],
    ['GET', '/v1/responses/resp_1', 'retrieve_response'],
    ['POST', '/openai/deployments/e/embeddings', 'embeddings'],
    ['POST', '/v1/images/generations', 'image_generation'],
    ['POST', '/v1/images/edits', 'image_generation'],
    ['POST', '/v1/images/variations', 'image_generation'],
    ['POST', '/v1/audio/transcriptions', 'transcription'],
    ['POST', '/v1/audio/translations', 'translation'],
    ['POST', '/v1/audio/speech', 'speech'],
    ['POST', '/v1/moderations', 'moderation'],
    ['GET', '/v1/files', 'files'],
    ['GET', '/v1/files/file-1/content', 'files'],
    ['POST', '/v1/batches/batch_1/cancel', 'batches'],
    ['GET', '/v1/models', 'models'],
    ['GET', '/v1/models/accounts/fireworks/models/llama', 'models'],
  ])('%s %s is %s', (method, path, operation) => {
    expect(openaiDialect.callFor(method, path)?.operation).toBe(operation);
  });

  it.each([
    ['GET', '/v1/chat/completions'],
    ['GET', '/v1/chat/completions/chatcmpl-1'],
    ['POST', '/v1/models'],
    ['POST', '/v1/vector_stores'],
    ['PUT', '/v1/responses/resp_1'],
    ['POST', '/'],
    ['POST', ''],
  ])('%s %s is nothing it knows', (method, path) => {
    expect(openaiDialect.callFor(method, path)).toBeNull();
  });

  it('F23 asks for usage only where streams leave it out', () => {
    expect(['/v1/chat/completions', '/v1/completions'].map(asks)).toEqual([true, true]);
    expect(['/v1/responses', '/v1/fim/completions', '/v1/embeddings', '/x/invocations'].map(asks)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('applySecret', () => {
  it('puts the secret as a bearer token and takes other keys out', () => {
    const headers = new Headers({ 'api-key': 'old', authorization: 'Bearer old' });
    openaiDialect.applySecret(headers, 'new', '/v1');
    expect([...headers]).toEqual([['authorization', 'Bearer new']]);
  });

  it('puts a key of Azure into api-key, and a token as a bearer', () => {
    const headers = new Headers({ authorization: 'Bearer old' });
    azureOpenaiDialect.applySecret(headers, 'key', '/v1');
    expect([...headers]).toEqual([['api-key', 'key']]);
    azureOpenaiDialect.applySecret(headers, 'eyJ0eXAi', '/v1');
    expect([...headers]).toEqual([['authorization', 'Bearer eyJ0eXAi']]);
  });
});

describe('renderFailure', () => {
  it('words a failure as OpenAI does', () => {
    const error = new AppError('INVALID_PARAMETER_VALUE', 'Bad.', { details: { field: 'model' } });
    expect(openaiDialect.renderFailure(error)).toEqual({
      error: {
        message: 'Bad.',
        type: 'invalid_request_error',
        param: 'model',
        code: 'INVALID_PARAMETER_VALUE',
      },
    });
  });

  it('has a type for every code, a server error exactly for statuses from 500', () => {
    for (const [code, status] of Object.entries(statusByCode)) {
      const { error } = openaiDialect.renderFailure(new AppError(code as ErrorCode, 'x'));
      expect(error).toMatchObject({ param: null, code });
      expect(JSON.stringify(error).includes('"server_error"')).toBe(status >= 500);
    }
  });
});
