/** Refusals of requests that nobody reads: their callers are told, however much they still send. */
import http from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWeir, type Weir } from './weir.ts';

let weir: Weir;
beforeAll(async () => {
  weir = await startWeir();
});
afterAll(() => weir.stop());

/** Sends all of a body, and only then looks for an answer, as most clients do. */
function send(path: string, { bytes, headers }: { bytes: number; headers: Record<string, string> }) {
  return new Promise<number>((resolve, reject) => {
    const request = http.request(`${weir.url}${path}`, {
      method: 'POST',
      agent: false,
      headers: { 'content-length': bytes, ...headers },
    });
    request.on('error', reject);
    request.on('response', (answer) => {
      answer.on('error', reject);
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
    });
    request.end(Buffer.alloc(bytes, 'a'));
  });
}

const json = { 'content-type': 'application/json' };
const passedOn = { 'x-forwarded-for': '192.0.2.7' };

describe('F272 a refusal arrives', () => {
  it.each([
    ['a body that is too large', '/api/v1/experiments', json, 413],
    ['feedback that is too large', '/feedback', json, 413],
    ['a body that is not said to be JSON', '/api/v1/experiments', { 'content-type': 'text/plain' }, 415],
    ['a path that is not there', '/api/2.0/mlflow/nothing', json, 404],
    ['a provider that is not known', '/nonesuch/v1/chat', json, 404],
    ['a call without a key', '/openai/v1/chat/completions', { ...json, ...passedOn }, 401],
  ])('for %s', async (_, path, headers, status) => {
    // Up to what a management body may be its route reads it; the limit is looked at before the type.
    const bytes = status === 415 ? 900_000 : 3_000_000;
    for (let time = 0; time < 10; time++) {
      const told = await send(path, { bytes, headers }).catch((cause: Error) => cause.message);
      expect([time, told]).toEqual([time, status]);
    }
  });
});
