/**
 * Multipart form bodies (audio, image edits, file uploads) as far as they were kept, described as JSON: fields by value,
 * files by name, type and size. File contents are never turned into text.
 */
import type { Json, JsonObject } from '../../../core/json.ts';
import type { DecodedBody } from '../contract.ts';

const HEADER_END = '\r\n\r\n';
/** A header block longer than this is no header block. */
const MAX_HEADER_CHARACTERS = 4096;

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
  const form: JsonObject = {};
  let at = text.indexOf(delimiter);
  while (at !== -1) {
    const start = at + delimiter.length;
    if (text.startsWith('--', start)) break;
    const next = text.indexOf(`\r\n${delimiter}`, start);
    const headerEnd = text.indexOf(HEADER_END, start);
    if (headerEnd === -1 || headerEnd - start > MAX_HEADER_CHARACTERS) break;
    const end = next === -1 ? null : next;
    addPart(form, body.bytes, { headers: text.slice(start, headerEnd), from: headerEnd + HEADER_END.length, end });
    at = next === -1 ? -1 : next + 2;
  }
  return form;
}

interface FormPart {
  headers: string;
  from: number;
  /** Where the part ends; null when that was not kept. */
  end: number | null;
}

function addPart(form: JsonObject, bytes: Uint8Array, part: FormPart): void {
  const disposition = utf8(/^content-disposition:(.*)$/im.exec(part.headers)?.[1] ?? '');
  const name = /[;\s]name="([^"]*)"/i.exec(disposition)?.[1]?.replace(/\[\]$/, '');
  if (name === undefined || name === '') return;
  const filename = /filename="([^"]*)"/i.exec(disposition)?.[1];
  const value: Json =
    filename === undefined
      ? new TextDecoder().decode(bytes.subarray(part.from, part.end ?? bytes.byteLength))
      : {
          filename,
          contentType: /^content-type:\s*([^\r\n]+)/im.exec(part.headers)?.[1]?.trim() ?? null,
          byteLength: part.end === null ? null : part.end - part.from,
        };
  const before = form[name];
  if (before === undefined) form[name] = value;
  else if (Array.isArray(before)) before.push(value);
  else form[name] = [before, value];
}

/** Headers were read one character per byte; names in them are UTF-8. */
function utf8(oneBytePerCharacter: string): string {
  const codes = Uint8Array.from(oneBytePerCharacter, (character) => character.charCodeAt(0) & 0xff);
  return new TextDecoder().decode(codes);
}
