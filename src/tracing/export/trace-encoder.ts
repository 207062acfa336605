/** Turns pages of traces into the bytes of a file, page by page, so that memory holds one page and no more. */
import type { TraceInfo } from '../trace.ts';
import { toTraceInfoJson } from '../trace-json.ts';
import type { ExportFormat } from './export-format.ts';
import { createParquetEncoder } from './parquet-encoder.ts';
import { traceColumns } from './trace-columns.ts';

/** Writes one file. Each call returns the bytes that follow. */
export interface TraceEncoder {
  page(traces: TraceInfo[]): Uint8Array;
  end(): Uint8Array;
}

/** An encoder for the format. */
export function createTraceEncoder(format: ExportFormat): TraceEncoder {
  switch (format) {
    case 'ndjson':
      return textEncoder('', (info) => `${JSON.stringify(toTraceInfoJson(info))}\n`);
    case 'csv':
      return textEncoder(csvLine(traceColumns.map(({ name }) => name)), (info) =>
        csvLine(traceColumns.map(({ type, value }) => csvValue(type, value(info)))),
      );
    default:
      return createParquetEncoder();
  }
}

function textEncoder(head: string, line: (info: TraceInfo) => string): TraceEncoder {
  const encoder = new TextEncoder();
  let pending = head;
  const take = (text: string): Uint8Array => {
    const bytes = encoder.encode(pending + text);
    pending = '';
    return bytes;
  };
  return { page: (traces) => take(traces.map(line).join('')), end: () => take('') };
}

function csvValue(type: string, value: string | number | null): string {
  if (value === null) return '';
  return type === 'time' ? new Date(Number(value)).toISOString() : harmless(String(value), typeof value);
}

/** Spreadsheets take a text that begins so for a formula; an apostrophe keeps it a text (OWASP, CSV injection). */
function harmless(text: string, type: string): string {
  return type === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

/** RFC 4180. */
function csvLine(values: string[]): string {
  const quoted = values.map((value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value));
  return `${quoted.join(',')}\r\n`;
}
