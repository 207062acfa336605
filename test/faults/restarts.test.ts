import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chat, startWeir, type TraceSummary } from './weir.ts';

let dataDirectory: string;
beforeAll(async () => {
  dataDirectory = await mkdtemp(path.join(tmpdir(), 'weir-restart-'));
});
afterAll(() => rm(dataDirectory, { recursive: true, force: true }));

describe('restarts', () => {
  it('F75 messages still waiting when the engine dies are traces after the next start', async () => {
    const first = await startWeir({ dataDirectory });
    await first.faults('traces=down');
    const answers = await Promise.all(Array.from({ length: 10 }, () => chat(first, {})));
    const ids = answers.map((answer) => answer.headers.get('x-weir-trace-id'));
    await Promise.all(answers.map((answer) => answer.text()));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await first.stop();

    const second = await startWeir({ dataDirectory });
    const traces = await second.until((found) => found.length >= 10);
    expect(traces.map(({ trace_id }) => trace_id).sort()).toEqual(ids.sort());
    await second.stop();
  });

  it('F75 F83 npm start stops on SIGTERM in mid-load with nothing lost, and keeps its data', async () => {
    const data = path.join(dataDirectory, 'start');
    const first = await npmStart(data);
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        post(first.url, { model: `demo?chunk=20&tokens=${index}`, stream: true }),
      ),
    );
    const ids = answers.map((answer) => answer.headers.get('x-weir-trace-id'));
    first.child.kill('SIGTERM');
    const bodies = await Promise.all(answers.map((answer) => answer.text()));
    expect(bodies.every((body) => body.endsWith('data: [DONE]\n\n'))).toBe(true);
    expect(await first.exit).toBe(0);

    const second = await npmStart(data);
    const { traces } = (await (await fetch(`${second.url}/api/v1/traces?page_size=100`)).json()) as {
      traces: TraceSummary[];
    };
    expect(traces.map(({ trace_id }) => trace_id).sort()).toEqual(ids.sort());
    expect(traces.every(({ state }) => state === 'OK')).toBe(true);
    second.child.kill('SIGTERM');
    expect(await second.exit).toBe(0);
  });

  it('refuses to start with a mistaken configuration, naming each mistake', async () => {
    const { output, exit } = spawnStart({
      WEIR_DATA_DIR: path.join(dataDirectory, 'bad'),
      WEIR_RETENTION_DAYS: 'soon',
      WEIR_CAPTURE: 'all',
    });
    expect(await exit).toBe(1);
    expect(output()).toMatch(/WEIR_RETENTION_DAYS: expected a number of days/);
    expect(output()).toMatch(/WEIR_CAPTURE: expected full/);
  });
});

function spawnStart(variables: Record<string, string>) {
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    env: { ...process.env, PORT: '0', ...variables },
    stdio: 'pipe',
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const exit = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)));
  return { child, exit, output: () => text };
}

async function npmStart(data: string) {
  const started = spawnStart({ WEIR_DATA_DIR: data });
  for (let attempt = 0; attempt < 300; attempt++) {
    const url = /Weir listens on (\S+)/.exec(started.output())?.[1];
    if (url !== undefined) return { ...started, url };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`npm start said: ${started.output()}`);
}

const post = (url: string, body: object) =>
  fetch(`${url}/demo/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ messages: [{ role: 'user', content: 'Hello' }], ...body }),
  });
