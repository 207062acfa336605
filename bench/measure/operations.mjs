/** What a deployment would be billed for: operations of stores and queue per call, in a busy and in a quiet time. */
import { setTimeout as sleep } from 'node:timers/promises';
import { chatRequest, targetOf } from '../load/requests.mjs';

const WARM_UP_CALLS = 200;
/** Longer than a batch waits for its next message. */
const QUIET_PAUSE_MS = 1300;

/**
 * Counts, half of the calls plain and half streamed.
 *
 * @param {{load: object, weir: object, busyCalls: number, quietCalls: number}} input weir: started with `counted`
 * @returns {Promise<{busy: Record<string, number>, quiet: Record<string, number>}>} per call
 */
export async function countOperations({ load, weir, busyCalls, quietCalls }) {
  await makeCalls({ load, weir, calls: WARM_UP_CALLS });
  const busy = await counted(weir, busyCalls, () => makeCalls({ load, weir, calls: busyCalls }));
  const quiet = await counted(weir, quietCalls, async () => {
    for (let call = 0; call < quietCalls; call += 2) {
      await makeCalls({ load, weir, calls: 2, concurrency: 1, pauseMs: QUIET_PAUSE_MS });
    }
  });
  return { busy, quiet };
}

async function makeCalls({ load, weir, calls, concurrency = 32, pauseMs = 0 }) {
  for (const streamed of [false, true]) {
    const job = { request: chatRequest(weir, { streamed }), callCount: calls / 2, concurrency };
    await load.run({ ...job, target: targetOf(weir) });
    await sleep(pauseMs);
  }
  await weir.settle(calls);
}

async function counted(weir, calls, work) {
  const before = await readCounters(weir);
  await work();
  const after = await readCounters(weir);
  return Object.fromEntries(
    Object.entries(after).map(([name, count]) => [name, (count - before[name]) / calls]),
  );
}

async function readCounters({ address }) {
  return (await fetch(new URL('/__bench/counters', address))).json();
}
