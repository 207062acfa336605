/**
 * The README's first minute, as a person would live it: `npm start`, the README's own curl, the line it promises, the
 * trace over the API, and SIGTERM in the middle of an answer. Ends with `N passed, N failed`.
 */
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const PATIENCE_MS = 60_000;
/** What the README shows of a trace: time, id, provider/model, state, tokens, cost, duration. */
const TRACE_LINE =
  /^\d\d:\d\d:\d\d\.\d{3} {2}(tr-[0-9a-f]{32}) {2}demo\/demo {2}OK {2}\d+\/\d+ tokens {2}unpriced {2}(?:first token \d+ ms {2})?\d+ ms$/gm;

const readme = await readFile(path.join(root, 'README.md'), 'utf8');
const directory = await mkdtemp(path.join(tmpdir(), 'weir-readme-'));
const port = await freePort();
const base = `http://127.0.0.1:${port}`;
let weir = null;
let passed = 0;
let failed = 0;

try {
  await liveTheFirstMinute();
} finally {
  weir?.child.kill('SIGTERM');
  await weir?.exit;
  await rm(directory, { recursive: true, force: true });
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);

async function liveTheFirstMinute() {
  await step('the first command is npm ci && npm start', () =>
    expect(commands()[0] === 'npm ci && npm start'),
  );
  const begun = await step('npm start says where it listens, and the call to try', async () => {
    weir = npmStart();
    await until(() => weir.output().includes('/reference'));
    for (const part of [`${base}/openai/v1`, `${base}/anthropic`, `${base}/google`, demoCurl()])
      expect(tidy(weir.output()).includes(tidy(part)), part);
  });
  if (!begun) return;
  await step('the README’s curl is answered', async () => {
    const { stdout } = await sh(demoCurl());
    expect(JSON.parse(stdout).choices[0].message.content.includes('Hello, Weir'), stdout);
  });
  await step('a line per trace, as the README shows it', async () => {
    expect(matches(readme).length === 1, 'a line in the README');
    await until(() => matches(weir.output()).length === 1);
  });
  await step('the API has all of it', async () => {
    const { stdout } = await sh(commandWith(/\/api\/v1\/traces$/));
    const [trace] = JSON.parse(stdout).traces;
    expect(trace.trace_id === matches(weir.output())[0], stdout);
    expect(trace.usage.output_tokens > 0 && trace.state === 'OK', stdout);
  });
  await step('a second start on the same port says so', async () => {
    const second = npmStart();
    expect((await second.exit) !== 0);
    expect(second.output().includes(`Port ${port} is taken`), second.output());
  });
  await step('SIGTERM lets an open answer end, and the trace is kept', stopInTheMiddle);
}

async function stopInTheMiddle() {
  const body = {
    model: 'demo?chunk=50&tokens=12',
    stream: true,
    messages: [{ role: 'user', content: 'Hello' }],
  };
  const answer = await fetch(`${base}/demo/v1/chat/completions`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  const traceId = answer.headers.get('x-weir-trace-id');
  weir.child.kill('SIGTERM');
  expect((await answer.text()).endsWith('data: [DONE]\n\n'), 'a whole answer');
  await weir.exit;
  weir = npmStart();
  await until(() => weir.output().includes('/reference'));
  const { traces } = await (await fetch(`${base}/api/v1/traces`)).json();
  expect(traces.length === 2 && traces.some(({ trace_id: id }) => id === traceId), JSON.stringify(traces));
}

/** Commands of the README's shell blocks, with continued lines joined, in order. */
function commands() {
  return [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block]) =>
    block.replaceAll('\\\n', ' ').trim().split('\n'),
  );
}

/** A command of the README, at the port that is free here. */
function commandWith(pattern) {
  const command = commands().find((each) => pattern.test(each));
  if (command === undefined) throw new Error(`the README has no command like ${pattern}`);
  return command.replaceAll('http://127.0.0.1:8787', base);
}

function demoCurl() {
  return commandWith(/^curl \S+\/demo\//);
}

function npmStart() {
  const child = spawn('npm', ['start'], {
    cwd: root,
    env: { ...process.env, PORT: String(port), HOST: '', WEIR_DATA_DIR: directory },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk));
  // npm is gone before what it started; the pipes close with the last of them.
  const exit = new Promise((resolve) => child.once('close', resolve));
  return { child, exit, output: () => text };
}

async function step(title, run) {
  try {
    await run();
    passed++;
    process.stdout.write(`ok   ${title}\n`);
    return true;
  } catch (cause) {
    failed++;
    process.stdout.write(`FAIL ${title}\n${cause.message}\n${weir?.output() ?? ''}\n`);
    return false;
  }
}

function expect(holds, said = '') {
  if (!holds) throw new Error(`not as the README says: ${said}`);
}

async function until(holds) {
  const end = Date.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`not within ${PATIENCE_MS} ms`);
    await sleep(50);
  }
}

function matches(text) {
  return [...text.matchAll(TRACE_LINE)].map(([, traceId]) => traceId);
}

function tidy(text) {
  return text.replaceAll('\\\n', ' ').replaceAll(/\s+/g, ' ');
}

function sh(command) {
  return promisify(execFile)('sh', ['-c', command]);
}

async function freePort() {
  const server = net.createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: free } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return free;
}
