/**
 * Weir's own bundle with its bindings observed, for what cannot be seen from outside. `BENCH_QUEUE=forget` accepts
 * exchanges and forgets them, which leaves the way of the call alone; anything else counts what is billed.
 */
import { countBindings, createCounters } from './counted-bindings.mjs';
import worker from './worker.js';

const counters = createCounters();
let lastMessage = null;
let observed = null;

/** Weir keeps one deployment per `env`, so each gets one observed twin. */
function observe(env) {
  if (observed?.env === env) return observed.bindings;
  const bindings = env.BENCH_QUEUE === 'forget' ? forgetting(env) : countBindings(env, counters);
  observed = { env, bindings };
  return bindings;
}

function forgetting(env) {
  const send = async (message) => {
    lastMessage = message;
  };
  return { ...env, TRACES_QUEUE: { send } };
}

export default {
  fetch(request, env, context) {
    const { pathname } = new URL(request.url);
    if (pathname === '/__bench/counters') return Response.json(counters);
    if (pathname === '/__bench/last-message') return new Response(lastMessage);
    return worker.fetch(request, observe(env), context);
  },
  queue: (batch, env, context) => worker.queue(batch, observe(env), context),
  scheduled: (controller, env, context) => worker.scheduled(controller, observe(env), context),
};
