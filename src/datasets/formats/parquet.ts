/**
 * Records as Parquet. Written with a text column of JSON per member; read in that form, and with the structs and lists
 * that data frames write. A file is made in memory, so its number of records is bounded.
 */
import { parquetReadObjects } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { AppError } from '../../core/app-error.ts';
import { exactNumber, parseExactJson } from '../../core/exact-json.ts';
import type { Json } from '../../core/json.ts';
import { parsePythonJson } from '../../core/python-json.ts';
import { limits } from '../../core/limits.ts';
import { toRecordJson } from '../record-json.ts';
import type { DatasetRecord } from '../dataset.ts';
import type { FileRow, RecordFormat } from './record-format.ts';

const JSON_COLUMNS = ['inputs', 'outputs', 'expectations', 'tags', 'source'] as const;

/** The format. */
export const parquet: RecordFormat = {
  name: 'parquet',
  contentType: 'application/vnd.apache.parquet',
  async read(bytes) {
    let objects: Record<string, unknown>[];
    try {
      objects = await parquetReadObjects({ file: bytes.buffer });
    } catch (cause) {
      // A reader that meets a broken file throws whatever it stumbled over; only its words are of use.
      const words = cause instanceof Error ? cause.message : 'broken file';
      return {
        ok: false,
        where: 'the file',
        expected: `Parquet, uncompressed or Snappy (${words.slice(0, 120)})`,
      };
    }
    const rows = objects.map((object, index): FileRow => ({
      where: `row ${index + 1}`,
      value: toRow(object),
    }));
    return { ok: true, rows };
  },
  async *write(pages) {
    const records: DatasetRecord[] = [];
    for await (const page of pages) {
      records.push(...page);
      if (records.length > limits.parquetRecords) throw tooMany();
    }
    yield new Uint8Array(writeFile(records));
  },
};

/** The failure for more records than one file takes. */
export function tooMany(): AppError {
  return new AppError(
    'PAYLOAD_TOO_LARGE',
    `A Parquet file takes at most ${limits.parquetRecords} records; jsonl and csv take any number.`,
  );
}

function writeFile(records: DatasetRecord[]): ArrayBuffer {
  const rows = records.map(toRecordJson);
  return parquetWriteBuffer({
    columnData: [
      { name: 'dataset_record_id', type: 'STRING', data: rows.map((row) => row.dataset_record_id) },
      ...JSON_COLUMNS.map((name) => ({
        name,
        type: 'STRING' as const,
        data: rows.map((row) => JSON.stringify(row[name])),
      })),
      { name: 'creation_time', type: 'STRING', data: rows.map((row) => row.creation_time) },
      { name: 'last_update_time', type: 'STRING', data: rows.map((row) => row.last_update_time) },
    ],
  });
}

function toRow(object: Record<string, unknown>): Json {
  const members = JSON_COLUMNS.filter((name) => object[name] !== null && object[name] !== undefined).map(
    (name): [string, Json] => [name, toJson(object[name])],
  );
  return Object.fromEntries(members);
}

/** A column's value: JSON, plain text, or the struct of a data frame. */
function toJson(value: unknown): Json {
  if (typeof value === 'string') {
    const parsed = parsePythonJson(value);
    return parsed === undefined ? value : parsed;
  }
  // JSON's integers may be of any size; bytes and dates become text.
  const text = JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'bigint' ? exactNumber(String(member)) : member,
  );
  return parseExactJson(text ?? 'null') ?? null;
}
