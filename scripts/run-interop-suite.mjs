/**
 * `npm run test:interop`: unmodified clients against a running Weir, and the same calls against MLflow's own server. It
 * prepares what it needs by itself: three Python environments and a Node package under `test/interop`, each installed once
 * and again when its requirements change. Arguments go on to pytest.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startUpstream } from '../test/interop/upstream.mjs';
import { freePort, stopGroup, until } from './local-programs.mjs';
import { install, pythonEnvironment } from './python-environment.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const suite = path.join(root, 'test/interop');
const START_MS = 180_000;
const adminKey = 'admin-key-of-the-interop-suite';

const work = mkdtempSync(path.join(tmpdir(), 'weir-interop-'));
const running = [];
process.exitCode = 1;
try {
  process.exitCode = await run();
} finally {
  for (const signal of ['SIGTERM', 'SIGKILL']) {
    for (const child of running) stopGroup(child, signal);
    await sleep(500);
  }
  rmSync(work, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

async function run() {
  const upstream = await startUpstream();
  const [weirPort, mlflowPort] = [await freePort(), await freePort()];
  const weir = `http://127.0.0.1:${weirPort}`;
  const mlflow = `http://127.0.0.1:${mlflowPort}`;
  startWeir(weirPort, upstream.url);
  const [newest, older, instrumentations] = await Promise.all([
    pythonEnvironment('newest'),
    pythonEnvironment('older'),
    pythonEnvironment('instrumentations'),
    nodePackage(),
  ]);
  startMlflow(newest, mlflowPort);
  await Promise.all([answering(`${weir}/health`), answering(`${mlflow}/health`)]);
  const tests = await start('pytest', newest.python, {
    parameters: [
      '-m',
      'pytest',
      '-q',
      '-p',
      'no:cacheprovider',
      path.join(suite, 'python'),
      ...process.argv.slice(2),
    ],
    environment: {
      ...newest.environment,
      WEIR_URL: weir,
      WEIR_KEY: adminKey,
      MLFLOW_URL: mlflow,
      OLDER_PYTHON: older.python,
      OLDER_PYTHONPATH: older.environment.PYTHONPATH ?? '',
      INSTRUMENTED_PYTHON: instrumentations.python,
      INSTRUMENTED_PYTHONPATH: instrumentations.environment.PYTHONPATH ?? '',
      UPSTREAM_URL: upstream.url,
      NODE: process.execPath,
    },
    inherit: true,
  }).ended;
  upstream.stop();
  return report(tests.code, tests.output);
}

/** The summary as the other suites print it, last. */
function report(code, output) {
  const count = (word) => Number(new RegExp(`(\\d+) ${word}`).exec(output.slice(-500))?.[1] ?? 0);
  const failed = count('failed') + count('errors?');
  process.stdout.write(`${count('passed')} passed, ${code !== 0 && failed === 0 ? 1 : failed} failed\n`);
  return code === 0 ? 0 : 1;
}

function startWeir(port, upstreamUrl) {
  const providers = {
    openai: { baseUrl: `${upstreamUrl}/v1` },
    anthropic: { baseUrl: `${upstreamUrl}/v1` },
  };
  start('weir', process.execPath, {
    parameters: [path.join(root, 'scripts/start.mjs')],
    environment: {
      PORT: String(port),
      WEIR_DATA_DIR: path.join(work, 'weir'),
      WEIR_ADMIN_KEY: adminKey,
      WEIR_PROVIDERS: JSON.stringify(providers),
      OPENAI_API_KEY: 'sk-of-the-interop-suite',
      WEIR_JUDGE_MODEL: 'openai:/judge',
      // What clients log is compared with MLflow's server, which adds nothing to it.
      WEIR_SAFETY_SAMPLE_RATE: '0',
    },
  });
}

function startMlflow({ python, environment }, port) {
  const home = path.join(work, 'mlflow');
  mkdirSync(home);
  const options = {
    '--host': '127.0.0.1',
    '--port': String(port),
    '--workers': '1',
    '--backend-store-uri': `sqlite:///${home}/mlflow.db`,
    '--artifacts-destination': home,
  };
  start('mlflow', python, {
    parameters: ['-m', 'mlflow', 'server', ...Object.entries(options).flat()],
    // Its background jobs take a dozen processes, and nothing here asks for them.
    environment: { ...environment, MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false' },
  });
}

/** Starts a program with its words in a file, or passed on as well; all are stopped at the end. */
function start(name, command, { parameters, environment, inherit = false }) {
  const log = openSync(path.join(work, `${name}.log`), 'w');
  const child = spawn(command, parameters, {
    cwd: root,
    env: { ...process.env, MLFLOW_DISABLE_TELEMETRY: 'true', ...environment },
    stdio: ['ignore', inherit ? 'pipe' : log, inherit ? 'inherit' : log],
    detached: true,
  });
  running.push(child);
  let output = '';
  child.stdout?.on('data', (chunk) => {
    output += chunk;
    process.stdout.write(chunk);
  });
  return { ended: new Promise((resolve) => child.once('close', (code) => resolve({ code, output }))) };
}

/** Waits for a server; one that does not come is told with the last words of both. */
async function answering(url) {
  try {
    await until(url, START_MS);
  } catch (cause) {
    for (const name of ['weir', 'mlflow']) {
      const log = path.join(work, `${name}.log`);
      if (existsSync(log)) process.stderr.write(`${name}: ${readFileSync(log, 'utf8').slice(-2000)}\n`);
    }
    throw cause;
  }
}

async function nodePackage() {
  const folder = path.join(suite, 'node');
  const lock = path.join(folder, 'package-lock.json');
  const marker = path.join(folder, 'node_modules/.weir-installed-lock.json');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === readFileSync(lock, 'utf8')) return;
  await install('npm', ['ci', '--no-audit', '--no-fund'], folder);
  writeFileSync(marker, readFileSync(lock));
}
