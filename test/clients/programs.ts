/** Makes the programs that drive the libraries: environments, packages and builds, each made once and kept. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { install, pythonEnvironment } from '../../scripts/python-environment.mjs';
import type { Driver } from './client.ts';

/** How to run one. */
export interface Program {
  command: string;
  parameters: string[];
  folder: string;
  environment: Record<string, string>;
}

const here = import.meta.dirname;

/** What is being made, or was. */
const made = new Map<string, Promise<unknown>>();

/**
 * The program of a row.
 *
 * @throws when what it needs cannot be had
 */
export async function prepare(driver: Driver): Promise<Program> {
  const folder = path.join(here, driver.kind);
  switch (driver.kind) {
    case 'python': {
      const { python, environment } = await once(`python ${driver.environment}`, () =>
        pythonEnvironment(driver.environment, here),
      );
      return { command: python, parameters: ['drive.py', driver.module], folder, environment };
    }
    case 'node':
      await once('node', () => nodePackage(folder));
      return { command: process.execPath, parameters: ['drive.mjs', driver.module], folder, environment: {} };
    case 'agent':
      await once('agents', () => agentPackages(path.join(here, 'agents')));
      return {
        command: process.execPath,
        parameters: ['drive.mjs', driver.name],
        folder: path.join(here, 'agents'),
        environment: {},
      };
    default: {
      const { build, command, parameters } = compiled[driver.kind];
      await once(driver.kind, async () => {
        for (const [tool = '', ...rest] of build) await install(tool, rest, folder);
      });
      return {
        command: command.startsWith('.') ? path.join(folder, command) : command,
        parameters: [...parameters(folder), driver.name],
        folder,
        environment: {},
      };
    }
  }
}

interface Compiled {
  build: string[][];
  /** Relative to the folder when it begins with a dot. */
  command: string;
  parameters(folder: string): string[];
}

/** Languages whose programs are built; their tools say by themselves what is up to date. */
const compiled: Record<'go' | 'java' | 'rust' | 'c', Compiled> = {
  go: {
    build: [['go', 'build', '-o', 'build/clients', '.']],
    command: './build/clients',
    parameters: () => [],
  },
  rust: {
    build: [['cargo', 'build', '--quiet', '--locked']],
    command: './target/debug/clients',
    parameters: () => [],
  },
  java: {
    build: [
      ['mvn', '-q', '-B', 'compile', 'dependency:build-classpath', '-Dmdep.outputFile=target/classpath.txt'],
    ],
    command: 'java',
    parameters: (folder) => [
      '-cp',
      `target/classes:${readFileSync(path.join(folder, 'target/classpath.txt'), 'utf8')}`,
      'Main',
    ],
  },
  c: {
    build: [
      ['mkdir', '-p', 'build'],
      ['cc', '-Wall', '-Wextra', '-O1', '-o', 'build/curl', 'curl.c', '-lcurl'],
    ],
    command: './build/curl',
    parameters: () => [],
  },
};

function once<Made>(name: string, make: () => Promise<Made>): Promise<Made> {
  const making = (made.get(name) as Promise<Made> | undefined) ?? make();
  made.set(name, making);
  return making;
}

/** Without a lock file: it would name binaries of platforms that are not published for every version. */
async function agentPackages(folder: string): Promise<void> {
  const wanted = readFileSync(path.join(folder, 'package.json'), 'utf8');
  const marker = path.join(folder, 'node_modules/.weir-installed.json');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return;
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--no-package-lock'];
  await install('npm', ['install', ...quiet], folder);
  writeFileSync(marker, wanted);
}

/** Libraries ask for optional peers of each other that do not fit together; none of them is used. */
async function nodePackage(folder: string): Promise<void> {
  const lock = path.join(folder, 'package-lock.json');
  const marker = path.join(folder, 'node_modules/.weir-installed-lock.json');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === readFileSync(lock, 'utf8')) return;
  await install('npm', ['ci', '--no-audit', '--no-fund', '--legacy-peer-deps', '--ignore-scripts'], folder);
  writeFileSync(marker, readFileSync(lock));
}
