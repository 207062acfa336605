/** `npm run check`: everything that can be said of the tree without running it, each with its own line. */
import { spawnSync } from 'node:child_process';
import { checkDocumentReferences } from './check-document-references.mjs';
import { comparePrices } from './price-data.mjs';

const steps = [
  ['format', 'oxfmt', ['--check', '.']],
  ['lint', 'oxlint', ['--type-aware', '.']],
  ['types', 'tsc', ['--noEmit']],
  ['types of the widget', 'tsc', ['--noEmit', '-p', 'widget']],
  ['widget under 8 KB', 'node', ['scripts/build-widget.mjs', '--check']],
  ['types of the dashboard', 'tsc', ['--noEmit', '-p', 'dashboard']],
  ['types of the review app', 'tsc', ['-p', 'review']],
  ['types of its service worker', 'tsc', ['--noEmit', '-p', 'review/src/service-worker']],
  ['bindings up to date', 'wrangler', ['types', '--include-runtime', 'false', '--check']],
  ['openapi.json up to date', 'node', ['scripts/generate.mjs', '--check']],
  ['unused files and exports', 'knip', []],
];

let failed = 0;
for (const [name, command, parameters] of steps) {
  const { ok, output } = run(command, parameters);
  report(name, ok, output);
}
// What `npm run deploy` would send, put together but not sent.
const bundle = run('node', ['scripts/deploy.mjs', '--dry-run']);
const size = /^Total Upload: (.*)$/m.exec(bundle.output)?.[1];
report(`deployable${size === undefined ? '' : ` (${size})`}`, bundle.ok && size !== undefined, bundle.output);
const mispriced = await comparePrices();
report("prices of the bundle are the library's", mispriced.length === 0, mispriced.join('\n'));
const missing = await checkDocumentReferences();
report('paths cited in documents exist', missing.length === 0, missing.join('\n'));
process.stdout.write(`${steps.length + 3 - failed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);

function run(command, parameters) {
  const { status, stdout, stderr, error } = spawnSync(command, parameters, { encoding: 'utf8' });
  return { ok: status === 0, output: error === undefined ? `${stdout}${stderr}` : error.message };
}

function report(name, ok, output) {
  process.stdout.write(`${ok ? 'ok  ' : 'FAIL'} ${name}\n`);
  if (ok) return;
  failed++;
  process.stdout.write(`${output}\n`);
}
