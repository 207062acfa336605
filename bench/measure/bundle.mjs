/** Size of the bundle, and how long a process takes from its start to its first answer. */
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { weirAloneOptions } from '../start-weir.mjs';
import { plainWorker, startWorker } from '../start-worker.mjs';
import { chatRequest } from '../load/requests.mjs';
import { median } from '../statistics.mjs';

/** @returns {Promise<{rawBytes: number, gzipBytes: number}>} */
export async function measureBundle(scriptPath) {
  const bundle = await readFile(scriptPath);
  return { rawBytes: bundle.byteLength, gzipBytes: gzipSync(bundle, { level: 9 }).byteLength };
}

/**
 * Starts the bare worker and Weir by turns, both without stores: the difference is what reading and running Weir's
 * bundle takes.
 *
 * @returns {Promise<{bareMs: number, weirMs: number}>} medians
 */
export async function measureStartUp({ upstream, scriptPath, rounds }) {
  const bare = { options: plainWorker('bare', { UPSTREAM: upstream.address.origin }), prefix: '' };
  const weir = { options: weirAloneOptions({ upstream, scriptPath }), prefix: '/openai' };
  const times = { bare: [], weir: [] };
  for (let round = 0; round < rounds; round++) {
    times.bare.push(await timeToFirstAnswer(bare));
    times.weir.push(await timeToFirstAnswer(weir));
  }
  return { bareMs: median(times.bare), weirMs: median(times.weir) };
}

async function timeToFirstAnswer({ options, prefix }) {
  const startedAt = performance.now();
  const { address, stop } = await startWorker(options);
  const body = chatRequest({ address, prefix, headers: {} }, { streamed: false }).split('\r\n\r\n')[1];
  const answer = await fetch(new URL(`${prefix}/v1/chat/completions`, address), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-weir-capture': 'off' },
    body,
  });
  await answer.arrayBuffer();
  const elapsedMs = performance.now() - startedAt;
  if (answer.status !== 200) throw new Error(`The first answer was ${answer.status}.`);
  await stop();
  return elapsedMs;
}
