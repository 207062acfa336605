/**
 * The local front door: passes TCP bytes to the engine, unchanged but for one header line of its own. It exists for three
 * things: when a caller closes its
 * connection, the engine sees a reset at once, also before the first byte of an answer, and cancels the upstream call;
 * when Weir stops, calls under way end while no new one begins; and the worker learns from which address a call comes.
 */
import net from 'node:net';
import { followCalls } from './follow-calls.mjs';
import { nameConnection } from './name-connection.mjs';

/** A call whose first bytes are on their way when Weir stops still begins. */
const ARRIVING_MS = 200;
/** How long a caller may take to close a connection that has been ended, before it is closed for both. */
const CLOSING_MS = 1_000;

/**
 * @param {{host: string, port: number, target: () => Address | Promise<Address>, supervisorKey?: string}} options callers
 *   wait until the target's address is known; with the key the worker is told whose connection a call came by
 *   (`src/access/caller-address.ts`)
 * @typedef {{host: string, port: number}} Address
 * @returns {Promise<net.Server & {open: Set<net.Socket>, callsSinceMs: () => number[], drain: () => void}>} open
 *   connections; since when each call under way is, Unix milliseconds; and what ends all that is not under way
 * @throws the error of `listen`, such as EADDRINUSE
 */
export function openFront({ host, port, target, supervisorKey }) {
  const connections = new Map();
  let isDraining = false;
  const server = net.createServer({ allowHalfOpen: true, noDelay: true }, (caller) => {
    // What is not under way when Weir stops, or has just ended, is not to begin another call.
    const calls = followCalls(() => {
      if (isDraining) endConnection(caller);
    });
    connections.set(caller, calls);
    server.open.add(caller);
    caller.on('error', () => undefined);
    caller.on('close', () => {
      connections.delete(caller);
      server.open.delete(caller);
    });
    Promise.resolve(target()).then(
      (address) => join(caller, { address, calls, supervisorKey }),
      () => caller.destroy(),
    );
  });
  server.open = new Set();
  server.callsSinceMs = () =>
    [...connections].flatMap(([caller, calls]) => calls.sinceMs() ?? unsentSinceMs(caller) ?? []);
  server.drain = () => {
    isDraining = true;
    server.close();
    setTimeout(() => {
      for (const [caller, calls] of connections) if (calls.sinceMs() === null) endConnection(caller);
    }, ARRIVING_MS);
  };
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}

/** An answer that the engine has ended and a slow caller has not had whole is still under way. */
function unsentSinceMs(caller) {
  return caller.writableLength > 0 ? Date.now() : null;
}

function endConnection(caller) {
  caller.end(() => setTimeout(() => caller.destroy(), CLOSING_MS).unref());
}

function join(caller, { address, calls, supervisorKey }) {
  if (caller.destroyed) return;
  const engine = net.connect({ ...address, allowHalfOpen: true, noDelay: true });
  caller.on('data', calls.asked);
  const asked =
    supervisorKey === undefined
      ? caller
      : caller.pipe(nameConnection(`x-weir-connection: ${supervisorKey} ${caller.remoteAddress}`), {
          end: false,
        });
  asked.pipe(engine, { end: false });
  engine.pipe(caller);
  // After the pipe: the last bytes are on their way before an ended answer ends the connection.
  engine.on('data', calls.answered);
  caller.on('end', () => reset(engine));
  caller.on('error', () => reset(engine));
  caller.on('close', () => reset(engine));
  engine.on('error', () => caller.destroy());
  engine.on('close', () => caller.end());
}

function reset(socket) {
  if (!socket.destroyed) socket.resetAndDestroy();
}
