/**
 * The container's image without a container: what the Dockerfile copies is there, its second stage runs from nothing but
 * that, without a package of development, as another user, and its health is asked as the image asks it.
 */
import { execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
// @ts-expect-error -- scripts are plain modules without declarations
import { freePort } from '../../scripts/local-programs.mjs';
import { eventually } from './weir.ts';

interface Instruction {
  name: string;
  rest: string;
}

const NOBODY = 65_534;
const ADMIN_KEY = 'an-admin-key-of-this-test';
let stages: Instruction[][];
let image: string;
beforeAll(async () => {
  execFileSync(process.execPath, ['scripts/build-dist.mjs']);
  stages = readStages(await readFile('Dockerfile', 'utf8'));
  image = await mkdtemp(path.join(tmpdir(), 'weir-image-'));
  await chmod(image, 0o755);
});
afterAll(() => rm(image, { recursive: true, force: true }));

/** The instructions of each stage, in order, lines that go on joined. */
function readStages(text: string): Instruction[][] {
  const lines = text.replaceAll('\\\n', ' ').split('\n');
  const all = lines.flatMap((line) => {
    const [, name, rest] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    return name === undefined || rest === undefined ? [] : [{ name, rest }];
  });
  const found: Instruction[][] = [];
  for (const instruction of all) {
    if (instruction.name === 'FROM') found.push([]);
    found.at(-1)?.push(instruction);
  }
  return found;
}

function valuesOf(stage: Instruction[], name: string): string[] {
  return stage.filter((instruction) => instruction.name === name).map(({ rest }) => rest);
}

/** Sources and target of each COPY, and whether it takes from the stage before. */
function copiesOf(stage: Instruction[]) {
  return valuesOf(stage, 'COPY').map((rest) => {
    const words = rest.split(/\s+/).filter((word) => !word.startsWith('--'));
    const isBuilt = rest.startsWith('--from=build');
    return {
      isBuilt,
      sources: words.slice(0, -1).map((source) => source.replace('/weir/', '')),
      target: words.at(-1) ?? '',
    };
  });
}

/** What `npm ci --omit=dev` installs, by the lock file. */
async function installRuntimePackages(): Promise<void> {
  const lock = JSON.parse(await readFile('package-lock.json', 'utf8')) as {
    packages: Record<string, { dev?: boolean; devOptional?: boolean }>;
  };
  const wanted = Object.entries(lock.packages).filter(([name, { dev }]) => name !== '' && dev !== true);
  for (const [name] of wanted) {
    // Packages of other platforms are in the lock file, and in no folder.
    if (!existsSync(name)) continue;
    await cp(name, path.join(image, name), {
      recursive: true,
      filter: (source) => !source.slice(name.length).includes('node_modules'),
    });
  }
}

describe('the image', () => {
  it('F230 is built of what is in the repository and passes .dockerignore, from a base that is pinned', async () => {
    expect(await readFile('Dockerfile', 'utf8')).toMatch(/^ARG BASE=node:\d+\.\d+\.\d+-\w+-slim/m);
    const allowed = (await readFile('.dockerignore', 'utf8')).split('\n');
    for (const { isBuilt, sources } of stages.flatMap(copiesOf)) {
      for (const source of sources) {
        expect(existsSync(source), source).toBe(true);
        if (!isBuilt) expect(allowed, source).toContain(`!${source}`);
      }
    }
    expect(allowed).toContain('**/.dev.vars');
  });

  it('F230 runs from its second stage alone, as a user that may write to its data and nowhere else, and stops on SIGTERM', async () => {
    const stage = stages.at(-1) ?? [];
    for (const { sources, target } of copiesOf(stage)) {
      for (const source of sources)
        await cp(source, path.join(image, target === './' ? source : target), { recursive: true });
    }
    await installRuntimePackages();
    for (const name of ['wrangler', 'vite', 'esbuild', 'rolldown', 'vitest'])
      expect(existsSync(path.join(image, 'node_modules', name)), name).toBe(false);
    const data = path.join(image, '..', `${path.basename(image)}-data`);
    await mkdir(data, { mode: 0o700 });
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) await chown(data, NOBODY, NOBODY);

    // F306: by number, or whoever refuses root cannot tell that it is not.
    expect(valuesOf(stage, 'USER')).toEqual(['1000:1000']);
    const set = Object.fromEntries(
      valuesOf(stage, 'ENV').flatMap((rest) => rest.split(' ').map((pair) => pair.split('='))),
    ) as Record<string, string>;
    expect(set).toMatchObject({ HOST: '0.0.0.0', PORT: '8787', WEIR_DATA_DIR: '/data' });
    expect(valuesOf(stage, 'VOLUME')).toEqual([set.WEIR_DATA_DIR]);
    const port = String(await freePort());
    const environment = {
      ...set,
      PATH: process.env.PATH,
      PORT: port,
      WEIR_DATA_DIR: data,
      WEIR_ADMIN_KEY: ADMIN_KEY,
    };
    const [command = '', ...parameters] = JSON.parse(valuesOf(stage, 'CMD').at(-1) ?? '[]') as string[];
    expect(command).toBe('node');
    const user = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
    const options = { cwd: image, env: environment, ...user };
    const weir = spawn(process.execPath, parameters, options);
    let said = '';
    for (const stream of [weir.stdout, weir.stderr])
      stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const exit = new Promise<number | null>((resolve) => weir.on('exit', resolve));
    await eventually(
      () => said.includes('Weir listens on') || weir.exitCode !== null,
      () => said,
    );
    expect(said).not.toContain('Building');
    expect(said).toContain(`Weir listens on http://0.0.0.0:${port}`);

    const check = /CMD (\[.*\])$/.exec(valuesOf(stage, 'HEALTHCHECK')[0] ?? '')?.[1] ?? '[]';
    const [, ...asked] = JSON.parse(check) as string[];
    const isHealthy = () =>
      new Promise((resolve) => {
        execFile(process.execPath, asked, options, (failure) => resolve(failure === null));
      });
    expect(await isHealthy()).toBe(true);
    const url = `http://127.0.0.1:${port}/api/v1/keys`;
    const body = JSON.stringify({ name: 'app', scopes: ['proxy'] });
    const headers = { 'content-type': 'application/json' };
    expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(401);
    const keyed = { ...headers, 'x-weir-key': ADMIN_KEY };
    expect((await fetch(url, { method: 'POST', headers: keyed, body })).status).toBeLessThan(300);
    const { mode, uid } = await stat(path.join(data, 'd1'));
    expect(mode & 0o077).toBe(0);
    if (isRoot) expect(uid).toBe(NOBODY);

    weir.kill('SIGTERM');
    expect(await exit).toBe(0);
    expect(await isHealthy()).toBe(false);
    await rm(data, { recursive: true, force: true });
  });

  it('F230 has a unit for systemd that runs the same, privately, and waits as long as a stop may take', async () => {
    const unit = await readFile('packaging/weir.service', 'utf8');
    for (const line of [
      'ExecStart=/opt/weir/node_modules/node/bin/node --max-semi-space-size=4 /opt/weir/scripts/serve.mjs',
      'StateDirectoryMode=0700',
      'NoNewPrivileges=yes',
      'ProtectSystem=strict',
      'KillMode=mixed',
    ])
      expect(unit).toContain(`\n${line}\n`);
    expect(Number(/TimeoutStopSec=(\d+)/.exec(unit)?.[1])).toBeGreaterThan(600);
  });
});
