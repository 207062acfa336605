/**
 * Metrics as text that Prometheus reads (https://prometheus.io/docs/instrumenting/exposition_formats/, version 0.0.4). Own
 * code because clients in wide use count in the process, while these numbers come from stores.
 */

/** What `content-type` says of the text. */
export const expositionType = 'text/plain; version=0.0.4; charset=utf-8';

/** Labels by name; empty ones are left out, which means the same. */
export type Labels = Record<string, string>;

/** A number of a counter or gauge. */
export interface Sample {
  labels: Labels;
  /** Null is unknown, and is left out. */
  value: number | null;
}

/** A distribution; `buckets` are cumulative counts beside the bounds of their family. */
export interface HistogramSample {
  labels: Labels;
  count: number;
  sum: number;
  buckets: readonly number[];
}

/** Samples of one name. */
export type Family =
  | { name: string; help: string; type: 'counter' | 'gauge'; samples: readonly Sample[] }
  | {
      name: string;
      help: string;
      type: 'histogram';
      bounds: readonly number[];
      samples: readonly HistogramSample[];
    };

/** The text. Families without samples are left out. */
export function renderExposition(families: readonly Family[]): string {
  return families
    .map((family) => ({ family, lines: linesOf(family) }))
    .filter(({ lines }) => lines.length > 0)
    .map(({ family, lines }) => {
      const help = family.help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
      return [`# HELP ${family.name} ${help}`, `# TYPE ${family.name} ${family.type}`, ...lines, ''].join(
        '\n',
      );
    })
    .join('');
}

function linesOf(family: Family): string[] {
  const { name } = family;
  if (family.type !== 'histogram') {
    return family.samples.flatMap(({ labels, value }) => (value === null ? [] : [line(name, labels, value)]));
  }
  return family.samples.flatMap(({ labels, count, sum, buckets }) => [
    ...family.bounds.map((bound, place) =>
      line(`${name}_bucket`, { ...labels, le: String(bound) }, buckets[place] ?? 0),
    ),
    line(`${name}_bucket`, { ...labels, le: '+Inf' }, count),
    line(`${name}_sum`, labels, sum),
    line(`${name}_count`, labels, count),
  ]);
}

function line(name: string, labels: Labels, value: number): string {
  const pairs = Object.entries(labels)
    .filter(([, text]) => text !== '')
    .map(([label, text]) => `${label}="${escaped(text)}"`);
  return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
