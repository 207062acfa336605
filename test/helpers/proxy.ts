/** The proxy with a fixture in place of the network: what reached the provider, and what was recorded. */
import { AppError } from '../../src/core/app-error.ts';
import { createActivity } from '../../src/core/activity.ts';
import { limits } from '../../src/core/limits.ts';
import { knownSecrets } from '../../src/core/redaction.ts';
import { readSettings, type Settings } from '../../src/core/settings.ts';
import type { Exchange } from '../../src/proxy/exchange.ts';
import { forward } from '../../src/proxy/forward.ts';
import { createMemoryBudget } from '../../src/proxy/memory-budget.ts';
import type { ProxyServices } from '../../src/proxy/proxy-services.ts';
import { createUsageMemory } from '../../src/proxy/usage-memory.ts';
import { createProviderTable } from '../../src/proxy/providers/table.ts';

/** A request as the provider saw it. */
export interface Received {
  url: string;
  method: string;
  headers: Headers;
  body: string;
}

export type Upstream = (received: Received, init: RequestInit) => Response | Promise<Response>;

export interface ProxyOptions {
  upstream: Upstream;
  variables?: Record<string, string>;
  secrets?: Record<string, string>;
  services?: Partial<ProxyServices>;
}

export function settingsOf(variables: Record<string, string> = {}): Settings {
  const read = readSettings({ WEIR_LOCAL: '1', ...variables });
  if (!read.ok) throw new Error(JSON.stringify(read.mistakes));
  return read.settings;
}

/** Builds a proxy for one test. */
export function createProxy(options: ProxyOptions) {
  const received: Received[] = [];
  const exchanges: Exchange[] = [];
  const logged: string[] = [];
  const background: Promise<unknown>[] = [];
  const settings = settingsOf(options.variables);
  const services: ProxyServices = {
    settings,
    providers: createProviderTable({
      providersJson: settings.providersJson,
      demo: true,
      variables: {
        AZURE_OPENAI_ENDPOINT: 'https://res.openai.azure.com',
        DATABRICKS_HOST: 'w.databricks.net',
        AWS_REGION: 'us-east-1',
      },
    }),
    recorder: { record: async (exchange) => void exchanges.push(exchange) },
    prompts: {
      render: async () => {
        throw new AppError('RESOURCE_DOES_NOT_EXIST', 'This proxy has no prompts.');
      },
    },
    activity: createActivity(),
    memory: createMemoryBudget(limits.heldBytes),
    usageMemory: createUsageMemory({ now: Date.now }),
    log: {
      info: (event, fields) => void logged.push(JSON.stringify({ event, fields })),
      error: (event, cause, fields) =>
        void logged.push(`${event} ${String(cause)} ${JSON.stringify(fields)}`),
    },
    verifyProxyKey: async (key) => {
      if (key === 'weir_valid') return { ok: true, grant: { keyId: 'key-1', experimentId: null } };
      if (key === 'weir_bound') return { ok: true, grant: { keyId: 'key-2', experimentId: '5' } };
      return { ok: false, reason: key === 'weir_reader' ? 'scope' : 'unknown' };
    },
    secret: (name) => options.secrets?.[name] ?? null,
    storedSecrets: knownSecrets(Object.values(options.secrets ?? {})),
    async fetchUpstream(url, init) {
      const body =
        init.body instanceof ReadableStream || init.body ? await new Response(init.body).text() : '';
      const seen = { url: url.href, method: init.method ?? 'GET', headers: new Headers(init.headers), body };
      received.push(seen);
      return options.upstream(seen, init);
    },
    now: Date.now,
    issueFeedbackToken: async ({ traceId }) => `token of ${traceId}`,
    ...options.services,
  };
  const owner = { waitUntil: (promise: Promise<unknown>) => void background.push(promise) };
  return {
    received,
    exchanges,
    logged,
    services,
    owner,
    call: (path: string, init: RequestInit = {}) =>
      forward(new Request(`https://weir.example${path}`, init), owner, services),
    /** Resolves when everything given to `waitUntil` has ended. */
    settled: async () => {
      for (let seen = -1; seen !== background.length;) {
        seen = background.length;
        await Promise.all(background);
      }
    },
  };
}

/** A JSON POST. */
export const post = (body: unknown, headers: Record<string, string> = {}): RequestInit => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    method: 'POST',
    body: text,
    headers: {
      'content-type': 'application/json',
      'content-length': String(new TextEncoder().encode(text).byteLength),
      ...headers,
    },
  };
};

/** A response whose body arrives in these chunks. */
export function chunked(
  chunks: (string | Uint8Array)[],
  headers: Record<string, string> = { 'content-type': 'text/event-stream' },
): Response {
  const encoder = new TextEncoder();
  let next = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const chunk = chunks[next++];
        if (chunk === undefined) controller.close();
        else controller.enqueue(typeof chunk === 'string' ? encoder.encode(chunk) : chunk);
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(body, { headers });
}

export async function readChunks(response: Response): Promise<Uint8Array[]> {
  const reader = response.body?.getReader();
  const chunks: Uint8Array[] = [];
  if (reader === undefined) return chunks;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return chunks;
    chunks.push(value);
  }
}
