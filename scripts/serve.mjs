/**
 * What `npm start` runs: the built worker on the embedded engine, state under one folder, one line per recorded trace.
 * With `--watch` (`npm run dev`) it reloads when the source changes.
 */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { planFile, workerFile } from './built-outputs.mjs';
import { openDataFolder } from './data-folder.mjs';
import { refuseUnusableDatabases, settleDatabases } from './database-files.mjs';
import { startEngine } from './engine.mjs';
import { ensureBuilt } from './ensure-built.mjs';
import { openFront } from './front.mjs';
import { ownLines } from './own-lines.mjs';
import { readSigningKey } from './read-signing-key.mjs';
import { readVariables } from './read-variables.mjs';
import { traceLine, welcome } from './start-text.mjs';
import { waitForCalls, waitForRecords } from './wait-for-calls.mjs';

const STOP_SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'];
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1']);
/** SQLite's words for a file that is not as it was written. */
const DAMAGE = /SQLITE_CORRUPT|SQLITE_NOTADB|database disk image is malformed/;
/** Long enough for an answer that a model reasons about. */
const STOP_SECONDS = 600;
/** Ctrl-C in npm arrives twice, from the terminal and from npm; the second one counts only when someone means it. */
const IMPATIENT_MS = 1_000;

// The first process of a container has no way to end but its own; until there are calls, it is to end at once.
for (const signal of STOP_SIGNALS) process.once(signal, () => process.exit(130));
// Whatever is written, the engine's files too, is this user's alone.
process.umask(0o077);
const given = await readVariables().catch((cause) => failUnread(cause));
const lines = readLines();
const { say, warn } = lines;
// Whatever happens is told as was chosen, and ends what cannot go on.
process.on('uncaughtException', (cause) => fail(cause.stack ?? String(cause)));
const host = process.env.HOST || '127.0.0.1';
const port = readPort(process.env.PORT || '8787');
const dataDirectory = path.resolve(process.env.WEIR_DATA_DIR || '.weir');
const variables = {
  WEIR_LOCAL: LOOPBACK.has(host) ? '1' : '0',
  // The embedded queue lives in memory: what waits in it must survive a restart.
  WEIR_SPOOL: 'all',
  ...given,
  // Read below, and written as is or as a line for people.
  WEIR_LOG: 'json',
  // Whoever runs Weir may ask what is under way, whatever keys there are.
  WEIR_SUPERVISOR_KEY: randomBytes(32).toString('hex'),
};
const longestStopMs = readStopSeconds(variables.WEIR_STOP_SECONDS || String(STOP_SECONDS)) * 1000;

let stopAskedAtMs = null;
let damageSaid = false;

/** Where the engine listens; callers who come before it is known wait for it. */
const started = Promise.withResolvers();
let address = started.promise;
const front = await openFront({
  host,
  port,
  target: async () => socketAddress(await address),
  supervisorKey: variables.WEIR_SUPERVISOR_KEY,
}).catch(refusePort);

const folder = await openDataFolder({ directory: dataDirectory, address: ownAddress(), say }).catch(failWith);
await ensureBuilt(lines).catch(failWith);
const plan = JSON.parse(await readFile(planFile, 'utf8'));
await refuseUnusableDatabases(dataDirectory).catch(failWith);
variables.WEIR_SIGNING_KEY ??= await readSigningKey(dataDirectory).catch(failWith);
const weir = await startWeir().catch(failWith);
// The engine would kill its runtime at once; here open calls end first.
for (const signal of STOP_SIGNALS) {
  process.removeAllListeners(signal);
  process.on(signal, askedToStop);
}
process.once('message', askedToStopByParent);
process.once('disconnect', askedToStopByParent);
started.resolve(await weir.address());
await (await weir.worker()).scheduled({ cron: 'start' });
if (lines.isJson) lines.event('started', { address: ownAddress(), dataDirectory });
else process.stdout.write(welcome({ address: ownAddress(), dataDirectory, variables }));
keepTime();
if (process.argv.includes('--watch')) {
  const { watchSources } = await import('./watch-sources.mjs');
  watchSources(reload);
}

