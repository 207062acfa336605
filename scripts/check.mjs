/** `npm run check`: everything that can be said of the tree without running it, each with its own line. */
import { spawnSync } from 'node:child_process';
import { checkDocumentReferences } from './check-document-references.mjs';

const steps = [
  ['format', 'oxfmt', ['--check', '.']],
  ['lint', 'oxlint', ['--type-aware', '.']],
  ['types', 'tsc', ['--noEmit']],
  ['types of the review app', 'tsc', ['-p', 'review']],
  ['bindings up to date', 'wrangler', ['types', '--include-runtime', 'false', '--check']],
  ['openapi.json up to date', 'node', ['scripts/generate.mjs', '--check']],
  ['unused files and exports', 'knip', []],
];

let failed = 0;
for (const [name, command, parameters] of steps) {
  const run = spawnSync(command, parameters, { encoding: 'utf8' });
  report(name, run.status === 0, `${run.stdout}${run.stderr}`);
}
const missing = await checkDocumentReferences();
report('paths cited in documents exist', missing.length === 0, missing.join('\n'));
process.stdout.write(`${steps.length + 1 - failed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);

function report(name, ok, output) {
  process.stdout.write(`${ok ? 'ok  ' : 'FAIL'} ${name}\n`);
  if (ok) return;
  failed++;
  process.stdout.write(`${output}\n`);
}
