/**
 * `npm run test:sdk`: the SDKs of npm against a running Weir. They live in a package of their own, `test/sdk`, which is
 * installed when its lock file says something else than what is there. Arguments go on to vitest.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const suite = fileURLToPath(new URL('../test/sdk', import.meta.url));
const lockFile = path.join(suite, 'package-lock.json');
const installedLock = path.join(suite, 'node_modules/.weir-installed-lock.json');

if (!isInstalled()) {
  run('npm', ['ci', '--no-audit', '--no-fund']);
  writeFileSync(installedLock, readFileSync(lockFile));
}
run(process.execPath, [path.join(suite, 'node_modules/vitest/vitest.mjs'), 'run', ...process.argv.slice(2)]);

function isInstalled() {
  return existsSync(installedLock) && readFileSync(installedLock, 'utf8') === readFileSync(lockFile, 'utf8');
}

/** Runs a command in the suite's folder; its failure is ours. */
function run(command, parameters) {
  const { status, error } = spawnSync(command, parameters, { cwd: suite, stdio: 'inherit' });
  if (error !== undefined) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
