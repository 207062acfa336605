/** Puts the figures of a run into docs/performance.md; what people wrote around them stays. */
import { readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { createRequire } from 'node:module';
import { formatNumber, table } from './tables.mjs';

const DOCUMENT = new URL('../../docs/performance.md', import.meta.url);
const benchMarks = {
  begin: '<!-- figures: written by npm run bench -->',
  end: '<!-- end of figures -->',
};

/** Between which lines of the document the figures of `npm run soak` stand. */
export const soakMarks = {
  begin: '<!-- figures: written by npm run soak -->',
  end: '<!-- end of figures of the soak -->',
};

/**
 * All sections of a run.
 *
 * @param {object[]} measurements those that were made, see ../measurements.mjs
 * @param {Record<string, unknown>} results by name
 * @param {{durationMs: number}} run
 */
export function renderFigures(measurements, results, { durationMs }) {
  const aims = measurements
    .flatMap(({ name, aims }) => aims(results[name], results))
    .map(({ title, aim, figure, verdict, heldBy }) => [title, aim, figure, verdict, heldBy]);
  const sections = measurements.flatMap(({ name, render }) => render(results[name], results));
  return [
    `### The machine\n\n${describeMachine(durationMs)}`,
    ...(aims.length === 0 ? [] : [`### Aims\n\n${table(['', 'aim', 'figure', '', 'what holds it'], aims)}`]),
    ...sections,
  ].join('\n\n');
}

/** The class of the machine, how busy it was, and the versions: nothing that tells which machine it is. */
export function describeMachine(durationMs) {
  const require = createRequire(import.meta.url);
  const { version: workerd } = require('workerd/package.json');
  const memoryGb = formatNumber(Math.round(os.totalmem() / 1e9));
  const load = formatNumber(os.loadavg()[2]);
  const machine = `${os.cpus().length} cores, ${memoryGb} GB memory, ${os.type()} ${os.arch()}; Node ${process.versions.node}, workerd ${workerd}.`;
  return `${machine} Load average over the last 15 minutes: ${load}. The run took ${Math.round(durationMs / 1000)} s.`;
}

/**
 * Replaces figures in the document.
 *
 * @param {string} figures Markdown
 * @param {{begin: string, end: string}} [marks] the lines between which they stand
 */
export async function writeDocument(figures, marks = benchMarks) {
  const text = await readFile(DOCUMENT, 'utf8');
  const begin = text.indexOf(marks.begin);
  const end = text.indexOf(marks.end);
  if (begin === -1 || end === -1) throw new Error('docs/performance.md has lost its marks for the figures.');
  await writeFile(
    DOCUMENT,
    `${text.slice(0, begin + marks.begin.length)}\n\n${figures}\n\n${text.slice(end)}`,
  );
}
