/** What starting a server of others needs: a port for it, and patience until it answers. */
import net from 'node:net';

/** A port nobody listens on, for servers that cannot choose one themselves. */
export function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Whether the address answers within `longestMs`. */
export async function answers(address, longestMs) {
  const until = Date.now() + longestMs;
  while (Date.now() < until) {
    try {
      const answer = await fetch(address);
      await answer.arrayBuffer();
      return true;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  return false;
}
