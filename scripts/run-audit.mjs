/**
 * `npm run audit`: known data into a started Weir, and every number that it says of them against an independent count in
 * Python (`test/audit`). The Python environment is the interop suite's. Ends with `N passed, N failed`, by surface.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort, stopGroup, until } from './local-programs.mjs';
import { pythonEnvironment } from './python-environment.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const START_MS = 180_000;
const adminKey = 'admin-key-of-the-audit';

const work = mkdtempSync(path.join(tmpdir(), 'weir-audit-'));
const log = path.join(work, 'weir.log');
const port = await freePort();
const weir = startWeir();
try {
  const environment = await pythonEnvironment('newest');
  await until(`http://127.0.0.1:${port}/health`, START_MS);
  process.exitCode = await audit(environment);
} catch (cause) {
  process.stderr.write(`${String(cause)}\n${readFileSync(log, 'utf8').slice(-4000)}\n0 passed, 1 failed\n`);
  process.exitCode = 1;
} finally {
  for (const signal of ['SIGTERM', 'SIGKILL']) {
    stopGroup(weir, signal);
    await sleep(500);
  }
  rmSync(work, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

function startWeir() {
  const output = openSync(log, 'w');
  return spawn(process.execPath, [path.join(root, 'scripts/start.mjs')], {
    cwd: root,
    env: {
      ...process.env,
      PORT: String(port),
      WEIR_DATA_DIR: path.join(work, 'weir'),
      WEIR_ADMIN_KEY: adminKey,
      // The data has its days, on which clocks changed: it must not be deleted as old while it is counted.
      WEIR_RETENTION_DAYS: '3650',
      // What is judged besides would be more than what was fed.
      WEIR_SAFETY_SAMPLE_RATE: '0',
    },
    stdio: ['ignore', output, output],
    detached: true,
  });
}

/** Runs the comparison with its words passed on; its exit code. */
function audit({ python, environment }) {
  const child = spawn(python, [path.join(root, 'test/audit'), ...process.argv.slice(2)], {
    cwd: root,
    env: {
      ...process.env,
      ...environment,
      WEIR_URL: `http://127.0.0.1:${port}`,
      WEIR_KEY: adminKey,
      PYTHONDONTWRITEBYTECODE: '1',
    },
    stdio: 'inherit',
  });
  return new Promise((resolve) => child.once('close', (code) => resolve(code ?? 1)));
}
