import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, startProvider, startWeir, type Weir } from './weir.ts';

/** A target that takes a while for each answer, and has as many hands as the platform gives an invocation connections. */
const HANDS = 6;
const ANSWER_MS = 1000;
const TIMEOUT_MS = 4000;
let weir: Weir;
let target: Awaited<ReturnType<typeof startProvider>>;
let mostAtOnce = 0;

beforeAll(async () => {
  const waiting: (() => void)[] = [];
  let busy = 0;
  const next = (): void => {
    const begin = busy < HANDS ? waiting.shift() : undefined;
    if (begin === undefined) return;
    busy++;
    begin();
  };
  target = await startProvider((request, response) => {
    mostAtOnce = Math.max(mostAtOnce, target.open());
    request.resume();
    request.on('end', () => {
      waiting.push(() =>
        setTimeout(() => {
          busy--;
          response.setHeader('content-type', 'application/json');
          const message = { role: 'assistant', content: 'hello' };
          const choices = [{ index: 0, finish_reason: 'stop', message }];
          response.end(
            JSON.stringify(
              request.url?.endsWith('/score')
                ? { value: true }
                : { id: 'c', object: 'chat.completion', created: 1, model: 'm', choices, outputs: 'hello' },
            ),
          );
          next();
        }, ANSWER_MS),
      );
      next();
    });
  });
  weir = await startWeir({
    variables: {
      WEIR_PROVIDERS: JSON.stringify({ openai: { baseUrl: target.url } }),
      OPENAI_API_KEY: 'sk-stored',
      WEIR_FIRST_BYTE_TIMEOUT_MS: String(TIMEOUT_MS),
    },
  });
});
afterAll(async () => {
  await weir.stop();
  target.stop();
});

interface Row {
  state: string;
  error: string | null;
  verdicts: { name: string; value: unknown; error: { message: string } | null }[] | null;
}

async function evaluate(rows: number, given: object): Promise<Row[]> {
  mostAtOnce = 0;
  const started = await fetch(`${weir.url}/api/v1/evaluations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      rows: Array.from({ length: rows }, (_, q) => ({ inputs: { q: `question ${q}` }, outputs: 'hi' })),
      concurrency: 32,
      ...given,
    }),
  });
  const { evaluation_id: id } = (await started.json()) as { evaluation_id: string };
  const url = `${weir.url}/api/v1/evaluations/${id}`;
  await eventually(async () => {
    const found = (await (await fetch(url)).json()) as { state: string };
    return found.state === 'finished';
  });
  return ((await (await fetch(`${url}/rows?limit=100`)).json()) as { rows: Row[] }).rows;
}

const fast = { name: 'fast', scorer: { code: 'latency_threshold', options: { maximumMs: TIMEOUT_MS } } };

describe('an evaluation of a slow target', () => {
  it.each([
    ['behind a webhook', () => ({ url: `${target.url}/answer`, timeout_ms: TIMEOUT_MS })],
    ['behind a provider', () => ({ model: 'openai:/m' })],
  ])(
    'F245 %s: no row times out for waiting, nor is the wait taken for its duration',
    async (_, given) => {
      const rows = await evaluate(32, { scorers: [fast], target: given() });
      expect(rows.filter(({ error }) => error !== null)).toEqual([]);
      expect(rows.map(({ verdicts }) => verdicts?.[0]?.value)).toEqual(
        Array.from({ length: 32 }, () => true),
      );
      expect(mostAtOnce).toBeGreaterThan(1);
      expect(mostAtOnce).toBeLessThanOrEqual(HANDS);
    },
    120_000,
  );

  it('F245 scorers behind webhooks wait for their turn likewise', async () => {
    const scorers = Array.from({ length: 4 }, (_, number) => ({
      name: `remote ${number}`,
      scorer: { url: `${target.url}/score`, timeout_ms: TIMEOUT_MS },
    }));
    const rows = await evaluate(8, { scorers });
    const failed = rows.flatMap(({ verdicts }) => verdicts ?? []).filter(({ error }) => error !== null);
    expect(failed).toEqual([]);
    expect(mostAtOnce).toBeLessThanOrEqual(HANDS);
  }, 120_000);
});
