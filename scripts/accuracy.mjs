/** `npm run accuracy`: what Weir records of calls whose bill is known, over that bill. Ends with "N passed, N failed". */
import { mkdir } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
// Below node_modules, so that packages are found from there.
const outdir = `${root}node_modules/.cache/weir`;
await mkdir(outdir, { recursive: true });
const outfile = `${outdir}/accuracy.mjs`;
await build({
  entryPoints: [`${root}test/accuracy/report.ts`],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  logLevel: 'error',
});
await import(pathToFileURL(outfile).href);
