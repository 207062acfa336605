/**
 * Records as CSV (RFC 4180). Written with one column per member, each holding JSON, so that nothing is lost. Read in that
 * form, and in the one people make by hand: `inputs.question`, `expectations.expected_response`, with plain text in the
 * cells.
 */
import Papa from 'papaparse';
import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import { parsePythonJson } from '../../core/python-json.ts';
import { toRecordJson } from '../record-json.ts';
import type { FileRow, ReadRows, RecordFormat } from './record-format.ts';

const COLUMNS = ['inputs', 'outputs', 'expectations', 'tags', 'source'] as const;
const PARTS = new Set<string>(['inputs', 'outputs', 'expectations', 'tags']);
/** Written for people and for joins; passed over when read. */
const KNOWN_TO_WEIR = ['dataset_record_id', 'creation_time', 'last_update_time'] as const;
const PASSED_OVER = new Set<string>([...KNOWN_TO_WEIR, 'dataset_id', 'created_by', 'last_updated_by']);

/** The format. */
export const csv: RecordFormat = {
  name: 'csv',
  contentType: 'text/csv; charset=utf-8',
  async read(bytes) {
    const text = new TextDecoder().decode(bytes);
    const parsed = Papa.parse<string[]>(text, { skipEmptyLines: 'greedy' });
    const broken = parsed.errors.find(({ type }) => type === 'Quotes');
    if (broken !== undefined) {
      return { ok: false, where: `row ${(broken.row ?? 0) + 1}`, expected: 'quotes that are closed' };
    }
    const [header = [], ...rows] = parsed.data;
    const columns = header.map((name) => name.trim());
    return readColumns(columns, rows);
  },
  async *write(pages) {
    const encoder = new TextEncoder();
    yield encoder.encode(
      `${[...KNOWN_TO_WEIR.slice(0, 1), ...COLUMNS, ...KNOWN_TO_WEIR.slice(1)].join(',')}\r\n`,
    );
    for await (const records of pages) {
      if (records.length === 0) continue;
      const rows = records.map((record) => {
        const json = toRecordJson(record);
        const cells = COLUMNS.map((name) => JSON.stringify(json[name]));
        return [json.dataset_record_id, ...cells, json.creation_time, json.last_update_time];
      });
      yield encoder.encode(`${Papa.unparse(rows, { newline: '\r\n' })}\r\n`);
    }
  },
};

function readColumns(columns: string[], rows: string[][]): ReadRows {
  const wrong = columns.find((name) => name !== '' && !isKnown(name));
  if (wrong !== undefined) {
    const expected = `columns inputs, outputs, expectations, tags, source, or inputs.<name> and the like, not "${wrong.slice(0, 60)}"`;
    return { ok: false, where: 'row 1', expected };
  }
  if (!columns.some((name) => name === 'inputs' || name.startsWith('inputs.'))) {
    return { ok: false, where: 'row 1', expected: 'a column inputs, or columns inputs.<name>' };
  }
  const read: FileRow[] = [];
  for (const [index, cells] of rows.entries()) {
    const where = `row ${index + 2}`;
    const row = readRow(columns, cells);
    if (typeof row === 'string') return { ok: false, where, expected: row };
    read.push({ where, value: row });
  }
  return { ok: true, rows: read };
}

function isKnown(name: string): boolean {
  const [part = '', ...rest] = name.split('.');
  return rest.length === 0
    ? PASSED_OVER.has(name) || COLUMNS.some((known) => known === name)
    : PARTS.has(part);
}

/** The record of a row, or what was expected in it. An empty cell is an absent member. */
function readRow(columns: string[], cells: string[]): JsonObject | string {
  const members = new Map<string, Json>();
  for (const [index, name] of columns.entries()) {
    const cell = cells[index] ?? '';
    if (cell === '' || name === '' || PASSED_OVER.has(name)) continue;
    const dot = name.indexOf('.');
    if (dot < 0) {
      const value = parsePythonJson(cell);
      // Outputs may be plain text; everything else is an object.
      if (name !== 'outputs' && !isObject(value)) return `a JSON object in column ${name}`;
      members.set(name, value === undefined ? cell : value);
      continue;
    }
    const part = members.get(name.slice(0, dot));
    members.set(name.slice(0, dot), { ...(isObject(part) ? part : {}), [name.slice(dot + 1)]: cell });
  }
  return Object.fromEntries(members);
}
