/** How many messages one consumer turns into stored traces per second: batches of a hundred, one after the other. */
import { chatRequest, targetOf } from '../load/requests.mjs';
import { table } from '../report/tables.mjs';
import { startWeir, startWeirAlone } from '../start-weir.mjs';
import { cpuMs } from './process-facts.mjs';

const BATCH = 100;
const WARM_UP_BATCHES = 3;

const BATCHES = 30;
const QUICK_BATCHES = 4;

export const measurement = {
  name: 'ingest',
  async measure({ load, upstream, scriptPath, quick }) {
    const weir = await startWeir({ scriptPath, upstream, counted: true });
    const recorded = await startWeirAlone({ scriptPath, upstream });
    try {
      return await measureIngest({ load, recorded, weir, batches: quick ? QUICK_BATCHES : BATCHES });
    } finally {
      await weir.stop();
      await recorded.stop();
    }
  },
  render: ({ messagesPerSecond, cpuMsPerMessage }) => [
    `### Ingest: one consumer, batches of ${BATCH}\n\n${table(
      ['', 'figure'],
      [
        ['traces stored per second', messagesPerSecond],
        ['CPU ms per stored trace, stores included', cpuMsPerMessage],
      ],
    )}`,
  ],
  aims: () => [],
};

/** `recorded` is a Weir that forgets exchanges, asked for what it would have sent; `weir` consumes it. */
async function measureIngest({ load, recorded, weir, batches }) {
  const messages = [];
  for (const streamed of [false, true]) {
    const request = chatRequest(recorded, { streamed });
    await load.run({ target: targetOf(recorded), request, concurrency: 1, callCount: 1 });
    messages.push(await (await fetch(new URL('/__bench/last-message', recorded.address))).arrayBuffer());
  }
  await consume({ weir, messages, batches: WARM_UP_BATCHES });
  const cpuBefore = cpuMs(weir.processId);
  const startedAt = performance.now();
  await consume({ weir, messages, batches });
  const elapsedMs = performance.now() - startedAt;
  const count = batches * BATCH;
  return {
    messagesPerSecond: (count / elapsedMs) * 1000,
    cpuMsPerMessage: (cpuMs(weir.processId) - cpuBefore) / count,
  };
}

/** Batches of plain and of streamed calls by turns. */
async function consume({ weir, messages, batches }) {
  const url = new URL(`/__bench/consume?count=${BATCH}&queue=${weir.queue}`, weir.address);
  for (let batch = 0; batch < batches; batch++) {
    const answer = await fetch(url, { method: 'POST', body: messages[batch % messages.length] });
    const { acknowledged } = await answer.json();
    if (acknowledged !== BATCH) throw new Error(`Only ${acknowledged} of ${BATCH} messages were stored.`);
  }
  await weir.settle(batches * BATCH);
}
