/**
 * The whole path with a fixture in place of the network: proxy, queue, consumer, stores, put together by the composition
 * root on the test's own bindings. Messages wait until they are delivered, to the worker's own handler.
 */
import { createExecutionContext, createMessageBatch, getQueueResult } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import worker from '../../src/index.ts';
import { readDeployment } from '../../src/deployment.ts';
import { forward } from '../../src/proxy/forward.ts';
import type { Services } from '../../src/services.ts';
import type { Trace } from '../../src/tracing/trace.ts';

/** Answers a call in the provider's place. */
export type FixtureUpstream = (url: URL, init: RequestInit) => Response | Promise<Response>;

/** A deployment of the test's own. */
export interface WholePath {
  services: Services;
  /** Messages on the queue that were not delivered yet. */
  waiting: unknown[];
  call(path: string, init?: RequestInit): Promise<Response>;
  /** Resolves when every call so far is on the queue or in the spool. */
  recorded(): Promise<unknown>;
  /** Delivers what waits, once recording has ended; resolves when it is stored. */
  deliver(times?: number): Promise<void>;
  /** The trace of an answer, or of an id. */
  trace(of: Response | string): Promise<Trace>;
}

/** Builds the path; calls need no key unless a variable says so. */
export function createWholePath(
  upstream: FixtureUpstream,
  variables: Record<string, string> = {},
): WholePath {
  const waiting: unknown[] = [];
  const queue = { send: async (body: unknown) => void waiting.push(body) };
  const bindings = {
    ...env,
    WEIR_PROXY_AUTH: 'open',
    ...variables,
    TRACES_QUEUE: queue,
    SPOOLED_QUEUE: queue,
  } as unknown as Env;
  const deployment = readDeployment(bindings);
  if (!deployment.ok) throw new Error(JSON.stringify(deployment.mistakes));
  const { services } = deployment;
  const background: Promise<unknown>[] = [];
  const owner = { waitUntil: (promise: Promise<unknown>) => void background.push(promise) };
  const proxy = {
    ...services.proxy,
    fetchUpstream: async (url: URL, init: RequestInit) => upstream(url, init),
  };

  async function deliver(times = 1): Promise<void> {
    await Promise.all(background);
    const bodies = waiting.splice(0);
    for (let time = 0; time < times; time++) {
      const messages = bodies.map((body, index) => ({
        id: `${time}-${index}`,
        timestamp: new Date(),
        attempts: time + 1,
        body,
      }));
      const batch = createMessageBatch('weir-traces', messages);
      await worker.queue(batch, bindings);
      const { explicitAcks } = await getQueueResult(batch, createExecutionContext());
      if (explicitAcks.length !== messages.length) throw new Error('not every message was acknowledged');
    }
  }

  return {
    services,
    waiting,
    call: (path, init = {}) => forward(new Request(`https://weir.example${path}`, init), owner, proxy),
    recorded: () => Promise.all(background),
    deliver,
    async trace(of) {
      const traceId = typeof of === 'string' ? of : (of.headers.get('x-weir-trace-id') ?? '');
      const trace = await services.traces.get(traceId, null);
      if (trace === null) throw new Error(`no trace ${traceId}`);
      return trace;
    },
  };
}
