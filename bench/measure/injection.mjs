/**
 * What a prompt by name costs a call: the same calls to the same Weir without a prompt, with one that the isolate holds, and,
 * one by one, with prompts it has never seen. Rounds take turns, and ratios are taken within a round, as in throughput.mjs.
 */
import { chatRequest, targetOf } from '../load/requests.mjs';
import { atMost } from '../report/aims.mjs';
import { table } from '../report/tables.mjs';
import { startWeir } from '../start-weir.mjs';
import { median, medianOfEach, ratioOfEach } from '../statistics.mjs';
import { cpuMs } from './process-facts.mjs';

const TEMPLATE = `${'You are the support agent of a river authority. Be exact and kind. '.repeat(12)}Question: {{ question }}`;
const variables = {
  'x-weir-prompt-variables': JSON.stringify({ question: 'What does a weir do to a river?' }),
};
const COLD_PROMPTS = 60;

/** With and without what is kept of a call: the rest is the way of the call alone. */
const kinds = [
  { kind: 'path', title: 'capture off: the way of the call alone', headers: { 'x-weir-capture': 'off' } },
  { kind: 'full', title: 'recorded, stores in the process', headers: {} },
];

/** Ways of calling, by the headers that make them. */
const ways = [
  { name: 'plain', title: 'no prompt', headers: {} },
  {
    name: 'version',
    title: 'a version the isolate holds',
    headers: { 'x-weir-prompt': 'bench/1', ...variables },
  },
  {
    name: 'alias',
    title: 'an alias the isolate holds',
    headers: { 'x-weir-prompt': 'bench@production', ...variables },
  },
  {
    name: 'split',
    title: 'a split the isolate holds',
    headers: { 'x-weir-prompt': 'bench@split', ...variables },
  },
];

export const measurement = {
  name: 'injection',
  async measure({ load, upstream, scriptPath, quick }) {
    const weir = await startWeir({ scriptPath, upstream });
    try {
      await register(await weir.engine.getD1Database('REGISTRY', 'weir'));
      const figures = {};
      for (const kind of kinds) figures[kind.kind] = await measureKind({ load, weir, kind, quick });
      return { figures, cold: await measureCold({ load, weir }) };
    } finally {
      await weir.stop();
    }
  },
  render({ figures, cold }) {
    const head = ['', 'ms per call', 'CPU ms per call', 'times a plain call', 'times its CPU'];
    const tables = kinds.map(({ kind, title }) => {
      const rows = ways.map(({ name, title: way }) => {
        const { values, times } = figures[kind][name];
        return [way, values.msPerCall, values.cpuMsPerCall, times.msPerCall, times.cpuMsPerCall];
      });
      return `32 connections, ${title}.\n\n${table(head, rows)}`;
    });
    const first =
      `The first call for a prompt takes ${cold.firstMs.toFixed(2)} ms (median of ${COLD_PROMPTS}), the next for it ` +
      `${cold.nextMs.toFixed(2)} ms, on one connection.`;
    return [`### Prompts injected by name\n\n${tables.join('\n\n')}\n\n${first}`];
  },
  aims({ figures }) {
    const heldBy =
      'the trace is larger, and its link to the prompt is one more row; on the platform stores run elsewhere';
    return ways
      .filter(({ name }) => name !== 'plain')
      .flatMap(({ name, title }) => [
        atMost(`injection, ${title}: times a plain call`, 1.15, figures.path[name].times.msPerCall),
        atMost(`the same, recorded`, 1.15, { figure: figures.full[name].times.msPerCall, heldBy }),
      ]);
  },
};

async function measureKind({ load, weir, kind, quick }) {
  const settle = kind.kind === 'full' ? weir.settle : async () => undefined;
  const callers = ways.map((way) => ({
    ...weir,
    ...way,
    settle,
    headers: { ...way.headers, ...kind.headers },
  }));
  for (const caller of callers) await slice({ load, caller, callCount: quick ? 200 : 600 });
  const rounds = [];
  for (let round = 0; round < (quick ? 6 : 12); round++) {
    const samples = {};
    for (const index of ways.keys()) {
      const caller = callers[(round + index) % ways.length];
      samples[caller.name] = await slice({ load, caller, durationMs: quick ? 300 : 500 });
    }
    rounds.push(samples);
  }
  return summarize(rounds);
}

async function register(database) {
  const names = ['bench', ...Array.from({ length: COLD_PROMPTS }, (_, index) => `cold-${index}`)];
  const statements = names.flatMap((name) => [
    database
      .prepare('INSERT INTO prompts (name, last_version, created_at_ms, updated_at_ms) VALUES (?, 2, 0, 0)')
      .bind(name),
    ...[1, 2].map((version) =>
      database
        .prepare(
          "INSERT INTO prompt_versions (name, version, type, template, created_at_ms, updated_at_ms) VALUES (?, ?, 'text', ?, 0, 0)",
        )
        .bind(name, version, TEMPLATE),
    ),
  ]);
  const arm =
    'INSERT INTO prompt_alias_arms (name, alias, version, weight, updated_at_ms) VALUES (?, ?, ?, ?, 0)';
  for (const [alias, version, weight] of [
    ['production', 1, 1],
    ['split', 1, 90],
    ['split', 2, 10],
  ]) {
    statements.push(database.prepare(arm).bind('bench', alias, version, weight));
  }
  await database.batch(statements);
}

async function slice({ load, caller, ...job }) {
  const before = cpuMs(caller.processId);
  const measured = await load.run({
    target: targetOf(caller),
    request: chatRequest(caller, { streamed: false }),
    concurrency: 32,
    ...job,
  });
  if (measured.errors > 0 || measured.calls === 0) {
    throw new Error(`${caller.title}: ${measured.errors} of ${measured.calls} calls failed.`);
  }
  await caller.settle(measured.calls);
  return {
    msPerCall: measured.elapsedMs / measured.calls,
    cpuMsPerCall: (cpuMs(caller.processId) - before) / measured.calls,
  };
}

function summarize(rounds) {
  return Object.fromEntries(
    ways.map(({ name }) => {
      const samples = rounds.map((round) => round[name]);
      const times = rounds.map((round) => ratioOfEach(round[name], round.plain));
      return [name, { values: medianOfEach(samples), times: medianOfEach(times) }];
    }),
  );
}

/** Each prompt is asked for twice: the first call has to ask the registry. */
async function measureCold({ load, weir }) {
  const [first, next] = [[], []];
  for (let index = 0; index < COLD_PROMPTS; index++) {
    const caller = { ...weir, headers: { 'x-weir-prompt': `cold-${index}/1`, ...variables } };
    const job = {
      target: targetOf(caller),
      request: chatRequest(caller, { streamed: false }),
      concurrency: 1,
      callCount: 1,
    };
    first.push((await load.run(job)).p50Ms);
    next.push((await load.run(job)).p50Ms);
    await weir.settle(2);
  }
  return { firstMs: median(first), nextMs: median(next) };
}
