/**
 * Multipart form bodies (audio, image edits, file uploads) as far as they were kept, described as JSON: fields by value,
 * files by name, type and size, and by digest where their content was left out. File contents are never turned into text.
 */
import type { Json, JsonObject } from '../../../core/json.ts';
import { readFormFileHeaders } from '../../../core/shortened.ts';
import type { DecodedBody } from '../contract.ts';

const HEADER_END = '\r\n\r\n';
/** A header block longer than this is no header block. */
const MAX_HEADER_BYTES = 4096;

/**
 * Describes a form.
 *
 * @returns null when the body is no multipart form
 */
export function describeForm(body: DecodedBody): JsonObject | null {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(body.contentType);
  const mark = boundary?.[1] ?? boundary?.[2];
  if (!body.mediaType.startsWith('multipart/') || mark === undefined) return null;
  // One character per byte, so that positions in the text are positions in the bytes.
  const text = new TextDecoder('windows-1252').decode(body.bytes);
  const delimiter = `--${mark}`;
  const fields = new Map<string, Json[]>();
  let at = text.indexOf(delimiter);
  while (at !== -1) {
    const start = at + delimiter.length;
    if (text.startsWith('--', start)) break;
    const next = text.indexOf(`\r\n${delimiter}`, start);
    const headerEnd = text.indexOf(HEADER_END, start);
    if (headerEnd === -1 || headerEnd - start > MAX_HEADER_BYTES) break;
    const headers = new TextDecoder().decode(body.bytes.subarray(start, headerEnd));
    const from = headerEnd + HEADER_END.length;
    addPart(fields, headers, {
      bytes: body.bytes.subarray(from, next === -1 ? undefined : next),
      whole: next !== -1,
    });
    at = next === -1 ? -1 : next + 2;
  }
  return Object.fromEntries(
    [...fields].map(([name, values]): [string, Json] => [
      name,
      values.length === 1 ? (values[0] ?? null) : values,
    ]),
  );
}

interface PartContent {
  bytes: Uint8Array;
  /** False when the part's end was not kept. */
  whole: boolean;
}

function addPart(fields: Map<string, Json[]>, headers: string, content: PartContent): void {
  const disposition = /^content-disposition:(.*)$/im.exec(headers)?.[1] ?? '';
  const name = /[;\s]name="([^"]*)"/i.exec(disposition)?.[1]?.replace(/\[\]$/, '');
  if (name === undefined || name === '') return;
  const filename = /filename="([^"]*)"/i.exec(disposition)?.[1];
  const shortened = readFormFileHeaders(headers);
  const value: Json =
    filename === undefined
      ? new TextDecoder().decode(content.bytes)
      : {
          filename,
          contentType: /^content-type:\s*([^\r\n]+)/im.exec(headers)?.[1]?.trim() ?? null,
          byteLength: shortened?.byteLength ?? (content.whole ? content.bytes.byteLength : null),
          ...(shortened === null ? {} : { sha256: shortened.sha256 }),
        };
  fields.set(name, [...(fields.get(name) ?? []), value]);
}
