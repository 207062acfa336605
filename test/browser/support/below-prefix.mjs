/** A proxy that has Weir below a path prefix, as people put it behind one: it takes the prefix off. */
import http from 'node:http';
import { weirUrl } from './weir.mjs';

/**
 * Opens it on a free port.
 *
 * @param options `target`: says the origin of Weir when a request comes; `keepsHost`: false names Weir's own host to it,
 *   as many proxies do
 * @returns its origin, and the paths that it was asked for beside the prefix
 */
export async function openPrefixProxy(prefix, { target = weirUrl, keepsHost = true } = {}) {
  const strays = [];
  const server = http.createServer((request, response) => {
    const path = pathBelow(prefix, request.url);
    if (path === null) {
      strays.push(request.url);
      response.writeHead(404).end();
      return;
    }
    const { hostname, port, host } = new URL(target());
    const { method } = request;
    const headers = keepsHost ? request.headers : { ...request.headers, host };
    const forwarded = http.request({ host: hostname, port, path, method, headers }, (answer) => {
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
    strays,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      }),
  };
}

/** The path without the prefix, or null when it does not lie below. */
function pathBelow(prefix, path) {
  const rest = path.startsWith(prefix) ? path.slice(prefix.length) : '-';
  if (rest.startsWith('/')) return rest;
  return rest === '' || rest.startsWith('?') ? `/${rest}` : null;
}
