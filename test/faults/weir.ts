/** Starts a built Weir behind the local front door, and a provider it can be pointed at. */
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
// @ts-expect-error -- scripts are plain modules without declarations
import { startEngine } from '../../scripts/engine.mjs';
// @ts-expect-error -- scripts are plain modules without declarations
import { openFront } from '../../scripts/front.mjs';

export interface TraceSummary {
  trace_id: string;
  state: string;
  request_preview: string | null;
  response_preview: string | null;
  usage: { input_tokens: number | null; output_tokens: number | null };
  metadata: Record<string, string>;
  span_count: number;
}

export interface Weir {
  url: string;
  dataDirectory: string;
  /** Everything the worker logged. */
  log: string[];
  faults(query: string): Promise<void>;
  traces(): Promise<TraceSummary[]>;
  /** Polls until the traces satisfy the test. */
  until(test: (traces: TraceSummary[]) => boolean): Promise<TraceSummary[]>;
  scheduled(cron: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startWeir(
  options: { dataDirectory?: string; variables?: Record<string, string> } = {},
): Promise<Weir> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'weir-faults-'));
  const scriptPath = path.join(scratch, 'worker.js');
  await build({
    entryPoints: [path.join(import.meta.dirname, 'faulty-worker.ts')],
    outfile: scriptPath,
    bundle: true,
    format: 'esm',
    target: 'es2024',
    conditions: ['workerd', 'worker', 'browser', 'import'],
    external: ['node:*', 'cloudflare:*'],
    logLevel: 'error',
  });
  const dataDirectory = options.dataDirectory ?? path.join(scratch, 'data');
  const log: string[] = [];
  const variables = { WEIR_LOCAL: '1', WEIR_SPOOL: 'all', ...options.variables };
  const engine = await startEngine({
    scriptPath,
    dataDirectory,
    variables,
    onLog: ({ message }: { message: string }) => log.push(message),
  });
  const address: URL = await engine.address();
  await (await engine.worker()).scheduled({ cron: 'start' });
  const front = await openFront({
    host: '127.0.0.1',
    port: 0,
    target: () => ({ host: address.hostname, port: Number(address.port) }),
  });
  const url = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
  const traces = async () => {
    const answer = await fetch(`${url}/api/v1/traces?page_size=1000`);
    return ((await answer.json()) as { traces?: TraceSummary[] }).traces ?? [];
  };
  return {
    url,
    dataDirectory,
    log,
    traces,
    faults: async (query) => void (await (await fetch(`${url}/__faults?${query}`)).text()),
    async until(test) {
      for (let attempt = 0; attempt < 200; attempt++) {
        const found = await traces();
        if (test(found)) return found;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      throw new Error(
        `traces never came to be as expected: ${JSON.stringify(await traces()).slice(0, 2000)}\n${log.slice(-5).join('\n')}`,
      );
    },
    scheduled: async (cron) => void (await (await engine.worker()).scheduled({ cron })),
    async stop() {
      front.close();
      for (const socket of front.open) socket.destroy();
      await engine.engine.dispose();
      if (options.dataDirectory === undefined) await rm(scratch, { recursive: true, force: true });
    },
  };
}

export const chat = (weir: Weir, body: object, headers: Record<string, string> = {}, provider = 'demo') =>
  fetch(`${weir.url}/${provider}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ model: 'demo', messages: [{ role: 'user', content: 'Hello' }], ...body }),
  });

/** A provider on this machine; counts the calls that are open. */
export async function startProvider(answer: http.RequestListener) {
  let open = 0;
  const server = http.createServer((request, response) => {
    open++;
    response.on('close', () => open--);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    open: () => open,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