async function tick(minutes) {
  try {
    const worker = await weir.worker();
    await worker.scheduled({ cron: '* * * * *' });
    if (minutes % 5 === 0) await worker.scheduled({ cron: '*/5 * * * *' });
  } catch (cause) {
    warn(cause.message);
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
  const number = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(number <= 65_535)) fail(`Invalid PORT "${text}": expected a number from 0 to 65535.`);
  return number;
}

function readStopSeconds(text) {
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (!Number.isFinite(seconds)) fail(`Invalid WEIR_STOP_SECONDS "${text}": expected a number of seconds.`);
  return seconds;
}

function refusePort(cause) {
  if (cause.code === 'EADDRINUSE') fail(`Port ${port} is taken. Choose another: PORT=${port + 1} npm start`);
  if (cause.code === 'EACCES')
    fail(`Port ${port} is not yours to open. Choose one above 1023: PORT=8787 npm start`);
  if (cause.code === 'EADDRNOTAVAIL' || cause.code === 'ENOTFOUND')
    fail(`Invalid HOST "${host}": expected an address of this machine.`);
  fail(cause.message);
}

function readLines() {
  try {
    return ownLines(given);
  } catch (cause) {
    process.stderr.write(`${cause.message}\n`);
    return process.exit(1);
  }
}

/** Which way to say it is not known yet but by the environment. */
function failUnread(cause) {
  const message = `.dev.vars cannot be read: ${cause.message}`;
  ownLines({ WEIR_LOG: process.env.WEIR_LOG === 'json' ? 'json' : 'text' }).warn(message);
  process.exit(1);
}

function fail(message) {
  warn(message);
  process.exit(1);
}

function failWith(cause) {
  fail(cause.message);
}

function ownAddress() {
  return `http://${host.includes(':') ? `[${host}]` : host}:${front.address().port}`;
}

function socketAddress({ hostname, port: enginePort }) {
  return { host: hostname, port: Number(enginePort) };
}

async function startWeir() {
  const engine = await startEngine({ scriptPath: workerFile, dataDirectory, variables, onLog, plan });
  await folder.noteEngine();
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
function onLog({ level, message }) {
  if (DAMAGE.test(message)) sayDamageOnce();
  if (lines.isJson) {
    if (message.startsWith('{')) process.stdout.write(`${message}\n`);
    else lines.engine({ level, message });
    return;
  }
  let line;
  try {
    line = JSON.parse(message);
  } catch {
    line = null;
  }
  if (line?.event === 'trace-recorded') process.stdout.write(`${traceLine(line)}\n`);
  else say(message);
}

/** Which file it is takes reading all of them, and calls pass meanwhile: that is for a process of its own. */
function sayDamageOnce() {
  if (damageSaid) return;
  damageSaid = true;
  warn(
    `A database below ${dataDirectory} is damaged. Calls still pass. "npm run backup" names the file; docs/operate.md has the way out.`,
  );
}

async function reload() {
  if (stopAskedAtMs !== null) return;
  try {
    address = weir.reload().then(() => weir.address());
    await address;
    await folder.noteEngine();
    if (lines.isJson) lines.event('reloaded', {});
    else process.stdout.write('reloaded\n');
  } catch (cause) {
    warn(cause.message);
  }
}

function askedToStop() {
  if (stopAskedAtMs === null) {
    stopAskedAtMs = Date.now();
    void stop();
  } else if (Date.now() - stopAskedAtMs > IMPATIENT_MS) {
    say('Asked a second time: ended at once. Calls under way were cut off.');
    process.exit(130);
  }
}

/** The parent speaks when it was told to stop by the end of its own parent, or has ended itself: that is nobody's impatience. */
function askedToStopByParent() {
  if (stopAskedAtMs === null) askedToStop();
}

/** Open calls end first; those that do not in time are recorded as they are. Then the engine stops. */
async function stop() {
  await waitForCalls({ front, longestMs: longestStopMs, say });
  await waitForRecords(activity);
  await weir.engine.dispose();
  await settleDatabases(dataDirectory).catch((cause) => warn(cause.message));
  process.exit(0);
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
