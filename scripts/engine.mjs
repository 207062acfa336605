/** The built worker on the embedded engine, its stores under one folder, its migrations applied. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Log, LogLevel, Miniflare, convertV4MiniflareOptions } from 'miniflare';
import { applyMigrations } from './apply-migrations.mjs';
import { readWorkerConfig, workerOptions } from './worker-options.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Starts the engine.
 *
 * @param {{scriptPath: string, dataDirectory: string | null, variables: Record<string, string>, onLog?: (line: {level: string, message: string}) => void}} input
 *   dataDirectory null keeps nothing beyond the run
 */
export async function startEngine({ scriptPath, dataDirectory, variables, onLog }) {
  const config = readWorkerConfig();
  const options = () =>
    convertV4MiniflareOptions({
      ...workerOptions({ config, scriptPath, variables }),
      host: '127.0.0.1',
      port: 0,
      // Otherwise the engine tells every provider of itself in a `cf-worker` header; the proxy drops what the platform adds.
      stripCfConnectingIp: false,
      unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
      log: new Log(LogLevel.NONE),
      handleStructuredLogs: onLog ?? (() => undefined),
      ...(dataDirectory === null ? {} : { resourcePersistencePath: dataDirectory }),
    });
  const engine = new Miniflare(options());
  await engine.ready;
  for (const database of config.d1_databases) {
    const binding = await engine.getD1Database(database.binding, config.name);
    await applyMigrations(binding, path.join(root, database.migrations_dir));
  }
  return {
    engine,
    /** Address of the worker itself, without the engine's own entry in front. */
    address: () => engine.unsafeGetDirectURL(config.name),
    worker: () => engine.getWorker(config.name),
    reload: () => engine.setOptions(options()),
  };
}
