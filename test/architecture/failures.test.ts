import { describe, expect, it } from 'vitest';

const documents = import.meta.glob<string>('../../docs/failures.md', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const tests = import.meta.glob<string>('../**/*.ts', { query: '?raw', import: 'default', eager: true });

const rows = Object.values(documents)
  .join('\n')
  .split('\n')
  .map((line) => /^\| (F\d{2,3}) \|/.exec(line))
  .flatMap((match) => (match === null ? [] : [{ number: match[1] ?? '', line: match.input }]));

/** Test files a row cites; helpers of several tests among them. */
const citedBy = (line: string): string[] =>
  [...line.matchAll(/`test\/([\w./-]+\.ts)`/g)].map((match) => match[1] ?? '');

const textOf = (path: string): string =>
  tests[`../${path}`] ?? tests[`./${path.replace('architecture/', '')}`] ?? '';

describe('the map of failures', () => {
  it('has each number once', () => {
    expect(rows.length).toBeGreaterThan(60);
    expect(new Set(rows.map(({ number }) => number)).size).toBe(rows.length);
  });

  it.each(rows.filter(({ line }) => citedBy(line).length > 0))(
    '$number is named in a test it cites',
    ({ number, line }) => {
      expect(citedBy(line).filter((path) => textOf(path).includes(number))).not.toEqual([]);
    },
  );

  it.each(rows.filter(({ line }) => citedBy(line).length === 0))(
    '$number says why it has no test',
    ({ line }) => {
      expect(line).toMatch(/does not apply|belongs to|docs\//);
    },
  );
});
