import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, startWeir } from './weir.ts';

let dataDirectory: string;
let application: Server;
const asked: string[] = [];

beforeAll(async () => {
  dataDirectory = await mkdtemp(path.join(tmpdir(), 'weir-evaluation-'));
  // An application that takes a moment for each answer.
  application = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { inputs } = JSON.parse(body) as { inputs: { q: string } };
      asked.push(inputs.q);
      setTimeout(() => response.end(JSON.stringify({ outputs: `answer to ${inputs.q}` })), 150);
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

describe('an evaluation', () => {
  it('whose engine is killed in the middle goes on after the next start, no row twice', async () => {
    const first = await startWeir({ dataDirectory });
    const { port } = application.address() as AddressInfo;
    const started = await fetch(`${first.url}/api/v1/evaluations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        rows: Array.from({ length: 24 }, (_, q) => ({ inputs: { q: `question ${q}` } })),
        scorers: [{ name: 'answered', scorer: { code: 'is_not_empty' } }],
        target: { url: `http://127.0.0.1:${port}/answer` },
        concurrency: 2,
      }),
    });
    const { evaluation_id: id } = (await started.json()) as Evaluation;
    const ask = async (url: string) =>
      (await (await fetch(`${url}/api/v1/evaluations/${id}`)).json()) as Evaluation;
    let seen = await ask(first.url);
    await eventually(
      async () => (seen = await ask(first.url)).rows.done >= 4,
      () => JSON.stringify(seen.rows),
    );
    await first.stop();
    expect(seen.rows.pending).toBeGreaterThan(0);

    const second = await startWeir({ dataDirectory });
    await eventually(
      async () => (seen = await ask(second.url)).state === 'finished',
      () => JSON.stringify(seen),
    );
    expect(seen.rows).toEqual({ total: 24, pending: 0, done: 24, failed: 0 });
    expect(seen.metrics).toMatchObject([{ name: 'answered', count: 24, mean: 1 }]);
    const answer = await fetch(`${second.url}/api/v1/evaluations/${id}/rows?limit=500`);
    const { rows } = (await answer.json()) as { rows: { row: number; trace_id: string }[] };
    expect(rows.map(({ row }) => row)).toEqual(Array.from({ length: 24 }, (_, index) => index + 1));
    expect(new Set(rows.map((row) => row.trace_id)).size).toBe(24);
    expect(new Set(asked).size).toBe(24);
    // Only what was under way when it died was asked again.
    expect(asked.length).toBeLessThanOrEqual(26);
    await second.stop();
  }, 120_000);
});
