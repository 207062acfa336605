/** Starts Weir as `npm start` does, and the chat example beside it; both end with the suite. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const START_TIMEOUT_MS = 120_000;

export default async function start() {
  const dataDirectory = await mkdtemp(path.join(tmpdir(), 'weir-browser-suite-'));
  const weir = await run('scripts/start.mjs', /Weir listens on (\S+)/, { WEIR_DATA_DIR: dataDirectory });
  const chat = await run('examples/chat/server.mjs', /Chat on (\S+)/, { WEIR_URL: weir.origin });
  process.env.WEIR_URL = weir.origin;
  process.env.CHAT_URL = chat.origin;
  return async () => {
    await Promise.all([weir.stop(), chat.stop()]);
    await rm(dataDirectory, { recursive: true, force: true });
  };
}

/** Starts a server on a free port and waits for the line that names its origin. */
async function run(script, announcement, environment) {
  const child = spawn(process.execPath, [script], {
    cwd: root,
    env: { ...process.env, PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const origin = await new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(
      () => reject(new Error(`${script} did not start:\n${output}`)),
      START_TIMEOUT_MS,
    );
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code}:\n${output}`)));
    child.stdout.on('data', (bytes) => {
      output += bytes;
      const found = announcement.exec(output)?.[1];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(found);
    });
  });
  child.removeAllListeners('exit');
  return {
    origin,
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', resolve);
        child.kill('SIGTERM');
      }),
  };
}
