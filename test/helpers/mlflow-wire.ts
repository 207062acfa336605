/** The whole worker over HTTP, as a client of MLflow meets it: real composition, stores of the test. */
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { createKey } from '../../src/access/create-key.ts';
import type { Scope } from '../../src/access/scopes.ts';
import { createApp } from '../../src/app.ts';
import { readSettings } from '../../src/core/settings.ts';
import { carryEvaluation } from '../../src/scoring/evaluation/carry-evaluation.ts';
import { createManagement } from '../../src/management.ts';
import { createServices, type Services } from '../../src/services.ts';

/** The admin key of the worker under test. */
export const wireAdminKey = 'admin-key-of-the-wire-tests';

export interface Answer<Body = Record<string, unknown>> {
  status: number;
  headers: Headers;
  body: Body;
}

/** JSON as tests read it. */
// oxlint-disable-next-line typescript/no-explicit-any -- answers are examined by the matchers
export type Loose = any;

export interface Wire {
  services: Services;
  /** Any request; `path` is absolute. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Waits for what goes on after the answers: recording of proxied calls whose answer was read. */
  settled(): Promise<void>;
  /** A JSON call; `path` is what follows the host. Without a body no content type is sent. */
  call(method: string, path: string, body?: unknown, key?: string): Promise<Answer<Loose>>;
  /** Works an evaluation off with the services of this wire, as long as workers were begun for it. */
  carry(evaluationId: string): Promise<void>;
  /** The holder of the last worker that was begun for an evaluation. */
  holderOf(evaluationId: string): string;
  /** Every route of the worker. */
  routes(): { method: string; path: string }[];
  /** A new key. */
  keyFor(scopes: Scope[], experimentId?: string | null): Promise<string>;
}

/** A worker with an admin key; `variables` are set as its environment. */
export function createWire(variables: Record<string, string> = {}): Wire {
  const read = readSettings({ WEIR_ADMIN_KEY: wireAdminKey, ...variables });
  if (!read.ok) throw new Error(JSON.stringify(read.mistakes));
  const services = withoutQueue(createServices(env, read.settings));
  const app = createApp(services);
  const contexts: ExecutionContext[] = [];
  const holders = new Map<string, string>();
  // Tests say when an evaluation goes on; test/scoring/evaluation-workflow.test.ts has the workflow itself.
  services.evaluationWork.begin = async ({ evaluationId, holder }) => void holders.set(evaluationId, holder);
  const send = async (path: string, init: RequestInit = {}) => {
    const context = createExecutionContext();
    const response = await app.fetch(new Request(`https://weir.example${path}`, init), env, context);
    contexts.push(context);
    return response;
  };
  return {
    services,
    fetch: send,
    async settled() {
      for (const context of contexts.splice(0)) await waitOnExecutionContext(context);
    },
    async call(method, path, body, key = wireAdminKey) {
      const response = await send(path, {
        method,
        headers: {
          authorization: `Bearer ${key}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, body: parse(text) };
    },
    holderOf: (evaluationId) => holders.get(evaluationId) ?? '',
    async carry(evaluationId) {
      const steps = { do: <Result>(_name: string, _settings: object, step: () => Promise<Result>) => step() };
      for (let last: string | undefined; holders.get(evaluationId) !== last;) {
        const holder = holders.get(evaluationId) ?? '';
        last = holder;
        const input = { evaluationId, holder, steps };
        await carryEvaluation({ services: services.carryEvaluations, input });
      }
    },
    routes: () => createManagement(services).routes.map(({ method, path }) => ({ method, path })),
    async keyFor(scopes, experimentId = null) {
      const input = { name: 'wire test', scopes, experimentId };
      const { key } = await createKey({ services, input });
      return key;
    },
  };
}

/** Proxied calls are stored at once: tests have no consumer of the queue. */
function withoutQueue(services: Services): Services {
  const recorder: Services['proxy']['recorder'] = {
    async record(exchange) {
      const { trace } = await services.consume.build(exchange);
      await services.traces.write([trace]);
    },
  };
  // In place: judges call through the same proxy.
  services.proxy.recorder = recorder;
  return services;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
