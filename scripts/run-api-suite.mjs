/**
 * `npm run test:api`: schemathesis over `/openapi.json` of a started Weir, first in open mode, then with keys: whatever the
 * document allows and what it does not, each operation alone and many in a row. Every run asks the same, on any machine: what is
 * asked is bounded by numbers of examples, not by time.
 *
 * `npm run test:api -- --seconds 600 --seed 7` goes on for ten minutes in each mode and asks something else, `--mode open` takes
 * that mode alone; what stands behind a second `--` goes on to schemathesis. Ends with `N passed, N failed`: requests that were
 * answered as they should be, and failures that were found.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { freePort, stopGroup, until } from './local-programs.mjs';
import { pythonEnvironment } from './python-environment.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const suite = path.join(root, 'test/api');
const START_MS = 180_000;
const adminKey = 'admin-key-of-the-api-suite';
const { values, positionals } = parseArgs({
  options: {
    seconds: { type: 'string' },
    mode: { type: 'string', multiple: true },
    seed: { type: 'string' },
  },
  allowPositionals: true,
});

/**
 * What is asked in each mode: in the first part up to so many requests of each operation beyond those that the document itself
 * gives rise to, in the second so many rows of requests that follow each other's links.
 */
const parts = [
  { phases: 'examples,coverage,fuzzing', examples: 6, share: 0.7 },
  { phases: 'stateful', examples: 80, share: 0.3 },
];

const work = mkdtempSync(path.join(tmpdir(), 'weir-api-'));
const running = [];
const sum = { passed: 0, failed: 0 };
process.exitCode = 1;
try {
  const { python, environment } = await pythonEnvironment('schemathesis', suite);
  for (const mode of values.mode ?? ['open', 'keys']) {
    const { passed, failed } = await round(mode, python, environment);
    sum.passed += passed;
    sum.failed += failed;
  }
  process.exitCode = sum.failed === 0 ? 0 : 1;
} catch (cause) {
  process.stderr.write(`${String(cause)}\n`);
  sum.failed += 1;
} finally {
  for (const signal of ['SIGTERM', 'SIGKILL']) {
    for (const child of running) stopGroup(child, signal);
    await sleep(500);
  }
  rmSync(work, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  process.stdout.write(`${sum.passed} passed, ${sum.failed} failed\n`);
}

/** One Weir of its own, asked in one mode. */
async function round(mode, python, environment) {
  const port = await freePort();
  const weir = `http://127.0.0.1:${port}`;
  const log = path.join(work, `${mode}.log`);
  const server = startWeir({ mode, port, log });
  await until(`${weir}/health`, START_MS).catch((cause) => {
    process.stderr.write(`${readFileSync(log, 'utf8').slice(-4000)}\n`);
    throw cause;
  });
  process.stdout.write(`== schemathesis, ${mode}\n`);
  const asWhom = mode === 'keys' ? { Authorization: `Bearer ${adminKey}` } : {};
  await fill(weir, asWhom);
  const document = await documentOf(weir, mode);
  const total = { passed: 0, failed: 0 };
  for (const part of parts) {
    const report = path.join(work, `${mode}-${part.phases}.json`);
    const code = await ask({ part, asWhom, weir, document, python, environment, report });
    const { passed, failed } = count(code, report);
    total.passed += passed;
    total.failed += failed;
  }
  stopGroup(server, 'SIGTERM');
  return total;
}

/** What the document's examples speak of, so that they meet something. */
async function fill(weir, headers) {
  const send = async (where, body) => {
    const answer = await fetch(`${weir}${where}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`POST ${where}: ${answer.status} ${await answer.text()}`);
  };
  await send('/api/v1/experiments', { name: 'support-bot' });
  for (let version = 1; version <= 5; version++)
    await send('/api/v1/prompts', { name: 'support', template: `Answer {{ question }} (${version})` });
  await send('/api/v1/datasets', { name: 'refund questions', experiments: ['support-bot'] });
  await send('/v1/traces', {
    resourceSpans: [{ scopeSpans: [{ spans: [spanOfExamples()] }] }],
  });
}

/** The root span of the trace that the examples name, in OTLP's JSON. */
function spanOfExamples() {
  const nowNs = BigInt(Date.now()) * 1_000_000n;
  return {
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
    spanId: '00f067aa0ba902b7',
    name: 'answer',
    kind: 1,
    startTimeUnixNano: String(nowNs - 1_000_000_000n),
    endTimeUnixNano: String(nowNs),
    attributes: [{ key: 'input.value', value: { stringValue: 'How long is the refund window?' } }],
  };
}

function startWeir({ mode, port, log }) {
  const output = openSync(log, 'w');
  const { WEIR_ADMIN_KEY: _, ...inherited } = process.env;
  const child = spawn(process.execPath, [path.join(root, 'scripts/start.mjs')], {
    cwd: root,
    env: {
      ...inherited,
      PORT: String(port),
      WEIR_DATA_DIR: path.join(work, mode),
      ...(mode === 'keys' ? { WEIR_ADMIN_KEY: adminKey } : {}),
    },
    stdio: ['ignore', output, output],
    detached: true,
  });
  running.push(child);
  return child;
}

/** The document of a server, in a file; without the keys that nobody is asked for in open mode. */
async function documentOf(weir, mode) {
  const document = await (await fetch(`${weir}/openapi.json`)).json();
  if (mode === 'open') {
    for (const operation of Object.values(document.paths).flatMap((methods) => Object.values(methods)))
      delete operation.security;
  }
  const file = path.join(work, `${mode}-openapi.json`);
  writeFileSync(file, JSON.stringify(document));
  return file;
}

/** Runs schemathesis with its words passed on; its exit code. */
function ask({ part, asWhom, weir, document, python, environment, report }) {
  const configuration = path.join(suite, 'schemathesis.toml');
  const longer = values.seconds === undefined ? '' : `--max-time ${Math.ceil(values.seconds * part.share)} `;
  const command =
    `--config-file ${configuration} run ${document} --url ${weir} --no-color ` +
    `${values.seed === undefined ? '--generation-deterministic' : `--seed ${values.seed}`} ` +
    `--phases ${part.phases} --max-examples ${part.examples} ${longer}--continue-on-failure ` +
    `--report json --report-json-path ${report}`;
  const headers = Object.entries(asWhom).flatMap(([name, value]) => ['--header', `${name}: ${value}`]);
  const parameters = ['-m', 'schemathesis.cli', ...command.split(' '), ...headers, ...positionals];
  const child = spawn(python, parameters, {
    cwd: work,
    env: { ...process.env, ...environment, SCHEMATHESIS_HOOKS: path.join(suite, 'python/checks.py') },
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  });
  running.push(child);
  return new Promise((resolve) => child.once('close', resolve));
}

/** What a report says: the checks that held by operation, and each failure that was found. */
function count(code, report) {
  if (!existsSync(report) || readFileSync(report, 'utf8') === '') return { passed: 0, failed: 1 };
  const { test_cases: cases, failures, errors } = JSON.parse(readFileSync(report, 'utf8'));
  const failed = failures.reduce((total, failure) => total + failure.count, 0) + errors.length;
  return {
    passed: cases.generated - cases.with_failures,
    // Whatever else ended it is no success.
    failed: code !== 0 && failed === 0 ? 1 : failed,
  };
}
