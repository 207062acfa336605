/** Backups of a Weir that runs, and what becomes of them: nothing that was answered before is lost, nothing is there twice. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepCalling, npmStart, post, spawnStart, tracesOf } from './npm-start.ts';
import { eventually } from './weir.ts';

let folder: string;
let backup: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'weir-backups-'));
  backup = path.join(folder, 'backup');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs one of the commands. */
function run(script: string, parameters: string[], data = ''): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    const environment = { ...process.env, WEIR_DATA_DIR: data };
    execFile(
      process.execPath,
      [`scripts/${script}.mjs`, ...parameters],
      { env: environment },
      (failure, stdout, stderr) => resolve({ code: failure === null ? 0 : 1, said: stdout + stderr }),
    );
  });
}

const send = (url: string, method: string, body: object) =>
  fetch(url, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

describe('a backup', () => {
  it('F228 made under load holds all that was answered before, once, and reads like the original', async () => {
    const data = path.join(folder, 'data');
    const weir = await npmStart(data);
    await send(`${weir.url}/api/v1/prompts`, 'POST', {
      name: 'greeting',
      template: 'Good {{time}}, {{name}}',
    });
    const made = await send(`${weir.url}/api/v1/keys`, 'POST', { name: 'reader', scopes: ['read'] });
    const { key } = (await made.json()) as { key: string };
    const load = keepCalling(weir.url);
    await eventually(() => load.answered.length > 150);
    const spokenOf = await post(weir.url, { model: 'demo' });
    await spokenOf.text();
    const before = [...load.answered];
    const { code, said } = await run('backup', [backup], data);
    expect(said).toContain(`Restore it with: npm run restore -- ${backup} <empty folder>`);
    expect(code).toBe(0);
    const afterBackup = load.answered.length;
    await eventually(() => load.answered.length > afterBackup);
    await load.stop();
    expect(load.failed).toEqual([]);
    expect(await readdir(data)).not.toContain('backup-staging');
    weir.child.kill('SIGTERM');
    expect(await weir.exit).toBe(0);
    await rm(data, { recursive: true });

    const restored = path.join(folder, 'restored');
    expect((await run('restore', [backup, restored])).code).toBe(0);
    const next = await npmStart(restored);
    await eventually(async () => (await tracesOf(next.url)).length >= before.length);
    const traces = await tracesOf(next.url);
    const ids = traces.map(({ trace_id }) => trace_id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(before.filter((id) => !ids.includes(id))).toEqual([]);
    expect(traces.every(({ span_count, state }) => span_count === 1 && state === 'OK')).toBe(true);
    for (const id of [ids.at(0), ids.at(-1), ...before.slice(-20)]) {
      const trace = await (await fetch(`${next.url}/api/v1/traces/${id}`)).text();
      expect(trace).toContain('"content":"Hello"');
    }
    const prompt = await fetch(`${next.url}/api/v1/prompts/greeting/versions/1`);
    expect(await prompt.text()).toContain('Good {{time}}, {{name}}');
    const vote = await send(`${next.url}/feedback`, 'POST', {
      trace_id: spokenOf.headers.get('x-weir-trace-id'),
      token: spokenOf.headers.get('x-weir-feedback-token'),
      value: true,
    });
    expect(vote.status).toBeLessThan(300);
    next.child.kill('SIGTERM');
    expect(await next.exit).toBe(0);

    const keyed = await npmStart(restored, { WEIR_ADMIN_KEY: 'an-admin-key-of-this-test' });
    const read = await fetch(`${keyed.url}/api/v1/traces`, { headers: { 'x-weir-key': key } });
    expect(read.status).toBe(200);
    keyed.child.kill('SIGTERM');
    expect(await keyed.exit).toBe(0);
  });

  it('F229 is not restored over what is there', async () => {
    const full = path.join(folder, 'restored');
    const { code, said } = await run('restore', [backup, full]);
    expect(said).toContain(`${full} is not empty`);
    expect(code).toBe(1);
  });

  it('F229 is not restored when a file of it is damaged, missing, or its manifest is', async () => {
    const harms: [string, (copy: string) => Promise<void>][] = [
      ['is not as it was', (copy) => truncate(path.join(copy, 'data/signing-key'), 5)],
      ['cannot be read', (copy) => rm(path.join(copy, 'data/signing-key'))],
      ['is no whole backup', (copy) => rm(path.join(copy, 'manifest.json'))],
      [
        'names a file outside of itself',
        (copy) => changeManifest(copy, (text) => text.replace('"signing-key"', '"../../signing-key"')),
      ],
    ];
    for (const [index, [expected, harm]] of harms.entries()) {
      const copy = path.join(folder, `harmed-${index}`);
      await cp(backup, copy, { recursive: true });
      await harm(copy);
      const target = path.join(folder, `target-${index}`);
      const { code, said } = await run('restore', [copy, target]);
      expect(said).toContain(expected);
      expect(code).toBe(1);
      await expect(readdir(target)).rejects.toThrow();
    }
  });

  it('F229 of a newer build is refused by name', async () => {
    const copy = path.join(folder, 'newer');
    await cp(backup, copy, { recursive: true });
    await changeManifest(copy, (text) =>
      text.replace('"0001_traces.sql"', '"0001_traces.sql","9001_later.sql"'),
    );
    const { code, said } = await run('restore', [copy, path.join(folder, 'older')]);
    expect(said).toContain('written by a newer Weir: this build does not know 9001_later.sql');
    expect(code).toBe(1);
  });

  it('F229 that was restored in part is not started on', async () => {
    const target = path.join(folder, 'part');
    expect((await run('restore', [backup, target])).code).toBe(0);
    await writeFile(path.join(target, 'restore-under-way'), '');
    const { exit, output } = spawnStart({ WEIR_DATA_DIR: target });
    expect(await exit).toBe(1);
    expect(output()).toContain('its restore was cut off');
  });

  it('F229 is not made of a folder without data, nor into one that is full', async () => {
    expect(await run('backup', [path.join(folder, 'x')], path.join(folder, 'none'))).toMatchObject({
      code: 1,
    });
    const full = await run('backup', [backup], path.join(folder, 'restored'));
    expect(full.said).toContain(`${backup} is not empty`);
    expect(full.code).toBe(1);
  });
});

async function changeManifest(copy: string, change: (text: string) => string): Promise<void> {
  const file = path.join(copy, 'manifest.json');
  await writeFile(file, change(await readFile(file, 'utf8')));
}
