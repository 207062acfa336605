/**
 * Frames of `application/vnd.amazon.eventstream`, written from its description (smithy.io/2.0/aws/amazon-eventstream.html)
 * and not with the library that Weir and the SDK read them with.
 */
import { crc32 } from 'node:zlib';

/** Type of a header whose value is a string. */
const STRING_HEADER = 7;

/** A frame of JSON. */
export function eventFrame(headers: Record<string, string>, payload: unknown): Buffer {
  const head = Buffer.concat(Object.entries(headers).map(([name, value]) => stringHeader(name, value)));
  const body = Buffer.from(JSON.stringify(payload));
  const prelude = Buffer.alloc(8);
  prelude.writeUInt32BE(prelude.length + CRC_BYTES + head.length + body.length + CRC_BYTES, 0);
  prelude.writeUInt32BE(head.length, 4);
  const message = Buffer.concat([prelude, checksum(prelude), head, body]);
  return Buffer.concat([message, checksum(message)]);
}

/** An event of the given type. */
export function event(type: string, payload: unknown): Buffer {
  return eventFrame(
    { ':event-type': type, ':content-type': 'application/json', ':message-type': 'event' },
    payload,
  );
}

/** A modelled exception in mid-stream (F17). */
export function exception(type: string, message: string): Buffer {
  const headers = {
    ':exception-type': type,
    ':content-type': 'application/json',
    ':message-type': 'exception',
  };
  return eventFrame(headers, { message });
}

const CRC_BYTES = 4;

function checksum(bytes: Buffer): Buffer {
  const sum = Buffer.alloc(CRC_BYTES);
  sum.writeUInt32BE(crc32(bytes));
  return sum;
}

function stringHeader(name: string, value: string): Buffer {
  const text = Buffer.from(value);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(text.length);
  return Buffer.concat([
    Buffer.from([name.length]),
    Buffer.from(name),
    Buffer.from([STRING_HEADER]),
    length,
    text,
  ]);
}
