import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chat, eventually, startProvider, startWeir, type Weir } from './weir.ts';

/** A judge that takes a moment for each answer, and notes how many it is asked at a time. */
let provider: Awaited<ReturnType<typeof startProvider>>;
let weir: Weir;
let mostAtOnce = 0;

const ANSWER_MS = 250;
const CONCURRENCY = 2;

beforeAll(async () => {
  provider = await startProvider((request, response) => {
    mostAtOnce = Math.max(mostAtOnce, provider.open());
    request.resume();
    request.on('end', () =>
      setTimeout(() => {
        response.setHeader('content-type', 'application/json');
        response.end(
          JSON.stringify({
            id: 'chatcmpl-1',
            object: 'chat.completion',
            created: 1,
            model: 'judge',
            choices: [
              {
                index: 0,
                finish_reason: 'stop',
                message: { role: 'assistant', content: '{"rationale":"Because.","result":"yes"}' },
              },
            ],
            usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
          }),
        );
      }, ANSWER_MS),
    );
  });
  weir = await startWeir({
    variables: {
      WEIR_PROVIDERS: JSON.stringify({ openai: { baseUrl: provider.url } }),
      OPENAI_API_KEY: 'sk-stored',
      WEIR_JUDGE_MODEL: 'openai:/judge',
      WEIR_JUDGE_CONCURRENCY: String(CONCURRENCY),
      WEIR_JUDGE_PER_MINUTE: '100000',
      WEIR_SAFETY_SAMPLE_RATE: '1',
    },
  });
});
afterAll(async () => {
  await weir.stop();
  provider.stop();
});

async function startEvaluation(rows: number): Promise<string> {
  const answer = await fetch(`${weir.url}/api/v1/evaluations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      rows: Array.from({ length: rows }, (_, q) => ({ inputs: { q }, outputs: `answer ${q}` })),
      scorers: [{ name: 'polite', scorer: { instructions: 'Is {{ outputs }} polite? Answer yes or no.' } }],
      concurrency: 4,
    }),
  });
  const started = (await answer.json()) as { evaluation_id: string };
  expect(answer.status, JSON.stringify(started)).toBe(200);
  return started.evaluation_id;
}

interface Found {
  state: string;
  rows: { total: number; pending: number; done: number; failed: number };
}

async function find(id: string): Promise<Found> {
  return (await (await fetch(`${weir.url}/api/v1/evaluations/${id}`)).json()) as Found;
}

async function countScored(): Promise<{ scored: number; of: number }> {
  const query = encodeURIComponent("tags.kind = 'sampled'");
  const answer = await fetch(`${weir.url}/api/v1/traces?page_size=200&filter=${query}`);
  const { traces } = (await answer.json()) as { traces: { assessments?: { name: string }[] }[] };
  const scored = traces.filter(({ assessments }) => assessments?.some(({ name }) => name === 'safety'));
  return { scored: scored.length, of: traces.length };
}

describe('judges', () => {
  it('F244 asked by evaluations and by sampling at once, in many invocations, never stand still', async () => {
    const calls = 24;
    const first = await startEvaluation(12);
    const sampled: Promise<unknown>[] = [];
    for (let call = 0; call < calls; call++) {
      const headers = { 'x-weir-tags': JSON.stringify({ kind: 'sampled' }) };
      sampled.push(chat(weir, {}, headers).then((answer) => answer.text()));
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    const second = await startEvaluation(12);
    await Promise.all(sampled);
    let seen: unknown = null;
    for (const id of [first, second]) {
      await eventually(
        async () => {
          const found = await find(id);
          seen = found;
          return found.state === 'finished';
        },
        () => `${JSON.stringify(seen)}\n${weir.log.slice(-5).join('\n')}`,
      );
      expect((await find(id)).rows).toEqual({ total: 12, pending: 0, done: 12, failed: 0 });
    }
    await eventually(
      async () => {
        const count = await countScored();
        seen = count;
        return count.of === calls && count.scored === calls;
      },
      () => JSON.stringify(seen),
    );
    expect(mostAtOnce).toBeLessThanOrEqual(CONCURRENCY + 2);
    expect(weir.log.filter((line) => /hang|will never generate/i.test(line))).toEqual([]);
  }, 120_000);
});
