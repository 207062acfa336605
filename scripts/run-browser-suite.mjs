/**
 * `npm run test:browser`: the widget and the chat example in Chromium. The suite is a package of its own, `test/browser`,
 * installed when its lock file says something else than what is there. Arguments go on to Playwright.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const suite = fileURLToPath(new URL('../test/browser', import.meta.url));
const lockFile = path.join(suite, 'package-lock.json');
const installedLock = path.join(suite, 'node_modules/.weir-installed-lock.json');

process.env.CHROMIUM ??= findChromium();
if (!isInstalled()) {
  run('npm', ['ci', '--no-audit', '--no-fund']);
  writeFileSync(installedLock, readFileSync(lockFile));
}
run(process.execPath, [
  path.join(suite, 'node_modules/@playwright/test/cli.js'),
  'test',
  ...process.argv.slice(2),
]);

/** The system's Chromium: Playwright's own download is not needed. */
function findChromium() {
  const known = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
  if (known !== undefined) return known;
  process.stderr.write(
    'No Chromium here: apt-get install -y chromium, or name one in the variable CHROMIUM.\n',
  );
  process.stdout.write('0 passed, 1 failed\n');
  return process.exit(1);
}

function isInstalled() {
  return existsSync(installedLock) && readFileSync(installedLock, 'utf8') === readFileSync(lockFile, 'utf8');
}

/** Runs a command in the suite's folder; its failure is ours. */
function run(command, parameters) {
  const { status, error } = spawnSync(command, parameters, { cwd: suite, stdio: 'inherit' });
  if (error !== undefined) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
