/**
 * Many rows in few statements: rows travel as JSON arrays that `json_each` unfolds, because D1 takes a hundred parameters a
 * statement, and each of at most 2 MB.
 */

/** At most 1.8 MB in UTF-8. */
const CHUNK_CHARACTERS = 600_000;

/**
 * JSON arrays of rows, each short enough for one parameter.
 *
 * @param rows each as JSON, shorter than a parameter
 */
export function toRowChunks(rows: string[]): string[] {
  const chunks: string[] = [];
  let pending: string[] = [];
  let length = 0;
  for (const row of rows) {
    if (length + row.length > CHUNK_CHARACTERS && pending.length > 0) {
      chunks.push(`[${pending.join(',')}]`);
      pending = [];
      length = 0;
    }
    pending.push(row);
    length += row.length + 1;
  }
  if (pending.length > 0) chunks.push(`[${pending.join(',')}]`);
  return chunks;
}
