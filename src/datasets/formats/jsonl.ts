/** Records as JSON lines: one record a line, in the shape of the REST surface. Nothing is lost either way. */
import { parsePythonJson } from '../../core/python-json.ts';
import { toRecordJson } from '../record-json.ts';
import type { FileRow, RecordFormat } from './record-format.ts';

/** The format. */
export const jsonl: RecordFormat = {
  name: 'jsonl',
  contentType: 'application/x-ndjson',
  async read(bytes) {
    const rows: FileRow[] = [];
    for (const [index, line] of new TextDecoder().decode(bytes).split('\n').entries()) {
      if (line.trim() === '') continue;
      const where = `line ${index + 1}`;
      const value = parsePythonJson(line);
      if (value === undefined) return { ok: false, where, expected: 'one JSON object' };
      rows.push({ where, value });
    }
    return { ok: true, rows };
  },
  async *write(pages) {
    const encoder = new TextEncoder();
    for await (const records of pages) {
      yield encoder.encode(records.map((record) => `${JSON.stringify(toRecordJson(record))}\n`).join(''));
    }
  },
};
