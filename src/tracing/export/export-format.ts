/** The formats in which all traces that a search finds can be had, and how a caller asks for one. */

/** Names of the formats, as the parameter `format` takes them. */
export const exportFormats = ['ndjson', 'csv', 'parquet'] as const;

/** One of {@link exportFormats}. */
export type ExportFormat = (typeof exportFormats)[number];

/** Media types: NDJSON's is a convention, CSV's is RFC 4180, Parquet's is IANA's. */
export const mediaTypes: Record<ExportFormat, string> = {
  ndjson: 'application/x-ndjson',
  csv: 'text/csv; charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
};

/** The format asked for, by name or by what the caller accepts; null is a page of JSON. */
export function chooseFormat(format: 'json' | ExportFormat | undefined, accept: string): ExportFormat | null {
  if (format !== undefined) return format === 'json' ? null : format;
  const accepted = (name: ExportFormat) => accept.includes(mediaTypes[name].split(';')[0] ?? name);
  return exportFormats.find(accepted) ?? null;
}
