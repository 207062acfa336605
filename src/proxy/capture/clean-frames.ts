/**
 * Cleans `application/vnd.amazon.eventstream`: what frames say, also in base64, is looked through, and a frame in which
 * something was found is framed anew, with lengths and checksums of its own.
 */
import { Buffer } from 'node:buffer';
import { EventStreamCodec, type Message } from '@smithy/eventstream-codec';

const toUtf8 = (bytes: Uint8Array | string): string =>
  typeof bytes === 'string' ? bytes : new TextDecoder().decode(bytes);
const codec = new EventStreamCodec(toUtf8, (text) => new TextEncoder().encode(text));

/** Every frame begins with its own length. */
const LENGTH_BYTES = 4;

/** True for bodies of such frames. */
export function isFramedType(contentType: string): boolean {
  return /^application\/vnd\.amazon\.eventstream/i.test(contentType);
}

/** Frames as they are now, and where each ended before and ends now. */
export interface CleanFrames {
  bytes: Uint8Array<ArrayBuffer>;
  positions: [before: number, after: number][];
}

/** The frames with `clean` applied to what they say; null when that changes nothing. What is no whole frame stays. */
export function cleanFrames(bytes: Uint8Array, clean: (text: string) => string): CleanFrames | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const frames: Uint8Array[] = [];
  const positions: [number, number][] = [];
  let start = 0;
  let length = 0;
  let isChanged = false;
  while (start + LENGTH_BYTES <= bytes.byteLength) {
    const end = start + view.getUint32(start);
    if (end > bytes.byteLength || end <= start) break;
    const frame = bytes.subarray(start, end);
    const cleaned = cleanFrame(frame, clean);
    isChanged ||= cleaned !== frame;
    frames.push(cleaned);
    length += cleaned.byteLength;
    start = end;
    positions.push([end, length]);
  }
  if (!isChanged) return null;
  frames.push(bytes.subarray(start));
  return { bytes: new Uint8Array(Buffer.concat(frames)), positions };
}

function cleanFrame(frame: Uint8Array, clean: (text: string) => string): Uint8Array {
  let message: Message;
  try {
    message = codec.decode(frame);
  } catch {
    // Its reader cannot read it either.
    return frame;
  }
  const text = toUtf8(message.body);
  const cleaned = clean(
    text.replace(PACKED, (_whole, base64: string) => `"bytes":"${cleanPacked(base64, clean)}"`),
  );
  return cleaned === text ? frame : codec.encode({ ...message, body: new TextEncoder().encode(cleaned) });
}

/** What InvokeModel's frames hold. */
const PACKED = /"bytes":"([A-Za-z0-9+/=]*)"/g;

function cleanPacked(base64: string, clean: (text: string) => string): string {
  const text = Buffer.from(base64, 'base64').toString();
  const cleaned = clean(text);
  return cleaned === text ? base64 : Buffer.from(cleaned).toString('base64');
}
