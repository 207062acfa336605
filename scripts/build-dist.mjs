/**
 * `npm run build`: everything that a start needs, built by a process that ends: bundlers hold hundreds of megabytes that
 * a server has no use for. Builds nothing when the outputs are what the sources say.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildDashboard } from './build-dashboard.mjs';
import { buildReview } from './build-review.mjs';
import { buildWidget } from './build-widget.mjs';
import { buildWorker } from './build-worker.mjs';
import { digestSources, isBuilt, planFile, workerFile, writeStamp } from './built-outputs.mjs';
import { readPlan } from './engine-plan.mjs';
import { lockFile } from './file-lock.mjs';

const LOCK_PATIENCE_MS = 300_000;
const lockPath = fileURLToPath(new URL('../dist/build.lock', import.meta.url));

/**
 * Builds all outputs and notes of what.
 *
 * @throws {Error} that names the part which could not be built, the reason as its cause
 */
export async function buildDist() {
  const sources = await digestSources();
  await part('The feedback widget', () => buildWidget());
  await part('The review app', () => buildReview());
  await part('The dashboard', () => buildDashboard());
  await part('The worker', () => buildWorker(workerFile));
  await part("The engine's plan", async () => {
    await mkdir(path.dirname(planFile), { recursive: true });
    await writeFile(planFile, JSON.stringify(await readPlan()));
  });
  await writeStamp(sources);
}

async function part(name, build) {
  try {
    await build();
  } catch (cause) {
    throw new Error(`${name} could not be built: ${cause.message}`, { cause });
  }
}

/** Of two that start at once the second waits, and finds everything built. */
async function buildOnce() {
  await mkdir(path.dirname(lockPath), { recursive: true });
  const lock = await lockFile(lockPath, { patienceMs: LOCK_PATIENCE_MS });
  if (lock === null) throw new Error('Another build has been under way for five minutes: end it first.');
  if (!(await isBuilt())) await buildDist();
  lock.release();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildOnce().catch((cause) => {
    process.stderr.write(`${cause.message}\n`);
    process.exitCode = 1;
  });
}
