import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chat, startWeir, type Weir } from './weir.ts';

let weir: Weir;
beforeAll(async () => {
  weir = await startWeir({ variables: { WEIR_SPOOL: 'large' } });
});
afterAll(() => weir.stop());

/** Calls that all must be answered as if nothing were wrong. */
async function callTimes(count: number, tag: string): Promise<string[]> {
  const answers = await Promise.all(
    Array.from({ length: count }, () => chat(weir, { messages: [{ role: 'user', content: tag }] })),
  );
  for (const answer of answers) {
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain(tag);
  }
  return answers.map((answer) => answer.headers.get('x-weir-trace-id') ?? '');
}

const retries = () => weir.log.filter((line) => line.includes('"event":"message-retried"')).length;

const holdsOnce =
  (ids: string[], tag: string) => (traces: { trace_id: string; request_preview: string | null }[]) => {
    const found = traces.filter((trace) => trace.request_preview === tag).map((trace) => trace.trace_id);
    return found.length === ids.length && ids.every((id) => found.includes(id));
  };

describe('failing stores', () => {
  it('F73 the index is down: callers unaffected, everything there afterwards, nothing twice', async () => {
    const retriesBefore = retries();
    await weir.faults('traces=down');
    const ids = await callTimes(20, 'index down');
    await weir.logged('message-retried', retriesBefore + 20);
    await weir.faults('traces=up');
    const traces = await weir.until(holdsOnce(ids, 'index down'));
    expect(
      traces
        .filter(({ request_preview }) => request_preview === 'index down')
        .every(({ span_count }) => span_count === 1),
    ).toBe(true);
  });

  it('F73 content storage is down: the same', async () => {
    const retriesBefore = retries();
    await weir.faults('content=down');
    const ids = await callTimes(20, 'content down');
    await weir.logged('message-retried', retriesBefore + 20);
    await weir.faults('content=up');
    await weir.until(holdsOnce(ids, 'content down'));
  });

  it('F75 a consumer that dies between storing and acknowledging stores nothing twice', async () => {
    await weir.faults('consumer=down');
    const ids = await callTimes(20, 'consumer crashed');
    await weir.until(holdsOnce(ids, 'consumer crashed'));
    await weir.faults('consumer=up');
    // A later batch is acknowledged; the crashed ones were delivered again before it or with it.
    const later = await callTimes(1, 'after the crash');
    await weir.until(holdsOnce(later, 'after the crash'));
    await weir.settled();
    const traces = (await weir.traces()).filter(({ trace_id }) => ids.includes(trace_id));
    expect(traces.map(({ trace_id }) => trace_id).sort()).toEqual(ids.sort());
    expect(traces.every(({ span_count }) => span_count === 1)).toBe(true);
  });

  it('F74 the queue refuses: the spool takes over and the sweep brings everything back', async () => {
    await weir.faults('queue=down');
    const ids = await callTimes(20, 'queue refuses');
    await weir.faults('queue=up');
    await weir.scheduled('start');
    await weir.until(holdsOnce(ids, 'queue refuses'));
  });

  it('F77 the trace store is full: keys and proxied calls go on', async () => {
    await weir.faults('traces=down');
    const made = await fetch(`${weir.url}/api/v1/keys`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"name":"while full","scopes":["proxy"]}',
    });
    expect(made.status).toBeLessThan(300);
    const { key } = (await made.json()) as { key: string };
    expect((await chat(weir, {}, { 'x-weir-key': key })).status).toBe(200);
    const health = await fetch(`${weir.url}/health`);
    await weir.faults('traces=up');
    expect([200, 503]).toContain(health.status);
  });

  it('the registry is down: open callers are unaffected', async () => {
    await weir.faults('registry=down');
    const ids = await callTimes(5, 'registry down');
    await weir.faults('registry=up');
    await weir.until(holdsOnce(ids, 'registry down'));
  });
});
