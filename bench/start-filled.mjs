/** Starts Weir with an index that is full already, its stores on disk as `npm start` keeps them. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startEngine } from '../scripts/engine.mjs';
import { experimentId, fillTraces } from './measure/search-data.mjs';

/**
 * @param {{scriptPath: string, count: number, onStage?: (stage: string) => void}} input count: how many traces
 * @returns {Promise<{address: URL, stop: () => Promise<void>}>} stopping takes the stores away
 */
export async function startFilled({ scriptPath, count, onStage = () => undefined }) {
  const dataDirectory = await mkdtemp(path.join(os.tmpdir(), 'weir-search-'));
  const { engine, address } = await startEngine({
    scriptPath,
    dataDirectory,
    variables: { WEIR_LOCAL: '1', WEIR_RETENTION_DAYS: '36500' },
  });
  const stop = async () => {
    await engine.dispose();
    await rm(dataDirectory, { recursive: true, force: true });
  };
  try {
    onStage(`storing ${count} traces`);
    const registry = await engine.getD1Database('REGISTRY', 'weir');
    await registry
      .prepare(
        'INSERT INTO experiments (experiment_id, name, created_at_ms, updated_at_ms) VALUES (?1, ?2, 0, 0)',
      )
      .bind(Number(experimentId), 'search')
      .run();
    await fillTraces(await engine.getD1Database('TRACES', 'weir'), count);
    return { address: await address(), stop };
  } catch (cause) {
    await stop();
    throw cause;
  }
}
