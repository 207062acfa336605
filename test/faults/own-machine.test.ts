/** Open mode of a Weir as people start it: what its front cannot tell from a call that was passed on is closed. */
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { npmStart } from './npm-start.ts';
import { eventually } from './weir.ts';

let weir: Awaited<ReturnType<typeof npmStart>>;
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'weir-own-machine-'));
  weir = await npmStart(path.join(folder, 'data'));
}, 120_000);

afterAll(async () => {
  weir.child.kill('SIGTERM');
  await weir.exit;
  await rm(folder, { recursive: true });
}, 30_000);

/** What is answered to these bytes, the connection ended after them. */
async function answerTo(sent: string): Promise<string> {
  const { port } = new URL(weir.url);
  const socket = net.connect(Number(port), '127.0.0.1');
  socket.write(sent, 'latin1');
  return text(socket);
}

const heads = {
  own: (target: string) => `GET ${target} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`,
  older: (target: string) => `GET ${target} HTTP/1.0\r\nhost: localhost\r\n\r\n`,
  bare: (target: string) => `GET ${target} HTTP/1.1\nhost: localhost\nconnection: close\n\n`,
  folded: (target: string) =>
    `GET ${target} HTTP/1.1\r\nhost: localhost\r\nx: a\r\n b\r\nconnection: close\r\n\r\n`,
  offering: (target: string) =>
    `GET ${target} HTTP/1.1\r\nhost: localhost\r\nupgrade: h2c\r\nconnection: upgrade, http2-settings\r\nhttp2-settings: AAMAAABk\r\n\r\n`,
};
const surfaces = ['/api/v1/traces', '/api/2.0/mlflow/experiments/get?experiment_id=0', '/demo/v1/models'];

describe('a machine that is open to itself', () => {
  it('F281 is so to its programs, whatever protocol they would rather speak', async () => {
    for (const target of surfaces) {
      expect(await answerTo(heads.own(target))).toMatch(/^HTTP\/1\.1 200 /);
      const both = await answerTo(heads.offering(target) + heads.own(target));
      expect(both.match(/HTTP\/1\.1 200 /g)).toHaveLength(2);
    }
  });

  it('F281 is not so to what nginx passes on, nor to what its front cannot read', async () => {
    for (const head of [heads.older, heads.bare, heads.folded])
      for (const target of surfaces)
        expect(await answerTo(head(target))).toMatch(/^HTTP\/1\.[01] (?:400|401|503) /);
  });

  it('F283 is not so to itself: an evaluation whose target leads back changes nothing', async () => {
    const call = async (method: string, at: string, body?: object) => {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${weir.url}${at}`, { method, headers, body: JSON.stringify(body) });
      // oxlint-disable-next-line typescript/no-explicit-any -- answers are examined by the matchers
      return (await answer.json()) as any;
    };
    const begun = await call('POST', '/api/v1/evaluations', {
      rows: [{ inputs: { name: 'made by ourselves', scopes: ['admin'] } }],
      scorers: [{ name: 'is filled', scorer: { code: 'is_not_empty' } }],
      target: { url: `${weir.url}/api/v1/keys`, bare: true },
    });
    const rows = `/api/v1/evaluations/${begun.evaluation_id}/rows`;
    await eventually(
      async () => ['done', 'failed'].includes((await call('GET', rows)).rows?.[0]?.state),
      () => 'the row was not evaluated',
      60_000,
    );
    expect((await call('GET', rows)).rows[0]).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('answered 503'),
    });
    expect((await call('GET', '/api/v1/keys')).keys).toEqual([]);
  });

  it.each(['/%', '/%ff', '/app/%', '/a%c3%28b', '/%00', '/..%2f..%2fetc%2fpasswd'])(
    'F284 answers %s without a word of the machine',
    async (target) => {
      for (const method of ['GET', 'HEAD']) {
        const answer = await answerTo(heads.own(target).replace('GET', method));
        expect(answer).toMatch(/^HTTP\/1\.1 40[04] /);
        expect(answer).not.toMatch(/node_modules|\.mjs|URIError| at /);
      }
    },
  );
});
