/**
 * Follows the calls of one HTTP/1.1 connection by the bytes that pass, holding none of them back: whether a call is under
 * way and since when, so that a stop lets calls end and closes connections that only wait for another (RFC 9112, section 6).
 */

const LONGEST_HEAD_BYTES = 256 * 1024;
const LAST_CHUNK = '\r\n0\r\n\r\n';

/**
 * Follows one connection.
 *
 * @param {() => void} onEnd called when an answer has ended
 * @returns {{asked: (bytes: Buffer) => void, answered: (bytes: Buffer) => void, sinceMs: () => number | null}} what the
 *   caller sent, what it was answered, and since when a call is under way, Unix milliseconds; null: none is
 */
export function followCalls(onEnd) {
  let startedAtMs = null;
  let isHead = false;
  let head = '';
  /** Takes bytes of a body; true when it has ended. Null: the head is still to come. */
  let body = null;

  return { asked, answered, sinceMs: () => startedAtMs };

  function asked(bytes) {
    if (startedAtMs !== null) return;
    startedAtMs = Date.now();
    isHead = bytes.subarray(0, 5).toString('latin1') === 'HEAD ';
  }

  function answered(bytes) {
    if (startedAtMs === null) return;
    if (body === null) readHead(bytes);
    else if (body(bytes)) end();
  }

  function readHead(bytes) {
    head += bytes.toString('latin1');
    const length = head.indexOf('\r\n\r\n');
    if (length === -1) {
      // No head of a server: then only the end of the connection tells when it is over.
      if (head.length > LONGEST_HEAD_BYTES) body = () => false;
      return;
    }
    const rest = Buffer.from(head.slice(length + 4), 'latin1');
    const lines = head.slice(0, length);
    head = '';
    const status = Number(/^HTTP\/1\.\d (\d{3})/.exec(lines)?.[1]);
    if (status >= 100 && status < 200 && status !== 101) {
      if (rest.length > 0) readHead(rest);
      return;
    }
    body = bodyOf({ lines, status, isHead });
    if (body(rest)) end();
  }

  function end() {
    startedAtMs = null;
    body = null;
    onEnd();
  }
}

/** How the end of a body is known. */
function bodyOf({ lines, status, isHead }) {
  if (isHead || status === 204 || status === 304) return () => true;
  if (/^transfer-encoding:.*chunked/im.test(lines)) return endOfChunks();
  const length = /^content-length: *(\d+)/im.exec(lines)?.[1];
  if (length === undefined) return () => false;
  let missing = Number(length);
  return (bytes) => (missing -= bytes.length) <= 0;
}

function endOfChunks() {
  let last = '\r\n';
  return (bytes) => {
    last = (last + bytes.subarray(-LAST_CHUNK.length).toString('latin1')).slice(-LAST_CHUNK.length);
    return last === LAST_CHUNK;
  };
}
