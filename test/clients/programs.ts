/** Makes the programs that drive the libraries: environments, packages and builds, each made once and kept. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { install, pythonEnvironment } from '../../scripts/python-environment.mjs';
import type { Driver } from './clients.ts';

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
    default:
      throw new Error(`no way to run ${driver.kind}`);
  }
}

function once<Made>(name: string, make: () => Promise<Made>): Promise<Made> {
  const making = (made.get(name) as Promise<Made> | undefined) ?? make();
  made.set(name, making);
  return making;
}

/** Libraries ask for optional peers of each other that do not fit together; none of them is used. */
async function nodePackage(folder: string): Promise<void> {
  const lock = path.join(folder, 'package-lock.json');
  const marker = path.join(folder, 'node_modules/.weir-installed-lock.json');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === readFileSync(lock, 'utf8')) return;
  await install('npm', ['ci', '--no-audit', '--no-fund', '--legacy-peer-deps', '--ignore-scripts'], folder);
  writeFileSync(marker, readFileSync(lock));
}
