/** What befalls a machine under traffic: everything killed at once, a disk that fills up. Callers notice nothing, nothing is lost, nothing is there twice. */
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepCalling, npmStart, serverOf, tracesOf } from './npm-start.ts';
import { eventually } from './weir.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'weir-disasters-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const DISK_MB = 24;
/** What was answered is written down within this time, and before so many more calls are answered, however slow the machine. */
const SETTLING_MS = 500;
const SETTLING_CALLS = 40;
/** What was refused many times waits for longer each time before it is tried again. */
const RECOVERY_PATIENCE_MS = 200_000;
const LEAST_ROOM_BYTES = 64 * 1024 * 1024;

/** A disk of its own; null where this user may make none. */
function mountDisk(target: string): (() => void) | null {
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m,mode=0700`, 'tmpfs', target]);
  return status === 0 ? () => void spawnSync('umount', ['--lazy', target]) : null;
}

/** Every id once, each a whole trace. */
async function expectOnce(url: string, ids: string[]): Promise<void> {
  await eventually(
    async () => {
      const found = new Set((await tracesOf(url)).map(({ trace_id }) => trace_id));
      return ids.every((id) => found.has(id));
    },
    undefined,
    RECOVERY_PATIENCE_MS,
  );
  const traces = await tracesOf(url);
  const found = traces.map(({ trace_id }) => trace_id);
  expect(new Set(found).size).toBe(found.length);
  expect(traces.every(({ span_count, state }) => span_count === 1 && state === 'OK')).toBe(true);
}

describe('disasters', () => {
  it.each(['all of its processes', 'the process that serves alone'])(
    'F231 kill -9 of %s under load loses nothing that was answered, and tells nothing twice',
    async (what) => {
      const data = path.join(folder, what.replaceAll(' ', '-'));
      const weir = await npmStart(data);
      const load = keepCalling(weir.url);
      await eventually(() => load.answered.length > 100);
      const before = [...load.answered];
      await sleep(SETTLING_MS);
      await eventually(() => load.answered.length > before.length + SETTLING_CALLS);
      const server = serverOf(weir);
      process.kill(what.startsWith('all') ? -server : server, 'SIGKILL');
      await weir.exit;
      await load.stop();

      const next = await npmStart(data);
      await expectOnce(next.url, before);
      next.child.kill('SIGTERM');
      expect(await next.exit).toBe(0);
    },
  );

  it('F232 a disk that is full for a while changes no answer, and what was answered meanwhile is recorded when it is freed', async (context) => {
    const disk = path.join(folder, 'disk');
    await mkdir(disk);
    const unmount = mountDisk(disk);
    if (unmount === null) context.skip('this user may mount no disk');
    try {
      const data = path.join(disk, 'data');
      const weir = await npmStart(data);
      const load = keepCalling(weir.url);
      await eventually(() => load.answered.length > 30);
      const filler = path.join(disk, 'filler');
      await fill(filler);
      const whenFull = load.answered.length;
      await eventually(() => load.answered.length > whenFull + 60);
      await load.stop();
      await eventually(() => weir.output().includes('SQLITE_FULL'));
      expect(load.failed).toEqual([]);
      await rm(filler);
      await expectOnce(weir.url, load.answered);
      weir.child.kill('SIGTERM');
      expect(await weir.exit).toBe(0);

      const next = await npmStart(data);
      await expectOnce(next.url, load.answered);
      next.child.kill('SIGTERM');
      expect(await next.exit).toBe(0);
    } finally {
      unmount?.();
    }
  }, 300_000);
});

/** Writes until nothing more can be written. */
async function fill(file: string): Promise<void> {
  const handle = await open(file, 'w');
  const piece = Buffer.alloc(4096);
  try {
    for (let bytes = 0; bytes < LEAST_ROOM_BYTES; bytes += piece.length) await handle.write(piece);
  } catch (cause) {
    expect((cause as NodeJS.ErrnoException).code).toBe('ENOSPC');
    return;
  } finally {
    await handle.close();
  }
  throw new Error('The disk did not fill up.');
}
