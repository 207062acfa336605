/** Starts the fixture upstream, and Weir as `npm start` runs it, once for the whole suite. */
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildWorker } from '../../../scripts/build-worker.mjs';
import { startEngine } from '../../../scripts/engine.mjs';
import { openFront } from '../../../scripts/front.mjs';
import { startUpstream } from '../upstream/server.ts';
import { stored } from './stored-credentials.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Origin of the fixture upstream, where SDKs call directly. */
    direct: string;
    /** Origin of Weir. */
    weir: string;
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
  bedrock: '/bedrock',
};

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(path.join(tmpdir(), 'weir-sdk-suite-'));
  const upstream = await startUpstream(stored.AWS_SECRET_ACCESS_KEY);
  const providers = Object.entries(BASE_PATHS).map(([name, base]) => [name, { baseUrl: upstream.origin + base }]);
  const complaints: string[] = [];
  const engine = await startEngine({
    scriptPath: await buildWorker(path.join(directory, 'worker.js')),
    dataDirectory: path.join(directory, 'data'),
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
  const front = await openFront({
    host: '127.0.0.1',
    port: 0,
    target: () => ({ host: address.hostname, port: Number(address.port) }),
  });
  project.provide('direct', upstream.origin);
  project.provide('weir', `http://127.0.0.1:${(front.address() as AddressInfo).port}`);
  return async () => {
    front.close();
    for (const socket of front.open) socket.destroy();
    await engine.engine.dispose();
    await upstream.close();
    await rm(directory, { recursive: true, force: true });
    for (const line of complaints) process.stderr.write(`Weir: ${line}\n`);
  };
}
