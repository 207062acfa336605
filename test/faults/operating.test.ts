/** What an operator does wrong, or finds: each is said in words that help, in the form that was chosen, and harms nothing. */
import { execFile, spawn } from 'node:child_process';
import {
  chmod,
  chown,
  cp,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { npmStart, post, spawnStart, tracesOf } from './npm-start.ts';
import { eventually } from './weir.ts';

const NOBODY = 65_534;
const isRoot = process.geteuid?.() === 0;
let folder: string;
let used: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'weir-operating-'));
  await chmod(folder, 0o755);
  used = path.join(folder, 'used');
  const weir = await npmStart(used);
  await (await post(weir.url, { model: 'demo' })).text();
  await eventually(async () => (await tracesOf(weir.url)).length === 1);
  weir.child.kill('SIGTERM');
  expect(await weir.exit).toBe(0);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function copyOfUsed(name: string): Promise<string> {
  const data = path.join(folder, name);
  await cp(used, data, { recursive: true });
  return data;
}

async function filesOf(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

async function databaseOf(data: string): Promise<string> {
  const found = (await filesOf(path.join(data, 'd1'))).find((file) => /[0-9a-f]{64}\.sqlite$/.test(file));
  return found ?? '';
}

/** Runs one of the commands. */
function run(script: string, parameters: string[], data = ''): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    const options = { env: { ...process.env, WEIR_DATA_DIR: data } };
    execFile(process.execPath, [`scripts/${script}.mjs`, ...parameters], options, (failure, out, err) =>
      resolve({ code: failure === null ? 0 : 1, said: out + err }),
    );
  });
}

/** Steps of a start: the module, and the call with the folder as its parameter. */
const STEPS = {
  refuseUnusableDatabases: ['database-files', 'refuseUnusableDatabases(process.argv[1])'],
  openDataFolder: [
    'data-folder',
    "openDataFolder({ directory: process.argv[1], address: '', say: console.log })",
  ],
  ensureBuilt: ['ensure-built', 'ensureBuilt({ say: console.log, warn: console.log })'],
} as const;

/** What a step of a start says to a user who is not root, in a checkout that was neither installed nor built. */
async function stepAsNobody(data: string, step: keyof typeof STEPS): Promise<string> {
  const copy = path.join(folder, 'checkout');
  for (const part of ['scripts', 'migrations', 'package.json'])
    await cp(part, path.join(copy, part), { recursive: true });
  const [module, call] = STEPS[step];
  const code = `const { ${step} } = await import('./scripts/${module}.mjs');
    await ${call}.then(() => console.log('fine'), (cause) => console.log(cause.message));`;
  const user = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
  const child = spawn(process.execPath, ['--input-type=module', '-e', code, data], { cwd: copy, ...user });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await new Promise((resolve) => child.on('close', resolve));
  return said;
}

async function giveToNobody(data: string): Promise<void> {
  if (!isRoot) return;
  await chown(data, NOBODY, NOBODY);
  for (const entry of await readdir(data, { recursive: true }))
    await chown(path.join(data, entry), NOBODY, NOBODY);
}

