/** Chooses the condenser of a body by its type, and by its first bytes where types are wrong or say nothing. */
import { beginsAsEvents } from '../begins-as-events.ts';
import { AwsFraming } from './aws-framing.ts';
import type { Condensed, ImmediateCondenser } from './condenser.ts';
import { FormCondenser } from './form-condenser.ts';
import { TextCondenser, ValueCondenser } from './plain-condensers.ts';
import { SseFraming } from './sse-framing.ts';
import { StreamCondenser, type Framing } from './stream-condenser.ts';
import { ValueFraming } from './value-framing.ts';

/** The forms in which bodies come. */
export type BodyForm = 'sse' | 'lines' | 'array' | 'frames' | 'json' | 'form' | 'text';

const AWS = /^application\/vnd\.amazon\.eventstream/i;
const LINES = /ndjson|jsonl|json-lines|stream\+json|json-seq/i;

/**
 * The form of a plain body.
 *
 * @param start its first bytes: enough to see past white space
 */
export function formOf(contentType: string, start: Uint8Array): BodyForm {
  if (AWS.test(contentType)) return 'frames';
  if (/^multipart\//i.test(contentType)) return boundaryOf(contentType) === null ? 'text' : 'form';
  const begin = new TextDecoder().decode(start.subarray(0, 512));
  const text = begin.trimStart();
  const isJson = /^[[{]/.test(text);
  if (beginsAsEvents(begin) || (!isJson && /^text\/event-stream/i.test(contentType))) return 'sse';
  // A list of objects is a stream that arrives piecemeal, or may as well be read as one.
  if (/^\[\s*\{/.test(text)) return 'array';
  if (text.startsWith('{')) return LINES.test(contentType) || isSecondValueIn(start) ? 'lines' : 'json';
  return text.startsWith('[') ? 'json' : 'text';
}

/**
 * The condenser of a body.
 *
 * @param limitBytes most bytes that it keeps, and about what it holds
 */
export function createCondenser(form: BodyForm, contentType: string, limitBytes: number): ImmediateCondenser {
  if (form === 'json') return new ValueCondenser(limitBytes);
  if (form === 'form') return new FormCondenser(boundaryOf(contentType) ?? '', limitBytes);
  const framing = createFraming(form, limitBytes >> 2);
  return framing === null ? new TextCondenser(limitBytes) : new StreamCondenser(framing, limitBytes);
}

/** A plain body that is there as a whole, condensed when it is longer than the limit. */
export function condenseWhole(
  bytes: Uint8Array,
  contentType: string,
  limitBytes: number,
): Pick<Condensed, 'bytes' | 'shortened'> {
  if (bytes.byteLength <= limitBytes) return { bytes, shortened: false };
  const condenser = createCondenser(formOf(contentType, bytes), contentType, limitBytes);
  condenser.write(bytes);
  return condenser.finish();
}

/** The framing of a stream; null for a body that is none. */
export function createFraming(form: BodyForm, eventBytes: number): Framing | null {
  switch (form) {
    case 'sse':
      return new SseFraming(eventBytes);
    case 'frames':
      return new AwsFraming(eventBytes);
    case 'lines':
    case 'array':
      return new ValueFraming(eventBytes, form === 'array');
    default:
      return null;
  }
}

/** The boundary a content type names; null when it names none. */
export function boundaryOf(contentType: string): string | null {
  const found = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  return found?.[1] ?? found?.[2] ?? null;
}

const LF = 0x0a;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACE = 0x7b;

/** True when an object ends and another begins on the next line: lines of JSON under any type. */
function isSecondValueIn(start: Uint8Array): boolean {
  const end = start.indexOf(LF);
  if (end < 1) return false;
  const isClosed = start[end - 1] === CLOSE_BRACE || start[end - 2] === CLOSE_BRACE;
  return isClosed && start[end + 1] === OPEN_BRACE;
}
