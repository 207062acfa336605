/**
 * Peak memory of the worker's process with open streams and with large bodies. Every case begins with a fresh process,
 * because memory once taken is not given back; the difference to the bare worker is what Weir holds.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { startBare, startPump } from '../contenders.mjs';
import { chatRequest, requestHead, targetOf } from '../load/requests.mjs';
import { atMost } from '../report/aims.mjs';
import { formatNumber, memoryTable } from '../report/tables.mjs';
import { startWeir, startWeirAlone } from '../start-weir.mjs';
import { memoryMb, processFactsKnown } from './process-facts.mjs';

const STREAM_COUNTS = [1, 100, 1000];
const BODY_BYTES = 100_000_000;
const WARM_UP_CALLS = 300;

const HOLD_MS = 1500;
const QUICK_HOLD_MS = 800;

const contenders = [
  { name: 'bare', title: 'bare worker', start: startBare },
  { name: 'pump', title: 'bare worker that sees each chunk', start: startPump },
  { name: 'path', title: 'Weir alone', start: startWeirAlone },
  { name: 'full', title: 'Weir, stores in the process', start: startWeir },
];

export const measurement = {
  name: 'memory',
  async measure({ load, upstream, scriptPath, quick }) {
    if (!processFactsKnown) return null;
    const holdMs = quick ? QUICK_HOLD_MS : HOLD_MS;
    const figures = {};
    for (const { name, start } of contenders)
      figures[name] = await measureMemory({ load, holdMs, start: () => start({ upstream, scriptPath }) });
    return figures;
  },
  render: (figures) => [
    `### Peak memory of the worker’s process\n\n${
      figures === null ? 'Not measured on this system.' : memoryTable(figures, contenders)
    }`,
  ],
  aims(figures) {
    const above = (name) =>
      figures === null ? Number.NaN : figures[name].streams1000 - figures.bare.streams1000;
    const heldBy = `a bare worker that only looks at each chunk is ${formatNumber(above('pump'))} MB above`;
    return [
      atMost('1,000 open streams: MB above bare, Weir alone', 128, { figure: above('path'), heldBy }),
      atMost('1,000 open streams: MB above bare, stores in the process', 128, {
        figure: above('full'),
        heldBy: `${heldBy}; the stores themselves are in the process`,
      }),
    ];
  },
};

/** MB by case. `start` starts a fresh contender. */
async function measureMemory({ load, start, holdMs }) {
  return {
    ...(await withFresh({ load, start }, (contender) => holdStreams({ load, contender, holdMs }))),
    upload: await withFresh({ load, start }, async (contender) => {
      const head = requestHead(contender, {
        path: `${contender.prefix}/v1/files/upload`,
        contentLength: BODY_BYTES,
      });
      const answer = await load.upload({ target: targetOf(contender), head, byteLength: BODY_BYTES });
      if (answer.status !== 200) throw new Error(`The upload was answered with ${answer.status}.`);
      return memoryMb(contender.processId).peak;
    }),
    download: await withFresh({ load, start }, async (contender) => {
      const path = `${contender.prefix}/v1/files/download?bytes=${BODY_BYTES}`;
      const request = requestHead(contender, { path, contentLength: 0 });
      const { errors } = await load.run({
        target: targetOf(contender),
        request,
        concurrency: 1,
        callCount: 1,
      });
      if (errors > 0) throw new Error('The download failed.');
      return memoryMb(contender.processId).peak;
    }),
  };
}

async function withFresh({ load, start }, measure) {
  const contender = await start();
  try {
    await load.run({
      target: targetOf(contender),
      request: chatRequest(contender, { streamed: false }),
      concurrency: 4,
      callCount: WARM_UP_CALLS,
    });
    return await measure(contender);
  } finally {
    await contender.stop();
  }
}

async function holdStreams({ load, contender, holdMs }) {
  const request = chatRequest(contender, { streamed: true, query: '?pace=1000' });
  const target = targetOf(contender);
  await sleep(holdMs);
  const figures = { idle: memoryMb(contender.processId).now };
  let open = 0;
  for (const count of STREAM_COUNTS) {
    await load.hold({ target, request, count: count - open });
    open = count;
    await sleep(holdMs);
    figures[`streams${count}`] = memoryMb(contender.processId).peak;
  }
  await load.release();
  return figures;
}
