import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { npmStart, post, spawnStart, tracesOf } from './npm-start.ts';
import { chat, eventually, startWeir, type TraceSummary } from './weir.ts';

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
    await first.logged('message-retried', 10);
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
    await eventually(async () => (await tracesOf(second.url)).length >= ids.length);
    const traces = await tracesOf(second.url);
    expect(traces.map(({ trace_id }) => trace_id).sort()).toEqual(ids.sort());
    expect(traces.every(({ state }) => state === 'OK')).toBe(true);
    second.child.kill('SIGTERM');
    expect(await second.exit).toBe(0);
  });

  it('F75 what was answered is kept when everything is killed at once', async () => {
    const data = path.join(dataDirectory, 'killed');
    const first = await npmStart(data);
    const answers = await Promise.all(Array.from({ length: 30 }, () => post(first.url, { model: 'demo' })));
    const ids = answers.map((answer) => answer.headers.get('x-weir-trace-id'));
    await Promise.all(answers.map((answer) => answer.text()));
    await eventually(async () => {
      const activity = await fetch(`${first.url}/health/activity`);
      const { open } = (await activity.json()) as { open: number };
      return open === 0;
    });
    const server = execFileSync('pgrep', ['-P', String(first.child.pid)], { encoding: 'utf8' });
    process.kill(-Number(server.trim()), 'SIGKILL');
    expect(await first.exit).toBe(1);

    const second = await npmStart(data);
    let traces: TraceSummary[] = [];
    await eventually(async () => {
      const answer = await fetch(`${second.url}/api/v1/traces?page_size=100`);
      ({ traces } = (await answer.json()) as { traces: TraceSummary[] });
      return traces.length >= ids.length;
    });
    expect(traces.map(({ trace_id }) => trace_id).sort()).toEqual(ids.sort());
    expect(traces.every(({ span_count }) => span_count === 1)).toBe(true);
    second.child.kill('SIGTERM');
    expect(await second.exit).toBe(0);
  });

  it('Ctrl-C, which the terminal sends to the whole group, lets open answers end', async () => {
    const weir = await npmStart(path.join(dataDirectory, 'interrupted'));
    const answer = await post(weir.url, { model: 'demo?chunk=50&tokens=20', stream: true });
    process.kill(-(weir.child.pid ?? 0), 'SIGINT');
    expect((await answer.text()).endsWith('data: [DONE]\n\n')).toBe(true);
    expect(await weir.exit).toBe(0);
    expect(weir.output()).toContain(answer.headers.get('x-weir-trace-id'));
  });

  it('refuses a port that is taken, and says so', async () => {
    const weir = await npmStart(path.join(dataDirectory, 'taken'));
    const { port } = new URL(weir.url);
    const second = spawnStart({ WEIR_DATA_DIR: path.join(dataDirectory, 'second'), PORT: port });
    expect(await second.exit).toBe(1);
    expect(second.output()).toBe(
      `Port ${port} is taken. Choose another: PORT=${Number(port) + 1} npm start\n`,
    );
    weir.child.kill('SIGTERM');
    expect(await weir.exit).toBe(0);
  });

  it('refuses to start with a mistaken configuration, naming each mistake', async () => {
    const { output, exit } = spawnStart({
      WEIR_DATA_DIR: path.join(dataDirectory, 'bad'),
      WEIR_RETENTION_DAYS: 'soon',
      WEIR_CAPTURE: 'all',
      WEIR_PROVIDERS: '{"acme":{"like":"openai","baseUrl":"acme"}}',
      WEIR_PRICES: 'cheap',
    });
    expect(await exit).toBe(1);
    expect(output()).toBe(
      [
        'The configuration has mistakes:',
        '  WEIR_CAPTURE: expected full, request, response, metadata or off',
        '  WEIR_RETENTION_DAYS: expected a number of days',
        '  WEIR_PROVIDERS.acme.baseUrl: expected an http or https URL',
        '  WEIR_PRICES: expected a JSON object',
        '',
      ].join('\n'),
    );
  });
});
