import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let engine: Miniflare;
let base: string;

beforeAll(async () => {
  const scriptPath = path.join(await mkdtemp(path.join(tmpdir(), 'weir-places-')), 'worker.js');
  await build({
    entryPoints: [path.join(import.meta.dirname, 'shared-places-worker.ts')],
    outfile: scriptPath,
    bundle: true,
    format: 'esm',
    target: 'es2024',
  });
  engine = new Miniflare(
    convertV4MiniflareOptions({
      modules: true,
      scriptPath,
      modulesRoot: path.dirname(scriptPath),
      compatibilityDate: '2026-10-20',
    }),
  );
  base = (await engine.ready).href;
});
afterAll(() => engine.dispose());

const ask = (what: string) => fetch(base + what).then((answer) => answer.text());
const pause = (durationMs: number) => new Promise((resolve) => setTimeout(resolve, durationMs));

describe('what invocations share', () => {
  it('F246 a place is lost neither by an invocation cancelled while it waits nor by one cancelled at work', async () => {
    // Two at work, three that wait; one of each is cancelled.
    const all = [ask('work?call=a&ms=4000'), ask('work?call=b&ms=60000&end-after=600')];
    await pause(200);
    all.push(
      ask('work?call=gone&ms=300&end-after=200'),
      ask('work?call=c&ms=300'),
      ask('work?call=d&ms=300'),
    );
    await Promise.all(all);
    const more = Array.from({ length: 6 }, () => ask('work?call=more&ms=100'));
    expect(await Promise.all(more)).toEqual(Array.from({ length: 6 }, () => 'done'));
    const state = JSON.parse(await ask('state')) as { begun: string[]; mostWorking: number };
    expect(state.begun.slice(0, 4).toSorted()).toEqual(['a', 'b', 'c', 'd']);
    expect(state.begun.slice(4)).toEqual(Array.from({ length: 6 }, () => 'more'));
  }, 30_000);

  it('F247 a group whose leader is gone is written by those who wait for it', async () => {
    // The first is alone, the second leads the group of those that follow, and ends before it writes.
    const first = ask('write?item=first');
    await pause(100);
    const leader = ask('write?item=leader&end-after=100');
    await pause(50);
    const followers = Array.from({ length: 3 }, (_, item) => ask(`write?item=follower-${item}`));
    await leader;
    expect(await Promise.all([first, ...followers])).toEqual(['stored', 'stored', 'stored', 'stored']);
    const beganMs = Date.now();
    expect(await ask('write?item=later')).toBe('stored');
    // Nobody joins the group that is gone.
    expect(Date.now() - beganMs).toBeLessThan(4500);
    const state = JSON.parse(await ask('state')) as { stored: string[] };
    expect(state.stored).not.toContain('leader');
  }, 30_000);
});
