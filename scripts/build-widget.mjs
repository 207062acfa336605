/**
 * Builds the feedback widget: `/widget.js`, a plain script, and `/widget.mjs`, a module, among the files the worker serves.
 * Run by `npm start`, `npm run deploy` and, through wrangler.toml, by any other `wrangler deploy`. With `--package` it
 * builds the npm package in `widget/dist` too, with `--check` it fails when the result is too large.
 */
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

const MOST_COMPRESSED_BYTES = 8 * 1024;

/** Builds both files. */
export async function buildWidget(outputDirectory = `${root}dashboard/public`) {
  const options = {
    absWorkingDir: root,
    bundle: true,
    minify: true,
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'warning',
    logOverride: { 'empty-import-meta': 'silent' },
  };
  // The element first: it must know the settings of the script, so both are one bundle.
  const contents = "import './element.ts'; export * from './script.ts';";
  const stdin = { contents, resolveDir: `${root}widget/src`, loader: 'ts' };
  for (const [name, format] of [
    ['widget.js', 'iife'],
    ['widget.mjs', 'esm'],
  ]) {
    await build({
      ...options,
      stdin,
      format,
      outfile: `${outputDirectory}/${name}`,
      define: { WEIR_MODULE: String(format === 'esm') },
    });
  }
}

/** Fails when a page would load more than it was promised. */
async function checkSize() {
  for (const name of ['widget.js', 'widget.mjs']) {
    const size = gzipSync(await readFile(`${root}dashboard/public/${name}`), { level: 9 }).byteLength;
    process.stdout.write(`${name}: ${size} bytes compressed\n`);
    if (size > MOST_COMPRESSED_BYTES) process.exitCode = 1;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildWidget();
  if (process.argv.includes('--check')) await checkSize();
  if (process.argv.includes('--package')) {
    const types = ['-p', 'widget', '--noEmit', 'false', '--outDir', 'widget/dist', '--declaration'];
    const { status } = spawnSync(`${root}node_modules/.bin/tsc`, types, { cwd: root, stdio: 'inherit' });
    process.exit(status ?? 1);
  }
}
