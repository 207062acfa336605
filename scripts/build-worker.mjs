/**
 * Bundles the worker into one module. What runs on this machine, what the suites and the benchmark run, and what a
 * deployment sends is the same file.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { pricesOnly } from './price-data.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Zod's words in fifty languages hang on its namespace object, where no bundler can tell that nobody asks for them: a
 * tenth of the bundle. Ours are English.
 */
const englishOnly = {
  name: 'english-only',
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]zod[/\\]v4[/\\]locales[/\\]index\.js$/ }, ({ path: file }) => ({
      contents: "export { default as en } from './en.js';",
      resolveDir: path.dirname(file),
    }));
  },
};

const options = {
  absWorkingDir: root,
  entryPoints: ['src/index.ts'],
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2024',
  conditions: ['workerd', 'worker', 'browser', 'import'],
  mainFields: ['browser', 'module', 'main'],
  external: ['node:*', 'cloudflare:*'],
  plugins: [englishOnly, pricesOnly],
  define: { 'process.env.NODE_ENV': '"production"' },
  logLevel: 'warning',
};

/**
 * Builds `src/index.ts`.
 *
 * @returns {Promise<string>} path of the bundle
 */
export async function buildWorker(outfile = `${root}dist/worker/index.js`) {
  await build({ ...options, outfile });
  return outfile;
}

/**
 * What the bundle consists of.
 *
 * @returns {Promise<{name: string, minifiedBytes: number}[]>} packages, and `src` for the code here; the largest first
 */
export async function listBundleParts() {
  const { metafile } = await build({ ...options, outfile: 'worker.js', write: false, metafile: true });
  const bytesByPart = new Map();
  for (const { inputs } of Object.values(metafile.outputs)) {
    for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
      const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? 'src';
      bytesByPart.set(name, (bytesByPart.get(name) ?? 0) + bytesInOutput);
    }
  }
  return [...bytesByPart]
    .map(([name, minifiedBytes]) => ({ name, minifiedBytes }))
    .sort((one, other) => other.minifiedBytes - one.minifiedBytes);
}
