import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../src/core/app-error.ts';
import { membersMark } from '../../../../src/core/shortened.ts';
import { cohereDialect } from '../../../../src/proxy/providers/cohere/index.ts';
import { readCohereUsage } from '../../../../src/proxy/providers/cohere/usage.ts';
import { chatFixtures, parallelTools, plainText } from '../../../fixtures/cohere/chat.ts';
import { cutV1, otherFixtures } from '../../../fixtures/cohere/other-calls.ts';
import { used } from '../../../fixtures/wire-fixture.ts';
import { proveGarbage, proveReadings, readWith, streamedCall } from '../../../helpers/dialect-proof.ts';

const read = (call: Parameters<typeof readWith>[1]) => readWith(cohereDialect, call);
const fixtures = [...chatFixtures, ...otherFixtures];

proveReadings(cohereDialect, fixtures);
proveGarbage(cohereDialect, fixtures);

describe('usage', () => {
  it('F31 counts what is billed, and what was processed only where nothing is', () => {
    const tokens = { input_tokens: 500, output_tokens: 14 };
    expect(readCohereUsage({ billed_units: { input_tokens: 4, output_tokens: 12 }, tokens })).toEqual(
      used({ input: 4, output: 12, total: 16 }),
    );
    expect(readCohereUsage({ tokens })).toEqual(used({ input: 500, output: 14, total: 514 }));
    expect(readCohereUsage({})).toBeNull();
    expect(readCohereUsage(null)).toBeNull();
  });

  it('never has more of a cached prompt than of the prompt', () => {
    const raw = { billed_units: { input_tokens: 4, output_tokens: 1 }, cached_tokens: 480 };
    expect(readCohereUsage(raw)).toMatchObject({ input: 4, cacheRead: 4 });
  });
});

describe('streams', () => {
  it('tell when the first token came, be it of a plan', () => {
    const { text } = parallelTools.stream ?? { text: '' };
    const plan = text.indexOf('event: tool-plan-delta');
    expect(read(streamedCall(parallelTools, { cuts: [plan, plan + 120] })).firstTokenAtMs).toBe(20);
    expect(read(streamedCall(cutV1, { cuts: [78] })).firstTokenAtMs).toBe(20);
  });

  it('F10 are incomplete when nothing came', () => {
    const expected = { complete: false, outputs: null, usage: null, error: null, streamed: true };
    expect(read(streamedCall(plainText, { response: '' }))).toMatchObject(expected);
    expect(read(streamedCall(cutV1, { response: '' }))).toMatchObject(expected);
  });

  it('keep the arguments of a call whose beginning was lost', () => {
    const { text } = parallelTools.stream ?? { text: '' };
    const lost = text.replaceAll(/event: tool-call-start\n.*\n\n/g, '');
    expect(JSON.stringify(read(streamedCall(parallelTools, { response: lost })).outputs)).toContain('Rome');
  });
});

describe('vectors', () => {
  it('F106 are counted whole where the middle of a long list was left out', () => {
    const vector = [0.1, 0.2, 0.3];
    const lists = [{ float: [vector, membersMark(498), vector] }, [vector, membersMark(498), vector]];
    for (const embeddings of lists) {
      const response = JSON.stringify({ id: 'e1', embeddings, meta: { billed_units: { input_tokens: 6 } } });
      const { responsePreview } = read({ path: '/v2/embed', response, truncated: true });
      expect(responsePreview).toBe('500 vectors of 3 dimensions');
    }
  });
});

describe('callFor', () => {
  it.each([
    ['POST', '/v2/chat', 'chat'],
    ['POST', '/v1/chat', 'chat'],
    ['POST', '/v1/embed', 'embeddings'],
    ['POST', '/v2/rerank', 'rerank'],
    ['POST', '/v1/tokenize', 'tokenize'],
    ['POST', '/compatibility/v1/chat/completions', 'chat'],
    ['POST', '/compatibility/v1/embeddings', 'embeddings'],
    ['GET', '/v2/chat', undefined],
    ['GET', '/v1/datasets', undefined],
  ])('%s %s is %s', (method, path, operation) => {
    expect(cohereDialect.callFor(method, path)?.operation).toBe(operation);
  });
});

describe('credentials and failures', () => {
  it('a stored key is a bearer token, a failure a message', () => {
    const headers = new Headers();
    cohereDialect.applySecret(headers, 'key', '/v1');
    expect([...headers]).toEqual([['authorization', 'Bearer key']]);
    expect(cohereDialect.renderFailure(new AppError('UNAUTHENTICATED', 'No.'))).toEqual({ message: 'No.' });
  });
});
