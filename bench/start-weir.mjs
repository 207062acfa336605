/** Starts Weir: the bundle of a deployment, with the bindings of wrangler.toml and its migrations applied. */
import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { applyMigrations } from '../scripts/apply-migrations.mjs';
import { buildWorker } from '../scripts/build-worker.mjs';
import { readPlan } from '../scripts/engine-plan.mjs';
import { readWorkerConfig, workerOptions } from '../scripts/worker-options.mjs';
import { startWorker } from './start-worker.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const OBSERVED = ['observed-entry.mjs', 'counted-bindings.mjs'];
const POLL_MS = 50;
const LONGEST_SETTLING_MS = 120_000;

/**
 * Builds the worker where no other build looks for it, with the observed entry beside it.
 *
 * @returns {Promise<string>} path of the bundle
 */
export async function buildForBench() {
  const folder = path.join(root, 'dist', 'bench');
  await mkdir(folder, { recursive: true });
  for (const name of OBSERVED)
    await copyFile(path.join(root, 'bench', 'workers', name), path.join(folder, name));
  return buildWorker(path.join(folder, 'worker.js'));
}

/** Variables that send the provider `openai` to the fixture. */
export function weirVariables(upstream) {
  return {
    WEIR_PROXY_AUTH: 'open',
    WEIR_PROVIDERS: JSON.stringify({ openai: { baseUrl: `${upstream.address.origin}/v1` } }),
  };
}

/**
 * Starts Weir in front of the fixture, its stores and queue in the same process.
 *
 * @param {{scriptPath: string, upstream: {address: URL}, counted?: boolean, variables?: Record<string, string>}} input
 *   counted: with bindings that count, see workers/observed-entry.mjs
 */
export async function startWeir({ scriptPath, upstream, counted = false, variables = {} }) {
  const { config, migrations } = await readPlan();
  const options = workerOptions({
    config,
    scriptPath,
    variables: { ...weirVariables(upstream), ...variables },
  });
  const started = await startWorker(counted ? observed(options, scriptPath) : options);
  for (const { binding } of config.d1_databases)
    await applyMigrations(await started.engine.getD1Database(binding, config.name), migrations[binding]);
  const traces = await started.engine.getD1Database('TRACES', config.name);
  const [{ queue }] = config.queues.producers;
  return { ...started, queue, traces, prefix: '/openai', headers: {}, settle: createSettling(traces) };
}

/**
 * Starts Weir without stores: its queue accepts exchanges and forgets them, which leaves the way of the call. On the
 * platform too, stores, queue and consumer run elsewhere.
 */
export async function startWeirAlone({ scriptPath, upstream }) {
  const options = weirAloneOptions({ scriptPath, upstream });
  const started = await startWorker(observed(options, scriptPath));
  return { ...started, prefix: '/openai', headers: {}, settle: async () => undefined };
}

/** Options of Weir without any binding but its variables. */
export function weirAloneOptions({ scriptPath, upstream }) {
  const { name, compatibility_flags: compatibilityFlags } = readWorkerConfig();
  return {
    name,
    rootPath: path.dirname(scriptPath),
    modules: [{ type: 'ESModule', path: scriptPath }],
    compatibilityFlags,
    bindings: weirVariables(upstream),
  };
}

function observed(options, scriptPath) {
  const folder = path.dirname(scriptPath);
  const files = [...OBSERVED.map((name) => path.join(folder, name)), scriptPath];
  return { ...options, modules: files.map((file) => ({ type: 'ESModule', path: file })) };
}

/**
 * Makes `settle(calls)`: waits until every call made so far is a trace in the index, and rejects when one is missing.
 * Measuring goes on only then, and nothing recorded is left out of what it cost.
 */
function createSettling(database) {
  let expected = 0;
  return async function settle(calls) {
    expected += calls;
    const until = Date.now() + LONGEST_SETTLING_MS;
    let stored = 0;
    while (Date.now() < until) {
      stored = (await database.prepare('SELECT max(trace_row) AS stored FROM traces').first('stored')) ?? 0;
      if (stored >= expected) return;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    throw new Error(`Of ${expected} calls, ${expected - stored} have no trace.`);
  };
}
