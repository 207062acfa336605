/** The built worker on the embedded engine, its stores under one folder, its migrations applied. */
import { Log, LogLevel, Miniflare, convertV4MiniflareOptions } from 'miniflare';
import { applyMigrations } from './apply-migrations.mjs';
import { readPlan } from './engine-plan.mjs';
import { workerOptions } from './worker-options.mjs';

/**
 * Starts the engine.
 *
 * @param {{scriptPath: string, dataDirectory: string | null, variables: Record<string, string>, onLog?: (line: {level: string, message: string}) => void, plan?: import('./engine-plan.mjs').Plan}} input
 *   dataDirectory null keeps nothing beyond the run; without a plan, that of the tree as it is
 */
export async function startEngine({ scriptPath, dataDirectory, variables, onLog, plan }) {
  const { config, migrations } = plan ?? (await readPlan());
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
  for (const { binding } of config.d1_databases)
    await applyMigrations(await engine.getD1Database(binding, config.name), migrations[binding]);
  return {
    engine,
    /** Address of the worker itself, without the engine's own entry in front. */
    address: () => engine.unsafeGetDirectURL(config.name),
    worker: () => engine.getWorker(config.name),
    reload: () => engine.setOptions(options()),
  };
}
