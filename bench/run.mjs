/**
 * `npm run bench`: measures Weir against a bare pass-through worker and a peer, in one run on this machine, and writes
 * the figures into docs/performance.md. `-- --quick` takes a minute or two; `-- throughput memory` measures these parts
 * alone. Both print and write nothing: figures in the document come from one whole run.
 */
import { parseArgs } from 'node:util';
import { startUpstream } from './contenders.mjs';
import { startLoadProcess } from './load/load-process.mjs';
import { processFactsKnown } from './measure/process-facts.mjs';
import { measurements } from './measurements.mjs';
import { renderFigures, writeDocument } from './report/document.mjs';
import { buildForBench } from './start-weir.mjs';

const { quick, chosen } = readCommandLine();
if (!processFactsKnown) say('CPU and memory are left out: only Linux tells them.');
const scriptPath = await buildForBench();
const upstream = await startUpstream();
const load = startLoadProcess();
try {
  const startedAt = performance.now();
  const results = await measureAll();
  const figures = renderFigures(chosen, results, { durationMs: performance.now() - startedAt });
  process.stdout.write(`\n${figures}\n`);
  if (!quick && chosen.length === measurements.length) await writeDocument(figures);
} finally {
  load.stop();
  await upstream.stop();
}
process.exit(0);

async function measureAll() {
  const results = {};
  for (const { name, measure } of chosen) {
    say(`${name} …`);
    results[name] = await measure({ load, upstream, scriptPath, quick }, results);
  }
  return results;
}

function readCommandLine() {
  const { values, positionals } = parseArgs({
    options: { quick: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const unknown = positionals.filter(
    (name) => !measurements.some((measurement) => measurement.name === name),
  );
  if (unknown.length > 0) {
    say(
      `There is no measurement ${unknown.join(', ')}. There are: ${measurements.map(({ name }) => name).join(', ')}.`,
    );
    process.exit(1);
  }
  const wanted = ({ name }) => positionals.length === 0 || positionals.includes(name);
  return { quick: values.quick, chosen: measurements.filter(wanted) };
}

function say(line) {
  process.stderr.write(`${line}\n`);
}
