/**
 * What a deployment would be billed for: operations of stores and queue per call, in a busy and in a quiet time, and
 * what a million calls come to.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { chatRequest, targetOf } from '../load/requests.mjs';
import { atMost } from '../report/aims.mjs';
import { PRICE_SOURCES, priceMillionCalls } from '../report/prices.mjs';
import { billTable } from '../report/tables.mjs';
import { startWeir } from '../start-weir.mjs';

const WARM_UP_CALLS = 200;
/** Longer than a batch waits for its next message. */
const QUIET_PAUSE_MS = 1300;

/** A body that no queue message holds: the exchange goes through R2. An agent's conversation is soon that long. */
const LARGE_BODY_BYTES = 150_000;

const EXTENT = { busyCalls: 2000, quietCalls: 8, largeCalls: 200 };
const QUICK_EXTENT = { busyCalls: 400, quietCalls: 2, largeCalls: 40 };
const adminKey = 'the-admin-key-of-the-bench';

export const measurement = {
  name: 'cost',
  async measure({ load, upstream, scriptPath, quick }, { throughput, ingest }) {
    const weir = await startWeir({
      scriptPath,
      upstream,
      counted: true,
      variables: { WEIR_ADMIN_KEY: adminKey },
    });
    try {
      const operations = await countOperations({ load, weir, ...(quick ? QUICK_EXTENT : EXTENT) });
      const cpuMs = cpuMsPerCall(throughput, ingest);
      return {
        operations,
        bill: {
          busy: priceMillionCalls({ cpuMs, operations: operations.busy }),
          quiet: priceMillionCalls({ cpuMs, operations: operations.quiet }),
          large: priceMillionCalls({ cpuMs, operations: operations.large }),
        },
      };
    } finally {
      await weir.stop();
    }
  },
  render: ({ bill }) => [
    `### What a million traced calls cost\n\n${explained}\n\n${billTable(bill)}\n\nPrices: ${PRICE_SOURCES.join(', ')}.`,
  ],
  aims: ({ operations, bill }) => [
    atMost('D1 rows written per call', 12, operations.busy.d1RowsWritten),
    atMost('R2 writes per call, busy', 0.02, operations.busy.r2ClassA),
    atMost('dollars per million calls, busy', 10, bill.busy.dollars),
  ],
};

const explained = `Half of the calls plain, half streamed, prices beyond what a plan includes. Busy: batches fill up, many traces share one R2 write. Quiet: each call comes alone and is a batch of its own. Large: busy, with requests of 150 KB, which pass through R2 because no queue message holds them; CPU as of the small ones, which is less than theirs. Rows that retention deletes are in the rows written, as they are billed.`;

/** CPU of the way of the call and of the consumer with its stores; NaN when neither was measured in this run. */
function cpuMsPerCall(throughput, ingest) {
  if (throughput === undefined || ingest === undefined) return Number.NaN;
  const ofCall = (kind) => throughput.figures[kind].path.values.cpuMsPerCall;
  return (ofCall('plain') + ofCall('streamed')) / 2 + ingest.cpuMsPerMessage;
}

async function countOperations({ load, weir, busyCalls, quietCalls, largeCalls }) {
  await makeCalls({ load, weir, calls: WARM_UP_CALLS });
  const busy = await counted(weir, busyCalls, () => makeCalls({ load, weir, calls: busyCalls }));
  const quiet = await counted(weir, quietCalls, async () => {
    for (let call = 0; call < quietCalls; call += 2) {
      await makeCalls({ load, weir, calls: 2, concurrency: 1, pauseMs: QUIET_PAUSE_MS });
    }
  });
  const large = await counted(weir, largeCalls, () =>
    makeCalls({ load, weir, calls: largeCalls, bodyBytes: LARGE_BODY_BYTES }),
  );
  const calls = WARM_UP_CALLS + busyCalls + quietCalls + largeCalls;
  const retention = await counted(weir, calls, () => forgetAll(weir));
  const kept = { busy, quiet, large };
  return Object.fromEntries(Object.entries(kept).map(([name, spent]) => [name, sumOf(spent, retention)]));
}

/** What retention does when a trace's time has come, by the same statements. */
async function forgetAll({ address }) {
  const answer = await fetch(new URL('/api/2.0/mlflow/traces/delete-traces', address), {
    method: 'POST',
    headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ experiment_id: '0', max_timestamp_millis: Date.now() }),
  });
  if (!answer.ok) throw new Error(`traces were not deleted: ${answer.status} ${await answer.text()}`);
}

function sumOf(one, other) {
  return Object.fromEntries(Object.entries(one).map(([name, count]) => [name, count + other[name]]));
}

async function makeCalls({ load, weir, calls, concurrency = 32, pauseMs = 0, bodyBytes = 0 }) {
  for (const streamed of [false, true]) {
    const job = { request: chatRequest(weir, { streamed, bodyBytes }), callCount: calls / 2, concurrency };
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
