/** Makes the programs that drive the libraries: environments, packages and builds, each made once and kept. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Driver } from './clients.ts';

/** How to run one. */
export interface Program {
  command: string;
  parameters: string[];
  folder: string;
  environment: Record<string, string>;
}

const here = import.meta.dirname;

/**
 * The program of a row.
 *
 * @throws when what it needs cannot be had
 */
export async function prepare(driver: Driver): Promise<Program> {
  if (driver.kind === 'python') {
    const env = path.join(process.env.CLIENTS_VENVS ?? '', `v-${driver.environment}`, 'bin/python');
    if (!existsSync(env)) throw new Error(`no ${env}`);
    return { command: env, parameters: ['drive.py', driver.module], folder: path.join(here, 'python'), environment: {} };
  }
  throw new Error('not yet');
}
