/**
 * `npm run deploy`: migrates both databases and deploys the very bundle that the suites and the benchmark run. Needs a
 * Cloudflare account (`npx wrangler login`) and the resources named in wrangler.toml; `docs/deploy.md` says how to make them.
 */
import { spawnSync } from 'node:child_process';
import { buildWorker } from './build-worker.mjs';
import { readWorkerConfig } from './worker-options.mjs';

/** The tree carries ids that mean a database on this machine. */
const LOCAL_ID = /^0{8}-/;

const missing = readWorkerConfig().d1_databases.filter(({ database_id: id }) => LOCAL_ID.test(id));
if (missing.length > 0) {
  for (const { database_name: name } of missing)
    process.stderr.write(
      `wrangler.toml: no database_id for ${name}. Make one: npx wrangler d1 create ${name}\n`,
    );
  process.stderr.write('docs/deploy.md has all steps.\n');
  process.exit(1);
}

const bundle = await buildWorker();
for (const parameters of [
  ['d1', 'migrations', 'apply', 'REGISTRY', '--remote'],
  ['d1', 'migrations', 'apply', 'TRACES', '--remote'],
  ['deploy', bundle, '--no-bundle'],
]) {
  const { status, error } = spawnSync('wrangler', parameters, { stdio: 'inherit' });
  if (error !== undefined) process.stderr.write(`${error.message}\n`);
  if (status !== 0) process.exit(status ?? 1);
}
