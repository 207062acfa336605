import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, startWeir, type Weir } from './weir.ts';

let dataDirectory: string;
let application: Server;
const asked: string[] = [];

beforeAll(async () => {
  dataDirectory = await mkdtemp(path.join(tmpdir(), 'weir-evaluation-'));
  // An application that takes its time for each answer: what happens in the middle is in the middle on a slow machine too.
  application = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { inputs } = JSON.parse(body) as { inputs: { q: string } };
      asked.push(inputs.q);
      setTimeout(() => response.end(JSON.stringify({ outputs: `answer to ${inputs.q}` })), 500);
    });
  });
  await new Promise<void>((resolve) => application.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  application.close();
  await rm(dataDirectory, { recursive: true, force: true });
});

interface Evaluation {
  evaluation_id: string;
  state: string;
  rows: { total: number; pending: number; done: number; failed: number };
  metrics: { name: string; count: number; mean: number }[] | null;
}

/** Starts one over rows whose target is the application; `finished` waits until it has ended well. */
async function evaluate(weir: Weir, rows: number) {
  const { port } = application.address() as AddressInfo;
  const before = asked.length;
  const started = await fetch(`${weir.url}/api/v1/evaluations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      rows: Array.from({ length: rows }, (_, q) => ({ inputs: { q: `question ${q}` } })),
      scorers: [{ name: 'answered', scorer: { code: 'is_not_empty' } }],
      target: { url: `http://127.0.0.1:${port}/answer` },
      concurrency: 2,
    }),
  });
  const { evaluation_id: id } = (await started.json()) as Evaluation;
  let seen: Evaluation | null = null;
  /** Polls until it is as the test says. */
  const until = async ({ url }: Weir, test: (evaluation: Evaluation) => boolean) => {
    await eventually(
      async () => {
        const answer = await fetch(`${url}/api/v1/evaluations/${id}`);
        seen = (await answer.json()) as Evaluation;
        return answer.ok && test(seen);
      },
      () => JSON.stringify(seen),
    );
  };
  return {
    asked: () => asked.slice(before),
    begun: (at: Weir) => until(at, (evaluation) => evaluation.rows.done >= 4),
    async finished(at: Weir) {
      await until(at, (evaluation) => evaluation.state === 'finished');
      expect(seen?.rows).toEqual({ total: rows, pending: 0, done: rows, failed: 0 });
      expect(seen?.metrics).toMatchObject([{ name: 'answered', count: rows, mean: 1 }]);
      const answer = await fetch(`${at.url}/api/v1/evaluations/${id}/rows?limit=500`);
      const { rows: all } = (await answer.json()) as { rows: { row: number; trace_id: string }[] };
      expect(all.map(({ row }) => row)).toEqual(Array.from({ length: rows }, (_, index) => index + 1));
      expect(new Set(all.map((row) => row.trace_id)).size).toBe(rows);
    },
  };
}

describe('an evaluation', () => {
  it('whose engine is killed in the middle, twice, goes on after the next start, no row twice', async () => {
    let weir = await startWeir({ dataDirectory });
    const evaluation = await evaluate(weir, 24);
    await evaluation.begun(weir);
    await weir.stop();
    const askedOfFirst = evaluation.asked().length;
    expect(askedOfFirst).toBeLessThan(24);

    weir = await startWeir({ dataDirectory });
    await eventually(() => evaluation.asked().length > askedOfFirst + 4);
    await weir.stop();

    weir = await startWeir({ dataDirectory });
    await evaluation.finished(weir);
    expect(new Set(evaluation.asked()).size).toBe(24);
    // Only what was under way when it died was asked again.
    expect(evaluation.asked().length).toBeLessThanOrEqual(28);
    await weir.stop();
  }, 300_000);

  it('whose stores fail in the middle goes on when they are back, no row failed', async () => {
    const weir = await startWeir();
    const evaluation = await evaluate(weir, 24);
    await evaluation.begun(weir);
    await weir.faults('traces=down&content=down');
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(evaluation.asked().length).toBeLessThan(24);
    await weir.faults('traces=up&content=up');
    await evaluation.finished(weir);
    expect(new Set(evaluation.asked()).size).toBe(24);
    await weir.stop();
  }, 300_000);
});
