/**
 * Weir's own bundle with its bindings observed, for what cannot be seen from outside: what is billed is counted. Where
 * there is no queue, one is put in that accepts exchanges and forgets them, which leaves the way of the call alone.
 * Batches can be handed to the consumer by a request, so that nothing but the consumer is measured.
 */
import { countBindings, createCounters } from './counted-bindings.mjs';
import worker from './worker.js';

export { EvaluationWorkflow } from './worker.js';

const counters = createCounters();
let lastMessage = null;
let observed = null;

/** Weir keeps one deployment per `env`, so each gets one observed twin. */
function observe(env) {
  if (observed?.env === env) return observed.bindings;
  const bindings = env.TRACES_QUEUE === undefined ? forgetting(env) : countBindings(env, counters);
  observed = { env, bindings };
  return bindings;
}

function forgetting(env) {
  const send = async (message) => {
    lastMessage = message;
  };
  return { ...env, TRACES_QUEUE: { send }, SPOOLED_QUEUE: { send } };
}

/** Consumes a batch of copies of one message, each as a trace of its own. */
async function consumeCopies({ bytes, count, queue }, env, context) {
  let acknowledged = 0;
  const messages = Array.from({ length: count }, () => ({
    id: crypto.randomUUID(),
    timestamp: new Date(),
    attempts: 1,
    body: withNewTraceId(bytes),
    ack: () => acknowledged++,
    retry: () => undefined,
  }));
  await worker.queue({ queue, messages }, observe(env), context);
  return acknowledged;
}

/** The exchange of another call: trace ids are `tr-` and 32 hex digits. */
function withNewTraceId(bytes) {
  const copy = new Uint8Array(bytes.slice(0));
  const at = new TextDecoder('latin1').decode(copy).search(/tr-[0-9a-f]{32}/);
  copy.set(new TextEncoder().encode(crypto.randomUUID().replaceAll('-', '')), at + 'tr-'.length);
  return copy.buffer;
}

export default {
  async fetch(request, env, context) {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === '/__bench/consume') {
      const count = Number(searchParams.get('count'));
      const batch = { bytes: await request.arrayBuffer(), count, queue: searchParams.get('queue') };
      return Response.json({ acknowledged: await consumeCopies(batch, env, context) });
    }
    if (pathname === '/__bench/counters') return Response.json(counters);
    if (pathname === '/__bench/last-message') return new Response(lastMessage);
    return worker.fetch(request, observe(env), context);
  },
  queue: (batch, env, context) => worker.queue(batch, observe(env), context),
  scheduled: (controller, env, context) => worker.scheduled(controller, observe(env), context),
};
