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

const EXTENT = { busyCalls: 2000, quietCalls: 8 };
const QUICK_EXTENT = { busyCalls: 400, quietCalls: 2 };

export const measurement = {
  name: 'cost',
  async measure({ load, upstream, scriptPath, quick }, { throughput, ingest }) {
    const weir = await startWeir({ scriptPath, upstream, counted: true });
    try {
      const operations = await countOperations({ load, weir, ...(quick ? QUICK_EXTENT : EXTENT) });
      const cpuMs = cpuMsPerCall(throughput, ingest);
      return {
        operations,
        bill: {
          busy: priceMillionCalls({ cpuMs, operations: operations.busy }),
          quiet: priceMillionCalls({ cpuMs, operations: operations.quiet }),
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

const explained = `Half of the calls plain, half streamed, prices beyond what a plan includes. Busy: batches fill up, many traces share one R2 write. Quiet: each call comes alone and is a batch of its own.`;

/** CPU of the way of the call and of the consumer with its stores; NaN when neither was measured in this run. */
function cpuMsPerCall(throughput, ingest) {
  if (throughput === undefined || ingest === undefined) return Number.NaN;
  const ofCall = (kind) => throughput.figures[kind].path.values.cpuMsPerCall;
  return (ofCall('plain') + ofCall('streamed')) / 2 + ingest.cpuMsPerMessage;
}

async function countOperations({ load, weir, busyCalls, quietCalls }) {
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
