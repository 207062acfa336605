/** Writes the committed files that are made from the source; with `--check` says whether they are up to date. */
import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { buildWorker } from './build-worker.mjs';
import { startEngine } from './engine.mjs';

const check = process.argv.includes('--check');
const scriptPath = await buildWorker();
const { engine, address } = await startEngine({
  scriptPath,
  dataDirectory: null,
  variables: { WEIR_LOCAL: '1' },
});
const answer = await fetch(new URL('/openapi.json', await address()));
const document = `${JSON.stringify(await answer.json(), null, 2)}\n`;
await engine.dispose();
if (!answer.ok) {
  process.stderr.write(`/openapi.json was answered with ${answer.status}: ${document}`);
  process.exit(1);
}

if (check) {
  const committed = await readFile('openapi.json', 'utf8').catch(() => '');
  if (committed !== document) {
    process.stderr.write('openapi.json is out of date: npm run generate\n');
    process.exit(1);
  }
} else {
  await writeFile('openapi.json', document);
  spawnSync('wrangler', ['types', '--include-runtime', 'false'], { stdio: 'inherit' });
}
process.exit(0);
