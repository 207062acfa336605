/** What a file format of records does: rows in, rows out. The rest of the room knows formats by this contract alone. */
import type { Json } from '../../core/json.ts';
import type { DatasetRecord } from '../dataset.ts';

/** A row of a file and where it stands, for messages. */
export interface FileRow {
  /** Such as `line 12`. */
  where: string;
  /** The record's members, not yet checked. */
  value: Json;
}

/** What was read, or where the file breaks its own format. */
export type ReadRows = { ok: true; rows: FileRow[] } | { ok: false; where: string; expected: string };

/** A file format. */
export interface RecordFormat {
  name: 'jsonl' | 'csv' | 'parquet';
  contentType: string;
  /** Reads a whole file. Never throws on what it holds. */
  read(bytes: Uint8Array<ArrayBuffer>): Promise<ReadRows>;
  /** Writes a file, page by page where the format allows it. */
  write(pages: AsyncIterable<DatasetRecord[]>): AsyncIterable<Uint8Array>;
}
