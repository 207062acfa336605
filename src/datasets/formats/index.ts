/** The formats that records are imported from and exported to, and which one a caller means. */
import { invalidParameter } from '../../core/app-error.ts';
import { csv } from './csv.ts';
import { jsonl } from './jsonl.ts';
import { parquet } from './parquet.ts';
import type { RecordFormat } from './record-format.ts';

const formats: RecordFormat[] = [jsonl, csv, parquet];

/** Names of the formats. */
export const formatNames = ['jsonl', 'csv', 'parquet'] as const;

const TYPES = new Map<string, (typeof formatNames)[number]>([
  ['application/x-ndjson', 'jsonl'],
  ['application/jsonl', 'jsonl'],
  ['application/jsonlines', 'jsonl'],
  ['application/x-jsonlines', 'jsonl'],
  ['text/csv', 'csv'],
  ['application/vnd.apache.parquet', 'parquet'],
  ['application/x-parquet', 'parquet'],
]);

/** The format of that name. */
export function formatOf(name: (typeof formatNames)[number]): RecordFormat {
  return formats.find((format) => format.name === name) ?? jsonl;
}

/**
 * The format a body is in: as named, else by its content type.
 *
 * @throws AppError INVALID_PARAMETER_VALUE when neither tells
 */
export function formatOfBody(
  name: (typeof formatNames)[number] | undefined,
  contentType: string | undefined,
): RecordFormat {
  const byType = TYPES.get((contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '');
  const known = name ?? byType;
  if (known === undefined) {
    throw invalidParameter('format', `${formatNames.join(', ')}, or the content type of one of them`);
  }
  return formatOf(known);
}
