/** What we steer by, each with its figure of this run. */
import { formatNumber } from './tables.mjs';

/**
 * @param {object} results of the run
 * @returns {{title: string, aim: string, figure: string, verdict: string}[]}
 */
export function compareWithAims({ throughput, memory, operations, bundle, bill }) {
  const ratio = (kind, name, figure) => throughput[kind][name][figure] / throughput[kind].bare[figure];
  const above = (contender, name) =>
    memory === null ? Number.NaN : memory[contender][name] - memory.bare[name];
  return [
    atLeast('plain: requests/s, way of the call alone', 0.6, ratio('plain', 'path', 'callsPerSecond')),
    atLeast('plain: requests/s, stores on the same cores', 0.6, ratio('plain', 'full', 'callsPerSecond')),
    atLeast('streamed: requests/s, way of the call alone', 0.6, ratio('streamed', 'path', 'callsPerSecond')),
    atLeast(
      'streamed: requests/s, stores on the same cores',
      0.6,
      ratio('streamed', 'full', 'callsPerSecond'),
    ),
    atMost('streamed: time to first byte, an event every 2 ms', 1.1, ratio('single', 'path', 'firstByteMs')),
    atMost(
      'streamed: time to first byte, first token after 100 ms',
      1.1,
      ratio('thinking', 'path', 'firstByteMs'),
    ),
    atMost('1,000 open streams, MB above bare, Weir alone', 128, above('path', 'streams1000')),
    atMost('1,000 open streams, MB above bare, stores in the process', 128, above('full', 'streams1000')),
    atMost('D1 rows written per call', 12, operations.busy.d1RowsWritten),
    atMost('R2 writes per call, busy', 0.02, operations.busy.r2ClassA),
    atMost('dollars per million calls, busy', 10, bill.busy.dollars),
    atMost('bundle, gzip, KB', 500, bundle.gzipBytes / 1000),
  ];
}

function atLeast(title, aim, figure) {
  return verdict({ title, aim: `≥ ${aim}`, figure, met: figure >= aim, share: (aim - figure) / aim });
}

function atMost(title, aim, figure) {
  return verdict({ title, aim: `≤ ${aim}`, figure, met: figure <= aim, share: (figure - aim) / aim });
}

function verdict({ title, aim, figure, met, share }) {
  if (Number.isNaN(figure)) return { title, aim, figure: '–', verdict: 'not measured here' };
  return {
    title,
    aim,
    figure: formatNumber(figure),
    verdict: met ? 'met' : `short by ${Math.round(share * 100)} %`,
  };
}
