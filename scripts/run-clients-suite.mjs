/**
 * `npm run test:clients`: client libraries in many languages against a running Weir and a fixture provider, by nothing but
 * their base URL; each call's trace is held against what the provider truly sent. It prepares what it needs by itself
 * under `test/clients`. Arguments are ids of rows, or beginnings of them; none runs all, `--document` writes
 * `docs/clients.md` instead.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeDocument } from '../test/clients/document.ts';
import { runClients } from '../test/clients/run-clients.ts';

if (process.argv.includes('--document')) {
  writeDocument();
  process.exit(0);
}
const work = mkdtempSync(path.join(tmpdir(), 'weir-clients-'));
process.exitCode = 1;
try {
  process.exitCode = (await runClients(work, process.argv.slice(2))) ? 0 : 1;
} finally {
  rmSync(work, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
