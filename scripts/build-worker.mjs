/**
 * Bundles the worker into one module. What runs on this machine, what the suites and the benchmark run, and what a
 * deployment sends is the same file.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { minifySync } from 'rolldown/utils';
import { pricesOnly } from './price-data.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Zod is one object to some of its callers, and of an object no bundler can tell what nobody asks for. Its words in fifty
 * languages go, ours are English; and the describer of routes, which gets the object, is given the one member it uses.
 */
const zodInUse = {
  name: 'zod-in-use',
  load: {
    filter: {
      id: [
        /[/\\]zod[/\\]v4[/\\]locales[/\\]index\.js$/,
        /[/\\]@hono[/\\]zod-openapi[/\\]dist[/\\]index\.mjs$/,
      ],
    },
    async handler(file) {
      if (file.endsWith('index.js')) return "export { default as en } from './en.js';";
      const source = await readFile(file, 'utf8');
      const narrowed = source.replace(
        /^extendZodWithOpenApi\(z\);$/m,
        'extendZodWithOpenApi({ ZodType: z.ZodType });',
      );
      if (narrowed === source)
        throw new Error('@hono/zod-openapi extends Zod elsewhere: see build-worker.mjs.');
      return narrowed;
    },
  },
};

/** The bundle and what tells of it. */
async function bundle() {
  const build = await rolldown({
    cwd: root,
    input: 'src/index.ts',
    platform: 'neutral',
    external: [/^node:/, /^cloudflare:/],
    resolve: {
      conditionNames: ['workerd', 'worker', 'browser', 'import'],
      mainFields: ['browser', 'module', 'main'],
    },
    transform: { target: 'es2024', define: { 'process.env.NODE_ENV': '"production"' } },
    plugins: [zodInUse, pricesOnly],
  });
  try {
    const { output } = await build.generate({ format: 'esm', minify: true, codeSplitting: false });
    return output[0];
  } finally {
    await build.close();
  }
}

/**
 * Builds `src/index.ts`.
 *
 * @returns {Promise<string>} path of the bundle
 */
export async function buildWorker(outfile = `${root}dist/worker/index.js`) {
  const { code } = await bundle();
  await mkdir(path.dirname(outfile), { recursive: true });
  await writeFile(outfile, code);
  return outfile;
}

/**
 * What the bundle consists of.
 *
 * @returns {Promise<{name: string, minifiedBytes: number}[]>} packages, and `src` for the code here, minified module by module;
 *   the largest first
 */
export async function listBundleParts() {
  const { modules } = await bundle();
  const bytesByPart = new Map();
  for (const [file, { code }] of Object.entries(modules)) {
    const name = /.*node_modules[/\\]((?:@[^/\\]+[/\\])?[^/\\]+)/.exec(file)?.[1] ?? 'src';
    bytesByPart.set(name, (bytesByPart.get(name) ?? 0) + minifySync(file, code ?? '').code.length);
  }
  return [...bytesByPart]
    .map(([name, minifiedBytes]) => ({ name, minifiedBytes }))
    .sort((one, other) => other.minifiedBytes - one.minifiedBytes);
}