describe('npm start', () => {
  it('F300 tells files that are not its to read from files that are damaged', async () => {
    const data = await copyOfUsed('foreign');
    await giveToNobody(data);
    const file = await databaseOf(data);
    expect(await stepAsNobody(data, 'refuseUnusableDatabases')).toBe('fine\n');
    for (const mode of [0o000, 0o400]) {
      await chmod(file, mode);
      const said = await stepAsNobody(data, 'refuseUnusableDatabases');
      expect(said).toContain(`${file} cannot be read and written by the user who runs Weir`);
      expect(said).not.toContain('damaged');
    }
    await chmod(file, 0o600);
    await chmod(data, 0o500);
    const said = await stepAsNobody(data, 'openDataFolder');
    expect(said).toContain(`WEIR_DATA_DIR: ${data} cannot be used as a folder: EACCES`);
    expect(said).toContain('belongs to the user who runs Weir');
    await chmod(data, 0o700);
  });

  it('F301 says how it went in the form that was chosen, also when it builds, fails or is damaged', async () => {
    const cut = await copyOfUsed('cut');
    await truncate(path.join(cut, 'signing-key'), 0);
    const odd = await copyOfUsed('odd');
    await rm(path.join(odd, 'signing-key'));
    await mkdir(path.join(odd, 'signing-key'));
    const cases: [Record<string, string>, string][] = [
      [{ WEIR_DATA_DIR: cut }, `${path.join(cut, 'signing-key')} is cut off: it has 0 characters`],
      [{ WEIR_DATA_DIR: odd }, `${path.join(odd, 'signing-key')} cannot be read or made: EISDIR`],
      [{ WEIR_DATA_DIR: path.join(used, 'lock') }, 'cannot be used as a folder'],
      [{ PORT: ' ' }, 'Invalid PORT " "'],
      [{ PORT: '1e3' }, 'Invalid PORT "1e3"'],
      [{ WEIR_STOP_SECONDS: ' ' }, 'Invalid WEIR_STOP_SECONDS " "'],
    ];
    for (const [variables, expected] of cases) {
      const started = spawnStart({ WEIR_LOG: 'json', WEIR_DATA_DIR: used, ...variables });
      expect(await started.exit, expected).toBe(1);
      const lines = jsonLinesOf(started.output());
      expect(lines.filter(({ level }) => level === 'error').map(({ message }) => message)).toEqual([
        expect.stringContaining(expected),
      ]);
    }
    await rm('dashboard/public/widget.js');
    const weir = spawnStart({ WEIR_LOG: 'json', WEIR_DATA_DIR: path.join(folder, 'json') });
    const address = () => /"event":"started","address":"([^"]+)"/.exec(weir.output())?.[1];
    await eventually(
      () => address() !== undefined,
      () => weir.output(),
      90_000,
    );
    expect(jsonLinesOf(weir.output())).toContainEqual(
      expect.objectContaining({ level: 'info', message: expect.stringContaining('Building Weir') }),
    );
    await (await post(address() ?? '', { model: 'demo' })).text();
    await eventually(() => weir.output().includes('trace-recorded'));
    weir.child.kill('SIGTERM');
    expect(await weir.exit).toBe(0);
    jsonLinesOf(weir.output());
  }, 300_000);

  it('F305 says what is missing where it would have to build and cannot', async () => {
    const said = await stepAsNobody('', 'ensureBuilt');
    expect(said).toContain('what builds it is not installed');
    expect(said).toContain('npm ci --include=dev && npm run build');
    expect(said).not.toMatch(/\n\s+at |Building/);
  });

  it('F301 leaves out what is no error when only errors were asked for', async () => {
    const data = await copyOfUsed('quiet');
    await rm(path.join(data, 'running.json'));
    const started = spawnStart({ WEIR_LOG: 'json', WEIR_LOG_LEVEL: 'error', WEIR_DATA_DIR: data });
    const { pid = 0 } = started.child;
    await eventually(async () => {
      const running = await readFile(path.join(data, 'running.json'), 'utf8').catch(() => '{}');
      return (JSON.parse(running) as { engine?: object | null }).engine != null;
    });
    process.kill(pid, 'SIGTERM');
    await started.exit;
    expect(jsonLinesOf(started.output()).filter(({ level }) => level !== 'error')).toEqual([]);
  });

  it('F302 leaves databases that are whole without their logs, and refuses a log that is none', async () => {
    const logs = (await filesOf(used)).filter((file) => file.endsWith('-wal'));
    for (const log of logs) expect((await stat(log)).size, log).toBe(0);
    const data = await copyOfUsed('logs');
    for (const file of await filesOf(data)) if (/-(wal|shm)$/.test(file)) await rm(file);
    const file = await databaseOf(data);
    await writeFile(`${file}-wal`, Buffer.alloc(9000, 'nonsense'));
    const refused = spawnStart({ WEIR_DATA_DIR: data });
    expect(await refused.exit).toBe(1);
    expect(refused.output()).toContain(`${file} is damaged: the log beside it (-wal) is not one of SQLite`);
    expect((await stat(`${file}-wal`)).size).toBe(9000);
    await rm(`${file}-wal`);
    const weir = await npmStart(data);
    expect(await tracesOf(weir.url)).toHaveLength(1);
    weir.child.kill('SIGTERM');
    expect(await weir.exit).toBe(0);
  });
});

