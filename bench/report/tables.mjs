/** The results as Markdown tables, for the terminal and the document alike. */

/** Three significant digits, thousands in full. */
export function formatNumber(value) {
  if (Number.isNaN(value)) return '–';
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en');
  return Number(value.toPrecision(3)).toString();
}

/** A Markdown table; the first column is text, the others are numbers or ready text. */
export function table(head, rows) {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'number' ? formatNumber(cell) : cell)));
  const line = (row) => `| ${row.join(' | ')} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '--:'))), ...cells.map(line)].join(
    '\n',
  );
}

/** Figures of one kind of call, as absolute values and as ratios to the bare worker. */
export function throughputTable(figures, titles) {
  const columns = [
    ['callsPerSecond', 'calls/s'],
    ['p50Ms', 'p50 ms'],
    ['p99Ms', 'p99 ms'],
    ['firstByteMs', 'first byte p50 ms'],
    ['cpuMsPerCall', 'CPU ms per call'],
  ];
  const rows = Object.entries(figures).map(([name, { values, ratios }]) => [
    titles[name],
    ...columns.map(([column]) => `${formatNumber(values[column])} (${formatNumber(ratios[column])})`),
  ]);
  return table(['', ...columns.map(([, title]) => title)], rows);
}

/** Peak memory by contender, with the difference to the bare worker in brackets. */
export function memoryTable(figures, contenders) {
  const titles = {
    idle: 'idle, after 300 calls',
    streams1: '1 open stream',
    streams100: '100 open streams',
    streams1000: '1,000 open streams',
    upload: 'one 100 MB upload',
    download: 'one 100 MB download',
  };
  const cell = (name, contender) => {
    const value = figures[contender][name];
    const difference = value - figures.bare[name];
    if (contender === 'bare') return value;
    return `${formatNumber(value)} (${difference < 0 ? '−' : '+'}${formatNumber(Math.abs(difference))})`;
  };
  const rows = Object.entries(titles).map(([name, title]) => [
    title,
    ...contenders.map((contender) => cell(name, contender.name)),
  ]);
  return table(['MB', ...contenders.map(({ title }) => title)], rows);
}

/** Operations per 1,000 calls and their price. */
export function billTable(bill) {
  const columns = Object.entries(bill);
  const rows = bill.busy.lines.map(({ title, dollarsPerMillion }, index) => [
    title,
    `$${dollarsPerMillion}`,
    ...columns.flatMap(([, { lines }]) => [lines[index].unitsPerCall * 1000, lines[index].dollars]),
  ]);
  rows.push(['**sum**', '', ...columns.flatMap(([, { dollars }]) => ['', dollars])]);
  const heads = columns.flatMap(([name]) => [`${name}: per 1,000 calls`, '$ per million']);
  return table(['', 'per million', ...heads], rows);
}
