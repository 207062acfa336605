/**
 * `npm run soak`: Weir as its user runs it. `npm start` with its data on disk, 20,000 recorded calls on eight connections,
 * and after every thousand the memory of its processes and the CPU time they took. Writes docs/performance.md.
 * `-- --calls 2000` prints alone. Unlike the other measurements this one is of whole processes: start, door, engine, stores.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startUpstream } from './contenders.mjs';
import { startLoadProcess } from './load/load-process.mjs';
import { chatRequest, targetOf } from './load/requests.mjs';
import { cpuMs, memoryMb, processFactsKnown } from './measure/process-facts.mjs';
import { describeMachine, soakMarks, writeDocument } from './report/document.mjs';
import { formatNumber, table } from './report/tables.mjs';

const WHOLE = 20_000;
const ROUND = 1_000;
const CONNECTIONS = 8;
const WARM_UP_CALLS = 200;
const QUIET_MS = 30_000;
const START_PATIENCE_MS = 120_000;
const POLL_MS = 100;
const root = fileURLToPath(new URL('..', import.meta.url));

const { values } = parseArgs({ options: { calls: { type: 'string', default: String(WHOLE) } } });
const calls = Number(values.calls);
if (!Number.isInteger(calls) || calls < ROUND) fail(`--calls: expected a whole number from ${ROUND} on.`);
if (!processFactsKnown) fail('Only Linux tells the CPU time and memory of processes.');

// What is measured is a start, not a build.
execFileSync(process.execPath, [path.join(root, 'scripts/build-dist.mjs')], { stdio: 'inherit' });
const data = await mkdtemp(path.join(os.tmpdir(), 'weir-soak-'));
const upstream = await startUpstream();
const load = startLoadProcess();
const startedAt = performance.now();
const weir = await startWeir();
try {
  const rounds = await soak();
  const figures = render(rounds);
  process.stdout.write(`${figures}\n`);
  if (calls === WHOLE) await writeDocument(figures, soakMarks);
} finally {
  weir.child.kill('SIGTERM');
  await weir.exit;
  load.stop();
  await upstream.stop();
  await rm(data, { recursive: true, force: true });
}
process.exit(0);

/** `npm start` without npm, which holds 70 MB of its own and does nothing after the start. */
async function startWeir() {
  const environment = {
    ...process.env,
    PORT: '0',
    WEIR_DATA_DIR: data,
    WEIR_PROXY_AUTH: 'open',
    WEIR_PROVIDERS: JSON.stringify({ openai: { baseUrl: `${upstream.address.origin}/v1` } }),
  };
  const begun = performance.now();
  const child = spawn(process.execPath, [path.join(root, 'scripts/start.mjs')], {
    cwd: root,
    env: environment,
  });
  const exit = new Promise((resolve) => child.once('exit', resolve));
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      if (said.length < 10_000) said += chunk;
    });
  while (!/Weir listens on \S+/.test(said)) {
    if (child.exitCode !== null || performance.now() - begun > START_PATIENCE_MS) fail(said);
    await sleep(POLL_MS);
  }
  const address = new URL(/Weir listens on (\S+)/.exec(said)[1]);
  return { child, exit, address, startMs: performance.now() - begun, prefix: '/openai', headers: {} };
}

async function soak() {
  const request = chatRequest(weir, { streamed: false });
  const run = (callCount) =>
    load.run({ target: targetOf(weir), request, concurrency: CONNECTIONS, callCount });
  const processes = await findProcesses();
  const rounds = [{ calls: 0, ...look(processes) }];
  await run(WARM_UP_CALLS);
  await settle(WARM_UP_CALLS);
  const begun = look(processes);
  for (let made = ROUND; made <= calls; made += ROUND) {
    const { errors, elapsedMs } = await run(ROUND);
    if (errors > 0) throw new Error(`${errors} calls failed.`);
    await settle(WARM_UP_CALLS + made);
    rounds.push({ calls: made, callsPerSecond: (ROUND / elapsedMs) * 1000, ...look(processes) });
    process.stderr.write(`${made} calls\n`);
  }
  const ended = look(processes);
  await sleep(QUIET_MS);
  return { rounds, begun, ended, quiet: look(processes) };
}

/** The processes of `npm start` by what they do. */
async function findProcesses() {
  const [server] = await childrenOf(weir.child.pid);
  const engines = await childrenOf(server);
  return { keeper: weir.child.pid, server, engine: engines[0] };
}

async function childrenOf(id) {
  const threads = await readdir(`/proc/${id}/task`);
  const lists = await Promise.all(
    threads.map((thread) => readFile(`/proc/${id}/task/${thread}/children`, 'utf8')),
  );
  return lists.join(' ').split(/\s+/).filter(Boolean).map(Number);
}

function look(processes) {
  const facts = Object.entries(processes).map(([name, id]) => [
    name,
    { cpu: cpuMs(id), memory: memoryMb(id).now },
  ]);
  return Object.fromEntries(facts);
}

/** Until all calls are traces: none may be left out of what it cost. */
async function settle(count) {
  const { DatabaseSync } = await import('node:sqlite');
  const folder = path.join(data, 'd1');
  const names = (await readdir(folder, { recursive: true })).filter((name) =>
    /[0-9a-f]{64}\.sqlite$/.test(name),
  );
  const open = names.map((name) => new DatabaseSync(path.join(folder, name), { readOnly: true }));
  const isIndex = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'traces'";
  const index = open.find((database) => database.prepare(isIndex).get() !== undefined);
  const stored = index.prepare('SELECT count(*) AS stored FROM traces');
  const until = performance.now() + START_PATIENCE_MS;
  while (stored.get().stored < count) {
    if (performance.now() > until) throw new Error(`Of ${count} calls some have no trace.`);
    await sleep(POLL_MS);
  }
  for (const database of open) database.close();
}

function render({ rounds, begun, ended, quiet }) {
  const shown = rounds.filter(({ calls: made }) => made === 0 || made === ROUND || made % 5_000 === 0);
  const names = ['keeper', 'server', 'engine'];
  const sum = (facts, kind) => names.reduce((all, name) => all + facts[name][kind], 0);
  const memoryRow = (title, facts) => [
    title,
    ...names.map((name) => facts[name].memory),
    sum(facts, 'memory'),
  ];
  const memory = table(
    ['MB, resident', 'keeper (Node)', 'server (Node)', 'engine (workerd)', 'all'],
    [
      ...shown.map((facts) => memoryRow(`${formatNumber(facts.calls)} calls`, facts)),
      memoryRow(`${QUIET_MS / 1000} s later`, quiet),
    ],
  );
  const perCall = (name) => (ended[name].cpu - begun[name].cpu) / calls;
  const cpu = table(
    ['', 'keeper', 'server', 'engine', 'all'],
    [
      [
        'CPU ms per recorded call',
        ...names.map(perCall),
        names.reduce((all, name) => all + perCall(name), 0),
      ],
    ],
  );
  const rate = rounds.slice(1).map(({ callsPerSecond }) => callsPerSecond);
  const middle = rate.toSorted((one, other) => one - other)[Math.floor(rate.length / 2)];
  return [
    describeMachine(performance.now() - startedAt),
    `\`npm start\` listened after ${formatNumber(weir.startMs / 1000)} s. ${formatNumber(calls)} plain calls on ${CONNECTIONS} connections, ${formatNumber(middle)} a second in the middle of ${rate.length} rounds; each round ends when all its calls are traces.`,
    memory,
    cpu,
  ].join('\n\n');
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
