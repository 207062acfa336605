/** Starts one worker in a workerd process of its own, listening by itself: nothing stands in front of it. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Log, LogLevel, Miniflare, convertV4MiniflareOptions } from 'miniflare';
import { readWorkerConfig } from '../scripts/worker-options.mjs';
import { childProcesses } from './measure/process-facts.mjs';

const workers = fileURLToPath(new URL('workers/', import.meta.url));
const { compatibility_date: compatibilityDate } = readWorkerConfig();

/**
 * Starts a worker with any options of the engine.
 *
 * @returns {Promise<{engine: Miniflare, address: URL, processId: number | undefined, stop: () => Promise<void>}>}
 */
export async function startWorker(options) {
  const before = new Set(childProcesses());
  const engine = new Miniflare(
    convertV4MiniflareOptions({
      compatibilityDate,
      ...options,
      host: '127.0.0.1',
      port: 0,
      unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
      log: new Log(LogLevel.NONE),
      handleStructuredLogs: () => undefined,
    }),
  );
  await engine.ready;
  const address = await engine.unsafeGetDirectURL(options.name);
  const processId = childProcesses().find((id) => !before.has(id));
  return { engine, address, processId, stop: () => engine.dispose() };
}

/** Options of a worker that is one file of the bench. */
export function plainWorker(name, variables = {}) {
  const scriptPath = path.join(workers, `${name}.mjs`);
  return { name, modules: [{ type: 'ESModule', path: scriptPath }], rootPath: workers, bindings: variables };
}
