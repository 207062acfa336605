/** Builds what a start needs, when it is not built yet, in a process that ends: what bundlers hold goes with it. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { isBuilt } from './built-outputs.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Makes sure that the outputs are there and made of these sources.
 *
 * @param {{say: (line: string) => void, warn: (line: string) => void}} lines hears that it builds, and what the build says
 * @throws {Error} when they cannot be built; the build has said why
 */
export async function ensureBuilt({ say, warn }) {
  if (await isBuilt()) return;
  refuseWithoutBuilders();
  say('Building Weir. The next start finds it built.');
  const build = spawn(process.execPath, [fileURLToPath(new URL('build-dist.mjs', import.meta.url))], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  createInterface({ input: build.stdout }).on('line', say);
  createInterface({ input: build.stderr }).on('line', warn);
  const code = await new Promise((resolve, reject) => {
    build.once('close', resolve);
    build.once('error', reject);
  });
  if (code !== 0)
    throw new Error(
      `Weir could not be built. "npm run build", as a user who may write to ${root}, tries again.`,
    );
}

/** An installation for production has all that a start needs, and nothing that builds it. */
function refuseWithoutBuilders() {
  const { resolve } = createRequire(import.meta.url);
  try {
    for (const name of ['esbuild', 'vite', 'wrangler']) resolve(name);
  } catch (cause) {
    throw new Error(
      'Weir is not built of these sources, and what builds it is not installed: NODE_ENV=production and --omit=dev leave it ' +
        `out. In ${root}: npm ci --include=dev && npm run build. Afterwards npm prune --omit=dev may take it out again.`,
      { cause },
    );
  }
}
