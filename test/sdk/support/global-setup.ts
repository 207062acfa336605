/** Starts, for each worker, the fixture upstream and Weir as `npm start` runs it. */
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildWorker } from '../../../scripts/build-worker.mjs';
import { startEngine } from '../../../scripts/engine.mjs';
import { openFront } from '../../../scripts/front.mjs';
import { startUpstream } from '../upstream/server.ts';
import type { Origins } from './origins.ts';
import { stored } from './stored-credentials.ts';
import { WORKERS } from './workers.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** By worker. */
    pairs: Origins[];
  }
}

/** Providers whose base URL points at the fixture; the path is the one that the SDK calls directly. */
const BASE_PATHS = {
  openai: '/openai/v1',
  anthropic: '/anthropic/v1',
  google: '/google/v1beta',
  mistral: '/mistral/v1',
  groq: '/groq/openai/v1',
  cohere: '/cohere/v2',
  ollama: '/ollama',
  azure: '/azure/openai',
  bedrock: '/bedrock',
};

/** Starts the pairs, and ends them with a word on whatever a Weir complained of. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(path.join(tmpdir(), 'weir-sdk-suite-'));
  const scriptPath = await buildWorker(path.join(directory, 'worker.js'));
  const pairs: Pair[] = [];
  for (let worker = 1; worker <= WORKERS; worker++) {
    pairs.push(await startPair(scriptPath, path.join(directory, `data-${worker}`)));
  }
  project.provide(
    'pairs',
    pairs.map(({ direct, weir }) => ({ direct, weir })),
  );
  return async () => {
    await Promise.all(pairs.map(({ close }) => close()));
    await rm(directory, { recursive: true, force: true });
    for (const line of pairs.flatMap(({ complaints }) => complaints)) process.stderr.write(`Weir: ${line}\n`);
  };
}

interface Pair extends Origins {
  complaints: string[];
  close: () => Promise<void>;
}

async function startPair(scriptPath: string, dataDirectory: string): Promise<Pair> {
  const upstream = await startUpstream(stored.AWS_SECRET_ACCESS_KEY);
  const providers = Object.entries(BASE_PATHS).map(([name, base]) => [
    name,
    { baseUrl: upstream.origin + base },
  ]);
  const complaints: string[] = [];
  const engine = await startEngine({
    scriptPath,
    dataDirectory,
    variables: {
      WEIR_LOCAL: '1',
      WEIR_SPOOL: 'all',
      WEIR_PROVIDERS: JSON.stringify(Object.fromEntries(providers)),
      ...stored,
    },
    onLog: ({ message }) => {
      if (!message.includes('trace-recorded')) complaints.push(message);
    },
  });
  const address = await engine.address();
  const target = { host: address.hostname, port: Number(address.port) };
  const front = await openFront({ host: '127.0.0.1', port: 0, target: () => target });
  return {
    direct: upstream.origin,
    weir: `http://127.0.0.1:${(front.address() as AddressInfo).port}`,
    complaints,
    close: async () => {
      front.close();
      for (const socket of front.open) socket.destroy();
      await engine.engine.dispose();
      await upstream.close();
    },
  };
}
