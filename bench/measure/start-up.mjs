/**
 * Start-up: from the start of a process to its first answer. The bare worker and Weir by turns, both without stores: the
 * difference is what reading and running Weir's bundle takes.
 */
import { chatRequest } from '../load/requests.mjs';
import { table } from '../report/tables.mjs';
import { weirAloneOptions } from '../start-weir.mjs';
import { plainWorker, startWorker } from '../start-worker.mjs';
import { median } from '../statistics.mjs';

const STARTS = 7;
const QUICK_STARTS = 2;

export const measurement = {
  name: 'start-up',
  async measure({ upstream, scriptPath, quick }) {
    const bare = { options: plainWorker('bare', { UPSTREAM: upstream.address.origin }), prefix: '' };
    const weir = { options: weirAloneOptions({ upstream, scriptPath }), prefix: '/openai' };
    const times = { bare: [], weir: [] };
    for (let start = 0; start < (quick ? QUICK_STARTS : STARTS); start++) {
      times.bare.push(await timeToFirstAnswer(bare));
      times.weir.push(await timeToFirstAnswer(weir));
    }
    const differences = times.weir.map((elapsedMs, index) => elapsedMs - times.bare[index]);
    return { bareMs: median(times.bare), weirMs: median(times.weir), differenceMs: median(differences) };
  },
  render: ({ bareMs, weirMs, differenceMs }) => [
    `### Start of a process to its first answer\n\n${table(
      ['', 'ms'],
      [
        ['bare worker', bareMs],
        ['Weir', weirMs],
        ['difference: reading and running the bundle', differenceMs],
      ],
    )}`,
  ],
  aims: () => [],
};

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
