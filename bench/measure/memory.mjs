/**
 * Peak memory of the worker's process with open streams and with large bodies. Every case begins with a fresh process,
 * because memory once taken is not given back; the difference to the bare worker is what Weir holds.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { chatRequest, requestHead, targetOf } from '../load/requests.mjs';
import { memoryMb } from './process-facts.mjs';

const STREAM_COUNTS = [1, 100, 1000];
const BODY_BYTES = 100_000_000;
const WARM_UP_CALLS = 300;

/**
 * @param {{load: object, start: () => Promise<object>, holdMs: number}} input start: starts a fresh contender
 * @returns {Promise<Record<string, number>>} MB by case
 */
export async function measureMemory({ load, start, holdMs }) {
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
