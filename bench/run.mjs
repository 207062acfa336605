/**
 * `npm run bench`: measures Weir against a bare pass-through worker and a peer, in one run on this machine, and writes
 * the figures into docs/performance.md. `npm run bench -- --quick` takes less than a minute and writes nothing.
 */
import { startBare, startContenders, startUpstream } from './contenders.mjs';
import { startLoadProcess } from './load/load-process.mjs';
import { measureBundle, measureStartUp } from './measure/bundle.mjs';
import { measureIngest } from './measure/ingest.mjs';
import { measureMemory } from './measure/memory.mjs';
import { countOperations } from './measure/operations.mjs';
import { processFactsKnown } from './measure/process-facts.mjs';
import { measureThroughput } from './measure/throughput.mjs';
import { renderFigures, writeDocument } from './report/document.mjs';
import { priceMillionCalls } from './report/prices.mjs';
import { buildForBench, startWeir, startWeirAlone } from './start-weir.mjs';

const quick = process.argv.includes('--quick');
const extent = quick
  ? { rounds: 1, sliceMs: 400, holdMs: 500, busyCalls: 400, quietCalls: 2, batches: 4, starts: 1 }
  : { rounds: 5, sliceMs: 1200, holdMs: 2500, busyCalls: 2000, quietCalls: 8, batches: 30, starts: 5 };

const scriptPath = await buildForBench();
const upstream = await startUpstream();
const load = startLoadProcess();
try {
  const results = await measureAll();
  const figures = renderFigures(results);
  process.stdout.write(`\n${figures}\n`);
  if (!quick) await writeDocument(figures);
} finally {
  load.stop();
  await upstream.stop();
}
process.exit(0);

async function measureAll() {
  if (!processFactsKnown) say('CPU and memory are left out: only Linux tells them.');
  say('bundle and start-up');
  const bundle = await measureBundle(scriptPath);
  const startUp = await measureStartUp({ upstream, scriptPath, rounds: extent.starts });
  say('calls per second');
  const { throughput, titles } = await compareContenders();
  say('operations and ingest');
  const { operations, ingest } = await measureBackground();
  say('memory');
  const memory = processFactsKnown ? await compareMemory() : null;
  const cpuMs = (throughput.plain.path.cpuMsPerCall + throughput.streamed.path.cpuMsPerCall) / 2;
  const perCall = (counts) => ({ cpuMs: cpuMs + ingest.cpuMsPerMessage, operations: counts });
  const bill = {
    busy: priceMillionCalls(perCall(operations.busy)),
    quiet: priceMillionCalls(perCall(operations.quiet)),
  };
  return { bundle, startUp, throughput, titles, operations, ingest, memory, bill };
}

async function compareContenders() {
  const contenders = await startContenders({ upstream, scriptPath });
  try {
    const throughput = await measureThroughput({ load, contenders, ...extent });
    return { throughput, titles: Object.fromEntries(contenders.map(({ name, title }) => [name, title])) };
  } finally {
    for (const contender of contenders) await contender.stop();
  }
}

async function measureBackground() {
  const weir = await startWeir({ scriptPath, upstream, counted: true });
  const recorded = await startWeirAlone({ scriptPath, upstream });
  try {
    const operations = await countOperations({ load, weir, ...extent });
    const ingest = await measureIngest({ load, recorded, weir, ...extent });
    return { operations, ingest };
  } finally {
    await weir.stop();
    await recorded.stop();
  }
}

async function compareMemory() {
  const { holdMs } = extent;
  const measure = (start) => measureMemory({ load, holdMs, start: () => start({ scriptPath, upstream }) });
  return {
    bare: await measure(startBare),
    path: await measure(startWeirAlone),
    full: await measure(startWeir),
  };
}

function say(stage) {
  process.stderr.write(`${stage} …\n`);
}
