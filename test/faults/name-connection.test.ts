/** The header line by which the worker learns whose connection a call came by: in each request once, and nowhere else. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
// @ts-expect-error -- scripts are plain modules without declarations
import { openFront } from '../../scripts/front.mjs';
// @ts-expect-error -- scripts are plain modules without declarations
import { nameConnection } from '../../scripts/name-connection.mjs';

const LINE = 'x-weir-connection: key 192.0.2.7';

/** What comes out of bytes that arrive in pieces of a size. */
async function pass(sent: string, size: number): Promise<string> {
  const bytes = Buffer.from(sent, 'latin1');
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
  return text(Readable.from(pieces).pipe(nameConnection(LINE)).setEncoding('latin1'));
}

const get = 'GET /a HTTP/1.1\r\nhost: x\r\n\r\n';
const post = (body: string) => `POST /b HTTP/1.1\r\nhost: x\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
const chunked = (body: string) =>
  `POST /c HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n${body.length.toString(16)};ext=1\r\n${body}\r\n0\r\nx-trailer: 1\r\n\r\n`;
const nameIn = (request: string) =>
  request.replace(/(1\.[01])\r\n/, (end, version: string) => `${end}${LINE} ${version}\r\n`);

describe('F270 an address that is longer than the engine reads', () => {
  const long = (method: string, length: number) =>
    `${method} /${'a'.repeat(length - 1)} HTTP/1.1\r\nhost: x\r\n\r\n`;
  const refused = (method: string) => nameIn(`${method} /uri-too-long HTTP/1.1\r\nhost: x\r\n\r\n`);

  it.each([1000, 65_536, 1_000_000])('is sent to its refusal, in pieces of %d bytes', async (size) => {
    for (const length of [65_535, 300_000]) {
      const sent = get + long('GET', length) + long('HEAD', length) + post('body') + get;
      const passed = nameIn(get) + refused('GET') + refused('HEAD') + nameIn(post('body')) + nameIn(get);
      expect(await pass(sent, size)).toBe(passed);
    }
  });

  it('is one of 65,535 bytes, and of no fewer', async () => {
    expect(await pass(long('GET', 65_534) + get, 1000)).toBe(nameIn(long('GET', 65_534)) + nameIn(get));
    const body = post('x'.repeat(200_000));
    expect(await pass(body + get, 1_000_000)).toBe(nameIn(body) + nameIn(get));
  });
});

describe('F186 the line about the connection', () => {
  const bodyLikeARequest = get + get;
  it.each([1, 2, 3, 7, 16, 1000])(
    'is in each request of a connection, in pieces of %d bytes',
    async (size) => {
      const older = 'GET /old HTTP/1.0\r\n\r\n';
      const offering = 'GET /java HTTP/1.1\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\n';
      const beyondAscii = 'GET /\u00c3\u00a0 HTTP/1.1\r\n\r\n';
      const unusual = [older, offering, beyondAscii];
      const requests = [get, post(bodyLikeARequest), chunked(bodyLikeARequest), post(''), ...unusual, get];
      expect(await pass(requests.join(''), size)).toBe(requests.map(nameIn).join(''));
    },
  );

  it.each([
    ['a body told in two ways', 'POST / HTTP/1.1\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n'],
    ['two lengths', 'POST / HTTP/1.1\r\ncontent-length: 3\r\ncontent-length: 4\r\n\r\n'],
    ['a length that is none', 'POST / HTTP/1.1\r\ncontent-length: +3\r\n\r\n'],
    ['codings beyond chunks', 'POST / HTTP/1.1\r\ntransfer-encoding: gzip, chunked\r\n\r\n'],
    ['another protocol from here on', 'GET / HTTP/1.1\r\nupgrade: websocket\r\n\r\n'],
    ['a tunnel', 'CONNECT a:1 HTTP/1.1\r\nhost: a\r\n\r\n'],
  ])('is said, and nothing touched that follows, for %s', async (_, head) => {
    for (const size of [1, 1000]) expect(await pass(head + get, size)).toBe(nameIn(head) + get);
  });

  it.each([
    ['a bare line feed', 'GET / HTTP/1.1\nhost: x\n\n'],
    ['one among proper line ends', 'GET / HTTP/1.1\r\nhost: x\nvia: y\r\n\r\n'],
    ['a folded field', 'GET / HTTP/1.1\r\na: b\r\n c\r\n\r\n'],
    ['a space before a colon', 'GET / HTTP/1.1\r\ncontent-length : 3\r\n\r\n'],
    ['a bare carriage return', 'GET / HTTP/1.1\r\na: b\rc: d\r\n\r\n'],
    ['another version', 'GET / HTTP/2.0\r\nhost: x\r\n\r\n'],
    ['no HTTP', '\u0016\u0003\u0001\r\n\r\n'],
    ['an endless head', `GET / HTTP/1.1\r\na: ${'b'.repeat(300_000)}`],
    ['half a head', 'GET / HTTP/1.1\r\nho'],
  ])('is left out, and every byte passes, for %s', async (_, head) => {
    const sent = head.length > 1000 ? head : head + get;
    for (const size of head.length > 1000 ? [1000] : [1, 1000]) expect(await pass(sent, size)).toBe(sent);
  });

  it('comes to the engine with the address of the socket', async () => {
    const seen: (string | string[] | undefined)[] = [];
    const engine = http.createServer((request, response) => {
      seen.push(request.headers['x-weir-connection']);
      request.resume().on('end', () => response.end('ok'));
    });
    await new Promise<void>((resolve) => engine.listen(0, '127.0.0.1', resolve));
    const { port } = engine.address() as AddressInfo;
    const front = await openFront({
      host: '127.0.0.1',
      port: 0,
      target: () => ({ host: '127.0.0.1', port }),
      supervisorKey: 'known-to-two',
    });
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    for (const body of ['', 'x'.repeat(300_000)]) {
      await new Promise<void>((resolve, reject) => {
        const request = http.request(
          { port: (front.address() as AddressInfo).port, agent, method: 'POST', headers: { via: '1.1 x' } },
          (response) => response.resume().on('end', resolve),
        );
        request.on('error', reject).end(body);
      });
    }
    expect(seen).toEqual(['known-to-two 127.0.0.1 1.1', 'known-to-two 127.0.0.1 1.1']);
    agent.destroy();
    front.close();
    engine.close();
  });
});
