/**
 * Requests per second, latencies and CPU per call. Many short rounds, every contender once per round and each round
 * begun by another, so that whatever else the machine does falls on all alike. What counts is the median over the
 * rounds; ratios are taken within a round before that, and so compare neighbours in time.
 */
import { startContenders } from '../contenders.mjs';
import { chatRequest, targetOf } from '../load/requests.mjs';
import { atLeast, atMost } from '../report/aims.mjs';
import { formatNumber, throughputTable } from '../report/tables.mjs';
import { medianOfEach, ratioOfEach } from '../statistics.mjs';
import { cpuMs } from './process-facts.mjs';

const WARM_UP_CALLS = { plain: 600, streamed: 150 };
const QUICK_WARM_UP_CALLS = { plain: 200, streamed: 50 };
/** Every ratio is to this contender. */
const REFERENCE = 'bare';

/** The kinds of call that are measured; the query chooses the manner of the fixture. */
const callKinds = [
  { name: 'plain', title: 'Plain answers', streamed: false, concurrency: 32, rounds: 10, sliceMs: 500 },
  {
    name: 'streamed',
    title: 'Streamed answers, 100 events at once',
    streamed: true,
    concurrency: 32,
    rounds: 10,
    sliceMs: 400,
  },
  {
    name: 'single',
    title: 'Streamed answers, an event every 2 ms',
    streamed: true,
    concurrency: 1,
    query: '?pace=2',
    rounds: 5,
    sliceMs: 700,
  },
  {
    name: 'thinking',
    title: 'Streamed answers, first token after 100 ms',
    streamed: true,
    concurrency: 4,
    query: '?think=100',
    rounds: 5,
    sliceMs: 500,
  },
];

export const measurement = {
  name: 'throughput',
  async measure({ load, upstream, scriptPath, quick }) {
    const contenders = await startContenders({ upstream, scriptPath });
    try {
      const kinds = callKinds.map((kind) => (quick ? { ...kind, rounds: 3, sliceMs: 300 } : kind));
      await warmUp({ load, contenders, callCounts: quick ? QUICK_WARM_UP_CALLS : WARM_UP_CALLS });
      const figures = {};
      for (const kind of kinds) figures[kind.name] = await measureKind({ load, contenders, kind });
      return { figures, titles: Object.fromEntries(contenders.map(({ name, title }) => [name, title])) };
    } finally {
      for (const contender of contenders) await contender.stop();
    }
  },
  render({ figures, titles }) {
    return callKinds.map(({ name, title, concurrency }) => {
      const connections = concurrency === 1 ? 'one connection' : `${concurrency} connections`;
      const explained = `In brackets: ratio to the bare worker; ${connections}.`;
      return `### ${title}\n\n${explained}\n\n${throughputTable(figures[name], titles)}`;
    });
  },
  aims({ figures }) {
    const ratio = (kind, contender, name) => figures[kind][contender].ratios[name];
    const sight = (kind, name) =>
      `a bare worker that only looks at each chunk is at ${formatNumber(ratio(kind, 'pump', name))}`;
    const stores = 'stores, queue and consumer share the cores; on the platform they run elsewhere';
    return [
      atLeast('plain: requests/s, way of the call', 0.6, {
        figure: ratio('plain', 'path', 'callsPerSecond'),
        heldBy: sight('plain', 'callsPerSecond'),
      }),
      atLeast('plain: requests/s, stores in the process', 0.6, {
        figure: ratio('plain', 'full', 'callsPerSecond'),
        heldBy: stores,
      }),
      atLeast('streamed: requests/s, way of the call', 0.6, {
        figure: ratio('streamed', 'path', 'callsPerSecond'),
        heldBy: sight('streamed', 'callsPerSecond'),
      }),
      atLeast('streamed: requests/s, stores in the process', 0.6, {
        figure: ratio('streamed', 'full', 'callsPerSecond'),
        heldBy: `${sight('streamed', 'callsPerSecond')}; ${stores}`,
      }),
      ...['single', 'thinking'].map((kind) => {
        const { title } = callKinds.find(({ name }) => name === kind);
        return atMost(`first byte: ${title.toLowerCase()}`, 1.1, {
          figure: ratio(kind, 'path', 'firstByteMs'),
          heldBy: sight(kind, 'firstByteMs'),
        });
      }),
    ];
  },
};

async function warmUp({ load, contenders, callCounts }) {
  for (const contender of contenders) {
    for (const streamed of [false, true]) {
      const callCount = streamed ? callCounts.streamed : callCounts.plain;
      const job = { request: chatRequest(contender, { streamed }), callCount, concurrency: 32 };
      const { calls } = await load.run({ ...job, target: targetOf(contender) });
      await contender.settle(calls);
    }
  }
}

/** Median figures and median ratios of each contender. */
async function measureKind({ load, contenders, kind }) {
  const takingPart = contenders.filter(({ dropsQuery }) => kind.query === undefined || dropsQuery !== true);
  const rounds = [];
  for (let round = 0; round < kind.rounds; round++) {
    const first = round % takingPart.length;
    const samples = {};
    for (const contender of [...takingPart.slice(first), ...takingPart.slice(0, first)])
      samples[contender.name] = await measureSlice({ load, contender, kind });
    rounds.push(samples);
  }
  return Object.fromEntries(
    takingPart.map(({ name }) => {
      const samples = rounds.map((round) => round[name]);
      const ratios = rounds.map((round) => ratioOfEach(round[name], round[REFERENCE]));
      return [name, { values: medianOfEach(samples), ratios: medianOfEach(ratios) }];
    }),
  );
}

/** CPU is read after everything a call set going has come to its end. */
async function measureSlice({ load, contender, kind }) {
  const before = cpuMs(contender.processId);
  const measured = await load.run({
    target: targetOf(contender),
    request: chatRequest(contender, kind),
    concurrency: kind.concurrency,
    durationMs: kind.sliceMs,
  });
  if (measured.errors > 0 || measured.calls === 0)
    throw new Error(`${contender.title}: ${measured.errors} of ${measured.calls} ${kind.name} calls failed.`);
  await contender.settle(measured.calls);
  return {
    callsPerSecond: (measured.calls / measured.elapsedMs) * 1000,
    p50Ms: measured.p50Ms,
    p99Ms: measured.p99Ms,
    firstByteMs: measured.firstByteP50Ms,
    cpuMsPerCall: (cpuMs(contender.processId) - before) / measured.calls,
  };
}
