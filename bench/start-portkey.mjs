/** Portkey's gateway from npm, on Node, as its own README starts it. Installed when missing; skipped when impossible. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { answers, freePort } from './start-peer.mjs';

const folder = fileURLToPath(new URL('.', import.meta.url));
const script = `${folder}node_modules/@portkey-ai/gateway/build/start-server.js`;
const LONGEST_START_MS = 20_000;

/**
 * Starts the gateway in front of the fixture.
 *
 * @returns {Promise<object | null>} null when it cannot be had here; why has been said
 */
export async function startPortkey(upstream) {
  if (!existsSync(script) && !install()) {
    process.stdout.write('Portkey is left out: its package could not be installed from the registry.\n');
    return null;
  }
  const port = await freePort();
  const child = spawn(process.execPath, [script, `--port=${port}`, '--headless'], {
    stdio: 'ignore',
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const address = new URL(`http://127.0.0.1:${port}`);
  if (!(await answers(address, LONGEST_START_MS))) {
    child.kill();
    process.stdout.write('Portkey is left out: its server did not start.\n');
    return null;
  }
  return {
    address,
    prefix: '',
    processId: child.pid,
    headers: {
      'x-portkey-provider': 'openai',
      'x-portkey-custom-host': `${upstream.address.origin}/v1`,
    },
    stop: async () => void child.kill(),
  };
}

function install() {
  process.stdout.write('Installing Portkey’s gateway for comparison …\n');
  const parameters = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  return spawnSync('npm', parameters, { cwd: folder, stdio: 'ignore' }).status === 0 && existsSync(script);
}
