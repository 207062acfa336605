/**
 * `npm run accuracy`: what Weir records of calls whose bill is known, over that bill; ends with "N passed, N failed".
 * `npm run accuracy -- redaction`: recall and precision of the detectors; `--misses` shows what was missed.
 */
import { mkdir } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
// Below node_modules, so that packages are found from there.
const outdir = `${root}node_modules/.cache/weir`;
await mkdir(outdir, { recursive: true });
const outfile = `${outdir}/accuracy.mjs`;
await build({
  entryPoints: [`${root}test/accuracy/${process.argv[2] === 'redaction' ? 'redaction/' : ''}report.ts`],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  logLevel: 'error',
});
await import(pathToFileURL(outfile).href);
