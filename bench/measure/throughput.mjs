/**
 * Requests per second, latencies and CPU per call. Rounds are interleaved, every contender once per round, so that
 * whatever else the machine does falls on all alike; the median of the rounds counts.
 */
import { chatRequest, targetOf } from '../load/requests.mjs';
import { median } from '../statistics.mjs';
import { cpuMs } from './process-facts.mjs';

export const CONCURRENCY = 32;
const WARM_UP_CALLS = 600;

/** The kinds of call that are measured; the query chooses the manner of the fixture. */
export const callKinds = [
  { name: 'plain', title: 'Plain answers', streamed: false },
  { name: 'streamed', title: 'Streamed answers, 100 events at once', streamed: true },
  {
    name: 'single',
    title: 'Streamed answers, an event every 2 ms, one call at a time',
    streamed: true,
    concurrency: 1,
    query: '?pace=2',
  },
  {
    name: 'thinking',
    title: 'Streamed answers, first token after 100 ms',
    streamed: true,
    query: '?think=100',
  },
];

/**
 * Measures all contenders.
 *
 * @param {{load: object, contenders: object[], rounds: number, sliceMs: number}} input
 * @returns {Promise<Record<string, Record<string, object>>>} medians by kind of call, then by contender
 */
export async function measureThroughput({ load, contenders, rounds, sliceMs }) {
  for (const contender of contenders) {
    for (const streamed of [false, true]) {
      const job = { request: chatRequest(contender, { streamed }), callCount: WARM_UP_CALLS };
      const { calls } = await load.run({ ...job, target: targetOf(contender), concurrency: CONCURRENCY });
      await contender.settle(calls);
    }
  }
  const results = {};
  for (const kind of callKinds) {
    const samples = Object.fromEntries(contenders.map(({ name }) => [name, []]));
    for (let round = 0; round < rounds; round++) {
      for (const contender of contenders) {
        if (kind.query !== undefined && contender.dropsQuery === true) continue;
        samples[contender.name].push(await measureSlice({ load, contender, kind, sliceMs }));
      }
    }
    results[kind.name] = Object.fromEntries(
      Object.entries(samples)
        .filter(([, slices]) => slices.length > 0)
        .map(([name, slices]) => [name, medianOf(slices)]),
    );
  }
  return results;
}

/** CPU is read after everything a call set going has come to its end. */
async function measureSlice({ load, contender, kind, sliceMs }) {
  const before = cpuMs(contender.processId);
  const measured = await load.run({
    target: targetOf(contender),
    request: chatRequest(contender, kind),
    concurrency: kind.concurrency ?? CONCURRENCY,
    durationMs: sliceMs,
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

function medianOf(slices) {
  const names = Object.keys(slices[0]);
  return Object.fromEntries(names.map((name) => [name, median(slices.map((slice) => slice[name]))]));
}
