/**
 * What scoring a tenth of the traces costs the calls: requests per second with Safety at 10 % on against off, in short
 * slices by turns. The fixture judges at once, under the limits that hold for every judge where nobody sets others; what is
 * sampled beyond them waits. Judges, stores and queues share the machine with the calls here, which they do not on the
 * platform.
 */
import { chatRequest, targetOf } from '../load/requests.mjs';
import { atLeast } from '../report/aims.mjs';
import { table } from '../report/tables.mjs';
import { startWeir } from '../start-weir.mjs';
import { median } from '../statistics.mjs';

const ROUNDS = 10;
const QUICK_ROUNDS = 3;
const SLICE_MS = 1000;
const WARM_UP_CALLS = 400;
const CONCURRENCY = 32;

export const measurement = {
  name: 'scoring',
  async measure({ load, upstream, scriptPath, quick }) {
    const start = (safetySampleRate) =>
      startWeir({
        scriptPath,
        upstream,
        variables: {
          WEIR_JUDGE_MODEL: 'openai:/judge',
          WEIR_SAFETY_SAMPLE_RATE: safetySampleRate,
        },
      });
    const [on, off] = [await start('0.1'), await start('0')];
    try {
      return await measureRounds({ load, on, off, rounds: quick ? QUICK_ROUNDS : ROUNDS });
    } finally {
      await on.stop();
      await off.stop();
    }
  },
  render: ({ ratio, onPerSecond, offPerSecond, scored }) => [
    `### Scoring a tenth of the traces\n\n${table(
      ['', 'figure'],
      [
        ['requests/s, scoring on', onPerSecond],
        ['requests/s, scoring off', offPerSecond],
        ['ratio, median of rounds', ratio],
        ['traces scored meanwhile', scored],
      ],
    )}`,
  ],
  aims: ({ ratio }) => [
    atLeast('scoring on against off: requests/s', 0.95, {
      figure: ratio,
      heldBy: 'judges, stores and queues share the cores with the calls; on the platform they run elsewhere',
    }),
  ],
};

async function measureRounds({ load, on, off, rounds }) {
  const slice = async (weir, extent) => {
    const measured = await load.run({
      target: targetOf(weir),
      request: chatRequest(weir, { streamed: false }),
      concurrency: CONCURRENCY,
      ...extent,
    });
    await weir.settle(measured.calls);
    return (measured.calls / measured.elapsedMs) * 1000;
  };
  for (const weir of [on, off]) await slice(weir, { callCount: WARM_UP_CALLS });
  const pairs = [];
  for (let round = 0; round < rounds; round++) {
    // Whoever begins is another one each round.
    const order = round % 2 === 0 ? [on, off] : [off, on];
    const speeds = new Map();
    for (const weir of order) speeds.set(weir, await slice(weir, { durationMs: SLICE_MS }));
    pairs.push([speeds.get(on), speeds.get(off)]);
  }
  return {
    ratio: median(pairs.map(([withScoring, without]) => withScoring / without)),
    onPerSecond: median(pairs.map(([withScoring]) => withScoring)),
    offPerSecond: median(pairs.map(([, without]) => without)),
    scored: await countScored(on),
  };
}

async function countScored({ traces }) {
  const counted = traces.prepare("SELECT COUNT(*) AS scored FROM scoring_tasks WHERE state <> 'pending'");
  return (await counted.first('scored')) ?? 0;
}
