/**
 * The local front door: passes TCP bytes to the engine unchanged. It exists for one thing: when a caller closes its
 * connection, the engine sees a reset at once, also before the first byte of an answer, and cancels the upstream call.
 */
import net from 'node:net';

/**
 * @param {{host: string, port: number, target: () => {host: string, port: number}}} options
 * @returns {Promise<net.Server & {open: Set<net.Socket>, lastByteAtMs: number}>} open connections, and when bytes last passed
 */
export function openFront({ host, port, target }) {
  const open = new Set();
  const server = net.createServer({ allowHalfOpen: true, noDelay: true }, (caller) => {
    const engine = net.connect({ ...target(), allowHalfOpen: true, noDelay: true });
    open.add(caller);
    caller.pipe(engine, { end: false });
    engine.pipe(caller);
    engine.on('data', () => {
      server.lastByteAtMs = Date.now();
    });
    caller.on('end', () => reset(engine));
    caller.on('error', () => reset(engine));
    caller.on('close', () => {
      open.delete(caller);
      reset(engine);
    });
    engine.on('error', () => caller.destroy());
    engine.on('close', () => caller.end());
  });
  server.open = open;
  server.lastByteAtMs = 0;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}

function reset(socket) {
  if (!socket.destroyed) socket.resetAndDestroy();
}
