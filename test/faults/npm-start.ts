/** Weir as people run it: the processes of `npm start`, and a call of the built-in model. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually, type TraceSummary } from './weir.ts';

/** A start may build. */
const START_PATIENCE_MS = 90_000;

/**
 * Runs `npm start`'s command.
 *
 * @param variables of its environment; without a port it takes a free one
 */
export function spawnStart(variables: Record<string, string>) {
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    env: { ...process.env, PORT: '0', ...variables },
    stdio: 'pipe',
    // A group of its own, as a shell gives it.
    detached: true,
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const exit = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)));
  return { child, exit, output: () => text };
}

/** Starts on a data folder, and waits until it listens. */
export async function npmStart(data: string, variables: Record<string, string> = {}) {
  const started = spawnStart({ WEIR_DATA_DIR: data, ...variables });
  const url = () => /Weir listens on (\S+)/.exec(started.output())?.[1];
  await eventually(
    () => url() !== undefined,
    () => `npm start said: ${started.output()}`,
    START_PATIENCE_MS,
  );
  return { ...started, url: url() ?? '' };
}

/** A call of the built-in model. */
export const post = (url: string, body: object) =>
  fetch(`${url}/demo/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ messages: [{ role: 'user', content: 'Hello' }], ...body }),
  });

/** The process that serves, which `npm start` keeps as its child. */
export function serverOf(started: { child: ChildProcess }): number {
  return Number(execFileSync('pgrep', ['-P', String(started.child.pid)], { encoding: 'utf8' }).trim());
}

/** All traces there are, up to a thousand. */
export async function tracesOf(url: string): Promise<TraceSummary[]> {
  const answer = await fetch(`${url}/api/v1/traces?page_size=1000`);
  return ((await answer.json()) as { traces?: TraceSummary[] }).traces ?? [];
}

/**
 * Four callers, each calling the built-in model again and again until told to stop.
 *
 * @returns ids of the calls that were answered whole, and what became of the others
 */
export function keepCalling(url: string) {
  const answered: string[] = [];
  const failed: string[] = [];
  const stop = { asked: false };
  const call = async () => {
    try {
      const answer = await post(url, { model: 'demo' });
      await answer.text();
      if (answer.status === 200) answered.push(answer.headers.get('x-weir-trace-id') ?? '');
      else failed.push(`status ${answer.status}`);
    } catch (cause) {
      failed.push(String(cause));
      await sleep(50);
    }
  };
  const caller = async () => {
    while (!stop.asked) await call();
  };
  const callers = Promise.all([caller(), caller(), caller(), caller()]);
  return {
    answered,
    failed,
    async stop() {
      stop.asked = true;
      await callers;
    },
  };
}
