/** The network for addresses that callers name, on the engine as `npm start` runs it: it looks at addresses as it connects. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { expect, it } from 'vitest';
// @ts-expect-error -- scripts are plain modules without declarations
import { readWorkerConfig, workerOptions } from '../../scripts/worker-options.mjs';

const worker = `export default {
  async fetch(request, env) {
    const { url, by } = await request.json();
    const call = by === 'public' ? env.PUBLIC_NETWORK.fetch(url) : fetch(url);
    try { return new Response(await (await call).text()); } catch (cause) { return new Response(String(cause), { status: 502 }); }
  },
};`;

it('F209 reaches no private address, by whatever name, where the usual network does', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'weir-outbound-'));
  const scriptPath = path.join(folder, 'worker.js');
  await writeFile(scriptPath, worker);
  const asked: string[] = [];
  const server = http.createServer((request, response) => {
    asked.push(request.headers.host ?? '');
    response.end('reached');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const options = workerOptions({ config: readWorkerConfig(), scriptPath, variables: {} });
  const engine = new Miniflare(convertV4MiniflareOptions({ ...options, workflows: {} }));
  const ask = async (host: string, by: string) => {
    const answer = await engine.dispatchFetch('http://engine.example/', {
      method: 'POST',
      body: JSON.stringify({ url: `http://${host}:${port}/`, by }),
    });
    return answer.text();
  };
  try {
    for (const host of ['127.0.0.1', 'localhost']) {
      expect([host, await ask(host, 'usual')]).toEqual([host, 'reached']);
      expect([host, await ask(host, 'public')]).toEqual([host, expect.stringMatching(/^Error/)]);
    }
    for (const host of [
      '0.0.0.0',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '10.0.0.1',
      '169.254.169.254',
      '100.64.0.1',
      '192.0.2.1',
    ])
      expect([host, await ask(host, 'public')]).toEqual([host, expect.stringMatching(/^Error/)]);
    expect(asked).toHaveLength(2);
  } finally {
    await engine.dispose();
    server.close();
    await rm(folder, { recursive: true });
  }
});
