/**
 * Says in each request of an HTTP/1.1 connection whose connection it came by, and in which version of HTTP, in one header line
 * after the request line: the worker sees no sockets. Everything else passes byte for byte. Of a request that is written in an
 * unusual way nothing is touched, nor of what follows it on that connection (RFC 9112, sections 2 to 7): it comes without the
 * line, and the worker takes it for nobody's that it knows.
 *
 * An address that is longer than the engine reads is replaced by that of the worker's refusal
 * (`src/http/refuse-long-address.ts`): the engine would answer with plain text and hang up.
 */
import { Transform } from 'node:stream';

const LONGEST_HEAD_BYTES = 256 * 1024;
const LONGEST_LINE_BYTES = 8 * 1024;
/** Longest address in a request line that the engine reads (the `http` crate's `MAX_LEN`, below 2^16 - 1). */
const LONGEST_ADDRESS_BYTES = 65_534;
const REFUSAL_OF_LONG_ADDRESS = '/uri-too-long';
const METHOD = /^[A-Z]{1,20}$/;
/** Targets as callers write them, letters beyond ASCII too. */
const REQUEST_LINE = /^[!-~]+ [!-~\u0080-\u00ff]+ HTTP\/(1\.[01])$/;
const FIELD_LINE = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+:[^\r\n]*$/;

/**
 * @param {string} line the header line, without the version and its end
 * @returns {Transform} what the caller sends in, what the engine is sent out
 */
export function nameConnection(line) {
  /** What is expected next: takes bytes, passes what it can on, and returns those it has no use for; null: it needs more. */
  let read = readHead;
  let held = Buffer.alloc(0);
  let missing = 0;
  const stream = new Transform({
    transform(bytes, _encoding, done) {
      let rest = bytes;
      while (rest !== null && rest.length > 0) rest = read(rest);
      done();
    },
    flush(done) {
      if (held.length > 0) stream.push(held);
      done();
    },
  });
  return stream;

  /** Without a look at it: the rest of the connection. */
  function passAll(bytes) {
    stream.push(bytes);
    return null;
  }

  function giveUp(bytes) {
    held = Buffer.alloc(0);
    read = passAll;
    return bytes;
  }

  function readHead(bytes) {
    held = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
    const method = methodOfLongAddress(held);
    if (method !== null) {
      const address = held.subarray(method.length + 1);
      held = Buffer.from(`${method} ${REFUSAL_OF_LONG_ADDRESS}`, 'latin1');
      read = dropAddress;
      return address;
    }
    const end = held.indexOf('\r\n\r\n');
    const length = end === -1 ? held.length : end;
    const isUnusual = length > LONGEST_HEAD_BYTES || hasBareLineEnd(held, length);
    if (isUnusual) return giveUp(held);
    if (end === -1) return null;
    const head = held.subarray(0, end).toString('latin1');
    const [requestLine, ...fields] = head.split('\r\n');
    const version = REQUEST_LINE.exec(requestLine)?.[1];
    if (version === undefined || !fields.every((field) => FIELD_LINE.test(field))) return giveUp(held);
    const afterLine = requestLine.length + 2;
    const rest = held.subarray(end + 4);
    stream.push(held.subarray(0, afterLine));
    stream.push(Buffer.from(`${line} ${version}\r\n`, 'latin1'));
    stream.push(held.subarray(afterLine, end + 4));
    held = Buffer.alloc(0);
    expectBody(requestLine, fields);
    return rest;
  }

  function dropAddress(bytes) {
    const end = bytes.findIndex(endsAddress);
    if (end === -1) return null;
    read = readHead;
    return bytes.subarray(end);
  }

  function expectBody(requestLine, fields) {
    const lengths = valuesOf(fields, 'content-length');
    const codings = valuesOf(fields, 'transfer-encoding');
    const isPlain = lengths.length + codings.length <= 1 && !asksForSocket(fields);
    if (!isPlain || requestLine.startsWith('CONNECT ')) read = passAll;
    else if (codings[0]?.toLowerCase() === 'chunked') read = readChunkSize;
    else if (codings.length === 0 && /^\d{0,15}$/.test(lengths[0] ?? ''))
      expectBytes(Number(lengths[0] ?? 0), readHead);
    else read = passAll;
  }

  function expectBytes(count, next) {
    missing = count;
    read = count === 0 ? next : (bytes) => passBytes(bytes, next);
  }

  function passBytes(bytes, next) {
    const passed = bytes.subarray(0, missing);
    missing -= passed.length;
    stream.push(passed);
    if (missing === 0) read = next;
    return bytes.subarray(passed.length);
  }

  function readChunkSize(bytes) {
    return readLine(bytes, (text) => {
      const size = /^([0-9a-f]{1,12})[ \t]*(?:;.*)?\r\n$/i.exec(text)?.[1];
      if (size === undefined) read = passAll;
      else if (Number.parseInt(size, 16) === 0) read = readTrailer;
      else expectBytes(Number.parseInt(size, 16) + 2, readChunkSize);
    });
  }

  function readTrailer(bytes) {
    return readLine(bytes, (text) => {
      if (text === '\r\n') read = readHead;
      else if (text === '\n') read = passAll;
    });
  }

  /** Passes what belongs to the line; `onLine` is told the whole of it. */
  function readLine(bytes, onLine) {
    const end = bytes.indexOf('\n');
    const part = end === -1 ? bytes : bytes.subarray(0, end + 1);
    stream.push(part);
    held = Buffer.concat([held, part]);
    if (held.length > LONGEST_LINE_BYTES) return giveUp(bytes.subarray(part.length));
    if (end !== -1) {
      const text = held.toString('latin1');
      held = Buffer.alloc(0);
      onLine(text);
    }
    return bytes.subarray(part.length);
  }
}

/** The method of a request whose address is longer than the engine reads; null for any other. */
function methodOfLongAddress(head) {
  if (head.length <= LONGEST_ADDRESS_BYTES) return null;
  const space = head.indexOf(' ');
  const address = head.subarray(space + 1, space + 2 + LONGEST_ADDRESS_BYTES);
  if (space < 1 || address.length <= LONGEST_ADDRESS_BYTES || address.some(endsAddress)) return null;
  const method = head.toString('latin1', 0, space);
  return METHOD.test(method) ? method : null;
}

/** A space, or what no address holds. */
function endsAddress(byte) {
  return byte <= 0x20;
}

/** A line that ends without a carriage return, before the head's end: engines differ about such. */
function hasBareLineEnd(bytes, until) {
  for (let at = bytes.indexOf('\n'); at !== -1 && at < until; at = bytes.indexOf('\n', at + 1))
    if (at === 0 || bytes[at - 1] !== 0x0d) return true;
  return false;
}

/** The one protocol that the engine changes to; other offers, such as Java's of h2c, it answers in HTTP/1.1. */
function asksForSocket(fields) {
  return valuesOf(fields, 'upgrade').some((protocol) => /websocket/i.test(protocol));
}

function valuesOf(fields, name) {
  return fields
    .filter((field) => field.slice(0, field.indexOf(':')).toLowerCase() === name)
    .map((field) => field.slice(field.indexOf(':') + 1).trim());
}
