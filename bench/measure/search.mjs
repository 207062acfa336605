/**
 * First pages of searches, and whole traces, among a million traces in one experiment against ten thousand: the same
 * questions of the same worker, in one run. `node bench/measure/search.mjs [count …]` prints them.
 */
import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildWorker } from '../../scripts/build-worker.mjs';
import { startFilled } from '../start-filled.mjs';
import { atMost } from '../report/aims.mjs';
import { formatNumber, table } from '../report/tables.mjs';
import { median } from '../statistics.mjs';
import { experimentId, newestMs } from './search-data.mjs';

const ROUNDS = 25;
const WARM_UP = 3;
const READ_TRACES = 25;
const HOUR_MS = 3_600_000;

const filter = (text) => ({ filter: text });
/** A value that differs from round to round, so that nothing is merely remembered. */
const turn = (round, count) => round % count;

/** The questions, by title; each for a round. */
const questions = {
  newest: () => ({}),
  'time range': (round) => {
    const to = newestMs - turn(round, 4) * HOUR_MS;
    return { from: String(to - HOUR_MS), to: String(to) };
  },
  state: () => ({ state: 'ERROR' }),
  tag: (round) => ({ tag: `team:t${turn(round, 50)}` }),
  session: (round) => ({ session: `session-${turn(round * 7, 500)}` }),
  user: (round) => ({ user: `user-${turn(round, 50)}` }),
  'text, common': () => ({ text: 'order warehouse' }),
  'text, rare': () => ({ text: 'refund' }),
  'text LIKE': () => filter("trace.text LIKE '%refund%'"),
  feedback: () => filter("feedback.correctness = 'no'"),
  prompt: (round) => filter(`prompt = 'greeting/${turn(round, 9)}'`),
  'tag, span, time': (round) =>
    filter(`tags.env = 'prod' AND span.status != 'OK' AND execution_time_ms > ${900 + turn(round, 50)}`),
  'span attribute': () => filter("span.attributes.tier = 'tier-7'"),
};

/** The limits of the aims: how much slower than among the fewest, and the medians in milliseconds. */
const AIMS = { ratio: 2, searchMs: 50, getTraceMs: 10 };
const COUNTS = [10_000, 1_000_000];
const QUICK_COUNTS = [1_000, 10_000];

export const measurement = {
  name: 'search',
  measure: ({ scriptPath, quick }) => measureSearch({ scriptPath, counts: quick ? QUICK_COUNTS : COUNTS }),
  render({ counts, searches, getTrace }) {
    const rows = Object.entries({ ...searches, 'one whole trace': getTrace }).map(([title, times]) => [
      title,
      ...times,
      ratioOf(times),
    ]);
    const head = ['ms, median', ...counts.map((count) => `${formatNumber(count)} traces`), 'ratio'];
    return [`### First pages of searches in one experiment\n\n${table(head, rows)}`];
  },
  aims({ counts, searches, getTrace }) {
    const among = `among ${formatNumber(counts.at(-1))}`;
    const slowest = Math.max(...Object.values(searches).map((times) => times.at(-1)));
    return [
      atMost(`slowest search ${among}: p50 ms`, AIMS.searchMs, slowest),
      atMost(
        `search ${among} against ${formatNumber(counts[0])}, the worst ratio`,
        AIMS.ratio,
        worstRatio(searches),
      ),
      atMost(`one whole trace ${among}: p50 ms`, AIMS.getTraceMs, getTrace.at(-1)),
    ];
  },
};

const ratioOf = (times) => times.at(-1) / times[0];
const worstRatio = (searches) => Math.max(...Object.values(searches).map(ratioOf));

/**
 * @param {{scriptPath: string, counts: number[], onStage?: (stage: string) => void}} input
 *   counts: how many traces, the smallest first
 * @returns {Promise<{counts: number[], searches: Record<string, number[]>, getTrace: number[]}>}
 *   medians in milliseconds, one per count
 */
export async function measureSearch({ scriptPath, counts, onStage = () => undefined }) {
  const filled = [];
  try {
    for (const count of counts) filled.push(await startFilled({ scriptPath, count, onStage }));
    const searches = {};
    for (const [title, question] of Object.entries(questions)) {
      onStage(`searching by ${title}`);
      searches[title] = await timeSearches(filled, question);
    }
    onStage('reading traces');
    return { counts, searches, getTrace: await timeReading(filled) };
  } finally {
    for (const { stop } of filled) await stop();
  }
}

/** Median time of a first page in each, the whole call over HTTP; by turns, so that all meet the same machine. */
async function timeSearches(filled, question) {
  const times = filled.map(() => []);
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    const parameters = new URLSearchParams({ experiment: experimentId, ...question(round + WARM_UP) });
    for (const [index, { address }] of filled.entries()) {
      const startedAt = performance.now();
      const { traces } = await readJson(new URL(`/api/v1/traces?${parameters}`, address));
      if (round >= 0) times[index].push(performance.now() - startedAt);
      if (traces.length === 0) throw new Error(`Nothing was found for ${parameters}.`);
    }
  }
  return times.map(median);
}

/** Median time to read a whole trace in each, every time another, of calls that were recorded for this. */
async function timeReading(filled) {
  const times = filled.map(() => []);
  const recorded = [];
  for (const { address } of filled) recorded.push(await recordCalls(address));
  for (let call = 0; call < READ_TRACES; call++) {
    for (const [index, urls] of recorded.entries()) {
      const startedAt = performance.now();
      const { spans } = await readJson(urls[call]);
      times[index].push(performance.now() - startedAt);
      if (spans.length !== 1) throw new Error(`A trace has ${spans.length} spans at ${urls[call]}.`);
    }
  }
  return times.map(median);
}

/** Calls the built-in model; returns where the traces can be read, once they can. */
async function recordCalls(address) {
  const urls = [];
  for (let call = 0; call < READ_TRACES; call++) {
    const answer = await fetch(new URL('/demo/v1/chat/completions', address), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'demo', messages: [{ role: 'user', content: `Question ${call}` }] }),
    });
    await answer.arrayBuffer();
    urls.push(new URL(`/api/v1/traces/${answer.headers.get('x-weir-trace-id')}`, address));
  }
  for (const url of urls) await waitFor(url);
  return urls;
}

async function waitFor(url) {
  for (let attempt = 0; attempt < 200; attempt++) {
    const answer = await fetch(url);
    await answer.arrayBuffer();
    if (answer.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Nothing came at ${url}.`);
}

async function readJson(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${answer.status} at ${url}: ${await answer.text()}`);
  return answer.json();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const asked = process.argv.slice(2).map(Number);
  const counts = asked.length > 0 ? asked : [10_000, 1_000_000];
  const scriptPath = await buildWorker(
    path.join(await mkdtemp(path.join(os.tmpdir(), 'weir-bundle-')), 'worker.js'),
  );
  const onStage = (stage) => process.stderr.write(`${stage} …\n`);
  const { searches, getTrace } = await measureSearch({ scriptPath, counts, onStage });
  const rows = { ...searches, get_trace: getTrace };
  for (const [title, times] of Object.entries(rows)) {
    const ratio = (times.at(-1) ?? 0) / (times[0] ?? 1);
    const cells = times.map((time) => `${time.toFixed(1)} ms`.padStart(10)).join('');
    process.stdout.write(`${title.padEnd(16)}${cells}${`${ratio.toFixed(2)}x`.padStart(9)}\n`);
  }
  process.exit(0);
}
