/** Runs the platform's own command line, whose words are shown only when something goes wrong. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const command = fileURLToPath(new URL('../../node_modules/wrangler/bin/wrangler.js', import.meta.url));

/**
 * Runs wrangler and collects what it says.
 *
 * @param {string[]} parameters
 * @param {{config: string, outputFile?: string}} options `outputFile`: where it tells what it did, a JSON object per line
 * @returns {Promise<{ok: boolean, output: string, stdout: string}>} never throws for a command that fails
 */
export function runWrangler(parameters, { config, outputFile }) {
  const environment = { ...process.env, WRANGLER_SEND_METRICS: 'false', FORCE_COLOR: '0', NO_COLOR: '1' };
  if (outputFile !== undefined) environment.WRANGLER_OUTPUT_FILE_PATH = outputFile;
  const child = spawn(process.execPath, [command, ...parameters, '--config', config], {
    cwd: root,
    env: environment,
    // Nobody is asked anything: a question would wait behind output that is not shown.
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr']) child[name].on('data', (chunk) => (said[name] += chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      resolve({ ok: code === 0, output: `${said.stdout}${said.stderr}`, stdout: said.stdout }),
    );
  });
}

/** What the platform answered, in one line: the error it names, or the last line that says anything. */
export function reasonOf(output) {
  // It colours its errors whatever it is told.
  const lines = stripVTControlCharacters(output)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/Logs were written to|please open an issue|issues\/new/.test(line));
  const at = lines.findIndex((line) => line.includes('[ERROR]'));
  if (at < 0) return lines.at(-1) ?? 'wrangler said nothing';
  return lines
    .slice(at, at + 3)
    .map((line) => line.replace(/^.*\[ERROR\]\s*/, ''))
    .join(' ');
}
