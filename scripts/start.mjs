/**
 * `npm start` and `npm run dev`: keeps `serve.mjs` in a process group of its own. Ctrl-C reaches every process of the
 * terminal's group at once, and the engine among them would drop open calls; from here the signal goes to `serve.mjs`
 * alone, which lets them end first.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PARENT_CHECK_MS = 250;

/** The Node that was installed with Weir, which `npm start` runs too; where there is none, whichever runs this. */
const ownNode = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));
const compileCache = fileURLToPath(new URL('../dist/compile-cache', import.meta.url));
const server = spawn(
  existsSync(ownNode) ? ownNode : process.execPath,
  // What passes through is soon forgotten: a larger place for what is young only holds it longer.
  ['--max-semi-space-size=4', fileURLToPath(new URL('serve.mjs', import.meta.url)), ...process.argv.slice(2)],
  {
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // The next start need not compile the engine's scripts again.
    env: { NODE_COMPILE_CACHE: compileCache, ...process.env },
  },
);
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => server.kill(signal));
server.on('exit', (code) => process.exit(code ?? 1));
stopWithNpm();

/** npm hands SIGTERM to the shell between it and us, which dies of it and tells nobody. */
function stopWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const shell = process.ppid;
  const check = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(check);
    // Not a signal: one may have come already, and a second one would end open calls.
    server.send('stop');
  }, PARENT_CHECK_MS).unref();
}
