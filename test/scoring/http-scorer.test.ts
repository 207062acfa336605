import { describe, expect, it } from 'vitest';
import { runHttpScorer } from '../../src/scoring/run-http-scorer.ts';
import type { Subject } from '../../src/scoring/scorer.ts';
import { signature } from '../../src/scoring/webhook.ts';

const subject: Subject = {
  traceId: 'tr-1',
  inputs: { question: 'Where?' },
  outputs: 'There.',
  expectations: { expected_response: 'There.' },
  traceText: '',
  retrievals: [],
  tools: [],
  offeredTools: [],
  turns: [],
  durationMs: 12,
  costUsd: null,
};
const now = () => 1_790_000_000_000;

/** Runs a scorer whose webhook answers so. */
async function run(answer: (request: Request) => Response | Promise<Response>, webhook = {}) {
  const requests: Request[] = [];
  const verdict = await runHttpScorer({
    services: {
      // What the platform's fetch does: it rejects when the signal fires.
      fetch: async (url, init) => {
        const request = new Request(url, init);
        requests.push(request.clone());
        const aborted = new Promise<never>((_, reject) => {
          request.signal.addEventListener('abort', () => reject(request.signal.reason as Error));
        });
        return Promise.race([answer(request), aborted]);
      },
      signingKeys: { current: 'signing-key-of-the-tests', previous: null },
      outbound: { loopback: false, privateHosts: [] },
      now,
    },
    input: {
      name: 'polite',
      subject,
      webhook: { url: 'https://scorers.example/polite', timeoutMs: 50, valueSchema: null, ...webhook },
    },
  });
  return { verdict, requests };
}

describe('a scorer behind a webhook', () => {
  it('is sent what any scorer sees, signed, and its value taken', async () => {
    const { verdict, requests } = await run(() => Response.json({ value: 0.75, rationale: 'Quite.' }));
    expect(verdict).toMatchObject({
      value: 0.75,
      rationale: 'Quite.',
      error: null,
      sourceId: 'scorers.example',
    });
    const [request] = requests;
    const body = (await request?.text()) ?? '';
    expect(JSON.parse(body)).toMatchObject({
      scorer: 'polite',
      trace_id: 'tr-1',
      inputs: { question: 'Where?' },
      expectations: { expected_response: 'There.' },
      duration_ms: 12,
    });
    expect(request?.headers.get('x-weir-signature')).toBe(
      await signature({ current: 'signing-key-of-the-tests', previous: null }, body, now()),
    );
  });

  it.each([
    ['no JSON', () => new Response('yes'), 'SCORER_ERROR'],
    ['no value', () => Response.json({ rationale: 'r' }), 'UNPARSABLE_VERDICT'],
    ['a redirect', () => Response.redirect('https://elsewhere.example/', 302), 'SCORER_ERROR'],
    ['a refusal', () => new Response('', { status: 403 }), 'SCORER_ERROR'],
    ['a bad day', () => new Response('', { status: 503 }), 'JUDGE_UNAVAILABLE'],
    ['silence', () => new Promise<Response>(() => undefined), 'JUDGE_UNAVAILABLE'],
    ['more than is read', () => new Response('x'.repeat(300_000)), 'SCORER_ERROR'],
  ])('that answers with %s is a verdict with an error', async (_, answer, code) => {
    const { verdict } = await run(answer);
    expect(verdict).toMatchObject({ value: null, error: { code } });
  });

  it('holds to its schema', async () => {
    const valueSchema = { type: 'string', enum: ['good', 'bad'] };
    const fine = await run(() => Response.json({ value: 'good' }), { valueSchema });
    expect(fine.verdict).toMatchObject({ value: 'good', error: null });
    const other = await run(() => Response.json({ value: 'splendid' }), { valueSchema });
    expect(other.verdict).toMatchObject({ value: null, error: { code: 'UNPARSABLE_VERDICT' } });
  });
});
