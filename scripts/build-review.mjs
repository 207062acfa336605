/**
 * Builds the review app: a script, a style and a service worker in the folder of the files the worker serves. Run by `npm start`,
 * `npm run deploy` and, through wrangler.toml, by any other `wrangler deploy`.
 */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Builds the files; returns what esbuild tells of them. */
export async function buildReview(outdir = `${root}dashboard/public/review/assets`) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: {
      review: 'review/src/main.tsx',
      'service-worker': 'review/src/service-worker/service-worker.ts',
    },
    outdir,
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['es2022', 'safari16'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    // For browsers it decodes by having HTML parsed, which the page's policy forbids (Trusted Types). This one has a table.
    alias: { 'decode-named-character-reference': './node_modules/decode-named-character-reference/index.js' },
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
  });
  await build({
    absWorkingDir: root,
    entryPoints: ['review/src/review.css'],
    outdir,
    minify: true,
    target: ['es2022', 'safari16'],
    logLevel: 'warning',
  });
  return metafile;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildReview();
