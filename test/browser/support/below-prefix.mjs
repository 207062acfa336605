/** A proxy that has Weir below a path prefix, as people put it behind one: it takes the prefix off. */
import http from 'node:http';
import { weirUrl } from './weir.mjs';

/** Opens it on a free port. */
export async function openPrefixProxy(prefix) {
  const target = new URL(weirUrl());
  const server = http.createServer((request, response) => {
    const path = request.url.startsWith(`${prefix}/`) ? request.url.slice(prefix.length) : null;
    if (path === null) {
      response.writeHead(404).end();
      return;
    }
    const { hostname: host, port } = target;
    const { method, headers } = request;
    const forwarded = http.request({ host, port, path, method, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    forwarded.on('error', () => response.destroy());
    request.pipe(forwarded);
  });
  await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      }),
  };
}
