/** Starts a built Weir behind the local front door, and a provider it can be pointed at. */
import { execFileSync } from 'node:child_process';
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
  client_request_id: string | null;
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
  /** Polls until the worker has logged the event this many times. */
  logged(event: string, times: number): Promise<void>;
  /** Polls until no call is open and no exchange waits. */
  settled(): Promise<void>;
  /** Resident memory of the engine, bytes. */
  memoryBytes(): number;
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
  const count = (event: string) => log.filter((line) => line.includes(`"event":"${event}"`)).length;
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
      let found: TraceSummary[] = [];
      await eventually(
        async () => test((found = await traces())),
        () => `the traces: ${JSON.stringify(found).slice(0, 2000)}\n${log.slice(-5).join('\n')}`,
      );
      return found;
    },
    logged: (event, times) =>
      eventually(
        () => count(event) >= times,
        () => `${count(event)} of ${times} ${event}\n${log.slice(-5).join('\n')}`,
      ),
    async settled() {
      const activity = async () =>
        (await (await fetch(`${url}/health/activity`)).json()) as { open: number; waiting: number };
      let last = {};
      await eventually(
        async () => Object.values((last = await activity())).every((under) => under === 0),
        () => `under way: ${JSON.stringify(last)}`,
      );
    },
    memoryBytes: () => residentBytes(),
    scheduled: async (cron) => void (await (await engine.worker()).scheduled({ cron })),
    async stop() {
      front.close();
      for (const socket of front.open) socket.destroy();
      await engine.engine.dispose();
      if (options.dataDirectory === undefined) await rm(scratch, { recursive: true, force: true });
    },
  };
}

const PATIENCE_MS = 45_000;

/** Polls until the test holds; fails, with what `describe` says, when it never does. */
export async function eventually(
  test: () => boolean | Promise<boolean>,
  describe: () => string = () => test.toString(),
  patienceMs = PATIENCE_MS,
): Promise<void> {
  const until = Date.now() + patienceMs;
  while (!(await test())) {
    if (Date.now() > until) throw new Error(`not within ${patienceMs} ms: ${describe()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Of the engines that this process runs. */
function residentBytes(): number {
  const lines = execFileSync('ps', ['-A', '-o', 'ppid=,rss=,comm='], { encoding: 'utf8' }).split('\n');
  const own = lines
    .map((line) => line.trim().split(/\s+/))
    .filter(([parent, , name]) => Number(parent) === process.pid && name?.includes('workerd'));
  return own.reduce((sum, [, kilobytes]) => sum + Number(kilobytes) * 1024, 0);
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
