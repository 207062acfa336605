/** Builds what a start needs, when it is not built yet, in a process that ends: what bundlers hold goes with it. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isBuilt } from './built-outputs.mjs';

/**
 * Makes sure that the outputs are there and made of these sources.
 *
 * @throws {Error} when they cannot be built; the build has said why
 */
export async function ensureBuilt() {
  if (await isBuilt()) return;
  process.stdout.write('Building Weir. The next start finds it built.\n');
  const build = spawn(process.execPath, [fileURLToPath(new URL('build-dist.mjs', import.meta.url))], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const code = await new Promise((resolve, reject) => {
    build.once('exit', resolve);
    build.once('error', reject);
  });
  if (code !== 0) throw new Error('Weir could not be built.');
}
