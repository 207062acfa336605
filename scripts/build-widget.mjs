/**
 * Builds the feedback widget: `/widget.js`, a plain script, and `/widget.mjs`, a module, among the files the worker serves.
 * Run by `npm start`, `npm run deploy` and, through wrangler.toml, by any other `wrangler deploy`. With `--package` it
 * builds the npm package in `widget/dist` too.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildWidget();
  if (process.argv.includes('--package')) {
    const types = ['-p', 'widget', '--noEmit', 'false', '--outDir', 'widget/dist', '--declaration'];
    const { status } = spawnSync(`${root}node_modules/.bin/tsc`, types, { cwd: root, stdio: 'inherit' });
    process.exit(status ?? 1);
  }
}
