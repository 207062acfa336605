/**
 * What `npm start` runs: the built worker on the embedded engine, state under one folder, one line per recorded trace.
 * With `--watch` (`npm run dev`) it reloads when the source changes.
 */
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { watch } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildDashboard } from './build-dashboard.mjs';
import { buildReview } from './build-review.mjs';
import { buildWidget } from './build-widget.mjs';
import { buildWorker } from './build-worker.mjs';
import { startEngine } from './engine.mjs';
import { openFront } from './front.mjs';
import { readSigningKey } from './read-signing-key.mjs';
import { readVariables } from './read-variables.mjs';
import { traceLine, welcome } from './start-text.mjs';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1']);
const GRACE_MS = 10_000;
const QUIET_MS = 200;
/** Ctrl-C in npm arrives twice, from the terminal and from npm; the second one counts only when someone means it. */
const IMPATIENT_MS = 1_000;

const host = process.env.HOST || '127.0.0.1';
const port = readPort(process.env.PORT || '8787');
const dataDirectory = path.resolve(process.env.WEIR_DATA_DIR || '.weir');
const variables = {
  WEIR_LOCAL: LOOPBACK.has(host) ? '1' : '0',
  // The embedded queue lives in memory: what waits in it must survive a restart.
  WEIR_SPOOL: 'all',
  ...(await readVariables()),
};

/** Where the engine listens; callers who come before it is known wait for it. */
const started = Promise.withResolvers();
let address = started.promise;
// The port first: a second start must not touch the stores of the first.
const front = await openFront({ host, port, target: async () => socketAddress(await address) }).catch(
  refusePort,
);

await mkdir(dataDirectory, { recursive: true }).catch((cause) => {
  fail(`WEIR_DATA_DIR: ${dataDirectory} cannot be used as a folder: ${cause.message}`);
});
variables.WEIR_SIGNING_KEY ??= await readSigningKey(dataDirectory);
// Whoever runs Weir may ask what is under way, whatever keys there are.
variables.WEIR_SUPERVISOR_KEY = randomBytes(32).toString('hex');
const weir = await startWeir();
let stopAskedAtMs = null;
started.resolve(await weir.address());
await (await weir.worker()).scheduled({ cron: 'start' });
process.stdout.write(welcome({ host, port: front.address().port, dataDirectory, variables }));
keepTime();
if (process.argv.includes('--watch')) watchSource();
// The engine would kill its runtime at once; here open calls end first.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
  process.removeAllListeners(signal);
  process.on(signal, askedToStop);
}
process.once('disconnect', askedToStop);

async function tick(minutes) {
  try {
    const worker = await weir.worker();
    await worker.scheduled({ cron: '* * * * *' });
    if (minutes % 5 === 0) await worker.scheduled({ cron: '*/5 * * * *' });
  } catch (cause) {
    process.stderr.write(`${cause.message}\n`);
  }
}

/** The platform's clock: the crons of wrangler.toml, one call at a time. */
function keepTime() {
  let minutes = 0;
  let running = Promise.resolve();
  setInterval(() => {
    minutes++;
    running = running.then(() => tick(minutes));
  }, 60_000).unref();
}

function readPort(text) {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > 65_535)
    fail(`Invalid PORT "${text}": expected a number from 0 to 65535.`);
  return number;
}

function refusePort(cause) {
  if (cause.code === 'EADDRINUSE') fail(`Port ${port} is taken. Choose another: PORT=${port + 1} npm start`);
  if (cause.code === 'EACCES')
    fail(`Port ${port} is not yours to open. Choose one above 1023: PORT=8787 npm start`);
  if (cause.code === 'EADDRNOTAVAIL' || cause.code === 'ENOTFOUND')
    fail(`Invalid HOST "${host}": expected an address of this machine.`);
  fail(cause.message);
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

function socketAddress({ hostname, port: enginePort }) {
  return { host: hostname, port: Number(enginePort) };
}

async function startWeir() {
  await buildWidget().catch(() => fail('The feedback widget could not be built.'));
  await buildReview().catch(() => fail('The review app could not be built.'));
  await buildDashboard().catch((cause) => fail(`The dashboard could not be built: ${cause.message}`));
  const scriptPath = await buildWorker().catch(() => fail('The worker could not be built.'));
  const engine = await startEngine({ scriptPath, dataDirectory, variables, onLog });
  await refuseMistakes(engine);
  return engine;
}

/** The worker checks its settings itself; a mistake stops the start with its words. */
async function refuseMistakes({ engine, address: addressOf }) {
  const answer = await fetch(new URL('/health', await addressOf()));
  const health = await answer.json();
  if (health.mistakes === undefined) return;
  const lines = health.mistakes.map((mistake) => `  ${mistake.variable}: ${mistake.message}`);
  await engine.dispose();
  fail(`The configuration has mistakes:\n${lines.join('\n')}`);
}

/** One line per trace; anything else the worker says goes to stderr. */
function onLog({ message }) {
  let line;
  try {
    line = JSON.parse(message);
  } catch {
    line = null;
  }
  if (line?.event === 'trace-recorded') process.stdout.write(`${traceLine(line)}\n`);
  else process.stderr.write(`${message}\n`);
}

function watchSource() {
  let running = Promise.resolve();
  let timer;
  for (const directory of ['../src', '../widget/src', '../dashboard/src', '../review/src']) {
    watch(fileURLToPath(new URL(directory, import.meta.url)), { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        running = running.then(rebuild);
      }, 100);
    });
  }
}

/** A source that does not build leaves the last good worker running; the bundler has said what is wrong. */
async function rebuild() {
  if (stopAskedAtMs !== null) return;
  try {
    await Promise.all([buildWidget(), buildDashboard(), buildReview(), buildWorker()]);
  } catch {
    process.stderr.write('not reloaded: the last good build stays\n');
    return;
  }
  try {
    address = weir.reload().then(() => weir.address());
    await address;
    process.stdout.write('reloaded\n');
  } catch (cause) {
    process.stderr.write(`${cause.message}\n`);
  }
}

function askedToStop(signal) {
  if (stopAskedAtMs === null) {
    stopAskedAtMs = Date.now();
    void stop();
  } else if (signal === 'SIGINT' && Date.now() - stopAskedAtMs > IMPATIENT_MS) process.exit(130);
}

/** Open calls get a moment to end; those that do not are recorded as they are. Then the engine stops. */
async function stop() {
  front.close();
  const until = Date.now() + GRACE_MS;
  while (front.open.size > 0 && Date.now() < until && !(await isQuiet())) await sleep(50);
  for (const socket of front.open) socket.destroy();
  const settled = Date.now() + GRACE_MS;
  while (Date.now() < settled) {
    const { open, waiting } = await activity();
    if (open === 0 && waiting === 0) break;
    await sleep(50);
  }
  await weir.engine.dispose();
  process.exit(0);
}

/** No call is open, and what was answered has had the time to pass. */
async function isQuiet() {
  const { open } = await activity();
  return open === 0 && Date.now() - front.lastByteAtMs > QUIET_MS;
}

/** What is under way; nothing when the engine is gone, whose spool the next start takes up. */
async function activity() {
  try {
    const headers = { 'x-weir-supervisor': variables.WEIR_SUPERVISOR_KEY };
    const answer = await fetch(new URL('/health/activity', await address), { headers });
    const { open, waiting } = await answer.json();
    return { open: open ?? 0, waiting: waiting ?? 0 };
  } catch {
    return { open: 0, waiting: 0 };
  }
}
