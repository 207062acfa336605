/**
 * The local front door: passes TCP bytes to the engine unchanged. It exists for one thing: when a caller closes its
 * connection, the engine sees a reset at once, also before the first byte of an answer, and cancels the upstream call.
 */
import net from 'node:net';

/**
 * @param {{host: string, port: number, target: () => Address | Promise<Address>}} options callers wait until the
 *   target's address is known
 * @typedef {{host: string, port: number}} Address
 * @returns {Promise<net.Server & {open: Set<net.Socket>, lastByteAtMs: number}>} open connections, and when bytes last passed
 * @throws the error of `listen`, such as EADDRINUSE
 */
export function openFront({ host, port, target }) {
  const open = new Set();
  const server = net.createServer({ allowHalfOpen: true, noDelay: true }, (caller) => {
    open.add(caller);
    caller.on('error', () => undefined);
    caller.on('close', () => open.delete(caller));
    Promise.resolve(target()).then(
      (address) => join(caller, address, server),
      () => caller.destroy(),
    );
  });
  server.open = open;
  server.lastByteAtMs = 0;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}

function join(caller, address, server) {
  if (caller.destroyed) return;
  const engine = net.connect({ ...address, allowHalfOpen: true, noDelay: true });
  caller.pipe(engine, { end: false });
  engine.pipe(caller);
  engine.on('data', () => {
    server.lastByteAtMs = Date.now();
  });
  caller.on('end', () => reset(engine));
  caller.on('error', () => reset(engine));
  caller.on('close', () => reset(engine));
  engine.on('error', () => caller.destroy());
  engine.on('close', () => caller.end());
}

function reset(socket) {
  if (!socket.destroyed) socket.resetAndDestroy();
}