describe('a backup', () => {
  it('F303 is private, whatever the rights of its folder and of the files were', async () => {
    const data = await copyOfUsed('wide');
    for (const file of await filesOf(data)) await chmod(file, 0o644);
    const backup = path.join(folder, 'wide-backup');
    await mkdir(backup, { mode: 0o755 });
    await chmod(backup, 0o755);
    expect(await run('backup', [backup], data)).toMatchObject({ code: 0 });
    for (const file of await filesOf(backup)) await chmod(file, (await modeOf(file)) === 0o600 ? 0o644 : 0);
    expect(await modeOf(backup)).toBe(0o700);
    const restored = path.join(folder, 'wide-restored');
    expect(await run('restore', [backup, restored])).toMatchObject({ code: 0 });
    for (const file of await filesOf(restored)) expect(await modeOf(file), file).toBe(0o600);
  });

  it('F303 is not made within the data; one that fails says why and leaves nothing, but the folder it was given', async () => {
    const data = await copyOfUsed('broken');
    const within = await run('backup', [path.join(data, 'backups/1')], data);
    expect(within).toMatchObject({
      code: 1,
      said: expect.stringContaining('lies in the data folder itself'),
    });
    expect(await readdir(data)).not.toContain('backups');
    const file = await databaseOf(data);
    await writeFile(file, Buffer.alloc(8192, 'nonsense'));
    const given = path.join(folder, 'given');
    await mkdir(given);
    const failed = await run('backup', [given], data);
    expect(failed).toMatchObject({ code: 1, said: expect.stringContaining('No backup was made: ') });
    expect(failed.said).toContain(file);
    expect(await readdir(given)).toEqual([]);
    expect(await readdir(data)).not.toContain('backup-staging');
  });

  it('F304 is not restored into itself, nor by a manifest that says nothing', async () => {
    const backup = path.join(folder, 'whole');
    expect(await run('backup', [backup], used)).toMatchObject({ code: 0 });
    const itself = await run('restore', [backup, path.join(backup, 'data/again')]);
    expect(itself).toMatchObject({ code: 1, said: expect.stringContaining('lies in the backup itself') });
    for (const manifest of ['null', '{}', '{"format":1}', '{"format":1,"migrations":{},"files":[{}]}', '[']) {
      await writeFile(path.join(backup, 'manifest.json'), manifest);
      const { code, said } = await run('restore', [backup, path.join(folder, 'nothing')]);
      expect(said, manifest).toContain(`${backup} is no whole backup: `);
      expect(code).toBe(1);
    }
    await expect(readdir(path.join(folder, 'nothing'))).rejects.toThrow();
  });
});

async function modeOf(file: string): Promise<number> {
  return (await stat(file)).mode & 0o777;
}

function jsonLinesOf(output: string): { level: string; message?: string; time: string }[] {
  const lines = output.split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    try {
      const { time, level, ...rest } = JSON.parse(line) as { time: string; level: string };
      expect(Number.isNaN(Date.parse(time)), line).toBe(false);
      expect(['info', 'error'], line).toContain(level);
      return { time, level, ...rest };
    } catch {
      throw new Error(`no line of JSON: ${line}`);
    }
  });
}
