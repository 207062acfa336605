/** Puts the figures of a run into docs/performance.md; what people wrote around them stays. */
import { readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { createRequire } from 'node:module';
import { CONCURRENCY, callKinds } from '../measure/throughput.mjs';
import { compareWithAims } from './aims.mjs';
import { PRICE_SOURCE } from './prices.mjs';
import { billTable, formatNumber, memoryTable, table, throughputTable } from './tables.mjs';

const DOCUMENT = new URL('../../docs/performance.md', import.meta.url);
const BEGIN = '<!-- figures: written by npm run bench -->';
const END = '<!-- end of figures -->';

/** All tables of a run. */
export function renderFigures(results) {
  const { throughput, titles, memory, bill, bundle, startUp, ingest } = results;
  const aims = compareWithAims(results).map(({ title, aim, figure, verdict }) => [
    title,
    aim,
    figure,
    verdict,
  ]);
  return [
    `### The machine\n\n${describeMachine()}`,
    `### Aims\n\n${table(['', 'aim', 'figure', ''], aims)}`,
    ...callKinds.map(({ name, title, concurrency = CONCURRENCY }) => {
      const connections = concurrency === 1 ? 'one connection' : `${concurrency} connections`;
      return `### ${title}\n\nIn brackets: ratio to the bare worker; ${connections}.\n\n${throughputTable(throughput[name], titles)}`;
    }),
    `### Peak memory of the worker’s process\n\n${memory === null ? 'Not measured on this system.' : memoryTable(memory)}`,
    `### What a million traced calls cost\n\nPrices: ${PRICE_SOURCE}\n\n${billTable(bill)}`,
    `### Bundle, start-up, ingest\n\n${table(
      ['', 'figure'],
      [
        ['bundle, KB', bundle.rawBytes / 1000],
        ['bundle, gzip, KB', bundle.gzipBytes / 1000],
        ['start to first answer, bare worker, ms', startUp.bareMs],
        ['start to first answer, Weir, ms', startUp.weirMs],
        ['traces stored per second, one consumer', ingest.messagesPerSecond],
        ['CPU per stored trace, stores included, ms', ingest.cpuMsPerMessage],
      ],
    )}`,
  ].join('\n\n');
}

/** The class of the machine, and the versions: nothing that tells which machine it is. */
function describeMachine() {
  const require = createRequire(import.meta.url);
  const { version: workerd } = require('workerd/package.json');
  const memoryGb = formatNumber(Math.round(os.totalmem() / 1e9));
  return `${os.cpus().length} cores, ${memoryGb} GB memory, ${os.type()} ${os.arch()}; Node ${process.versions.node}, workerd ${workerd}.`;
}

/** Replaces the figures in the document. */
export async function writeDocument(figures) {
  const text = await readFile(DOCUMENT, 'utf8');
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END);
  if (begin === -1 || end === -1) throw new Error('docs/performance.md has lost its marks for the figures.');
  await writeFile(DOCUMENT, `${text.slice(0, begin + BEGIN.length)}\n\n${figures}\n\n${text.slice(end)}`);
}
