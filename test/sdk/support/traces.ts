/** Reads traces back over Weir's REST API, waiting for those that are still on their way. */
import { setTimeout as sleep } from 'node:timers/promises';
import { weirOrigin } from './origins.ts';

/** Token counts as REST writes them. */
export interface UsageJson {
  input_tokens: number | null;
  output_tokens: number | null;
  total_tokens: number | null;
  cache_read_input_tokens: number | null;
  cache_creation_input_tokens: number | null;
}

/** A trace as REST writes it; only what the suite looks at. */
export interface TraceJson {
  info: {
    trace_id: string;
    state: string;
    status: number | null;
    provider: string | null;
    model: string | null;
    session: string | null;
    user: string | null;
    client_request_id: string | null;
    time_to_first_token_ms: number | null;
    usage: UsageJson;
    cost: { input_cost: number | null; output_cost: number | null; total_cost: number | null };
    metadata: Record<string, string>;
    tags: Record<string, string>;
  };
  spans: {
    parent_span_id: string | null;
    type: string;
    model: string | null;
    provider: string | null;
    usage: UsageJson;
    attributes: Record<string, unknown>;
    status: { code: string; message: string };
    events: { name: string; attributes: Record<string, unknown> }[];
  }[];
}

const PATIENCE_MS = 20_000;

/** The trace, once it is there. */
export async function readTrace(traceId: string): Promise<TraceJson> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await fetch(`${weirOrigin}/api/v1/traces/${traceId}`);
    if (answer.ok) return (await answer.json()) as TraceJson;
    await answer.body?.cancel();
    if (answer.status !== 404 || Date.now() > until) throw new Error(`${traceId}: ${answer.status}`);
    await sleep(50);
  }
}

/** The trace of the call that carried this `x-weir-request-id`, for calls whose answer never came. */
export async function findTrace(requestId: string): Promise<TraceJson> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await fetch(`${weirOrigin}/api/v1/traces?page_size=100`);
    const { traces } = (await answer.json()) as { traces: TraceJson['info'][] };
    const found = traces.find(({ client_request_id: id }) => id === requestId);
    if (found !== undefined) return readTrace(found.trace_id);
    if (Date.now() > until) throw new Error(`no trace of request ${requestId}`);
    await sleep(50);
  }
}

/** A new key that may call providers. */
export async function createProxyKey(): Promise<string> {
  const answer = await fetch(`${weirOrigin}/api/v1/keys`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'SDK suite', scopes: ['proxy'] }),
  });
  if (!answer.ok) throw new Error(`no key: ${answer.status} ${await answer.text()}`);
  return ((await answer.json()) as { key: string }).key;
}
