/**
 * `npm start` and `npm run dev`: keeps `serve.mjs` in a process group of its own. Ctrl-C reaches every process of the
 * terminal's group at once, and the engine among them would drop open calls; from here the signal goes to `serve.mjs`
 * alone, which lets them end first.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PARENT_CHECK_MS = 250;

const server = spawn(
  process.execPath,
  [fileURLToPath(new URL('serve.mjs', import.meta.url)), ...process.argv.slice(2)],
  { detached: true, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
);
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => server.kill(signal));
server.on('exit', (code) => process.exit(code ?? 1));
stopWithNpm();

/** npm hands SIGTERM to the shell between it and us, which dies of it and tells nobody. */
function stopWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const shell = process.ppid;
  setInterval(() => {
    if (process.ppid === shell) return;
    server.kill('SIGTERM');
  }, PARENT_CHECK_MS).unref();
}
