/**
 * `npm start`: the built worker on the embedded engine, state under one folder, one line per recorded trace.
 * `npm run dev` (`--watch`) does the same and reloads when the source changes.
 */
import { mkdir } from 'node:fs/promises';
import { watch } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
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

const host = process.env.HOST ?? '127.0.0.1';
const port = readPort(process.env.PORT ?? '8787');
const dataDirectory = path.resolve(process.env.WEIR_DATA_DIR ?? '.weir');
const variables = {
  WEIR_LOCAL: LOOPBACK.has(host) ? '1' : '0',
  // The embedded queue lives in memory: what waits in it must survive a restart.
  WEIR_SPOOL: 'all',
  ...(await readVariables()),
};

await mkdir(dataDirectory, { recursive: true });
variables.WEIR_SIGNING_KEY ??= await readSigningKey(dataDirectory);
await Promise.all([buildWidget(), buildReview()]);
const scriptPath = await buildWorker();
const weir = await startEngine({ scriptPath, dataDirectory, variables, onLog });
let address = await weir.address();
await refuseMistakes();
await (await weir.worker()).scheduled({ cron: 'start' });
const front = await openFront({
  host,
  port,
  target: () => ({ host: address.hostname, port: Number(address.port) }),
}).catch((cause) => {
  fail(
    cause.code === 'EADDRINUSE'
      ? `Port ${port} is taken. Choose another: PORT=8788 npm start`
      : cause.message,
  );
});
process.stdout.write(welcome({ host, port: front.address().port, dataDirectory, variables }));
if (process.argv.includes('--watch')) watchSource();
for (const signal of ['SIGTERM', 'SIGINT']) {
  // The engine would kill its runtime at once; here open calls end first.
  process.removeAllListeners(signal);
  process.once(signal, () => void stop());
}

function readPort(text) {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > 65_535)
    fail(`Invalid PORT "${text}": expected a number from 0 to 65535.`);
  return number;
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** The worker checks its settings itself; a mistake stops the start with its words. */
async function refuseMistakes() {
  const answer = await fetch(new URL('/health', address));
  const health = await answer.json();
  if (health.mistakes === undefined) return;
  const lines = health.mistakes.map((mistake) => `  ${mistake.variable}: ${mistake.message}`);
  await weir.engine.dispose();
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
  for (const directory of ['src', 'widget/src', 'review/src']) {
    watch(directory, { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        running = running.then(rebuild);
      }, 100);
    });
  }
}

async function rebuild() {
  try {
    await Promise.all([buildWidget(), buildReview(), buildWorker()]);
    await weir.reload();
    address = await weir.address();
    process.stdout.write('reloaded\n');
  } catch (cause) {
    process.stderr.write(`${cause.message}\n`);
  }
}

/** Open calls get a moment to end; those that do not are recorded as they are. Then the engine stops. */
async function stop() {
  process.once('SIGINT', () => process.exit(130));
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

async function activity() {
  const answer = await fetch(new URL('/health/activity', address));
  return answer.json();
}
