/** What goes wrong while a deployment is made: each fault is said, nothing secret is, and the next run goes on from there. */
import { readdirSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
// @ts-expect-error A script without types.
import { proveDeployment } from '../../scripts/deployment/prove.mjs';
// @ts-expect-error A script without types.
import { queuesOf } from '../../scripts/deployment/resources.mjs';
// @ts-expect-error A script without types.
import { readWorkerConfig } from '../../scripts/worker-options.mjs';
import { beginDeploy, root } from './begin-deploy.ts';
import { startFakeCloudflare, type FakeCloudflare } from './fake-cloudflare.ts';

const secrets = {
  WEIR_ADMIN_KEY: 'an-admin-key-for-the-test',
  WEIR_SIGNING_KEY: 'a-signing-key-for-the-test',
};
let account: FakeCloudflare;

/** All there but one queue, as an earlier run left it. */
beforeEach(async () => {
  account = await startFakeCloudflare();
  for (const name of ['weir-registry', 'weir-traces'])
    account.databases.set(crypto.randomUUID(), { name, database: new DatabaseSync(':memory:') });
  account.buckets.add('weir-content');
  const queues: string[] = queuesOf(readWorkerConfig());
  for (const name of queues.slice(0, -1)) account.queues.add(name);
});
afterEach(() => account.close());

const begin = (parameters: string[]) => beginDeploy(account, parameters, secrets);

function expectNothingSecret(output: string): void {
  for (const secret of [...Object.values(secrets), 'token-of-the-test']) expect(output).not.toContain(secret);
  expect(readdirSync(root)).not.toContain('wrangler.deployed.toml');
}

// Wrangler takes seconds for each step.
describe('F314 npm run deploy, where something fails', { timeout: 600_000 }, () => {
  it('ends at a permission that is lacking, then at a migration that fails, and goes on with that one', async () => {
    let isMended = false;
    account.refuse = ({ method, path: asked, body }) => {
      if (!isMended && method === 'POST' && asked === '/queues')
        return { status: 403, code: 10000, message: 'Authentication error' };
      const isOne = /CREATE TABLE scoring_tasks/.test(body.toString());
      return isOne && account.unknown.length === 0
        ? { status: 500, code: 7500, message: 'internal error: try again' }
        : null;
    };
    const first = await begin(['--no-proof']).ended;
    expect(first.code, first.output).toBe(1);
    expect(first.output).toContain('bucket weir-content: exists');
    expect(first.output).toMatch(/The queue weir-[\w-]+ could not be made: .*Authentication error/);
    expectNothingSecret(first.output);
    isMended = true;
    const second = await begin(['--no-proof']).ended;
    expect(second.code, second.output).toBe(1);
    expect(second.output).toContain('database weir-traces: exists');
    expect(second.output).toMatch(/queue weir-[\w-]+: made/);
    expect(second.output).toMatch(/Migrations of TRACES failed: .*internal error/);
    expectNothingSecret(second.output);
    expect(account.upload).toBeNull();
    const applied = (): number =>
      [...account.databases.values()]
        .find(({ name }) => name === 'weir-traces')
        ?.database.prepare('SELECT name FROM d1_migrations')
        .all().length ?? 0;
    const files = await readdir(path.join(root, 'migrations/traces'));
    expect(applied()).toBeGreaterThan(0);
    expect(applied()).toBeLessThan(files.length);
    account.refuse = () => null;
    const third = await begin(['--no-proof']).ended;
    expect(third.code, third.output).toBe(0);
    expect(applied()).toBe(files.length);
    expectNothingSecret(third.output);
  });

  it('takes no secret for missing because they cannot be listed', async () => {
    account.refuse = ({ path: asked }) =>
      asked.endsWith('/secrets') ? { status: 404, code: 7003, message: 'Account not found' } : null;
    const { code, output } = await begin(['--no-proof']).ended;
    expect(code, output).toBe(1);
    expect(output).toMatch(/secrets cannot be listed: .*Account not found/);
    expect(account.upload).toBeNull();
    expectNothingSecret(output);
  });

  it('leaves no secret behind when it is stopped', async () => {
    const before = new Set(readdirSync(tmpdir()).filter((name) => name.startsWith('weir-deploy-')));
    const { child, ended } = begin(['--no-proof']);
    account.refuse = ({ path: asked }) => {
      if (asked === '/r2/buckets') child.kill('SIGTERM');
      return null;
    };
    const { code, output } = await ended;
    expect(output).toContain('run it again to go on');
    expect(code).toBe(143);
    const left = readdirSync(tmpdir()).filter((name) => name.startsWith('weir-deploy-') && !before.has(name));
    expect(left).toEqual([]);
    expectNothingSecret(output);
  });
});

describe('F314 the proof of a deployment', () => {
  const key = `weir_${'k'.repeat(43)}`;

  it('says what failed, and of its key that it could not be taken back', async () => {
    const seen: string[] = [];
    const site = http.createServer((request, response) => {
      seen.push(`${request.method} ${request.url}`);
      request.resume();
      const answer = (status: number, body: object) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body));
      };
      if (request.url === '/health') answer(200, { status: 'ok', checks: {} });
      else if (request.method === 'POST' && request.url === '/api/v1/keys')
        answer(200, { key, info: { key_id: 'key-1' } });
      else answer(request.method === 'DELETE' ? 500 : 404, { message: 'down' });
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
    const said: string[] = [];
    const proof = proveDeployment({
      url,
      adminKey: secrets.WEIR_ADMIN_KEY,
      say: (line: string) => said.push(line),
    });
    await expect(proof).rejects.toThrow('A call through the deployment was not answered by a provider.');
    site.close();
    expect(said.join('\n')).toContain('key-1, was not revoked');
    expect(said.join('\n')).not.toContain(key);
    expect(seen).toContain('DELETE /api/v1/keys/key-1');
  });
});
