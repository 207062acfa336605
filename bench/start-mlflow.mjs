/** MLflow's own server on SQLite, as its documentation starts it; in the Python environment of the interop suite. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pythonEnvironment } from '../scripts/python-environment.mjs';
import { answers, freePort } from './start-peer.mjs';

const LONGEST_START_MS = 180_000;

/**
 * Starts the server with an empty store.
 *
 * @returns {Promise<{address: URL, version: string, headers: Record<string, string>, stop: () => Promise<void>} | null>}
 *   null when it cannot be had here; why has been said
 */
export async function startMlflow() {
  const prepared = await prepare();
  if (prepared === null) return null;
  const home = await mkdtemp(path.join(os.tmpdir(), 'weir-bench-mlflow-'));
  const port = await freePort();
  const options = {
    '--host': '127.0.0.1',
    '--port': String(port),
    '--backend-store-uri': `sqlite:///${home}/mlflow.db`,
    '--artifacts-destination': home,
  };
  const parameters = ['-m', 'mlflow', 'server', ...Object.entries(options).flat()];
  const child = spawn(prepared.python, parameters, {
    cwd: home,
    stdio: 'ignore',
    // A group of its own: the server is several processes. Its background jobs would take a dozen more.
    detached: true,
    env: {
      ...process.env,
      ...prepared.environment,
      MLFLOW_DISABLE_TELEMETRY: 'true',
      MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false',
    },
  });
  const kill = () => process.kill(-Number(child.pid), 'SIGKILL');
  // A group of its own outlives a benchmark that is interrupted.
  const interrupted = () => process.exit(1);
  process.once('exit', kill).once('SIGINT', interrupted).once('SIGTERM', interrupted);
  const stop = async () => {
    process.off('exit', kill).off('SIGINT', interrupted).off('SIGTERM', interrupted);
    kill();
    await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  const address = new URL(`http://127.0.0.1:${port}`);
  if (!(await answers(new URL('/health', address), LONGEST_START_MS))) {
    await stop();
    process.stdout.write('MLflow is left out: its server did not start.\n');
    return null;
  }
  const version = await (await fetch(new URL('/version', address))).text();
  return { address, version, headers: { 'x-mlflow-experiment-id': '0' }, stop };
}

async function prepare() {
  try {
    return await pythonEnvironment('newest');
  } catch (cause) {
    process.stdout.write(
      `MLflow is left out: its Python environment could not be prepared (${cause.message}).\n`,
    );
    return null;
  }
}
