/**
 * One keep-alive HTTP/1.1 connection, as light as it can be: the request is prepared bytes, the answer is only
 * delimited. A load generator must not be what is measured.
 */
import { once } from 'node:events';
import net from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');
const LAST_CHUNK = Buffer.from('\r\n0\r\n\r\n');
const ONLY_CHUNK = Buffer.from('0\r\n\r\n');

/** A connection on which one call runs at a time. */
export class HttpConnection {
  #socket;
  #pending = null;

  /** @param {{host: string, port: number}} target */
  constructor({ host, port }) {
    this.#socket = net.connect({ host, port, noDelay: true });
    this.#socket.on('data', (bytes) => this.#pending?.take(bytes));
    this.#socket.on('error', (cause) => this.#pending?.reject(cause));
    this.#socket.on('close', () => this.#pending?.reject(new Error('the connection was closed')));
  }

  /** True when no further call can be made. */
  get closed() {
    return this.#socket.destroyed || !this.#socket.writable;
  }

  close() {
    this.#pending = null;
    this.#socket.destroy();
  }

  /**
   * Makes one call.
   *
   * @param {Buffer} request head and body
   * @param {() => void} [onFirstByte] called when the first byte of the body is here
   * @returns {Promise<{status: number, firstByteMs: number, durationMs: number, byteLength: number}>}
   */
  call(request, onFirstByte) {
    return new Promise((resolve, reject) => {
      this.#pending = new PendingAnswer({
        onFirstByte,
        resolve: (answer) => {
          this.#pending = null;
          resolve(answer);
        },
        reject: (cause) => {
          this.#pending = null;
          this.#socket.destroy();
          reject(cause);
        },
      });
      this.#socket.write(request);
    });
  }

  /** Writes more of a request's body; resolves when there is room for the next part. */
  async write(bytes) {
    if (!this.#socket.write(bytes)) await once(this.#socket, 'drain');
  }
}

/** Finds head and end of one answer. */
class PendingAnswer {
  #options;
  #startedAt = performance.now();
  #head = null;
  #early = Buffer.alloc(0);
  #tail = Buffer.alloc(0);
  #byteLength = 0;
  #firstByteAt = 0;

  constructor(options) {
    this.#options = options;
  }

  reject(cause) {
    this.#options.reject(cause);
  }

  take(bytes) {
    if (this.#head !== null) {
      this.#takeBody(bytes);
      return;
    }
    const all = this.#early.length === 0 ? bytes : Buffer.concat([this.#early, bytes]);
    const end = all.indexOf(HEAD_END);
    if (end === -1) {
      this.#early = all;
      return;
    }
    this.#head = readHead(all.latin1Slice(0, end));
    this.#takeBody(all.subarray(end + HEAD_END.length));
  }

  #takeBody(bytes) {
    if (bytes.length > 0 && this.#byteLength === 0) {
      this.#firstByteAt = performance.now();
      this.#options.onFirstByte?.();
    }
    this.#byteLength += bytes.length;
    const { length } = this.#head;
    if (length !== null) {
      if (this.#byteLength >= length) this.#finish();
      return;
    }
    const kept = bytes.length >= LAST_CHUNK.length ? bytes : Buffer.concat([this.#tail, bytes]);
    this.#tail = kept.subarray(-LAST_CHUNK.length);
    const ended = this.#tail.equals(LAST_CHUNK) || (this.#byteLength === 5 && this.#tail.equals(ONLY_CHUNK));
    if (ended) this.#finish();
  }

  #finish() {
    const now = performance.now();
    this.#options.resolve({
      status: this.#head.status,
      firstByteMs: (this.#firstByteAt || now) - this.#startedAt,
      durationMs: now - this.#startedAt,
      byteLength: this.#byteLength,
    });
  }
}

/** Status, and the body's length; null when it comes in chunks. */
function readHead(head) {
  const status = Number(head.slice(9, 12));
  const length = /\r\ncontent-length: *(\d+)/i.exec(head);
  return { status, length: length === null ? null : Number(length[1]) };
}
