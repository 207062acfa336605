/**
 * What the engine is started with: the bindings of wrangler.toml and the statements of the migrations. Reading both takes
 * wrangler, which weighs more than the rest of a start; so a build keeps the plan, and a start reads that.
 */
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readWorkerConfig } from './worker-options.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Reads wrangler.toml and the migrations.
 *
 * @returns {Promise<Plan>}
 * @typedef {{name: string, statements: string[]}} Migration
 * @typedef {{config: object, migrations: Record<string, Migration[]>}} Plan migrations by binding, in order
 */
export async function readPlan() {
  const config = readWorkerConfig();
  const migrations = {};
  for (const { binding, migrations_dir: directory } of config.d1_databases)
    migrations[binding] = await readMigrations(path.join(root, directory));
  return { config, migrations };
}

/**
 * The migrations of a folder, split as wrangler splits them for a deployment.
 *
 * @param {string} directory of numbered `.sql` files
 * @returns {Promise<Migration[]>} in order
 */
export async function readMigrations(directory) {
  const { unstable_splitSqlQuery: splitSql } = await import('wrangler');
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => ({
      name,
      statements: splitSql(await readFile(path.join(directory, name), 'utf8')),
    })),
  );
}
